"""A stand-in for CuPy on a machine without a GPU: NumPy arrays in a strict wrapper.

It refuses what CuPy refuses: implicit conversion to NumPy, NumPy's functions, and operations with NumPy arrays. It
lacks what CuPy lacks: the arguments `mode` and `where`. It counts every operation that makes the host wait for a GPU:
`bool`, `float`, `int`, `asnumpy`, and masks as indices. It has only what the engine uses; anything else is an
AttributeError.
"""

from __future__ import annotations

import operator
from typing import Any

import numpy as np

SCALARS = (bool, int, float, np.generic)


class Device:
    """The stand-in for the module. waits: how often the host had to wait. copied: how many numbers it received."""

    uint32, int32, int64, float32, float64, intp = np.uint32, np.int32, np.int64, np.float32, np.float64, np.intp

    def __init__(self) -> None:
        self.waits = 0
        self.copied = 0
        self.add = _Add(self)
        for name in ("subtract", "multiply", "hypot", "minimum", "maximum", "matmul", "tanh", "log"):
            setattr(self, name, _Ufunc(self, getattr(np, name)))
        self.exp, self.sqrt = _Ufunc(self, np.exp), _Ufunc(self, np.sqrt)

    def asnumpy(self, array: Array) -> np.ndarray:
        self.waits += 1
        self.copied += array._own.size
        return array._own.copy()

    def asarray(self, values: Any, dtype: Any = None) -> Array:
        if isinstance(values, Array):
            return values if dtype in (None, values._own.dtype) else values.astype(dtype)
        return Array(self, np.array(values, dtype=dtype))

    def where(self, mask: Array, one: Any, other: Any) -> Array:
        return Array(self, np.where(mask._own, _operand(one), _operand(other)))

    def concatenate(self, arrays: Any, axis: int = 0) -> Array:
        return Array(self, np.concatenate([array._own for array in arrays], axis=axis))

    def stack(self, arrays: Any, axis: int = 0) -> Array:
        return Array(self, np.stack([array._own for array in arrays], axis=axis))

    def repeat(self, array: Array, times: int, axis: int) -> Array:
        return Array(self, np.repeat(array._own, times, axis=axis))

    def copyto(self, target: Array, source: Array, *, where: Array) -> None:
        np.copyto(target._own, source._own, where=where._own)

    def partition(self, array: Array, places: Any) -> Array:
        return Array(self, np.partition(array._own, places))

    def ascontiguousarray(self, array: Array) -> Array:
        return Array(self, np.ascontiguousarray(array._own))

    def take_along_axis(self, array: Array, places: Array, axis: int) -> Array:
        return Array(self, np.take_along_axis(array._own, places._own, axis=axis))

    def eye(self, count: int, dtype: Any) -> Array:
        return Array(self, np.eye(count, dtype=dtype))

    def arange(self, count: int, dtype: Any) -> Array:
        return Array(self, np.arange(count, dtype=dtype))

    def zeros(self, shape: Any, dtype: Any) -> Array:
        return Array(self, np.zeros(shape, dtype))

    def full(self, shape: Any, value: float, dtype: Any) -> Array:
        return Array(self, np.full(shape, value, dtype))

    def empty_like(self, array: Array) -> Array:
        return Array(self, np.full_like(array._own, np.nan))

    def zeros_like(self, array: Array) -> Array:
        return Array(self, np.zeros_like(array._own))

    def full_like(self, array: Array, value: float) -> Array:
        return Array(self, np.full_like(array._own, value))


class _Ufunc:
    def __init__(self, device: Device, function: Any) -> None:
        self.device, self.function = device, function

    def __call__(self, *operands: Any, out: Array | None = None) -> Array:
        found = self.function(*map(_operand, operands), out=None if out is None else out._own)
        return out if out is not None else Array(self.device, found)


class _Add(_Ufunc):
    def __init__(self, device: Device) -> None:
        super().__init__(device, np.add)

    def at(self, target: Array, places: Array, value: Any) -> None:
        np.add.at(target._own, places._own, _operand(value))


class Array:
    """The stand-in for an array on the GPU."""

    __array_ufunc__ = None  # makes NumPy's operators and functions refuse it

    def __init__(self, device: Device, own: Any) -> None:
        self._device, self._own = device, np.asarray(own)

    def __array__(self, *_: Any, **__: Any) -> Any:
        raise TypeError("implicit conversion to a NumPy array")

    @property
    def dtype(self) -> Any:
        return self._own.dtype

    @property
    def shape(self) -> tuple[int, ...]:
        return self._own.shape

    @property
    def T(self) -> Array:  # noqa: N802
        return self._wrap(self._own.T)

    def __len__(self) -> int:
        return len(self._own)

    def __iter__(self) -> Any:
        return (self[n] for n in range(len(self)))

    def __getitem__(self, place: Any) -> Array:
        return self._wrap(self._own[self._places(place)])

    def __setitem__(self, place: Any, value: Any) -> None:
        self._own[self._places(place)] = _operand(value)

    def __bool__(self) -> bool:
        self._device.waits += 1
        return bool(self._own)

    def __float__(self) -> float:
        self._device.waits += 1
        return float(self._own)

    def __int__(self) -> int:
        self._device.waits += 1
        return int(self._own)

    def take(self, places: Array, out: Array | None = None) -> Array:
        if out is None:
            return self._wrap(self._own.take(places._own))
        if out.dtype != self.dtype or out.shape != places.shape:
            raise TypeError("out mismatch")
        out._own[...] = self._own.take(places._own)
        return out

    def fill(self, value: float) -> None:
        self._own.fill(value)

    def sort(self, axis: int) -> None:
        if self._own.base is not None and not self._own.flags.owndata:
            raise NotImplementedError("only arrays that own their data are sorted in place")
        self._own.sort(axis=axis)

    def astype(self, dtype: Any) -> Array:
        return self._wrap(self._own.astype(dtype))

    def any(self) -> Array:
        return self._wrap(self._own.any())

    def all(self) -> Array:
        return self._wrap(self._own.all())

    def sum(self, axis: int | None = None, keepdims: bool = False) -> Array:
        return self._wrap(self._own.sum(axis=axis, keepdims=keepdims))

    def mean(self, axis: int) -> Array:
        return self._wrap(self._own.mean(axis=axis))

    def argmax(self, axis: int) -> Array:
        return self._wrap(self._own.argmax(axis=axis))

    def swapaxes(self, one: int, other: int) -> Array:
        return self._wrap(self._own.swapaxes(one, other))

    def max(self, axis: int | None = None, keepdims: bool = False) -> Array:
        return self._wrap(self._own.max(axis=axis, keepdims=keepdims))

    def reshape(self, *shape: int) -> Array:
        return self._wrap(self._own.reshape(*shape))

    def __invert__(self) -> Array:
        return self._wrap(~self._own)

    def _wrap(self, own: Any) -> Array:
        return Array(self._device, own)

    def _places(self, place: Any) -> Any:
        """Return an index as NumPy takes it. Whole numbers on the device are places; a mask makes the host wait."""
        parts = place if isinstance(place, tuple) else (place,)
        for part in parts:
            if isinstance(part, Array) and part._own.dtype == bool:
                self._device.waits += 1
                raise TypeError("a mask as an index makes the host wait")
        own = tuple(part._own if isinstance(part, Array) else part for part in parts)
        return own if isinstance(place, tuple) else own[0]


def _operand(value: Any) -> Any:
    if isinstance(value, Array):
        return value._own
    if isinstance(value, SCALARS):
        return value
    raise TypeError(f"{type(value).__name__} is not on the device")


def _forward(name: str) -> Any:
    function = getattr(operator, name)

    def method(self: Array, other: Any) -> Array:
        return self._wrap(function(self._own, _operand(other)))

    return method


def _backward(name: str) -> Any:
    function = getattr(operator, name)

    def method(self: Array, other: Any) -> Array:
        return self._wrap(function(_operand(other), self._own))

    return method


def _in_place(name: str) -> Any:
    function = getattr(operator, name)

    def method(self: Array, other: Any) -> Array:
        self._own = function(self._own, _operand(other))
        return self

    return method


for _name in ("add", "sub", "mul", "truediv", "and", "or", "xor", "rshift"):
    _function = f"{_name}_" if _name in ("and", "or") else _name
    setattr(Array, f"__{_name}__", _forward(_function))
    setattr(Array, f"__r{_name}__", _backward(_function))
    setattr(Array, f"__i{_name}__", _in_place(f"i{_name}"))
for _name in ("eq", "ne", "lt", "le", "gt", "ge"):
    setattr(Array, f"__{_name}__", _forward(_name))
