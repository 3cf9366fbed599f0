"""What train.py trains."""

from collections.abc import Callable
from dataclasses import dataclass

import half_cheetah
import resource_gathering
from environments import Environments
from networks import Sizes
from ppo import Settings


@dataclass(frozen=True)
class Task:
    """An r-MDP and how it is learnt."""

    sizes: Sizes
    settings: Settings
    environments: Callable[[int], Environments]  # of N


def half_cheetah_task(k: int, n: int) -> Task:
    """HalfCheetah with target velocities."""
    sizes = Sizes(k, n, half_cheetah.OBSERVATION_SIZE, half_cheetah.ACTION_SIZE, discrete=False)
    return Task(sizes, Settings(), lambda num_envs: half_cheetah.HalfCheetahs(num_envs, n))


def resource_gathering_task(k: int) -> Task:
    """Resource Gathering, with the settings of the authors' code."""
    n, d = resource_gathering.NUM_TILES, resource_gathering.OBSERVATION_SIZE
    sizes = Sizes(k, n, d, resource_gathering.NUM_ACTIONS, discrete=True)
    settings = Settings(
        discount=1.0,
        learning_rate=5e-4,
        adam_epsilon=1e-8,
        entropy_coefficient=5e-2,
        normalize_observations=False,
    )
    return Task(sizes, settings, resource_gathering.ResourceGatherings)


TASKS = {
    "half-cheetah": half_cheetah_task(5, 100),
    "resource-gathering": resource_gathering_task(5),
    "large": half_cheetah_task(50, 1000),
}
