"""The contract's seeds, and the seeds that environments get."""

from __future__ import annotations

#: The wire's greatest.
MOST_SEED = 2**53 - 1

_BITS = 31
_MASK = 2**64 - 1


def environment_seed(seed: int) -> int:
    """
    A seed that environments take, from 0 to 2³¹ − 1: beyond, `numpy.random.seed` and many simulators fail. A seed
    that is below that is itself, so that an episode is Gymnasium's with it; another's upper bits are those of its
    hash, splitmix64 (Steele et al. 2014).

    :param seed: environment j's: the wire's + j
    """
    if seed < 2**_BITS:
        return seed
    mixed = (seed + 0x9E3779B97F4A7C15) & _MASK
    mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & _MASK
    return (mixed ^ (mixed >> 31)) >> (64 - _BITS)
