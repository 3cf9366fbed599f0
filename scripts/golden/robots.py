"""What our robots are to be, in Gymnasium's terms, written down independently of envs/mujoco."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np


def hopper_is_healthy(qpos, qvel):
    others = np.concatenate((qpos[2:], qvel))
    return qpos[1] > 0.7 and abs(qpos[2]) < 0.2 and np.abs(others).max() < 100


def walker_is_healthy(qpos, qvel):
    return 0.8 < qpos[1] < 2 and abs(qpos[2]) < 1


def ant_is_healthy(qpos, qvel):
    return 0.4 <= qpos[2] <= 1


@dataclass(frozen=True)
class Robot:
    gymnasium_id: str
    # Options of Gymnasium's that are not its defaults.
    options: dict
    # The largest target velocity b, in m/s.
    b: float
    # Positions that observations leave out, and what velocities are clipped to there.
    hidden: int
    clip: float
    # Of the reset.
    noise_scale: float
    velocity_noise: str
    # With large actions or a wild start, the step from which the motion is chaotic; see Tolerances.
    chaos_from: int
    # None for one that cannot fall.
    is_healthy: Callable | None


ROBOTS = {
    "half-cheetah": Robot("HalfCheetah-v4", {}, 4.0, 1, np.inf, 0.1, "normal", 0, None),
    "hopper": Robot("Hopper-v4", {}, 2.5, 1, 10, 0.005, "uniform", 100, hopper_is_healthy),
    "walker2d": Robot("Walker2d-v4", {}, 2.5, 1, 10, 0.005, "uniform", 100, walker_is_healthy),
    "ant": Robot(
        "Ant-v4", {"healthy_z_range": (0.4, 1.0)}, 3.0, 2, np.inf, 0.1, "normal", 30, ant_is_healthy
    ),
}
