"""What our robots and their tasks are to be, in Gymnasium's terms, written down independently of envs/mujoco."""

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


def multitask_ant_is_healthy(qpos, qvel):
    return 0.2 <= qpos[2] <= 1


def humanoid_is_healthy(qpos, qvel):
    return 1 <= qpos[2] <= 2


def first_position(model, data):
    return data.qpos[:1]


def torso_x(model, data):
    return data.body("torso").xpos[:1]


def torso_xy(model, data):
    return data.body("torso").xpos[:2]


def center_of_mass(model, data):
    return np.average(data.xipos, axis=0, weights=model.body_mass)[:2]


@dataclass(frozen=True)
class Steps:
    """What rewards are functions of, of T steps."""

    velocity: np.ndarray  # [T, 1] or [T, 2], m/s
    action: np.ndarray  # [T, a], as applied
    forces: np.ndarray | None  # [T, bodies, 6]


def squares(values):
    """[T, 1], of [T, …]."""
    return np.sum(np.square(values).reshape(len(values), -1), axis=1, keepdims=True)


def target_velocity(b):
    """Rewards [T, n] of agents who want velocities [n] of 0 to b m/s."""
    return lambda steps, targets: 0.1 * np.maximum(0, 1 - np.abs(steps.velocity - targets) / (b / 20))


def velocity_error(steps, targets):
    return -np.abs(steps.velocity - targets) - 0.05 * squares(steps.action)


def along(directions, vectors):
    """[T, n] of directions [n] in rad and vectors [T, 2]."""
    return vectors @ np.array((np.cos(directions), np.sin(directions)))


def ant_direction(steps, directions):
    costs = 0.5 * squares(steps.action) + 0.5e-3 * squares(np.clip(steps.forces, -1, 1))
    return along(directions, steps.velocity) - costs + 1


def humanoid_direction(steps, directions):
    moved = 0.015 * steps.velocity
    impact = np.minimum(0.5e-6 * squares(steps.forces), 10)
    return 0.25 * along(directions, moved) / 0.003 - 0.1 * squares(steps.action) - impact + 5


@dataclass(frozen=True)
class Robot:
    gymnasium_id: str
    # The MJCF in envs/mujoco.
    model: str
    # Options of Gymnasium's that are not its defaults.
    options: dict
    # Where Gymnasium's model and data have the robot: [1] or [2], m.
    place: Callable
    # Of Steps and agents' parameters [n]; [T, n].
    rewards: Callable
    # The most by which rewards change with a velocity, a m/s.
    slope: float
    # Whether rewards depend on contact forces, which our infos are without.
    uses_forces: bool
    max_steps: int
    max_action: float
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


def runner(gymnasium_id, model, b, **others):
    """A robot whose agents want a velocity of up to b m/s."""
    task = {"rewards": target_velocity(b), "slope": 0.1 / (b / 20), "uses_forces": False}
    figures = {"options": {}, "place": first_position, "max_steps": 1000, "max_action": 1, "hidden": 1}
    return Robot(gymnasium_id=gymnasium_id, model=model, **{**task, **figures, **others})


CHEETAH = {
    "clip": np.inf,
    "noise_scale": 0.1,
    "velocity_noise": "normal",
    "chaos_from": 0,
    "is_healthy": None,
}
PLANAR = {"clip": 10, "noise_scale": 0.005, "velocity_noise": "uniform", "chaos_from": 100}
ANT = {"hidden": 2, "clip": np.inf, "noise_scale": 0.1, "velocity_noise": "normal", "chaos_from": 30}
ROBOTS = {
    "half-cheetah": runner("HalfCheetah-v4", "half-cheetah", 4.0, **CHEETAH),
    "hopper": runner("Hopper-v4", "hopper", 2.5, is_healthy=hopper_is_healthy, **PLANAR),
    "walker2d": runner("Walker2d-v4", "walker2d", 2.5, is_healthy=walker_is_healthy, **PLANAR),
    "ant": runner(
        "Ant-v4",
        "ant",
        3.0,
        options={"healthy_z_range": (0.4, 1.0)},
        place=torso_x,
        is_healthy=ant_is_healthy,
        **ANT,
    ),
    "half-cheetah-velocity": Robot(
        gymnasium_id="HalfCheetah-v4",
        model="half-cheetah",
        options={},
        place=first_position,
        rewards=velocity_error,
        slope=1,
        uses_forces=False,
        max_steps=200,
        max_action=1,
        hidden=1,
        **CHEETAH,
    ),
    "ant-direction": Robot(
        gymnasium_id="Ant-v4",
        model="ant",
        options={},
        place=torso_xy,
        rewards=ant_direction,
        slope=2,
        uses_forces=True,
        max_steps=200,
        max_action=1,
        is_healthy=multitask_ant_is_healthy,
        **ANT,
    ),
    "humanoid-direction": Robot(
        gymnasium_id="Humanoid-v5",
        model="humanoid",
        options={},
        place=center_of_mass,
        rewards=humanoid_direction,
        slope=2 * 1.25,
        uses_forces=True,
        max_steps=200,
        max_action=0.4,
        hidden=2,
        clip=np.inf,
        noise_scale=0.01,
        velocity_noise="uniform",
        chaos_from=100,
        is_healthy=humanoid_is_healthy,
    ),
}
