"""
How the policies of runs drive: `python evaluate.py RUN… [--figure FILE]`, after `caucus export --run RUN`.

Each policy acts on its mode in fresh episodes. The figure shows welfare by the number of policies, and how the policies
of the last run drive.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import onnxruntime
from driving import Driving
from figure import draw, error

EPISODES, FIRST_SEED = 50, 1_000_000


def drive(policy):
    """
    :param policy: a session with `observation` in and `logits` out
    :returns: [E, 7], of each episode: its return for each objective, mean speed (m/s), lane changes, whether it crashed
    """
    env = Driving()
    episodes = []
    for seed in range(FIRST_SEED, FIRST_SEED + EPISODES):
        observation, _ = env.reset(seed=seed)
        rewards, infos, over = [], [], False
        while not over:
            (logits,) = policy.run(None, {"observation": observation[None]})
            observation, reward, terminated, truncated, info = env.step(int(logits[0].argmax()))
            rewards.append(reward)
            infos.append(info)
            over = terminated or truncated
        speed = np.mean([info["x_velocity"] for info in infos])
        changes = sum(info["lane_changed"] for info in infos)
        episodes.append([*np.sum(rewards, axis=0), speed, changes, terminated])
    return np.array(episodes)


def evaluate(run):
    """
    :returns: the run's settings, weights θ [n, m], who serves whom [n], and episodes of each policy [k, E, 7]
    """
    summary = json.loads((run / "summary.json").read_text())
    config = json.loads((run / "config.json").read_text())
    paths = [run / f"policies/representative-{j + 1}.onnx" for j in range(config["representatives"])]
    episodes = np.array([drive(onnxruntime.InferenceSession(path)) for path in paths])
    return config, np.array(summary["agentParameters"]), np.array(summary["assignment"]), episodes


def told(weights, assignment, episodes):
    """
    :returns: means over drivers, each with the policy that serves the driver: return, speed, lane changes, crashes [4]
    """
    mean = episodes.mean(axis=1)[assignment]
    objectives = weights.shape[1]
    return np.array([(weights * mean[:, :objectives]).sum(axis=1).mean(), *mean[:, objectives:].mean(axis=0)])


def print_policies(config, weights, assignment, episodes):
    print(f"k = {config['representatives']}, {config['algorithm']}, seed {config['seed']}")
    for j in np.unique(assignment):
        served = assignment == j
        wanted = " ".join(f"{weight:.2f}" for weight in weights[served].mean(axis=0))
        _, speed, changes, crashed = told(weights[served], assignment[served], episodes)
        print(f"  policy {j + 1}, {served.sum()} drivers who weigh {wanted}: ", end="")
        print(f"{speed:.1f} m/s, {changes:.1f} lane changes, {100 * crashed:.0f} % crash")


def by_setting(results):
    """
    :returns: of each algorithm and k, what is `told` of its seeds [seeds, 4]
    """
    found = {}
    for config, *rest in results:
        found.setdefault((config["algorithm"], config["representatives"]), []).append(told(*rest))
    return {setting: np.array(of) for setting, of in sorted(found.items())}


def print_means(results):
    for (algorithm, k), values in by_setting(results).items():
        names = ["welfare", "m/s", "lane changes", "crashes"]
        of = zip(names, values.mean(axis=0), error(values), strict=True)
        print(f"k = {k}, {algorithm}: " + ", ".join(f"{name} {mean:.2f} ± {se:.2f}" for name, mean, se in of))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.strip().splitlines()[0])
    parser.add_argument("runs", nargs="+", type=Path)
    parser.add_argument("--figure", type=Path)
    given = parser.parse_args()
    found = []
    for folder in given.runs:
        found.append(evaluate(folder))
        print_policies(*found[-1])
    print_means(found)
    if given.figure:
        draw(by_setting(found), *found[-1][2:], given.figure)
