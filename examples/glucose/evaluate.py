"""
How the policies of runs dose, beside simglucose's basal-bolus controller on the same days:
`python evaluate.py RUN… [--figure FILE]`, after `caucus export --run RUN`.

Each policy acts on its mode. The figure shows the last run's policies.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import onnxruntime
from days import by_basal_and_bolus, by_policy, glucose_of
from figure import draw
from glucose import BODIES


def shares(days):
    """
    :param days: glucose, [days, samples]
    :returns: per cent of the time from 70 to 180 mg/dL, below 70, and below 54; after an early end it is none of them
    """
    return [100 * np.mean(of) for of in ((days >= 70) & (days <= 180), days < 70, days < 54)]


def told(found):
    """
    :param found: as `shares` gives it
    """
    return "in range {:.1f} %, below 70 {:.1f} %, below 54 {:.1f} %".format(*found)


def evaluate(run):
    """
    :returns: who serves each patient [n], weights [n, bodies, 2], and glucose [k, bodies, days, samples]
    """
    summary = json.loads((run / "summary.json").read_text())
    assignment = np.array(summary["assignment"])
    weights = np.array(summary["agentParameters"]).reshape(len(assignment), len(BODIES), 2)
    paths = sorted(run.glob("policies/representative-*.onnx"))
    policies = [by_policy(onnxruntime.InferenceSession(path)) for path in paths]
    days = np.array([[glucose_of(body, policy) for body in range(len(BODIES))] for policy in policies])
    return assignment, weights, days


def patients_of(body, weights):
    """
    :returns: the indices of a body's patients
    """
    return np.flatnonzero(weights[:, body].any(axis=1))


def by_body(assignment, weights, days):
    """
    :returns: `shares` of each body [bodies, 3]: the mean over its patients, each with the policy that serves them
    """
    of_patients = [[shares(days[assignment[i], b]) for i in patients_of(b, weights)] for b in range(len(BODIES))]
    return np.array([np.mean(of, axis=0) for of in of_patients])


def print_policies(run, assignment, weights, days):
    print(run)
    for body, name in enumerate(BODIES):
        patients = patients_of(body, weights)
        for j in np.unique(assignment[patients]):
            served = patients[assignment[patients] == j]
            lows = weights[served, body, 0].mean()
            print(f"  {name}, policy {j + 1}, {len(served)} who weigh lows {lows:.2f}: {told(shares(days[j, body]))}")


def print_means(results):
    """Over runs, with the standard error."""
    of_runs = np.array([by_body(*rest) for rest in results])
    errors = of_runs.std(axis=0, ddof=1) / np.sqrt(len(results)) if len(results) > 1 else np.full((3, 3), np.nan)
    for name, mean, error in zip(BODIES, of_runs.mean(axis=0), errors, strict=True):
        print(f"{name}, mean: {told(mean)} (± {error[0]:.1f}, {error[1]:.1f} and {error[2]:.1f})")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.strip().splitlines()[0])
    parser.add_argument("runs", nargs="+", type=Path)
    parser.add_argument("--figure", type=Path)
    given = parser.parse_args()
    usual = np.array([glucose_of(body, by_basal_and_bolus) for body in range(len(BODIES))])
    for name, of in zip(BODIES, usual, strict=True):
        print(f"{name}, basal-bolus: {told(shares(of))}")
    found = []
    for folder in given.runs:
        found.append(evaluate(folder))
        print_policies(folder, *found[-1])
    print_means(found)
    if given.figure:
        draw(*found[-1], usual, given.figure)
