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
from figure import draw
from glucose import BODIES, SAMPLE, STEP, STEPS, Glucose
from simglucose.controller.basal_bolus_ctrller import BBController
from simglucose.simulation.env import Observation

DAYS, FIRST_SEED = 20, 1_000_000
SAMPLES = STEPS * STEP // SAMPLE


def glucose_of(body, dose_day):
    """
    :param body: 0, 1, …
    :param dose_day: a function of the environment and its first observation, which plays the day to its end
    :returns: glucose (mg/dL) of each day [days, samples]; not a number after the simulator gave the patient up
    """
    env = Glucose()
    days = np.full((DAYS, SAMPLES), np.nan)
    for day in range(DAYS):
        observation, _ = env.reset(seed=FIRST_SEED + day, options={"body": body})
        dose_day(env, observation)
        measured = env.day.BG_hist[1:]
        days[day, : len(measured)] = measured
    return days


def by_policy(policy):
    """
    :param policy: a session with `observation` in and `mean` out
    """

    def dose_day(env, observation):
        over = False
        while not over:
            action = policy.run(["mean"], {"observation": observation[None]})[0][0]
            observation, _, terminated, truncated, _ = env.step(action)
            over = terminated or truncated

    return dose_day


def by_basal_and_bolus(env, _):
    """It doses every three minutes, and knows what is eaten then."""
    controller, day = BBController(), env.day
    seen = Observation(CGM=day.CGM_hist[-1])
    info = {"patient_name": day.patient.name, "sample_time": day.sample_time, "meal": 0}
    done = False
    while not done and len(day.BG_hist) <= SAMPLES:
        seen, _, done, info = day.step(controller.policy(seen, 0, False, **info), reward_fun=lambda _: 0)


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


def table(run, assignment, weights, days):
    """For each body the mean over its patients, each with the policy that serves the patient; then each policy."""
    print(run)
    for body, name in enumerate(BODIES):
        patients = np.flatnonzero(weights[:, body].any(axis=1))
        found = [shares(days[assignment[i], body]) for i in patients]
        print(f"  {name}: {told(np.mean(found, axis=0))}")
        for j in np.unique(assignment[patients]):
            served = patients[assignment[patients] == j]
            lows = weights[served, body, 0].mean()
            print(f"    policy {j + 1}, {len(served)} who weigh lows {lows:.2f}: {told(shares(days[j, body]))}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.strip().splitlines()[0])
    parser.add_argument("runs", nargs="*", type=Path)
    parser.add_argument("--figure", type=Path)
    given = parser.parse_args()
    usual = np.array([glucose_of(body, by_basal_and_bolus) for body in range(len(BODIES))])
    for name, of in zip(BODIES, usual, strict=True):
        print(f"{name}, basal-bolus: {told(shares(of))}")
    for folder in given.runs:
        found = evaluate(folder)
        table(folder, *found)
    if given.figure:
        draw(*found, usual, given.figure)
