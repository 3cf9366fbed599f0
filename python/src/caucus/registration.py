"""The ids under which Gymnasium makes our environments."""

from __future__ import annotations

from dataclasses import dataclass

import gymnasium


@dataclass(frozen=True)
class Registered:
    """What Gymnasium is told of an environment."""

    #: The server's.
    environment_id: str
    #: The environment's default.
    max_episode_steps: int


#: Gymnasium's id → the server's environment.
IDS = {
    "caucus/ResourceGathering-v0": Registered("resource-gathering", 40),
    "caucus/HalfCheetah-v0": Registered("half-cheetah", 1000),
    "caucus/Hopper-v0": Registered("hopper", 1000),
    "caucus/Walker2d-v0": Registered("walker2d", 1000),
    "caucus/Ant-v0": Registered("ant", 1000),
    "caucus/HalfCheetahVelocity-v0": Registered("half-cheetah-velocity", 200),
    "caucus/AntDirection-v0": Registered("ant-direction", 200),
    "caucus/HumanoidDirection-v0": Registered("humanoid-direction", 200),
    "caucus/Portfolio-v0": Registered("portfolio", 20),
    "caucus/PortfolioRegimes-v0": Registered("portfolio-regimes", 20),
}


#: Gymnasium's id for an environment written in Python, which its argument `python` names.
PYTHON_ID = "caucus/Python-v0"


def register() -> None:
    """Registers those that are not yet."""
    if PYTHON_ID not in gymnasium.registry:
        gymnasium.register(PYTHON_ID, vector_entry_point="caucus.python_env:make_vec_env")
    for name, registered in IDS.items():
        if name in gymnasium.registry:
            continue
        gymnasium.register(
            name,
            entry_point="caucus.env:UnlimitedEnv",
            vector_entry_point="caucus.vector_env:VectorEnv",
            kwargs={"environment_id": registered.environment_id},
            # make puts it into a TimeLimit, make_vec into the arguments.
            max_episode_steps=registered.max_episode_steps,
            # It expects scalar rewards.
            disable_env_checker=True,
        )
