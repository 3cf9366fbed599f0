"""A client of servers of approved policies: which policy serves whom, and actions for observations."""

from caucus.policies.answers import Assignment, Choice, Move
from caucus.policies.client import MovedWarning, Policies, connect

__all__ = ["Assignment", "Choice", "Move", "MovedWarning", "Policies", "connect"]
