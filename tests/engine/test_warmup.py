"""`warmup` and `is_warm`: kernels compiled beforehand, and whether they are."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from paycalc._kernel import Kernel
from paycalc.engine.warmup import is_warm, kernels, warmup
from tests.engine.installing import GRADE, PERCENTILE, Install, installed

COLD = "from paycalc.engine.warmup import is_warm; assert not is_warm()"
WARMED = "from paycalc.engine.warmup import is_warm, warmup; assert warmup(); assert is_warm()"
WARM = "from paycalc.engine.warmup import is_warm; assert is_warm()"


@pytest.fixture
def install() -> Iterator[Install]:
    """A private copy of the package."""
    with installed() as made:
        yield made


def test_all_kernels_are_found() -> None:
    """The engine's kernels and those of reading are there, each once."""
    names = [kernel.__name__ for kernel in kernels()]
    assert len(set(names)) == len(names) <= 16
    assert {"distinct", "micro_of_floats", "share", "muldiv"} <= set(names)


def test_every_kernel_is_compiled_and_told_once() -> None:
    """`warmup` names each kernel, compiles it, and ends with the folder that keeps them."""
    told: list[str] = []
    folder = warmup(told.append)
    assert told == [kernel.__name__ for kernel in kernels()]
    assert all(isinstance(kernel, Kernel) and kernel.compiled for kernel in kernels())
    assert folder is not None
    assert is_warm()


def test_a_new_machine_is_cold(install: Install) -> None:
    """A package that was never used is cold, and so it is when some kernels have been compiled."""
    assert install.run(PERCENTILE, before=COLD).misses == 1
    install.run(before=COLD)


@pytest.mark.slow
def test_what_one_process_warms_the_next_finds_warm(install: Install) -> None:
    """After `warmup` no process compiles anything."""
    install.run(before=WARMED)
    told = install.run(PERCENTILE, GRADE, before=WARM)
    assert (told.hits, told.misses) == (2, 0)
