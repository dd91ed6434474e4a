"""The median of a column of numbers."""

from __future__ import annotations

from typing import Any

from numpy.typing import NDArray


def median(values: NDArray[Any]) -> float:
    """Compute the median of (K,): the mean of the two middle values if K is even. Changes the order of `values`.

    NumPy's own median loads numpy.ma, which takes 40 ms, and copies its argument.
    """
    low, high = (len(values) - 1) // 2, len(values) // 2
    values.partition([low, high])
    return float((values[low] + values[high]) * 0.5)
