"""The kernels as entry points: few, of one signature each, tested against twins, and pure."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numba import types

from paycalc._kernel import Kernel
from paycalc.engine import kernels
from paycalc.records import _kernels_apart, _kernels_numbers, _kernels_places
from paycalc.records._views import lent_array
from tests.reference import kernels as plain

KERNELS = {
    name: found
    for module in (kernels, _kernels_apart, _kernels_numbers, _kernels_places)
    for name, found in vars(module).items()
    if isinstance(found, Kernel)
}

PAIRS = np.array([[7, 1], [7, 2], [7, 1]])  # where `distinct` finds them in memory

CALLS: Mapping[str, tuple[Any, ...]] = {
    "muldiv": ([3, 5], [7, -7], [2, 2], 0),
    "order": ([0, 2, 3], [[5, 4, 1]]),
    "by_owner": ([2, 0, 2, 1], 3),
    "group_starts": ([0, 2, 3], [1, 0, 2], [[5, 4, 1]]),
    "combine": ([0, 0, 2], [4, 5, 6], [1, 1, 1], 3, 0, 0),
    "weigh": (
        [0, 1, 1],
        [],
        ([0, -1, 1], [], [], []),
        ([5, 6, 7], []),
        [[0, 0, 3]],
        [1, 1, 1],
        [[1, 0, 0, 3], [2, 0, 0, 0]],
        [4, 5, 6],
        [1, 1],
        0,
    ),
    "find_cells": ([0, 1, 3], [[7, 7, 9]], [1, 1], [[9, 8]]),
    "grade": ([0, 3], [0, 1, 2], [9, 8, 7], [[1, 2], [1, 0], [5, 6]], 0, 0, 0, 0),
    "percentile": ([0, 3], [0, 1, 2], [9, 8, 7]),
    "share": ([100], [0, 3], [1, 1, 1], [0]),
    "divide": (
        [100, 70],
        [1, 1],
        [[0, 300_000, 0, 0, 0, 0, 0, 0, 0, 0, 0], [3, 0, 0, 0, 2, 0, 1, 1, 10, 1, 50]],
        [[0, 0, 0], [0, 3, 3]],
        [1, 2, 9],
        [[0, 0], [0, 0]],
        1,
        1,
    ),
    "least_move": ([100], [20], [1], [1], [1], [1], [100], 1, 1),
    "segment_sums": ([0, 2, 3], [1, 2, 3]),
    "distinct": (list(map(list, lent_array(PAIRS))), [1], 2),
    "agreeing": (
        ([0, 0, 1, -1], [0, 1, -1, 0], [-1, 0, 0, 0]),
        ([0, 1], [2, 3], [0, 1]),
        ([2, 3], [0, 0]),
    ),
    "micro_of_floats": ([0, 1, -1], [1, 0, 0]),  # bits: 0.0, 5e-324, NaN
}

EMPTY: Mapping[str, tuple[Any, ...]] = {
    "muldiv": ([], [], [], 0),
    "order": ([0], [[]]),
    "by_owner": ([], 0),
    "group_starts": ([0], [], [[]]),
    "combine": ([], [], [], 0, 0, 0),
    "weigh": ([], [], ([], [], [], []), ([], []), [[0, 0, 0]], [], [[0, 0, 0, 0]], [1], [], 0),
    "find_cells": ([0], [[]], [], [[]]),
    "grade": ([0], [], [], [[], [], []], 0, 0, 0, 0),
    "percentile": ([0], [], []),
    "share": ([], [0], [], []),
    "divide": ([], [], [[]], [[0]], [], [[]], 0, 1),
    "least_move": ([], [], [], [], [], [], [], 1, 1),
    "segment_sums": ([0], []),
    "distinct": ([[0, 0, 0, 0, 0]], [1], 2),
    "agreeing": (([], [], []), ([], [], []), ([], [])),
    "micro_of_floats": ([], []),
}


def read_only(values: list[Any]) -> Any:
    """An array that nobody can write."""
    array = np.array(values, np.int64)
    array.flags.writeable = False
    return array


def narrow(values: list[Any]) -> Any:
    """An array of 32 bits, unless it holds an address."""
    wide = np.array(values, np.int64)
    return wide if (wide > 2**31 - 1).any() else wide.astype(np.int32)


def strided(values: list[Any]) -> Any:
    """An array whose numbers lie apart in memory."""
    return np.repeat(np.array(values, np.int64), 2, axis=-1)[..., ::2]


def backwards(values: list[Any]) -> Any:
    """An array that is a view from the last to the first."""
    return np.array(values, np.int64)[..., ::-1].copy()[..., ::-1]


def by_columns(values: list[Any]) -> Any:
    """An array in the order of columns."""
    return np.asfortranarray(np.array(values, np.int64))


KINDS: Mapping[str, Callable[[list[Any]], Any]] = {
    "list": list,
    "int64": lambda values: np.array(values, np.int64),
    "int32": narrow,
    "big_endian": lambda values: np.array(values, ">i8"),
    "read_only": read_only,
    "strided": strided,
    "backwards": backwards,
    "by_columns": by_columns,
}


def _made(argument: Any, of_list: Callable[[list[Any]], Any]) -> Any:
    if isinstance(argument, tuple):
        return tuple(of_list(part) for part in argument)
    return of_list(argument) if isinstance(argument, list) else argument


def called(name: str, kind: str, calls: Mapping[str, tuple[Any, ...]] = CALLS) -> list[Any]:
    """What a kernel gives for its example, its lists made arrays of some kind."""
    made = [_made(x, KINDS[kind]) for x in calls[name]]
    result = KERNELS[name](*made)
    parts = result if isinstance(result, tuple) else (result,)
    return [np.asarray(part).tolist() for part in parts]


def test_the_kernels_are_few_and_each_has_an_example_here() -> None:
    """There are at most 16 kernels, and the examples of this file name every one."""
    assert len(KERNELS) <= 16
    assert CALLS.keys() == EMPTY.keys() == KERNELS.keys()


def test_every_kernel_has_a_twin_and_a_test_that_they_agree() -> None:
    """Each kernel has a twin of its name, and a Hypothesis test of the two named after it."""
    assert set(plain.__all__) == KERNELS.keys()
    tests = {}
    for path in Path(__file__).parents[1].glob("*/test_kernels_*.py"):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.FunctionDef):
                tests[node.name] = {ast.unparse(part) for part in ast.walk(node)}
    for name in KERNELS:
        words = tests[f"test_{name}_agrees_with_its_twin"]
        assert "given" in words, name
        assert any(f"plain.{name}" in word for word in words), name


@pytest.mark.parametrize("name", sorted(KERNELS))
def test_a_kernel_has_one_signature_whatever_arrives(name: str) -> None:
    """Lists, strided, read-only, 32-bit and empty arrays all reach the one compiled code."""
    expected = called(name, "int64")
    for kind in KINDS:
        assert called(name, kind) == expected, kind
    for kind in ("list", "int64", "int32", "read_only", "strided"):
        called(name, kind, EMPTY)
    compiled = KERNELS[name].compiled
    assert compiled.signatures == [KERNELS[name].loops.signature]
    assert len(compiled.nopython_signatures) == 1


@pytest.mark.parametrize("name", sorted(KERNELS))
def test_a_kernel_of_nothing_gives_nothing(name: str) -> None:
    """Without segments and members there is no result but where nothing ends."""
    expected = {
        "group_starts": [[0]],
        "combine": [[], [], []],
        "distinct": [[[]], [[-1, -2]], [0], [1], [0]],  # of one column, the word for null
        "divide": [[], [[[]]] * kernels.FLOWS, [], [], []],  # of one pool, by no segment
        "micro_of_floats": [[], [], 0],  # the last is a count
        "weigh": [[], [], True],
    }
    length = len(called(name, "int64"))
    assert called(name, "list", EMPTY) == expected.get(name, [[]] * length)


@pytest.mark.parametrize("name", sorted(KERNELS))
def test_a_kernel_changes_none_of_its_inputs(name: str) -> None:
    """Arrays that could be written come back as they were."""
    made = [_made(x, KINDS["int64"]) for x in CALLS[name]]
    arrays = [part for x in made for part in (x if isinstance(x, tuple) else [x])]
    before = [np.copy(x) for x in arrays]
    first = KERNELS[name](*made)
    for array, copy in zip(arrays, before, strict=True):
        assert np.array_equal(array, copy)
    # nor is a result a view of an input that a caller may change afterwards
    for part in first if isinstance(first, tuple) else (first,):
        assert not any(np.shares_memory(part, x) for x in arrays if isinstance(x, np.ndarray))


@pytest.mark.parametrize("name", sorted(KERNELS))
def test_a_kernel_takes_arrays_that_it_cannot_write(name: str) -> None:
    """The signature itself keeps a kernel from writing to what it is given."""
    tuples = [getattr(kind, "types", (kind,)) for kind in KERNELS[name].signature]
    arrays = [kind for kinds in tuples for kind in kinds if isinstance(kind, types.Array)]
    assert arrays
    assert all(not kind.mutable for kind in arrays)


@pytest.mark.parametrize("wrong", [[1.0, 2.0, 3.0], ["1", "2", "3"], [None, None, None]])
def test_a_kernel_refuses_what_are_no_whole_numbers(wrong: list[Any]) -> None:
    """Floats, texts and nothing are refused and never cut to whole numbers."""
    with pytest.raises(TypeError, match="whole numbers"):
        kernels.segment_sums([0, 3], wrong)
    with pytest.raises(TypeError):
        kernels.muldiv([1], [1], [1], 0.5)
