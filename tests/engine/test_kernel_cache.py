"""The cache of compiled kernels: used where it can be, never stale, and never needed."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.engine.installing import EXPECTED, GRADE, PERCENTILE, Install, installed

_SHORT_OF_SPACE = """
import resource, sys
sys.dont_write_bytecode = True  # Python itself would leave half a file
resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192))
"""
"""Writing fails in the midst: an index fits in so many bytes, a compiled kernel does not."""

_VANISHING = """
import os, shutil
from numba.core import caching
save = caching.FunctionCache.save_overload
def vanish(self, *arguments):
    shutil.rmtree(os.environ["NUMBA_CACHE_DIR"])
    {then}
    save(self, *arguments)
caching.FunctionCache.save_overload = vanish
"""

_IN_EIGHT_THREADS = """
import threading
from concurrent.futures import ThreadPoolExecutor
from paycalc.engine import kernels
start = threading.Barrier(8)
def call(text):
    start.wait()
    found = eval(text, dict(vars(kernels)))
    return [x.tolist() for x in found] if isinstance(found, tuple) else found.tolist()
with ThreadPoolExecutor(8) as pool:
    found = list(pool.map(call, calls * 4))
assert found == [{expected}[call] for call in calls * 4], found
"""

_A_PLACE_MORE = ("return min(n, counts + places)", "return min(n, counts + places + 1)")
_ONE_MORE = (
    "return quotient, low - quotient * divisor",
    "return quotient + _ONE, low - quotient * divisor",
)
PAID = {PERCENTILE: EXPECTED[PERCENTILE]}
PAYS_MORE = {PERCENTILE: [1_000_001, 500_001, 1]}


@pytest.fixture
def install() -> Iterator[Install]:
    """A private copy of the package."""
    with installed() as made:
        yield made


def test_a_second_process_compiles_nothing(install: Install) -> None:
    """What one process has compiled, beside the package, another reads."""
    first, second = (install.run(PERCENTILE, GRADE) for _ in range(2))
    assert (first.hits, first.misses, first.warnings) == (0, 2, [])
    assert (second.hits, second.misses, second.warnings) == (2, 0, [])
    assert first.results == second.results == EXPECTED


def test_an_edited_helper_changes_what_kernels_compute(install: Install) -> None:
    """A change in a function that a kernel calls is in force at once, and so is its undoing."""
    assert install.run(PERCENTILE, GRADE).results == EXPECTED
    install.edit(*_A_PLACE_MORE)
    more = {PERCENTILE: EXPECTED[PERCENTILE], GRADE: [[5, 5, 5, 6], [0, 0, 0, 0]]}
    assert install.run(PERCENTILE, GRADE).results == more
    install.edit(*_ONE_MORE)
    assert install.run(PERCENTILE).results == PAYS_MORE
    install.edit(*reversed(_ONE_MORE))
    install.edit(*reversed(_A_PLACE_MORE))
    assert install.run(PERCENTILE, GRADE).results == EXPECTED


def test_no_old_code_is_taken_for_new_where_the_disk_was_full(install: Install) -> None:
    """A cache that could be written only in part after an update never brings the old code back."""
    assert install.run(PERCENTILE, cache=True).results != PAYS_MORE
    install.edit(*_ONE_MORE)
    full = install.run(PERCENTILE, cache=True, before=_SHORT_OF_SPACE)
    assert (full.results, full.warnings) == (PAYS_MORE, ["NoKernelCacheWarning"])
    assert len(list(install.cache.rglob("*.nbi"))) == 2  # the new index, whose code is missing
    assert len(list(install.cache.rglob("*.nbc"))) == 1
    after = install.run(PERCENTILE, cache=True)
    assert (after.results, after.hits, after.warnings) == (PAYS_MORE, 0, [])
    assert install.run(PERCENTILE, cache=True).hits == 1


def test_code_of_a_process_from_before_an_update_is_not_taken_for_new(install: Install) -> None:
    """A process that imported the old package and compiles after an update spoils no cache."""
    old, new = _ONE_MORE
    update = f"""
from paycalc.engine import kernels
text = open(kernels.__file__).read()
open(kernels.__file__, "w").write(text.replace({old!r}, {new!r}))
"""
    before = install.run(PERCENTILE, cache=True, before=update)
    assert before.results == {PERCENTILE: EXPECTED[PERCENTILE]}
    assert install.run(PERCENTILE, cache=True).results == PAYS_MORE


@pytest.mark.parametrize(
    ("kind", "damage"),
    [
        ("nbi", lambda held: b""),
        ("nbi", lambda held: held[:-40] + b"?" * 40),
        ("nbc", lambda held: held[:100]),
        # in the machine code, where Numba would hand it to the linker, which ends the process
        *[("nbc", lambda held, at=at: _flipped(held, at)) for at in (0.15, 0.5)],
    ],
    ids=["no index", "spoilt index", "half a kernel", "spoilt code", "code spoilt elsewhere"],
)
def test_a_damaged_cache_heals_itself(
    install: Install, kind: str, damage: Callable[[bytes], bytes]
) -> None:
    """Where a file of the cache is spoilt the kernel is compiled anew and kept again, whole."""
    install.run(PERCENTILE, cache=True)
    (file,) = install.cache.rglob(f"*.{kind}")
    file.write_bytes(damage(file.read_bytes()))
    found = install.run(PERCENTILE, cache=True)
    assert (found.results, found.hits, found.warnings) == (PAID, 0, [])
    after = install.run(PERCENTILE, cache=True)
    assert (after.results, after.hits, after.warnings) == (PAID, 1, [])


def test_a_damaged_cache_that_cannot_be_mended_keeps_nobody_from_pay(install: Install) -> None:
    """Of a damaged cache in a folder that cannot be written kernels are compiled, with a notice."""
    install.run(PERCENTILE)
    (file,) = install.kernels.parent.rglob("*.nbc")
    file.write_bytes(_flipped(file.read_bytes(), 0.15))
    install.close()
    for _ in range(2):
        found = install.run(PERCENTILE, nobody=True)
        assert (found.results, found.hits) == (PAID, 0)
        assert found.warnings == ["NoKernelCacheWarning"]


def _flipped(held: bytes, at: float) -> bytes:
    """The bytes with some of them the other way round."""
    place = int(at * len(held))
    return (
        held[:place] + bytes(255 - byte for byte in held[place : place + 64]) + held[place + 64 :]
    )


@pytest.mark.parametrize(
    ("then", "warnings"),
    [("pass", []), ('open(os.environ["NUMBA_CACHE_DIR"], "w")', ["NoKernelCacheWarning"])],
)
def test_a_cache_folder_may_vanish(install: Install, then: str, warnings: list[str]) -> None:
    """A folder that is gone when the kernels are saved is made anew, or done without."""
    found = install.run(PERCENTILE, cache=True, before=_VANISHING.format(then=then))
    assert found.results == {PERCENTILE: EXPECTED[PERCENTILE]}
    assert [name for name in found.warnings if name != "ResourceWarning"] == warnings


@pytest.mark.parametrize("cache", [False, True])
def test_another_user_of_a_read_only_install_is_paid_and_warned_once(
    install: Install, cache: bool
) -> None:
    """Where no folder can be written, kernels compile in every process, and one warning says so."""
    install.close()
    for _ in range(2):
        found = install.run(PERCENTILE, GRADE, nobody=True, cache=cache)
        assert found.results == EXPECTED
        assert found.warnings == ["NoKernelCacheWarning"]
        assert found.hits == 0


def test_a_home_that_can_be_written_keeps_the_kernels_of_a_read_only_install(
    install: Install,
) -> None:
    """The second choice after the package's own folder is the user's; nothing is warned of."""
    install.close()
    (install.root / "home").chmod(0o777)
    first, second = (install.run(PERCENTILE, nobody=True, cache=True) for _ in range(2))
    assert (first.misses, first.warnings) == (1, [])
    assert (second.hits, second.misses, second.warnings) == (1, 0, [])
    assert first.results == second.results


def test_processes_and_threads_may_compile_at_once(install: Install) -> None:
    """Two processes of eight threads each, on one empty cache, all compute what is right."""
    before = _IN_EIGHT_THREADS.format(expected=EXPECTED)
    both = [install.start(PERCENTILE, GRADE, before=before, cache=True) for _ in range(2)]
    for process in both:
        found = install.heard(process)
        assert (found.results, found.warnings) == (EXPECTED, [])
    assert install.run(PERCENTILE, GRADE, cache=True).hits == 2
