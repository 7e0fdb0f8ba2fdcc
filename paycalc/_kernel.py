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
F1 = types.Array(types.float64, 1, "C", readonly=True)
N = types.int64
# What loops fill: numbers, states, codes
O1 = types.Array(types.int64, 1, "C")
O2 = types.Array(types.int64, 2, "C")
O3 = types.Array(types.int64, 3, "C")
S1 = types.Array(types.uint8, 1, "C")
C1 = types.Array(types.int32, 1, "C")
C2 = types.Array(types.int32, 2, "C")

_F = TypeVar("_F", bound=Callable[..., Any])
_Dtype: TypeAlias = "np.dtype[Any] | tuple[_Dtype, ...] | None"
_lock = threading.Lock()

# No compiled code makes arrays: Numba then counts no references to those that it is given, which
# takes longer than dividing the money of a small school, and compiles in two thirds of the time.
_jit: Callable[..., Any] = partial(
    numba.njit, nogil=True, error_model="numpy", no_cfunc_wrapper=True, _nrt=False
)

inner: Callable[[_F], _F] = _jit(no_cpython_wrapper=True)
"""Marks a function that kernels, and nothing else, call; it is compiled into each of them."""

inlined: Callable[[_F], _F] = _jit(no_cpython_wrapper=True, inline="always")
"""Marks one that is called from one place alone: its source is compiled as a part of that."""


class NoKernelCacheWarning(UserWarning):
    """Kernels are compiled anew in every process, since no folder keeps them."""


class Compiled:
    """The loops of a kernel, compiled (or read from the cache) at the first use."""

    def __init__(self, function: Callable[..., Any], signature: tuple[Any, ...]) -> None:
        self.function = function
        self.signature = signature
        self._dispatcher: Any = None

    def __call__(self, *arguments: Any) -> Any:
        return self.dispatcher(*arguments)

    @property
    def dispatcher(self) -> Any:
        """What Numba makes of the function."""
        if self._dispatcher is None:
            with _lock:
                if self._dispatcher is None:
                    self._dispatcher = _compile(self.function, self.signature)
        return self._dispatcher


class Kernel:
    """One entry point: takes whatever arrives as contiguous arrays of its types, and integers."""

    def __init__(
        self, function: Callable[..., Any], loops: Compiled, signature: tuple[Any, ...]
    ) -> None:
        self.function = function
        self.loops = loops
        self.signature = signature
        self._dtypes = [_dtype(kind) for kind in signature]
        self.__name__ = function.__name__
        self.__doc__ = function.__doc__

    def __call__(self, *arguments: Any) -> Any:
        return self.function(*map(_coerce, arguments, self._dtypes))

    @property
    def compiled(self) -> Any:
        """The dispatcher of its loops."""
        return self.loops.dispatcher


def compiled(*signature: Any) -> Callable[[Callable[..., Any]], Compiled]:
    """Make a function the loops of a kernel, with a signature of ``I1``, ``B1``, ``N`` and such."""

    def made(function: Callable[..., Any]) -> Compiled:
        # Numba names its cache files by this. It writes which code is fresh before the code, so
        # a disk that fills up in between (or a reader) would find old code under a fresh stamp;
        # and it stamps what the file holds when compiling, not what was imported.
        function.__qualname__ = f"{function.__name__}_{_digest(function.__code__.co_filename)}"
        return Compiled(function, signature)

    return made


def kernel(loops: Compiled, *signature: Any) -> Callable[[Callable[..., Any]], Kernel]:
    """Make a function that makes arrays, and has them filled by compiled loops, an entry point."""
    return partial(Kernel, loops=loops, signature=signature)


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

    compiled: Any = _jit()(function)
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
        folder = Path(FunctionCache(kernel.loops.function).cache_path)  # type: ignore[no-untyped-call]
    except RuntimeError:  # no folder that could be written
        return None
    # Numba's index of what it keeps is named after the function, whose name says its source
    kept = any(folder.glob(f"*.{kernel.loops.function.__qualname__}-*.nbi"))
    return folder if kept else None


@cache
def _warn_once() -> None:
    warnings.warn(
        "paycalc cannot keep its compiled kernels in a folder, so every process compiles them "
        "anew; set NUMBA_CACHE_DIR to an empty folder that can be written",
        NoKernelCacheWarning,
        stacklevel=4,
    )
