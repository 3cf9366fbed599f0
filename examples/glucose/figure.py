"""The figure of the README: the mean day of each body, by policy."""

import matplotlib
import numpy as np
from glucose import BODIES, SAMPLE

matplotlib.use("Agg")
import matplotlib.pyplot as plt


def draw(assignment, weights, days, reference, path):
    """
    :param assignment: who is served by which policy [n]
    :param weights: [n, bodies, 2]
    :param days: glucose (mg/dL) with each policy [k, bodies, days, samples]
    :param reference: glucose with the basal-bolus controller [bodies, days, samples]
    :param path: of a PNG file
    """
    hours = 5 + np.arange(days.shape[-1]) * SAMPLE / 60
    _, axes = plt.subplots(1, len(BODIES), figsize=(13, 4), sharey=True)
    for body, (axis, name) in enumerate(zip(axes, BODIES, strict=True)):
        axis.axhspan(70, 180, color="0.92")
        axis.plot(hours, np.nanmean(reference[body], axis=0), "k--", label="basal-bolus")
        served = assignment[weights[:, body].any(axis=1)]
        for j in range(len(days)):
            label = f"policy {j + 1}, serves {(served == j).sum()}"
            axis.plot(hours, np.nanmean(days[j, body], axis=0), label=label, alpha=1 if (served == j).any() else 0.3)
        axis.set(title=name, xlabel="hour", xticks=range(6, 30, 6))
        axis.legend()
    axes[0].set(ylabel=f"glucose (mg/dL), mean of {days.shape[2]} days")
    plt.tight_layout()
    plt.savefig(path, dpi=110)
