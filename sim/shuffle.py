"""Which examples share a batch: a shuffle that is a pure function of (seed, trajectory, epoch).

Counter-based, so that any engine, chunk or machine can make it again: each example gets a 32-bit key whose low bits are
its own number, and sorting the keys gives the order. Keys are unique, so every sort agrees. The constants of `mix` come
from the hash-prospector project.
"""

from typing import Any

GOLDEN = 0x9E3779B9
_EPOCH = 0x85EBCA6B
_WORD = 0xFFFFFFFF


def mix(h: Any, xp: Any) -> Any:
    """Scramble 32-bit words, (…) uint32 -> (…) uint32; a new array."""
    h = h ^ (h >> xp.uint32(16))
    h *= xp.uint32(0x21F0AAAD)
    h ^= h >> xp.uint32(15)
    h *= xp.uint32(0xD35A2D97)
    h ^= h >> xp.uint32(15)
    return h


def stream(seed: int, trajectories: Any, epoch: int, xp: Any) -> Any:
    """The 32-bit word that a trajectory's epoch is shuffled with, (K,) -> (K,) uint32; everything is counted from 0."""
    import numpy as np

    # Words of all trajectories are mixed here, on the host: a GPU would have to be sent them.
    start, of_epoch = mix(np.array([(seed + GOLDEN) & _WORD, epoch ^ _EPOCH], dtype=np.uint32), np)
    return mix(mix(xp.asarray(trajectories, dtype=xp.uint32) + start, xp) + of_epoch, xp)


def order(seed: int, trajectories: Any, epoch: int, examples: int, xp: Any = None) -> Any:
    """Every trajectory's order of the examples in an epoch, (K,) -> (K, N) of 0 … N−1.

    examples: N ≥ 2. xp: the array module, NumPy by default.
    """
    if xp is None:
        import numpy as xp
    low = (1 << (examples - 1).bit_length()) - 1
    keys = (_words(seed, trajectories, epoch, examples, xp) & xp.uint32(~low & _WORD)) | _numbers(examples, xp)
    keys.sort(axis=1)
    return keys & xp.uint32(low)


def draw(seed: int, trajectories: Any, epoch: int, examples: int, xp: Any) -> Any:
    """N examples an epoch, each drawn anew from all of them (with replacement), (K,) -> (K, N) of 0 … N−1."""
    words = _words(seed, trajectories, epoch, examples, xp).astype(xp.uint64)
    return ((words * xp.uint64(examples)) >> xp.uint64(32)).astype(xp.uint32)


def _numbers(examples: int, xp: Any) -> Any:
    return xp.arange(examples, dtype=xp.uint32)


def _words(seed: int, trajectories: Any, epoch: int, examples: int, xp: Any) -> Any:
    """A scrambled word for each example of each trajectory's epoch, (K, N) uint32."""
    return mix(stream(seed, trajectories, epoch, xp)[:, None] + _numbers(examples, xp) * xp.uint32(GOLDEN), xp)
