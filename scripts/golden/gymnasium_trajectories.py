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
from robots import ROBOTS, Steps

ROOT = pathlib.Path(__file__).parents[2]
FLOAT32 = 2.0**-24  # half an ulp, relative

# Steps, and how far a position or velocity may be off up to there.
TOLERANCES = ((30, 1e-9), (100, 1e-4))
# Larger actions, and starts far from a robot's own, throw it about, which can be chaotic: the cheetah's rounding
# error grows to 1e-8 in 30 steps and to anything in 100. So there we may also be this many times as far off as
# Gymnasium is from itself when it starts a rounding error away.
GENTLE_ACTIONS = 0.5
CHAOS = 100
# How many times the state's difference is seen in inertias, velocities and forces of bodies.
DYNAMICS = 100
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


def replay(robot, env, start, actions):
    """What Gymnasium makes of a start and actions: a dictionary of arrays [T, …]."""
    env.reset(seed=0)
    model, data = env.unwrapped.model, env.unwrapped.data
    env.unwrapped.set_state(np.array(start["qpos"]), np.array(start["qvel"]))
    steps, before = [], robot.place(model, data).copy()
    for action in actions:
        observation, _, terminated, _, info = env.step(action)
        place = robot.place(model, data).copy()
        velocity = (place - before) / env.unwrapped.dt
        # As far as Gymnasium says so too.
        assert np.isclose(velocity[0], info["x_velocity"], rtol=0, atol=1e-12, equal_nan=True)
        before = place
        state = (data.qpos.copy(), data.qvel.copy(), observation, data.cfrc_ext.copy())
        steps.append((*state, place, velocity, [terminated]))
    names = ("qpos", "qvel", "observation", "forces", "place", "velocity", "terminated")
    return dict(zip(names, (np.array(column) for column in zip(*steps))))


def sensitivity(robot, env, start, actions, theirs):
    """[T]: how far Gymnasium gets from itself until a step when it starts a rounding error away."""
    rng = np.random.default_rng(0)
    away = np.zeros(len(actions))
    for _ in range(5):
        state = ((key, np.array(start[key])) for key in ("qpos", "qvel"))
        nudged = {key: x * (1 + 2.0**-52 * rng.choice((-1, 1), len(x))) for key, x in state}
        other = replay(robot, env, nudged, actions)
        for key in ("qpos", "qvel"):
            away = np.maximum(away, np.abs(other[key] - theirs[key]).max(1))
    return np.maximum.accumulate(away)


def allowances(robot, env, trajectory, theirs, actions):
    """[T]: how far our positions and velocities may be off at a step."""
    allowed = np.empty(TOLERANCES[-1][0])
    for end, tolerance in reversed(TOLERANCES):
        allowed[:end] = tolerance
    allowed = allowed[: len(actions)]
    if not is_gentle(trajectory) and robot.chaos_from < len(actions):
        chaotic = slice(robot.chaos_from, None)
        away = sensitivity(robot, env, trajectory["start"], actions, theirs)
        allowed[chaotic] = np.maximum(allowed, CHAOS * away)[chaotic]
    return allowed


def is_gentle(trajectory):
    thrown = "reset_noise_scale" in trajectory["options"]
    return trajectory["actionScale"] <= GENTLE_ACTIONS and not thrown


def check_trajectory(differences, robot, trajectory, agents):
    """Adds the trajectory's differences; returns it as Gymnasium has it."""
    # Our options have Gymnasium's names.
    env = gymnasium.make(robot.gymnasium_id, **robot.options, **trajectory["options"])
    ours = our_steps(trajectory)
    actions = ours["action"].astype(np.float32)
    theirs = replay(robot, env, trajectory["start"], actions)
    theirs["rewards"] = robot.rewards(reward_steps(robot, theirs["velocity"], ours, theirs["forces"]), agents)
    compare(differences, robot, env, trajectory, ours, theirs)
    check_consequences(differences, robot, env, trajectory, ours, agents)
    differences.add("terminations", ours["terminated"], theirs["terminated"], np.zeros(len(actions)))
    env.close()
    return theirs


def our_steps(trajectory):
    """A dictionary of arrays [T, …]."""
    steps = trajectory["steps"]
    ours = {key: np.array([step[key] for step in steps]) for key in steps[0]}
    for name, quantity in (("place", "position"), ("velocity", "velocity")):
        ours[name] = np.hstack([ours[f"{axis}_{quantity}"] for axis in axes(ours)])
    return ours


def axes(infos):
    return [axis for axis in ("x", "y") if f"{axis}_position" in infos]


def reward_steps(robot, velocity, ours, forces):
    return Steps(velocity, np.clip(ours["action"], -robot.max_action, robot.max_action), forces)


def compare(differences, robot, env, trajectory, ours, theirs):
    """Our trajectory against Gymnasium's of the same start and actions."""
    dt = env.unwrapped.dt
    allowed = allowances(robot, env, trajectory, theirs, ours["action"].astype(np.float32))
    start = 0
    for end, _ in TOLERANCES:
        part = slice(start, end)
        start = end
        near = allowed[part]
        if len(near) == 0:
            break
        where = f"{'gentle' if is_gentle(trajectory) else 'violent'} motion, to step {end}: "
        mine, other = ({key: x[part] for key, x in played.items()} for played in (ours, theirs))
        differences.add(where + "positions", mine["qpos"], other["qpos"], near)
        differences.add(where + "velocities", mine["qvel"], other["qvel"], near)
        differences.add(where + "places", mine["place"], other["place"], near)
        differences.add(where + "Δx/dt", mine["velocity"], other["velocity"], 2 * near / dt)
        compare_observations(differences, robot, where, mine, other, near)
        rounding = FLOAT32 * np.abs(other["rewards"]).max(1)
        differences.add(where + "rewards", mine["rewards"], other["rewards"], robot.slope * 2 * near / dt + rounding)


def compare_observations(differences, robot, where, mine, other, near):
    """Positions and velocities, and what some robots observe beside them, relative to its size."""
    size = mine["qpos"].shape[1] - robot.hidden + mine["qvel"].shape[1]
    ours, theirs = mine["observation"], other["observation"]
    rounding = FLOAT32 * np.abs(theirs[:, :size]).max(1)
    differences.add(where + "observations", ours[:, :size], theirs[:, :size], near + rounding)
    if theirs.shape[1] > size:
        scale = np.maximum(1, np.abs(theirs[:, size:]))
        dynamics = [x[:, size:] / scale for x in (ours, theirs)]
        differences.add(where + "observed dynamics", *dynamics, DYNAMICS * near + FLOAT32)


def check_consequences(differences, robot, env, trajectory, ours, agents):
    """What follows from our own state must do so exactly, whatever the state is."""
    exact = np.zeros(len(ours["qpos"]))
    clipped = np.clip(ours["qvel"], -robot.clip, robot.clip)
    state = np.hstack((ours["qpos"][:, robot.hidden :], clipped)).astype(np.float32)
    observed = ours["observation"][:, : state.shape[1]]
    differences.add("observations from our own state", observed, state, exact)
    start = np.hstack([trajectory["start"][f"{axis}_position"] for axis in axes(ours)])
    velocities = np.diff(np.vstack((start, ours["place"])), axis=0) / env.unwrapped.dt
    differences.add("Δx/dt from our own places", ours["velocity"], velocities, exact)
    if not robot.uses_forces:
        rewards = robot.rewards(reward_steps(robot, ours["velocity"], ours, None), agents).astype(np.float32)
        # Sums of squares may be rounded otherwise in the order of their terms.
        rounding = 2 * FLOAT32 * np.abs(rewards).max(1)
        differences.add("rewards from our own Δx/dt", ours["rewards"].astype(np.float32), rewards, rounding)
    terminated = exact
    if robot.is_healthy is not None and trajectory["options"].get("terminate_when_unhealthy", True):
        states = zip(ours["qpos"], ours["qvel"])
        terminated = np.array([not robot.is_healthy(*state) for state in states], float)
    differences.add("terminations from our own state", ours["terminated"][:, 0], terminated, exact)


def check_falls(report, robot, trajectories):
    """That there is something to compare: a good share of trajectories that may end in a fall do."""
    if robot.is_healthy is None:
        return
    ends = [each["steps"][-1]["terminated"][0] for each in trajectories if not each["options"]]
    report.check("falls: trajectories without", ends.count(0), 2 * len(ends) / 3)
    if robot.model == "ant":
        quaternions = np.array([step["qpos"][3:7] for each in trajectories for step in each["steps"]])
        quaternions /= np.linalg.norm(quaternions, axis=1, keepdims=True)
        upright = 1 - 2 * (quaternions[:, 1] ** 2 + quaternions[:, 2] ** 2)
        report.check("falls: cosine of the largest tilt", upright.min(), -0.9)


def check_resets(report, robot, resets, initial):
    """Positions must be U(−scale, scale) about the model's own, velocities as the robot says, all independent."""
    scale, uniform = robot.noise_scale, robot.velocity_noise == "uniform"
    qpos, qvel = np.array(resets["qpos"]) - initial, np.array(resets["qvel"])
    count = len(qpos)
    uniforms = {"position": qpos} | ({"velocity": qvel} if uniform else {})
    for name, noise in uniforms.items():
        report.check(f"resets: largest {name} noise", np.abs(noise).max(), scale + 1e-15)
        report.check(f"resets: smallest {name} noise is near −scale", (noise + scale).min(), 0.001 * scale)
    laws = {"uniform": (scale**2 / 3, 1.8), "normal": (scale**2, 3)}
    for name, noise, law in (("position", qpos, "uniform"), ("velocity", qvel, robot.velocity_noise)):
        variance, kurtosis = laws[law]
        means = np.abs(noise.mean(0)) / np.sqrt(variance / count)
        variances = np.abs(noise.var(0) / variance - 1) / np.sqrt((kurtosis - 1) / count)
        report.check(f"resets: mean of a {name}, standard errors", means.max(), 5)
        report.check(f"resets: variance of a {name}, standard errors", variances.max(), 5)
    if not uniform:
        kurtoses = np.mean((qvel / scale) ** 4, 0) - 3
        errors = np.abs(kurtoses).max() / np.sqrt(96 / count)
        report.check("resets: kurtosis of a velocity, standard errors", errors, 5)
    correlations = np.corrcoef(np.hstack((qpos, qvel)).T) - np.eye(qpos.shape[1] + qvel.shape[1])
    report.check("resets: correlations, standard errors", np.abs(correlations).max() * np.sqrt(count), 5)


def check_robot(report, played):
    """Returns what tests/golden compares with."""
    name, robot = played["environment"], ROBOTS[played["environment"]]
    env = gymnasium.make(robot.gymnasium_id, **robot.options)
    versions = f"Gymnasium {gymnasium.__version__}, MuJoCo {mujoco.__version__}"
    print(f"{name} against {robot.gymnasium_id} ({versions})")
    ours = mujoco.MjModel.from_xml_path(str(ROOT / "envs" / "mujoco" / f"{robot.model}.xml"))
    report.check("compiled models", models_difference(ours, env.unwrapped.model), 0)

    differences, committed = Differences(), []
    for trajectory in played["trajectories"]:
        theirs = check_trajectory(differences, robot, trajectory, np.array(played["agents"]))
        plain = trajectory["actionScale"] == 1 and not trajectory["options"]
        if trajectory["seed"] in COMMITTED_SEEDS and plain:
            committed.append(first_steps(trajectory, theirs))
    differences.report(report)
    check_falls(report, robot, played["trajectories"])

    check_resets(report, robot, played["resets"], env.unwrapped.init_qpos)
    episodes = played["episodes"]
    lengths = np.array(episodes["lengths"])
    wrong = np.abs(lengths - robot.max_steps).max()
    report.check("endless episodes: length against the limit", wrong, 0)
    report.check("endless episodes: terminated", sum(episodes["terminated"]), 0)
    report.check("endless episodes: not truncated", len(lengths) - sum(episodes["truncated"]), 0)
    return committed


def first_steps(trajectory, theirs):
    """Start and actions are ours, what became of them is Gymnasium's; observations are the last step's."""
    actions = [step["action"] for step in trajectory["steps"][:COMMITTED_STEPS]]
    names = ("qpos", "qvel", "place", "velocity", "terminated")
    results = {key: theirs[key][:COMMITTED_STEPS].tolist() for key in names}
    last = {"observation": theirs["observation"][: len(actions)][-1].tolist()}
    start = {key: trajectory["start"][key] for key in ("qpos", "qvel")}
    head = {"seed": trajectory["seed"], "start": start, "actions": actions}
    return {**head, **results, "rewards": theirs["rewards"][:COMMITTED_STEPS, ::10].tolist(), **last}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("trajectories", type=pathlib.Path)
    parser.add_argument("--write", type=pathlib.Path, metavar="FOLDER")
    arguments = parser.parse_args()
    # Gymnasium calls its v4 out of date.
    gymnasium.logger.min_level = gymnasium.logger.ERROR
    report = Report()
    for line in arguments.trajectories.read_text().splitlines():
        played = json.loads(line)
        committed = check_robot(report, played)
        if arguments.write:
            lines = "".join(json.dumps(trajectory) + "\n" for trajectory in committed)
            (arguments.write / f"{played['environment']}.jsonl").write_text(lines)
    sys.exit(report.failed)


if __name__ == "__main__":
    main()
