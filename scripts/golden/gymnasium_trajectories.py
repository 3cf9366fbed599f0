"""Replays our robots' trajectories in Gymnasium and prints the worst differences.

Reads what trajectories.ts prints. Exits with 1 if a difference is beyond its tolerance.
With --write FOLDER it also writes the first steps as Gymnasium has them, which tests/golden compares with
where there is no Python.
"""

import argparse
import json
import pathlib
import sys

import gymnasium
import mujoco
import numpy as np

ROOT = pathlib.Path(__file__).parents[2]
FLOAT32 = 2.0**-24  # half an ulp, relative

# Per robot: Gymnasium's id, its options, largest target velocity b in m/s, scale of the reset's noise.
ROBOTS = {
    "half-cheetah": (
        "HalfCheetah-v5",
        {"frame_skip": 5, "reset_noise_scale": 0.1, "exclude_current_positions_from_observation": True},
        4.0,
        0.1,
    ),
}
# Steps, and how far a position or velocity may be off up to there.
TOLERANCES = ((30, 1e-9), (100, 1e-4))
# Larger actions throw the robot about, which is chaotic: a rounding error grows to 1e-8 in 30 steps and to
# anything in 100. So there we may also be this many times as far off as Gymnasium is from itself when it
# starts a rounding error away.
GENTLE_ACTIONS = 0.5
CHAOS = 100
COMMITTED_STEPS = 30
COMMITTED_SEEDS = (0, 1)


class Report:
    """A table of what was measured and what is allowed."""

    def __init__(self):
        self.failed = False

    def check(self, what, measured, allowed):
        good = measured <= allowed  # false for not-a-number
        self.failed |= not good
        print(f"{what:<66} {measured:>9.2e}  allowed {allowed:.2e}  {'ok' if good else 'FAILED'}")


class Differences:
    """For each quantity, the difference that is nearest to what is allowed, or furthest beyond."""

    def __init__(self):
        self.worst = {}

    def add(self, what, ours, theirs, allowed):
        """ours and theirs are [T, …], allowed is [T]."""
        difference = np.abs(ours - theirs).reshape(len(ours), -1).max(1)
        excess = np.nan_to_num(difference / np.maximum(allowed, np.finfo(float).tiny), nan=np.inf)
        step = np.argmax(excess)
        found = (excess[step], difference[step], allowed[step])
        self.worst[what] = max(self.worst.get(what, found), found)

    def report(self, report):
        for what, (_, difference, allowed) in self.worst.items():
            report.check(what, difference, allowed)


def models_difference(ours, theirs):
    """Largest relative difference of what the physics of two compiled models depend on."""
    prefixes = ("body_", "jnt_", "dof_", "geom_", "actuator_", "qpos")
    looks = ("geom_rgba", "geom_matid", "geom_user")
    worst = 0.0
    fields = [name for name in dir(ours) if name.startswith(prefixes) and name not in looks]
    options = [name for name in dir(ours.opt) if not name.startswith("_")]
    pairs = [(getattr(ours, name), getattr(theirs, name)) for name in fields]
    pairs += [(getattr(ours.opt, name), getattr(theirs.opt, name)) for name in options]
    for mine, other in pairs:
        if callable(mine):
            continue
        if np.shape(mine) != np.shape(other):
            return np.inf
        difference = np.abs(np.asarray(mine, float) - other) / np.maximum(1, np.abs(other))
        worst = max(worst, difference.max(initial=0))
    return worst


def replay(env, start, actions):
    """What Gymnasium makes of a start and actions: qpos, qvel, observation and x_velocity, each [T, …]."""
    env.reset(seed=0)
    env.unwrapped.set_state(np.array(start["qpos"]), np.array(start["qvel"]))
    steps = []
    for action in actions:
        observation, _, terminated, _, info = env.step(action)
        assert not terminated
        data = env.unwrapped.data
        steps.append((data.qpos.copy(), data.qvel.copy(), observation, [info["x_velocity"]]))
    names = ("qpos", "qvel", "observation", "x_velocity")
    return dict(zip(names, (np.array(column) for column in zip(*steps))))


def sensitivity(env, start, actions, theirs):
    """[T]: how far Gymnasium gets from itself until a step when it starts a rounding error away."""
    rng = np.random.default_rng(0)
    away = np.zeros(len(actions))
    for _ in range(5):
        nudged = {key: np.array(x) * (1 + 2.0**-52 * rng.choice((-1, 1), len(x))) for key, x in start.items()}
        other = replay(env, nudged, actions)
        for key in ("qpos", "qvel"):
            away = np.maximum(away, np.abs(other[key] - theirs[key]).max(1))
    return np.maximum.accumulate(away)


def target_rewards(velocities, targets, b):
    """[T, n], of velocities [T, 1] in m/s."""
    return 0.1 * np.maximum(0, 1 - np.abs(velocities - targets) / (b / 20))


def check_trajectory(differences, env, trajectory, targets, b):
    """Adds the trajectory's differences; returns it as Gymnasium has it."""
    ours = {key: np.array([step[key] for step in trajectory["steps"]]) for key in trajectory["steps"][0]}
    actions = ours["action"].astype(np.float32)
    theirs = replay(env, trajectory["start"], actions)
    dt = env.unwrapped.dt
    allowed = np.empty(len(actions))
    for end, tolerance in reversed(TOLERANCES):
        allowed[:end] = tolerance
    gentle = trajectory["actionScale"] <= GENTLE_ACTIONS
    if not gentle:
        allowed = np.maximum(allowed, CHAOS * sensitivity(env, trajectory["start"], actions, theirs))

    start = 0
    for end, _ in TOLERANCES:
        part = slice(start, end)
        where = f"{'gentle' if gentle else 'violent'} actions, to step {end}: "
        near = allowed[part]
        mine, other = ({key: x[part] for key, x in played.items()} for played in (ours, theirs))
        differences.add(where + "positions", mine["qpos"], other["qpos"], near)
        differences.add(where + "velocities", mine["qvel"], other["qvel"], near)
        differences.add(where + "Δx/dt", mine["x_velocity"], other["x_velocity"], 2 * near / dt)
        rounding = FLOAT32 * np.abs(other["observation"]).max(1)
        differences.add(where + "observations", mine["observation"], other["observation"], near + rounding)
        rewards = target_rewards(other["x_velocity"], targets, b)
        slope = 0.1 / (b / 20)
        differences.add(where + "rewards", mine["rewards"], rewards, slope * 2 * near / dt + FLOAT32 * 0.1)
        start = end

    # What follows from the state must do so exactly, whatever the state is.
    exact = np.zeros(len(actions))
    state = np.hstack((ours["qpos"][:, 1:], ours["qvel"])).astype(np.float32)
    differences.add("observations from our own state", ours["observation"], state, exact)
    positions = np.append(trajectory["start"]["qpos"][0], ours["qpos"][:, 0])
    differences.add("Δx/dt from our own state", ours["x_velocity"][:, 0], np.diff(positions) / dt, exact)
    rewards = target_rewards(ours["x_velocity"], targets, b).astype(np.float32)
    differences.add("rewards from our own Δx/dt", ours["rewards"].astype(np.float32), rewards, exact)
    return theirs


def check_resets(report, resets, scale):
    """Positions must be U(−scale, scale), velocities scale · N(0, 1), all independent."""
    qpos, qvel = np.array(resets["qpos"]), np.array(resets["qvel"])
    count = len(qpos)
    report.check("resets: largest position noise", np.abs(qpos).max(), scale)
    report.check("resets: smallest position noise is near −scale", (qpos + scale).min(), 0.001 * scale)
    laws = (("position", qpos, scale**2 / 3, 1.8), ("velocity", qvel, scale**2, 3))
    for name, noise, variance, kurtosis in laws:
        means = np.abs(noise.mean(0)) / np.sqrt(variance / count)
        variances = np.abs(noise.var(0) / variance - 1) / np.sqrt((kurtosis - 1) / count)
        report.check(f"resets: mean of a {name}, standard errors", means.max(), 5)
        report.check(f"resets: variance of a {name}, standard errors", variances.max(), 5)
    kurtoses = np.mean((qvel / scale) ** 4, 0) - 3
    errors = np.abs(kurtoses).max() / np.sqrt(96 / count)
    report.check("resets: kurtosis of a velocity, standard errors", errors, 5)
    correlations = np.corrcoef(np.hstack((qpos, qvel)).T) - np.eye(qpos.shape[1] + qvel.shape[1])
    report.check("resets: correlations, standard errors", np.abs(correlations).max() * np.sqrt(count), 5)


def check_robot(report, name, played, targets):
    """Returns what tests/golden compares with."""
    gymnasium_id, options, b, noise = ROBOTS[name]
    env = gymnasium.make(gymnasium_id, **options)
    print(f"{name} against {gymnasium_id} (Gymnasium {gymnasium.__version__}, MuJoCo {mujoco.__version__})")
    ours = mujoco.MjModel.from_xml_path(str(ROOT / "envs" / "mujoco" / f"{name}.xml"))
    report.check("compiled models", models_difference(ours, env.unwrapped.model), 0)

    differences, committed = Differences(), []
    for trajectory in played["trajectories"]:
        theirs = check_trajectory(differences, env, trajectory, targets, b)
        if trajectory["seed"] in COMMITTED_SEEDS and trajectory["actionScale"] == 1:
            committed.append(first_steps(trajectory, theirs))
    differences.report(report)

    check_resets(report, played["resets"], noise)
    episodes = played["episodes"]
    lengths = np.array(episodes["lengths"])
    wrong = np.abs(lengths - env.spec.max_episode_steps).max()
    report.check("episodes: length against Gymnasium's", wrong, 0)
    report.check("episodes: terminated", sum(episodes["terminated"]), 0)
    report.check("episodes: not truncated", len(lengths) - sum(episodes["truncated"]), 0)
    return committed


def first_steps(trajectory, theirs):
    """Start and actions are ours, what became of them is Gymnasium's."""
    actions = [step["action"] for step in trajectory["steps"][:COMMITTED_STEPS]]
    results = {key: theirs[key][:COMMITTED_STEPS].tolist() for key in ("qpos", "qvel", "x_velocity")}
    return {"seed": trajectory["seed"], "start": trajectory["start"], "actions": actions, **results}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("trajectories", type=pathlib.Path)
    parser.add_argument("--write", type=pathlib.Path, metavar="FOLDER")
    arguments = parser.parse_args()
    played = json.loads(arguments.trajectories.read_text())
    report = Report()
    for name, robot in played["robots"].items():
        committed = check_robot(report, name, robot, np.array(played["targets"]))
        if arguments.write:
            lines = "".join(json.dumps(trajectory) + "\n" for trajectory in committed)
            (arguments.write / f"{name}.jsonl").write_text(lines)
    sys.exit(report.failed)


if __name__ == "__main__":
    main()
