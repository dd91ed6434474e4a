"""Shuffles as a pure function of (seed, trajectory, epoch), so that any engine, chunk or machine makes the same ones.

Each example gets a scrambled 32-bit key whose low bits are its own number. Sorting the keys gives the order of the
examples. Keys are unique, so every sorting method gives the same order. The constants of `mix` come from the
hash-prospector project.

NumPy is imported inside functions: the pages of the game load this module, and its first frame must not wait for NumPy.
"""

from typing import Any

GOLDEN = 0x9E3779B9
_EPOCH = 0x85EBCA6B
_WORD = 0xFFFFFFFF


def mix(h: Any, xp: Any) -> Any:
    """Scramble 32-bit words, (…) uint32 -> (…) uint32, into a new array."""
    h = h ^ (h >> xp.uint32(16))
    h *= xp.uint32(0x21F0AAAD)
    h ^= h >> xp.uint32(15)
    h *= xp.uint32(0xD35A2D97)
    h ^= h >> xp.uint32(15)
    return h


def stream(seed: int, trajectories: Any, epoch: int, xp: Any) -> Any:
    """Compute the 32-bit word that selects the shuffle of an epoch for each trajectory, (K,) -> (K,) uint32."""
    import numpy as np

    # What does not depend on the trajectory is mixed on the host, because sending small arrays to a GPU costs more.
    start, of_epoch = mix(np.array([(seed + GOLDEN) & _WORD, epoch ^ _EPOCH], dtype=np.uint32), np)
    return mix(mix(xp.asarray(trajectories, dtype=xp.uint32) + start, xp) + of_epoch, xp)


def order(seed: int, trajectories: Any, epoch: int, examples: int, xp: Any = None) -> Any:
    """Compute the order of the examples in an epoch for each trajectory, (K,) -> (K, N) with values 0 … N−1.

    examples: N ≥ 2. xp: the array module, NumPy by default.
    """
    if xp is None:
        import numpy as xp
    low = (1 << (examples - 1).bit_length()) - 1
    keys = (_words(seed, trajectories, epoch, examples, xp) & xp.uint32(~low & _WORD)) | _numbers(examples, xp)
    keys.sort(axis=1)
    return keys & xp.uint32(low)


def draw(seed: int, trajectories: Any, epoch: int, examples: int, xp: Any) -> Any:
    """Draw N examples with replacement for an epoch of each trajectory, (K,) -> (K, N) with values 0 … N−1."""
    words = _words(seed, trajectories, epoch, examples, xp).astype(xp.uint64)
    return ((words * xp.uint64(examples)) >> xp.uint64(32)).astype(xp.uint32)


def _numbers(examples: int, xp: Any) -> Any:
    return xp.arange(examples, dtype=xp.uint32)


def _words(seed: int, trajectories: Any, epoch: int, examples: int, xp: Any) -> Any:
    """Compute a scrambled word for each example in an epoch of each trajectory, (K,) -> (K, N) uint32."""
    return mix(stream(seed, trajectories, epoch, xp)[:, None] + _numbers(examples, xp) * xp.uint32(GOLDEN), xp)
