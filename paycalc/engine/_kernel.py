"""How a kernel is compiled: once, for one signature, when first needed, cached where possible."""

from __future__ import annotations

import threading
import warnings
from collections.abc import Callable
from functools import cache, partial
from typing import Any

import numba
import numpy as np
from numba import types

I1 = types.Array(types.int64, 1, "C", readonly=True)
I2 = types.Array(types.int64, 2, "C", readonly=True)
N = types.int64

_DTYPES = {I1: 1, I2: 2}
_lock = threading.Lock()

inner = numba.njit(nogil=True, error_model="numpy")
"""Marks a function that kernels call; it is compiled into each of them."""


class NoKernelCacheWarning(UserWarning):
    """Kernels are compiled anew in every process, since no folder can be written."""


class Kernel:
    """One entry point: takes whatever arrives as contiguous int64 arrays and plain integers."""

    def __init__(self, function: Callable[..., Any], signature: tuple[Any, ...]) -> None:
        self.function = function
        self.signature = signature
        self.__name__ = function.__name__
        self.__doc__ = function.__doc__
        self._compiled: Any = None

    def __call__(self, *arguments: Any) -> Any:
        return self.compiled(*map(_coerce, arguments, self.signature))

    @property
    def compiled(self) -> Any:
        """The dispatcher, compiled (or read from the cache) at the first use."""
        if self._compiled is None:
            with _lock:
                if self._compiled is None:
                    self._compiled = _compile(self.function, self.signature)
        return self._compiled


def kernel(*signature: Any) -> Callable[[Callable[..., Any]], Kernel]:
    """Make a function an entry point with this signature of ``I1``, ``I2`` and ``N``."""
    return lambda function: Kernel(function, signature)


def _coerce(argument: Any, kind: Any) -> Any:
    if kind in _DTYPES:
        return np.ascontiguousarray(argument, dtype=np.int64)
    return int(argument)


def _compile(function: Callable[..., Any], signature: tuple[Any, ...]) -> Any:
    compiled = partial(numba.njit, [signature], nogil=True, error_model="numpy")
    try:
        return compiled(cache=True)(function)
    except (RuntimeError, OSError):
        # Numba raises RuntimeError where it finds no folder for its cache, OSError where the
        # folder fills up or vanishes. Pay does not depend on the cache.
        _warn_once()
        return compiled()(function)


@cache
def _warn_once() -> None:
    warnings.warn(
        "paycalc found no folder in which to keep its compiled kernels, so every process "
        "compiles them anew; set NUMBA_CACHE_DIR to a folder that can be written",
        NoKernelCacheWarning,
        stacklevel=4,
    )
