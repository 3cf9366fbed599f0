"""The figure of the README: welfare by the number of policies, and what the policies of one run are good at."""

import matplotlib
import numpy as np
from driving import Driving

matplotlib.use("Agg")
import matplotlib.pyplot as plt


def error(values):
    """The standard error of the mean over seeds [4]; not a number with one seed."""
    return values.std(axis=0, ddof=1) / np.sqrt(len(values)) if len(values) > 1 else np.full(values.shape[1], np.nan)


def draw(found, assignment, episodes, path):
    """
    :param found: of each algorithm and k, what its seeds came to [seeds, 4], welfare first
    :param assignment: who is served by which policy of one run [n]
    :param episodes: of that run's policies [k, E, 7], returns of the objectives first
    :param path: of a PNG file
    """
    _, (left, right) = plt.subplots(1, 2, figsize=(11, 4))
    for algorithm, marker in (("em", "o"), ("auto", "s")):
        of = {k: values for (name, k), values in found.items() if name == algorithm}
        welfare = [values[:, 0].mean() for values in of.values()]
        errors = [error(values)[0] for values in of.values()]
        left.errorbar(list(of), welfare, errors, marker=marker, capsize=4, label=algorithm)
    left.set(xlabel="policies, k", ylabel="welfare", xticks=sorted({k for _, k in found}))
    left.legend()
    names = [name.replace("_", " ") for name in Driving.metadata["objectives"]]
    places, width = np.arange(len(names)), 0.8 / len(episodes)
    for j, of in enumerate(episodes.mean(axis=1)):
        label = f"policy {j + 1}, serves {(assignment == j).sum()}"
        right.bar(places + (j + 0.5) * width - 0.4, of[: len(names)], width, label=label)
    right.set(ylabel="return of the objective", ylim=(0, 25), xticks=places, xticklabels=names)
    right.legend(loc="upper center", ncols=2)
    plt.tight_layout()
    plt.savefig(path, dpi=110)
