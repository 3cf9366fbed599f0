"""
How the policies of runs drive: `python evaluate.py RUN… [--figure FILE]`, after `caucus export --run RUN`.

Each policy acts on its mode in fresh episodes. The figure shows welfare by the number of policies, and how the policies
of the last run drive.
"""

import argparse
import json
from pathlib import Path

import matplotlib
import numpy as np
import onnxruntime
from driving import Driving

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


def welfare(weights, assignment, episodes):
    """The mean return of all drivers from the policy that serves them."""
    returns = episodes[:, :, : weights.shape[1]].mean(axis=1)
    return (weights * returns[assignment]).sum(axis=1).mean()


def table(config, weights, assignment, episodes):
    total = welfare(weights, assignment, episodes)
    print(f"k = {config['representatives']}, {config['algorithm']}, seed {config['seed']}: welfare {total:.2f}")
    for j, of in enumerate(episodes):
        served = assignment == j
        wanted = " ".join(f"{w:.2f}" for w in weights[served].mean(axis=0)) if served.any() else "–"
        _, _, _, _, speed, changes, crashed = of.mean(axis=0)
        print(f"  {j + 1} serves {served.sum():2}, who weigh {wanted}: ", end="")
        print(f"{speed:.1f} m/s, {changes:.1f} lane changes, {100 * crashed:.0f} % crash")


def figure(results, path):
    import matplotlib.pyplot as plt

    _, (left, right) = plt.subplots(1, 2, figsize=(11, 4))
    for algorithm, marker in (("em", "o"), ("auto", "s")):
        # With one policy there is nothing to assign, and the algorithms are the same.
        of = [
            (c["representatives"], welfare(*rest))
            for c, *rest in results
            if c["algorithm"] == algorithm or c["representatives"] == 1
        ]
        counts = sorted({k for k, _ in of})
        seeds = [np.array([value for k, value in of if k == count]) for count in counts]
        errors = [values.std(ddof=1) / np.sqrt(len(values)) if len(values) > 1 else 0 for values in seeds]
        left.errorbar(counts, [values.mean() for values in seeds], errors, marker=marker, capsize=4, label=algorithm)
    left.set(xlabel="policies, k", ylabel="welfare", xticks=counts)
    left.legend()
    config, _, assignment, episodes = results[-1]
    names = [name.replace("_", " ") for name in Driving.metadata["objectives"]]
    k = config["representatives"]
    for j in range(k):
        label = f"policy {j + 1}, serves {(assignment == j).sum()}"
        right.bar(
            np.arange(len(names)) + (j - k / 2 + 0.5) * 0.8 / k,
            episodes[j, :, : len(names)].mean(axis=0),
            0.8 / k,
            label=label,
        )
    right.set(ylabel="return of the objective (at most 20)", xticks=range(len(names)), xticklabels=names)
    right.legend()
    plt.tight_layout()
    plt.savefig(path, dpi=110)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.strip().splitlines()[0])
    parser.add_argument("runs", nargs="+", type=Path)
    parser.add_argument("--figure", type=Path)
    given = parser.parse_args()
    matplotlib.use("Agg")
    found = []
    for folder in given.runs:
        found.append(evaluate(folder))
        table(*found[-1])
    if given.figure:
        figure(found, given.figure)
