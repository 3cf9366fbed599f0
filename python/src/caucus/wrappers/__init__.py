"""Wrappers of single environments; those of vector environments are in caucus.wrappers.vector."""

from caucus.wrappers import vector
from caucus.wrappers.linear_reward import LinearReward

__all__ = ["LinearReward", "vector"]
