"""A real caucus-policies for tests, with the dossier of this repository's own tests."""

import json
import subprocess
from pathlib import Path

DIST = Path(__file__).parents[3] / "dist"
PROGRAM = DIST / "policies/cli/main.js"
PUBLISH = DIST / "tests/policies/support/publish.js"


class PoliciesServer:
    """Serves policies 1 and 2 of "robots"; of a robot, observations have 3 numbers, actions 2, and θ one, to 0.9."""

    def __init__(self, root: Path, form: str = "robot") -> None:
        self.registry = root / "registry"
        arguments = f"{json.dumps(str(root))}, {json.dumps(form)}"
        script = f"import({json.dumps(PUBLISH.as_uri())}).then((m) => m.publishApproved({arguments}))"
        subprocess.run(["node", "-e", script], check=True)
        paths = ["--registry", self.registry, "--reviewers", root / "reviewers.yaml", "--state", root / "state"]
        self._process = subprocess.Popen(
            ["node", PROGRAM, *paths, "--port", "0", "--json", "--log-level", "error"], stdout=subprocess.PIPE
        )
        assert self._process.stdout is not None
        self.address: str = json.loads(self._process.stdout.readline())["address"]

    def stop(self) -> None:
        self._process.kill()
        self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()
