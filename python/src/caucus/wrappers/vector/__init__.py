"""Wrappers of vector environments."""

from caucus.wrappers.vector.linear_reward import LinearReward

__all__ = ["LinearReward"]
