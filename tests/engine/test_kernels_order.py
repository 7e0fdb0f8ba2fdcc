"""`order`, `by_owner`, `group_starts` and `find_cells` against their plain twins."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from paycalc.engine import kernels
from paycalc.records import _kernels_places as places
from tests.engine.drawing import SOME, array, keys_of, numbers, starts_of_segments, table
from tests.reference import kernels as plain


@SOME
@given(st.data(), starts_of_segments(members=40, segments=4))
def test_order_agrees_with_its_twin(data: st.DataObject, starts: list[int]) -> None:
    """`order` sorts each segment by its keys, and leaves equal members as they were."""
    n = starts[-1]
    keys = data.draw(keys_of(n))
    assert kernels.order(array(starts), table(keys, n)).tolist() == plain.order(starts, keys)


@SOME
@given(st.integers(1, 9).flatmap(lambda n: st.tuples(st.just(n), st.lists(st.integers(0, n - 1)))))
def test_by_owner_agrees_with_its_twin(rows: tuple[int, list[int]]) -> None:
    """`by_owner` puts rows in order of their owners, and leaves rows of one as they were."""
    owners, owner = rows
    assert places.by_owner(array(owner), owners).tolist() == plain.by_owner(owner, owners)


@SOME
@given(st.data(), starts_of_segments(members=20))
def test_group_starts_agrees_with_its_twin(data: st.DataObject, starts: list[int]) -> None:
    """`group_starts` finds where keys change, and every segment begins a group."""
    n = starts[-1]
    keys = data.draw(keys_of(n))
    grouping = keys[: data.draw(st.integers(1, len(keys)))]
    ordered = plain.order(starts, keys)
    found = kernels.group_starts(array(starts), array(ordered), table(grouping, n))
    assert found.tolist() == plain.group_starts(starts, ordered, grouping)


def test_large_segments_are_sorted_stably() -> None:
    """Segments of every size up to 300 members, and one of 5000, are sorted with their ties."""
    rng = np.random.default_rng(3)
    starts = [0, *np.cumsum([*range(0, 301, 7), 300, 5000]).tolist()]
    n = starts[-1]
    for distinct in (1, 3, 50, 10**9):
        keys = rng.integers(-distinct, distinct, (2, n))
        ordered = plain.order(starts, keys.tolist())
        assert kernels.order(array(starts), keys).tolist() == ordered
        groups = kernels.group_starts(array(starts), array(ordered), keys[:1])
        assert groups.tolist() == plain.group_starts(starts, ordered, keys[:1].tolist())


def test_no_segments_and_no_members_have_an_order() -> None:
    """Nobody at all, and counties without anybody, are in order."""
    for starts in ([0], [0, 0], [0, 0, 0]):
        nobody = table([[]], 0)
        assert kernels.order(array(starts), nobody).tolist() == []
        assert kernels.group_starts(array(starts), array([]), nobody).tolist() == [0]


@st.composite
def cells_of_parents(draw: st.DrawFn) -> tuple[list[int], list[list[int]]]:
    """Cells that ascend within each parent, each once."""
    depth = draw(st.integers(1, 3))
    ids = st.one_of(st.integers(-1, 3), numbers)
    cell = st.tuples(*[ids] * depth)
    parents = draw(st.lists(st.sets(cell, max_size=9), min_size=1, max_size=5))
    cells = [c for parent in parents for c in sorted(parent)]
    starts = [0, *np.cumsum([len(parent) for parent in parents]).tolist()]
    return starts, [[c[k] for c in cells] for k in range(depth)]


@SOME
@given(st.data(), cells_of_parents())
def test_find_cells_agrees_with_its_twin(
    data: st.DataObject, there: tuple[list[int], list[list[int]]]
) -> None:
    """`find_cells` finds the cell of a parent with the wanted columns, or that there is none."""
    starts, cells = there
    places = st.integers(0, len(starts) - 2)
    known = [[row[i] for row in cells] for i in range(starts[-1])]
    strange = st.lists(numbers, min_size=len(cells), max_size=len(cells))
    wish = st.one_of(st.sampled_from(known), strange) if known else strange
    asked = data.draw(st.lists(st.tuples(places, wish), max_size=8))
    parent = [p for p, _ in asked]
    wanted = [[key[k] for _, key in asked] for k in range(len(cells))]
    found = kernels.find_cells(
        array(starts), table(cells, starts[-1]), array(parent), table(wanted, len(asked))
    )
    assert found.tolist() == plain.find_cells(starts, cells, parent, wanted)


def test_every_cell_of_a_large_parent_is_found() -> None:
    """Each of 300 cells of each parent is found at its own place and in no other parent."""
    starts = [0, 300, 300, 600]
    cells = array([[*range(0, 600, 2), *range(1, 601, 2)]])
    for place, (low, high) in enumerate(pairwise(starts)):
        parent = np.full(high - low, place)
        found = kernels.find_cells(array(starts), cells, parent, cells[:, low:high])
        assert found.tolist() == list(range(low, high))
    other = kernels.find_cells(array(starts), cells, np.full(600, 1), cells)
    assert (other == -1).all()


def test_runs_begin_where_keys_change_in_any_direction() -> None:
    """Members that are not in ascending order have runs of equal keys too."""
    starts, ordered, keys = [0, 4], [0, 1, 2, 3], [[3, 2, 2, 5]]
    found = kernels.group_starts(array(starts), array(ordered), table(keys, 4))
    assert found.tolist() == plain.group_starts(starts, ordered, keys) == [0, 1, 3, 4]
