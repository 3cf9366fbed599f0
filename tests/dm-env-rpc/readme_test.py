"""The documentation's example runs as it stands."""

import pathlib
import re

import served
from absl.testing import absltest

_PAGE = pathlib.Path(__file__).parents[2] / "docs/how-to/dm-env-rpc.md"


class ReadmeTest(absltest.TestCase):
    def test_its_example_steps_a_hundred_agents(self):
        (example,) = re.findall(r"```python\n(.*?)```", _PAGE.read_text("utf-8"), re.DOTALL)
        server = served.Server("--workers", "0")
        self.addCleanup(server.stop)
        names = {}
        exec(example.replace("localhost:50051", server.address), names)
        self.assertEqual(names["step"].reward.shape, (100,))
        names["server"].close()


if __name__ == "__main__":
    absltest.main()
