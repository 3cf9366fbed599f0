"""Forked processes, in which gRPC does not work."""

import os
import subprocess
import sys
import time

import pytest

#: A process with environments and a server of its own; its forked child runs `{child}`.
PARENT = """
import gc, os, sys
import caucus

envs = caucus.VectorEnv("resource-gathering", 2)
envs.reset(seed=0)

def child():
{child}

for _ in range({times}):
    pid = os.fork()
    if pid == 0:
        {leave}
    _, status = os.waitpid(pid, 0)
    assert status == 0, status
    # The parent's session, and its server, go on.
    envs.step([0, 1])
envs.close()
print("done")
"""

#: How a child ends: as a program does, with what is registered for its end, or as multiprocessing's do.
LEAVE = {
    "as programs do": "child(); sys.exit(0)",
    "as processes of multiprocessing do": "child(); sys.stdout.flush(); os._exit(0)",
}

CHILDREN = {
    "does nothing": "    pass",
    "drops the environments": "    global envs; del envs; gc.collect()",
    "closes the environments": "    envs.close()",
    "steps the environments": """
    for use in (lambda: envs.step([0, 1]), lambda: envs.reset(), lambda: caucus.Env("resource-gathering")):
        try:
            use()
        except caucus.ForkError as error:
            assert f"the one that began to, {os.getppid()}, got {os.getpid()}, its fork" in str(error), error
            assert '"forkserver" or "spawn"' in str(error), error
        else:
            raise AssertionError("a forked process was let through")
""",
}


def run(code, seconds=100):
    # gRPC has its own word to say of forks.
    quiet = os.environ | {"GRPC_VERBOSITY": "NONE"}
    command = [sys.executable, "-c", code]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=seconds, env=quiet)


@pytest.mark.parametrize("leave", LEAVE)
@pytest.mark.parametrize("child", CHILDREN)
def test_a_forked_child_harms_neither_itself_nor_its_parent(child, leave):
    done = run(PARENT.format(child=CHILDREN[child], times=5, leave=LEAVE[leave]))
    assert done.stderr == ""
    assert done.stdout == "done\n"
    assert done.returncode == 0


def test_a_server_does_not_outlive_its_parent_for_a_child():
    # The child goes on after its parent's end, which comes without a word to the server.
    code = """
import os, signal, time, caucus, caucus.local_server
envs = caucus.VectorEnv("resource-gathering", 2)
if os.fork() == 0:
    os.close(1)
    os.close(2)
    time.sleep(20)
    os._exit(0)
print(caucus.local_server._servers.popitem()[1]._process.pid, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""
    pid = int(run(code).stdout)
    for _ in range(100):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.1)
    raise AssertionError("the server is still there")


def test_forks_before_the_first_environment_may_have_their_own():
    code = """
import os, caucus
pid = os.fork()
envs = caucus.VectorEnv("resource-gathering", 2)
envs.reset(seed=0)
envs.close()
if pid: assert os.waitpid(pid, 0)[1] == 0
"""
    done = run(code)
    assert done.stderr == ""
    assert done.returncode == 0


@pytest.mark.skipif(sys.platform == "win32", reason="there are no forks")
def test_gymnasiums_processes_say_what_to_use_in_place_of_forks(server):
    code = f"""
import gymnasium, caucus
from gymnasium.vector import AsyncVectorEnv
make = lambda: gymnasium.make("caucus/Hopper-v0", server={server!r}, num_agents=2)
AsyncVectorEnv([make] * 2, context="fork").reset(seed=0)
"""
    done = run(code)
    assert done.returncode != 0
    assert 'as in AsyncVectorEnv(..., context="forkserver")' in done.stderr
