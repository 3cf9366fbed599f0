"""`caucus train --server` on environments written in Python."""

import json
import subprocess
import time
from pathlib import Path

import pytest
from support.serving import Serving

LEARNER = Path(__file__).parents[2] / "dist/client/cli/main.js"

pytestmark = [
    pytest.mark.skipif(not LEARNER.exists(), reason="the learner is not built: run npm run build beside python/"),
    pytest.mark.slow,
    pytest.mark.timeout(400),
]

SETTINGS = ["--env", "street", "--agents", "20", "--representatives", "2", "--envs-per-representative", "4"]
SETTINGS += ["--transitions", "8192", "--checkpoint-every", "1"]


def train(*arguments):
    program = ["node", str(LEARNER), "train", *map(str, arguments)]
    return subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def finish(learner):
    output = learner.communicate(timeout=300)[0].decode()
    assert learner.returncode == 0, output
    return output


def rows(folder):
    """What training came to, without how long it took."""
    metrics = folder / "metrics.jsonl"
    lines = metrics.read_text().splitlines() if metrics.exists() else []
    return [without_times(json.loads(line)) for line in lines if line.endswith("}")]


def without_times(row):
    return {key: value for key, value in row.items() if "econds" not in key and key != "transitionsPerSecond"}


def wait_for(count, folder, learner):
    while len(rows(folder)) < count and learner.poll() is None:
        time.sleep(0.02)
    assert learner.poll() is None


@pytest.fixture(scope="module")
def serving():
    running = Serving("street:Street", "resource-gathering-v0", "mo-hopper-v5")
    yield running
    assert running.stop() == 0


@pytest.fixture(scope="module")
def undisturbed(serving, tmp_path_factory):
    """The rows of a run that nothing happens to."""
    folder = tmp_path_factory.mktemp("runs") / "whole"
    finish(train(*SETTINGS, "--server", serving.address, "--out", folder))
    found = rows(folder)
    assert len(found) == 4
    return found


def test_a_learner_killed_and_resumed_has_the_same_rows(serving, undisturbed, tmp_path):
    learner = train(*SETTINGS, "--server", serving.address, "--out", tmp_path)
    wait_for(2, tmp_path, learner)
    learner.kill()
    learner.communicate()
    finish(train("--resume", "--out", tmp_path, "--server", serving.address))
    assert rows(tmp_path) == undisturbed


def test_a_server_killed_and_started_again_makes_no_difference_to_a_run(undisturbed, tmp_path):
    servers = [Serving("street:Street")]
    learner = train(*SETTINGS, "--server", servers[0].address, "--out", tmp_path)
    for count in (1, 2):
        wait_for(count, tmp_path, learner)
        servers[-1].kill()
        servers.append(Serving("street:Street", port=servers[0].port))
    finish(learner)
    assert rows(tmp_path) == undisturbed
    # It was there for the run, not only at its start.
    assert "a session is open" in servers[-1].log()
    assert servers[-1].stop() == 0


@pytest.mark.parametrize(
    ("environment", "options"),
    [
        ("resource-gathering-v0", ["--env-options.max_episode_steps", "50"]),
        ("mo-hopper-v5", ["--env-options.healthy_reward", "0.5", "--env-options.terminate_when_unhealthy", "true"]),
    ],
)
def test_mo_gymnasiums_environments_with_a_population_of_weights(serving, tmp_path, environment, options):
    settings = ["--agents", "8", "--representatives", "2", "--envs-per-representative", "4", "--transitions", "2048"]
    output = finish(
        train("--env", environment, *options, *settings, "--server", serving.address, "--out", tmp_path / "run")
    )
    assert f"{environment}, auto, k = 2, n = 8" in output
    summary = json.loads((tmp_path / "run/summary.json").read_text())
    assert len(summary["assignment"]) == 8
    trajectories = json.loads((tmp_path / "run/trajectories.json").read_text())
    assert ("x_velocity" in json.dumps(trajectories)) == (environment == "mo-hopper-v5")


def test_options_that_an_environment_does_not_take_are_refused_before_anything_is_written(serving, tmp_path):
    folder = tmp_path / "run"
    learner = train("--env", "street", "--env-options.gravity", "3", "--server", serving.address, "--out", folder)
    output = learner.communicate(timeout=100)[0].decode()
    assert learner.returncode == 1
    assert "gravity" in output
    assert not (folder / "metrics.jsonl").exists()
