"""How a kernel is compiled: once, for one signature, when first needed, cached where possible."""

from __future__ import annotations

import operator
import threading
import warnings
from collections.abc import Callable
from functools import cache, partial
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

import numba
import numpy as np
from numba import types

I1 = types.Array(types.int64, 1, "C", readonly=True)
I2 = types.Array(types.int64, 2, "C", readonly=True)
B1 = types.Array(types.boolean, 1, "C", readonly=True)
_W = types.Array(types.int32, 1, "C", readonly=True)
W2, W3, W4 = (types.UniTuple(_W, count) for count in (2, 3, 4))  # type: ignore[no-untyped-call]
I1x2 = types.UniTuple(I1, 2)  # type: ignore[no-untyped-call]
N = types.int64

_F = TypeVar("_F", bound=Callable[..., Any])
_Dtype: TypeAlias = "np.dtype[Any] | tuple[_Dtype, ...] | None"
_lock = threading.Lock()

_inner: Callable[..., Any] = partial(
    numba.njit, nogil=True, error_model="numpy", no_cpython_wrapper=True, no_cfunc_wrapper=True
)

inner: Callable[[_F], _F] = _inner(_nrt=False)
"""Marks a function that kernels, and nothing else, call; it is compiled into each of them.

It makes no arrays. Numba then counts no references to those that it is given, which takes longer
than dividing the money of a small school.
"""

making: Callable[[_F], _F] = _inner()
"""Marks one that makes arrays."""


class NoKernelCacheWarning(UserWarning):
    """Kernels are compiled anew in every process, since no folder keeps them."""


class Kernel:
    """One entry point: takes whatever arrives as contiguous arrays of its types, and integers."""

    def __init__(self, function: Callable[..., Any], signature: tuple[Any, ...]) -> None:
        self.function = function
        self.signature = signature
        self._dtypes = [_dtype(kind) for kind in signature]
        self.__name__ = function.__name__
        self.__doc__ = function.__doc__
        self._compiled: Any = None

    def __call__(self, *arguments: Any) -> Any:
        return self.compiled(*map(_coerce, arguments, self._dtypes))

    @property
    def compiled(self) -> Any:
        """The dispatcher, compiled (or read from the cache) at the first use."""
        if self._compiled is None:
            with _lock:
                if self._compiled is None:
                    self._compiled = _compile(self.function, self.signature)
        return self._compiled


def kernel(*signature: Any) -> Callable[[Callable[..., Any]], Kernel]:
    """Make a function an entry point with a signature of ``I1``, ``B1``, ``N`` and the like."""

    def made(function: Callable[..., Any]) -> Kernel:
        # Numba names its cache files by this. It writes which code is fresh before the code, so
        # a disk that fills up in between (or a reader) would find old code under a fresh stamp;
        # and it stamps what the file holds when compiling, not what was imported.
        function.__qualname__ = f"{function.__name__}_{_digest(function.__code__.co_filename)}"
        return Kernel(function, signature)

    return made


@cache
def _digest(path: str) -> str:
    """What the kernels of a file are compiled from, as a name."""
    return sha256(Path(path).read_bytes() + Path(__file__).read_bytes()).hexdigest()[:16]


def _dtype(kind: Any) -> _Dtype:
    """The type of the cells of an array, or of each of a tuple; ``None`` for an integer."""
    if isinstance(kind, types.UniTuple):
        return (_dtype(kind.dtype),) * int(kind.count)
    if not isinstance(kind, types.Array):
        return None
    return np.dtype({types.boolean: np.bool_, types.int32: np.int32}.get(kind.dtype, np.int64))


def _coerce(argument: Any, dtype: _Dtype) -> Any:
    if dtype is None:
        return operator.index(argument)
    if isinstance(dtype, tuple):
        if len(argument) != len(dtype):
            raise TypeError(f"a kernel takes {len(dtype)} arrays here, not {len(argument)}")
        return tuple(map(_coerce, argument, dtype))
    array = np.asarray(argument)
    if array.dtype is dtype and array.flags.c_contiguous:
        return array
    if array.dtype.kind not in "iub" and array.size:
        raise TypeError(f"a kernel takes whole numbers, not {array.dtype}")
    return np.ascontiguousarray(array, dtype=dtype)


def _compile(function: Callable[..., Any], signature: tuple[Any, ...]) -> Any:
    from numba.core.caching import NullCache

    from paycalc._kernel_cache import KernelCache

    compiled: Any = numba.njit(nogil=True, error_model="numpy")(function)
    if compiled is function:  # NUMBA_DISABLE_JIT
        return function
    try:
        compiled._cache = KernelCache(function)  # as its enable_caching() does with Numba's own
        compiled.compile(signature)
    except Exception:
        # No folder (RuntimeError), a full or vanished one (OSError): pay does not depend on the
        # cache. A kernel that does not compile raises here again.
        compiled._cache = NullCache()
        compiled.compile(signature)
        _warn_once()
    compiled.disable_compile()
    return compiled


def kept_in(kernel: Kernel) -> Path | None:
    """The folder in which the kernel, as it is now, is kept compiled, if there is one."""
    from numba.core.caching import FunctionCache

    try:
        folder = Path(FunctionCache(kernel.function).cache_path)  # type: ignore[no-untyped-call]
    except RuntimeError:  # no folder that could be written
        return None
    # Numba's index of what it keeps is named after the function, whose name says its source
    kept = any(folder.glob(f"*.{kernel.function.__qualname__}-*.nbi"))
    return folder if kept else None


@cache
def _warn_once() -> None:
    warnings.warn(
        "paycalc cannot keep its compiled kernels in a folder, so every process compiles them "
        "anew; set NUMBA_CACHE_DIR to an empty folder that can be written",
        NoKernelCacheWarning,
        stacklevel=4,
    )
