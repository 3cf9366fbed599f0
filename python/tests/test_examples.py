"""The examples, and what the documentation shows, run as they are."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from support.policies_server import PoliciesServer
from support.serving import environment

PACKAGE = Path(__file__).parents[1]
EXAMPLES = PACKAGE / "examples"


def test_the_random_agent(server):
    program = [sys.executable, EXAMPLES / "random_agent.py", server]
    done = subprocess.run(program, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("what an episode was worth to the first agents: [")


def test_twenty_people_are_served(server, tmp_path):
    policies = PoliciesServer(tmp_path, "halfCheetah")
    try:
        program = [sys.executable, EXAMPLES / "serve_people.py", policies.address, server]
        done = subprocess.run(program, capture_output=True, text=True, check=True)
    finally:
        policies.stop()
    assert len(re.findall(r"^person-\d+: robots/[12], expected \d", done.stdout, re.MULTILINE)) == 20
    assert len(re.findall(r"^person-\d+: got -?[\d.]+ in 1000 steps$", done.stdout, re.MULTILINE)) == 20


def test_the_ppo_learner(server):
    pytest.importorskip("torch")
    program = [sys.executable, EXAMPLES / "ppo_em.py", "--server", server, "--transitions", "4096", "--epochs", "1"]
    done = subprocess.run(program, capture_output=True, text=True, check=True)
    assert re.search(r"iteration 2/2: welfare \d+\.\d, ", done.stdout)
    sizes = re.search(r"representatives serve \[(\d+), (\d+), (\d+)\] agents", done.stdout)
    assert sum(map(int, sizes.groups())) == 25


@pytest.mark.parametrize("document", ["python/README.md", "README.md", "docs/tutorials/another-learner.md"])
def test_the_python_that_the_documents_show_runs_as_it_stands(document, server):
    text = (PACKAGE.parent / document).read_text()
    snippets = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    snippet = next(text for text in snippets if "import caucus" in text)
    assert "localhost:50051" in snippet
    names = {}
    exec(snippet.replace("localhost:50051", server), names)
    assert names["rewards"].shape == (4, 100)
    names["envs"].close()


def test_what_the_documentation_shows_of_cleanrl(server):
    page = (PACKAGE.parent / "docs/how-to/other-learners.md").read_text()
    _, section = page.split("\n## CleanRL\n")
    first, second = re.findall(r"```python\n(.*?)```", section.split("\n## ")[0], re.DOTALL)
    for code, n in [(first, 3), (first + second, 4)]:
        names = {}
        exec(code.replace("localhost:50051", server), names)
        names["envs"].reset(seed=0)
        assert names["envs"].step(names["envs"].action_space.sample())[1].shape == (n,)
        names["envs"].close()


def test_what_the_documentation_shows_of_policies_on_the_server(server):
    pytest.importorskip("torch")
    pytest.importorskip("onnx")
    page = (PACKAGE.parent / "docs/how-to/rollouts.md").read_text()
    first, second = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    names = {}
    exec((first + second).replace("localhost:50051", server), names)
    assert names["rollout"].rewards.shape == (256, 8, 100)
    names["envs"].close()


def test_the_readme_names_files_that_exist():
    links = re.findall(r"\]\(((?!http)[^)]+)\)", (PACKAGE / "README.md").read_text())
    assert len(links) >= 3
    assert [link for link in links if not (PACKAGE / link.partition("#")[0]).exists()] == []


def test_the_modules_of_the_examples_are_found_where_the_command_is_given():
    env = environment() | {"PYTHONPATH": os.environ.get("PYTHONPATH", "")}
    program = [sys.executable, "-m", "caucus.serve", "street:Street", "--port", "0", "--json"]
    serving = subprocess.Popen(program, cwd=EXAMPLES, env=env, stdout=subprocess.PIPE, text=True)
    assert json.loads(serving.stdout.readline())["event"] == "listening"
    serving.terminate()
    assert serving.wait(20) == 0
    serving.stdout.close()
