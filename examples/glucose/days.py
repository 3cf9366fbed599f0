"""Days of a body, dosed by a policy or by simglucose's basal-bolus controller."""

import numpy as np
from glucose import SAMPLE, STEP, STEPS, Glucose
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
