"""Environments that do what no environment should."""

import hashlib
import math
import multiprocessing
import os
import signal
import subprocess
import sys
import time

import gymnasium
import numpy as np
from gymnasium import spaces

# As modules that do not come to their end.
if (doing := os.environ.get("HOSTILE_IMPORT")) is not None:
    {"endless": lambda: time.sleep(1000), "sys.exit": sys.exit, "os._exit": lambda: os._exit(0)}[doing]()


class Hostile(gymnasium.Env):
    """Misbehaves at its third step."""

    observation_space = spaces.Box(-1, 1, (2,), np.float32)
    action_space = spaces.Discrete(3)

    def reset(self, *, seed=None, options=None):
        super().reset(seed=seed)
        self.steps = 0
        return np.zeros(2, np.float32), {}

    def step(self, action):
        self.steps += 1
        if self.steps == 3:
            return self.misbehave(int(action))
        return self.result()

    def result(self, reward=1.0, **info):
        return np.full(2, 0.1, np.float32), reward, False, False, info

    def misbehave(self, action):
        return self.result()


class Unutterable(Exception):
    def __str__(self):
        raise RuntimeError("no text")


class Shouting(Hostile):
    """\x1b[31mred\x00"""

    def result(self, reward=1.0, **info):
        return super().result(reward, **{"fine": 1, "\udc80": 1, "a\nb": 1, "n" * 1000: 1, "": 1}, **{"_own": 1})

    def misbehave(self, action):
        if action == 0:
            raise ValueError("\x1b[31m" + "😀" * 1_000_000)
        if action == 1:
            raise ValueError("\udc80 is no character")
        raise Unutterable


class Fading(Hostile):
    """Ends after five steps; each start draws from its own random numbers."""

    def reset(self, *, seed=None, options=None):
        super().reset(seed=seed)
        self.start = self.np_random.random()
        return self.observe(), {}

    def step(self, action):
        self.steps += 1
        self.start += float(action)
        return self.observe(), self.start, self.steps == 5, False, {}

    def observe(self):
        return np.array([self.start, self.steps], np.float32)


class FadingTwister(Fading):
    """Whose random numbers are another generator's."""

    def reset(self, *, seed=None, options=None):
        if seed is not None:
            self.np_random = np.random.Generator(np.random.MT19937(seed))
        return super().reset()


class Recorder(gymnasium.Env):
    """Sums its actions, exactly, in the order they came."""

    observation_space = spaces.Box(0, 2**16, (4,), np.float32)

    def reset(self, *, seed=None, options=None):
        super().reset(seed=seed)
        self.said = b""
        return self.observe(), {}

    def step(self, action):
        assert self.action_space.contains(action), action
        self.said += spoken(action)
        return self.observe(), 0.0, False, False, {}

    def observe(self):
        digest = hashlib.sha256(self.said).digest()
        return np.frombuffer(digest, "<u2")[:4].astype(np.float32)


def spoken(action):
    """Every bit of an action."""
    if isinstance(action, tuple):
        return b"".join(map(spoken, action))
    if isinstance(action, dict):
        return b"".join(name.encode() + spoken(part) for name, part in action.items())
    return np.asarray(action).dtype.str.encode() + np.asarray(action).tobytes()


def recorder(space):
    class Recording(Recorder):
        action_space = space

    return Recording


SPACES = {
    **{
        f"Box{dtype}": spaces.Box(-2, 2, (2, 3), dtype)
        for dtype in ("float16", "float32", "float64", "int8", "int16", "int32", "int64")
    },
    "Boxuint8": spaces.Box(0, 255, (3,), np.uint8),
    "BoxWide": spaces.Box(np.iinfo(np.int64).min, np.iinfo(np.int64).max, (2,), np.int64),
    "BoxScalar": spaces.Box(-1, 1, (), np.float32),
    "BoxUnbounded": spaces.Box(-np.inf, np.inf, (2,), np.float64),
    "Choice": spaces.Discrete(4),
    "ChoiceFrom": spaces.Discrete(3, start=-1),
    "Choices": spaces.MultiDiscrete([[2, 3], [4, 5]]),
    "ChoicesFrom": spaces.MultiDiscrete([2, 3], start=[5, -1]),
    "Bits": spaces.MultiBinary((2, 2)),
    "Pair": spaces.Tuple([spaces.Discrete(3, start=1), spaces.Box(-1, 1, (2,), np.float64)]),
    "Named": spaces.Dict(
        move=spaces.Dict(by=spaces.Box(-1, 1, (2, 1), np.float32), how=spaces.MultiDiscrete([2, 2])),
        flags=spaces.MultiBinary(3),
        where=spaces.Discrete(5),
    ),
}
globals().update({name: recorder(space) for name, space in SPACES.items()})


class Odd(BaseException):
    pass


class Quitter(Hostile):
    """Ends in several ways."""

    def misbehave(self, action):
        print("a word on standard output", flush=True)
        if action == 0:
            sys.exit(3)
        if action == 1:
            os._exit(0)
        raise Odd("no exception")


class Simulator(Hostile):
    """Has a process of its own, which it ends by asking."""

    program = "import time; time.sleep(1000)"

    def __init__(self):
        self.process = subprocess.Popen([sys.executable, "-c", self.program], stdout=subprocess.PIPE)
        note(self.process.pid)

    def close(self):
        self.process.terminate()
        self.process.wait()
        self.process.stdout.close()


class DeafSimulator(Simulator):
    """Whose process hears nothing, has left its group and session, and has a child that has done so, too."""

    program = """
import os, signal, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
os.setsid()
if os.fork() == 0:
    os.setsid()
    if os.fork() != 0:
        os._exit(0)
    with open(os.environ["HOSTILE_PIDS"], "a") as file:
        file.write(f"{os.getpid()}\\n")
print("ready", flush=True)
time.sleep(1000)
"""

    def __init__(self):
        super().__init__()
        self.process.stdout.readline()

    def close(self):
        pass

    def misbehave(self, action):
        if action == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        if action == 1:
            raise RuntimeError("a wheel fell off")
        time.sleep(1000)


class Sleeper(Hostile):
    """Takes longer than anybody waits."""

    def misbehave(self, action):
        time.sleep(1000)


class Halter(Hostile):
    """Halts the process that watches over it."""

    def misbehave(self, action):
        os.kill(os.getppid(), signal.SIGSTOP)
        time.sleep(1000)


def note(pid):
    """Whom a test looks for."""
    with open(os.environ["HOSTILE_PIDS"], "a") as file:
        file.write(f"{pid}\n")


def work(pipe):
    while True:
        pipe.send(pipe.recv() + 1)


class Parallel(Hostile):
    """Has children by multiprocessing, which it ends by asking."""

    def __init__(self):
        context = multiprocessing.get_context("fork")
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=work, args=(theirs,), daemon=True)
        self.process.start()
        note(self.process.pid)

    def result(self, reward=1.0, **info):
        self.pipe.send(self.steps)
        return super().result(float(self.pipe.recv()))

    def close(self):
        self.process.terminate()
        self.process.join()


class Excessive(Hostile):
    """Whose arguments have defaults that do not travel."""

    def __init__(self, size: int = 3, nan=math.nan, infinite=math.inf, many=10**400, few: int = 2):
        pass


class Keeper(gymnasium.Env):
    """Keeps its generator from its first reset, and draws from it at every step."""

    observation_space = spaces.Box(-10, 10, (3,), np.float64)
    action_space = spaces.Box(-1, 1, (1,), np.float64)

    rng = None

    def reset(self, *, seed=None, options=None):
        super().reset(seed=seed)
        if self.rng is None:
            self.rng = self.np_random
        self.place = self.rng.normal(size=3)
        self.steps = 0
        return self.place.copy(), {}

    def step(self, action):
        self.place = np.tanh(self.place + self.rng.normal(size=3) * action)
        self.steps += 1
        return self.place.copy(), self.place[0], self.steps == 7, False, {}


class Blurred(Hostile):
    """Gives numbers that are none at its third step."""

    observation_space = spaces.Dict(a=spaces.Box(-1, 1, (2,), np.float64), b=spaces.Discrete(2))
    action_space = spaces.Discrete(8)

    def reset(self, *, seed=None, options=None):
        super().reset(seed=seed)
        return self.observe(), {}

    def result(self, reward=(1.0, 2.0), a=(0.1, 0.2), b=1):
        return self.observe(a, b), np.array(reward), False, False, {}

    def observe(self, a=(0.1, 0.2), b=1):
        return {"a": np.array(a), "b": b}

    def misbehave(self, action):
        return [
            lambda: self.result(reward=(1.0, np.nan)),
            lambda: self.result(reward=(-np.inf, 1.0)),
            lambda: self.result(reward=(1.0,)),
            lambda: self.result(a=(0.1, np.nan)),
            lambda: self.result(a=(1e300, 0.1)),
            lambda: self.result(a=(0.1,)),
            lambda: self.result(b=5),
            lambda: (self.observe(), 1.0),
        ][action]()


class BlurredAtOnce(Hostile):
    def reset(self, *, seed=None, options=None):
        return np.array([np.nan, 0], np.float32), {}


class Legacy(Hostile):
    """Seeds generators as of old, which take 32 bits."""

    def reset(self, *, seed=None, options=None):
        super().reset(seed=seed)
        if seed is not None:
            np.random.seed(seed)
            self.first = np.array([seed & 0xFFFF, seed >> 16], np.float32)
        return self.first, {}


class Telling(Hostile):
    """Whose infos come at several times."""

    metadata = {"render_modes": [], "infos": {"is_success": False, "first": np.zeros(2)}}

    def reset(self, *, seed=None, options=None):
        return super().reset(seed=seed)[0], {"first": np.array([seed or 0, 1.0])}

    def step(self, action):
        self.steps += 1
        info = {"halfway": 0.5} if self.steps == 2 else {}
        if self.steps == 4:
            info = {"length": 4, "episode": {"r": 1}}
            if action == 2:
                info["is_success"] = True
        return np.zeros(2, np.float32), 1.0, self.steps == 4, False, info


class NaN(Hostile):
    pass


class HTTPServer2D(Hostile):
    pass


class Mixed(Hostile):
    """Whose observations are of every kind of space."""

    observation_space = spaces.Tuple(
        [
            spaces.Box(0, 255, (2, 2, 3), np.uint8),
            spaces.Dict(b=spaces.Discrete(3, start=-1), a=spaces.MultiDiscrete([2, 3], start=[1, 0])),
            spaces.MultiBinary((2, 2)),
            spaces.Box(-np.inf, np.inf, (), np.float64),
        ]
    )
    action_space = spaces.Dict(turn=spaces.Discrete(3, start=-1), push=spaces.Box(-1, 1, (2, 1), np.float64))

    def reset(self, *, seed=None, options=None):
        super().reset(seed=seed)
        return self.observe(), {}

    def step(self, action):
        return self.observe(), float(action["turn"] + action["push"].sum()), False, False, {}

    def observe(self):
        rng = self.np_random
        parts = {"a": rng.integers([1, 0], [3, 3]), "b": rng.integers(-1, 2)}
        image = rng.integers(0, 256, (2, 2, 3), np.uint8)
        return image, parts, rng.integers(0, 2, (2, 2), np.int8), np.asarray(rng.normal())


class EndlessSpace(Hostile):
    observation_space = spaces.Sequence(spaces.Discrete(2))


class VastSpace(Hostile):
    observation_space = spaces.Discrete(10**9)


class VastAction(Hostile):
    action_space = spaces.Discrete(10**10)


class GraphAction(Hostile):
    action_space = spaces.Tuple([spaces.Discrete(2), spaces.Graph(spaces.Discrete(2), None)])
