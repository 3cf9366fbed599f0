"""The ids under which Gymnasium makes our environments."""

from __future__ import annotations

import gymnasium

#: Gymnasium's id → the server's.
IDS = {
    "caucus/ResourceGathering-v0": "resource-gathering",
    "caucus/HalfCheetah-v0": "half-cheetah",
    "caucus/Hopper-v0": "hopper",
    "caucus/Walker2d-v0": "walker2d",
    "caucus/Ant-v0": "ant",
    "caucus/HalfCheetahVelocity-v0": "half-cheetah-velocity",
    "caucus/AntDirection-v0": "ant-direction",
    "caucus/HumanoidDirection-v0": "humanoid-direction",
}


def register() -> None:
    """Registers those that are not yet."""
    for name, environment_id in IDS.items():
        if name in gymnasium.registry:
            continue
        gymnasium.register(
            name,
            entry_point="caucus.env:Env",
            vector_entry_point="caucus.vector_env:VectorEnv",
            kwargs={"environment_id": environment_id},
            # It expects scalar rewards.
            disable_env_checker=True,
        )
