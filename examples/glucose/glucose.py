"""Insulin for people whose bodies and fears differ: `python -m caucus.serve glucose:Glucose` in this folder."""

import gymnasium
import numpy as np
from gymnasium import spaces
from simglucose.controller.base import Action
from virtual_patient import announced, basal, begin_day, body_parameters, low_and_high_risk

BODIES = ("adult#001", "adolescent#002", "child#001")
# Minutes of a step, of a sample of the sensor, and after which half of insulin and of meals count as used.
STEP, SAMPLE, HALF = 30, 3, 60
STEPS = 48
# The largest risk index, at about 20 mg/dL and at 600 mg/dL.
WORST = 100.0


class Glucose(gymnasium.Env):
    """A day with an insulin pump: patients differ in body, and in how they weigh lows against highs."""

    # Objectives: the lows and the highs of each body.
    metadata = {
        "render_modes": [],
        "objectives": [f"{of}_of_{name.replace('#', '_')}" for name in BODIES for of in ("lows", "highs")],
        "perturbation_ranges": {"counting": (0.7, 1.3)},
    }
    observation_space = spaces.Box(-3, 3, (len(BODIES) + 7,), np.float32)
    action_space = spaces.Box(-1, 1, (1,), np.float32)
    # The return of one objective is a day's mean risk index, as a cost. An episode pays one body of three, three times
    # as much, so that the mean over episodes is that of the patient's own days.
    reward_space = spaces.Box(-len(BODIES) * WORST, 0, (2 * len(BODIES),), np.float32)
    #: Seconds a step.
    dt = 60.0 * STEP

    def __init__(self, counting: float = 1.0):
        """
        :param counting: what patients announce of the carbohydrates that they will eat, as a share of the truth
        """
        self.counting = counting
        self._bodies = [body_parameters(name) for name in BODIES]

    @classmethod
    def sample_agents(cls, count: int, rng: np.random.Generator):
        """
        :returns: weights [n, 6]: 0 but for the two of the patient's body, which sum to 1
        """
        weights = np.zeros((count, len(BODIES), 2))
        lows = rng.uniform(0.1, 0.9, count)
        # As many patients have each body, up to one.
        weights[np.arange(count), np.arange(count) % len(BODIES)] = np.stack([lows, 1 - lows], axis=1)
        return weights.reshape(count, -1)

    def reset(self, *, seed=None, options=None):
        """
        :param options: `{"body": 0}` is a day of the first body; if not given, it is drawn
        """
        super().reset(seed=seed)
        drawn = int(self.np_random.integers(len(BODIES)))
        self.body = (options or {}).get("body", drawn)
        self.day = begin_day(*self._bodies[self.body], self.np_random)
        self.step_number, self._insulin, self._eaten = 0, 0.0, 0.0
        return self._observe(), self._info([self.day.BG_hist[-1]])

    def step(self, action):
        """An action of 0 is the basal rate, 1 is twenty times as much, and −1 a twentieth of it."""
        share = float(np.exp(3 * np.clip(action[0], -1, 1)))
        used = 0.5 ** (STEP / HALF)
        self._insulin = used * (self._insulin + share - 1)
        self._eaten = used * (self._eaten + announced(self.day, STEP))
        glucose, ended = self._give(share)
        self.step_number += 1
        return self._observe(), self._rewards(glucose, ended), ended, self.step_number == STEPS, self._info(glucose)

    def _give(self, share):
        """
        :param share: the insulin rate, in basal rates
        :returns: glucose (mg/dL) at each sample of the step, and whether the simulator gave the patient up
        """
        dose = Action(basal=share * basal(self._bodies[self.body][0]), bolus=0)
        glucose = []
        for _ in range(STEP // SAMPLE):
            # The simulator's own reward costs as much as its physics.
            sample = self.day.step(dose, reward_fun=lambda _: 0)
            glucose.append(sample.info["bg"])
            if sample.done:
                return glucose, True
        return glucose, False

    def _rewards(self, glucose, ended):
        """An episode that ends early costs for all of the day that is left."""
        risks = np.minimum(low_and_high_risk(glucose), WORST)
        rewards = np.zeros((len(BODIES), 2), np.float32)
        steps = STEPS - self.step_number + 1 if ended else 1
        rewards[self.body] = -len(BODIES) * risks * steps / STEPS
        return rewards.ravel()

    def _observe(self):
        body = np.eye(len(BODIES))[self.body]
        sensed = self.day.CGM_hist
        before = sensed[max(0, len(sensed) - 1 - STEP // SAMPLE)]
        hour = 2 * np.pi * self.step_number / STEPS
        meal = self.counting * announced(self.day, STEP)
        seen = [
            (sensed[-1] - 140) / 60,
            (sensed[-1] - before) / 60,
            self._insulin / 10,
            self.counting * self._eaten / 50,
        ]
        return np.clip([*body, *seen, meal / 50, np.sin(hour), np.cos(hour)], -3, 3).astype(np.float32)

    def _info(self, glucose):
        glucose = np.asarray(glucose)
        return {
            "body": self.body,
            "glucose": float(glucose.mean()),
            "in_range": float(((glucose >= 70) & (glucose <= 180)).mean()),
            "below_70": float((glucose < 70).mean()),
        }
