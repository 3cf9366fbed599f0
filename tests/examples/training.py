"""A short training on an environment of `examples`, as its README says it, but for the number of steps."""

import json
import math
import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
FILES = ["config.json", "metrics.jsonl", "summary.json", "trajectories.json", "checkpoints", "figures"]


@contextmanager
def serving(example: str, environment: str):
    """
    :param example: a folder of `examples`
    :param environment: as `caucus.serve` takes it
    :returns: the server's address
    """
    program = [sys.executable, "-W", "ignore", "-m", "caucus.serve", environment, "--port", "0", "--json"]
    server = subprocess.Popen(program, cwd=ROOT / "examples" / example, stdout=subprocess.PIPE, text=True)
    try:
        yield json.loads(server.stdout.readline())["address"]
    finally:
        server.terminate()
        server.wait(20)
        server.stdout.close()


def train(example: str, agents: str, address: str, out: Path) -> None:
    """
    Trains two representatives for two iterations.

    :param agents: the example's file of weights
    :param out: the run's directory
    """
    folder = ROOT / "examples" / example
    learner = ["node", ROOT / "dist/client/cli/main.js", "train", "--server", address]
    files = ["--config", folder / "config.yaml", "--train-agents", folder / agents, "--out", out]
    short = "--representatives 2 --transitions 256 --batch-size 128 --warm-start-iterations 0"
    evaluation = "--evaluation-episodes 2 --max-episode-steps 8"
    subprocess.run(
        [*learner, *files, *short.split(), *evaluation.split()], check=True, env=os.environ | {"NO_COLOR": "1"}
    )


def check_run(out: Path, num_agents: int) -> None:
    """Fails unless the run finished, its files are there, and its welfare is a number."""
    assert [name for name in FILES if not (out / name).exists()] == []
    rows = [json.loads(line) for line in (out / "metrics.jsonl").read_text().splitlines()]
    assert [row["transitions"] for row in rows] == [128, 256]
    summary = json.loads((out / "summary.json").read_text())
    assert summary["finished"] is True
    assert math.isfinite(summary["welfare"]["mean"])
    assert len(summary["assignment"]) == num_agents
