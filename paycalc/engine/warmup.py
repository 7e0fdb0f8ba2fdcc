"""Compiling every kernel beforehand: what the first computation on a machine would wait for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from paycalc._kernel import Kernel, kept_in


def kernels() -> tuple[Kernel, ...]:
    """Every kernel of the engine and of reading."""
    from paycalc.engine import kernels
    from paycalc.records import _kernels_apart, _kernels_numbers, _kernels_places

    return tuple(
        found
        for module in (_kernels_apart, _kernels_numbers, _kernels_places, kernels)
        for found in vars(module).values()
        if isinstance(found, Kernel)
    )


def is_warm() -> bool:
    """Whether all kernels, as they are now, have been compiled on this machine and kept."""
    return all(kept_in(kernel) is not None for kernel in kernels())


def warmup(tell: Callable[[str], None] = lambda _: None) -> Path | None:
    """Compile all kernels, or read them where they are kept; the folder that keeps them.

    ``tell`` is called with the name of each before its turn. ``None``: no folder can be written,
    so that every process compiles them anew.
    """
    for kernel in kernels():
        tell(kernel.__name__)
        kernel.compiled  # noqa: B018 - compiles
    return kept_in(kernels()[0])
