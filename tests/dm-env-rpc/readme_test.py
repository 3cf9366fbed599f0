"""The README's example runs as it stands."""

import pathlib
import re

import served
from absl.testing import absltest

_README = pathlib.Path(__file__).parents[2] / "README.md"


class ReadmeTest(absltest.TestCase):
    def test_its_example_steps_a_hundred_agents(self):
        blocks = re.findall(r"```python\n(.*?)```", _README.read_text("utf-8"), re.DOTALL)
        (example,) = (block for block in blocks if "dm_env_rpc" in block)
        server = served.Server("--workers", "0")
        self.addCleanup(server.stop)
        names = {}
        exec(example.replace("localhost:50051", server.address), names)
        self.assertEqual(names["step"].reward.shape, (100,))
        names["server"].close()


if __name__ == "__main__":
    absltest.main()
