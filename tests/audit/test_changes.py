"""One thing is changed in each county, and nothing else."""

from __future__ import annotations

import numpy as np
import pytest

from paycalc.audit._choosing import Changed
from paycalc.audit.changes import changed
from paycalc.audit.model import Change, ChangeKind
from paycalc.audit.world import Counties
from paycalc.audit.world_drawing import draw
from tests.audit.small import SOUND, world_of

ONE_NUMBER: tuple[ChangeKind, ...] = ("workload", "outcomes")


def change(
    kind: ChangeKind, of: str | None = None, by: int | None = None
) -> tuple[Counties, Changed]:
    """Counties, and each with one change."""
    world = world_of(SOUND)
    drawn = draw(world, 0, 0, 300)
    return drawn, changed(world, drawn, Change(kind, of, by), False, 0, 0)


def cells_that_differ(before: Counties, after: Counties, table: str) -> tuple[list[int], int]:
    """The owners whose rows of a table differ, and how many slots do."""
    old, new = before.tables[table], after.tables[table]
    differ = (old.there != new.there) | (new.there & (old.main != new.main))
    for column, codes in old.cells.items():
        differ |= new.there & (codes != new.cells[column])
    return np.flatnonzero(differ.any(axis=1)).tolist(), int(differ.sum())


@pytest.mark.parametrize("kind", ONE_NUMBER)
def test_more_of_a_number_changes_one_number_of_one_post(kind: ChangeKind) -> None:
    """Each county has one row more or one number larger, and the rest as it was."""
    before, found = change(kind)
    posts, cells = cells_that_differ(before, found.counties, kind)
    subjects = found.subject[found.made]
    assert cells == len(posts) == len(subjects) > 200
    assert posts == sorted(subjects.tolist())
    others = set(before.tables) - {kind}
    assert all(cells_that_differ(before, found.counties, name) == ([], 0) for name in others)
    slot = found.slot[found.made]
    old, new = before.tables[kind], found.counties.tables[kind]
    had = np.where(old.there[subjects, slot], old.main[subjects, slot], 0)
    assert (new.main[subjects, slot] > had).all()


def test_a_change_of_one_kind_by_an_amount_changes_that_kind_by_that_amount() -> None:
    """`change: {workload: {lesson: +2}}` touches lessons alone."""
    before, found = change("workload", "lesson", 2_000_000)
    kinds = [kind.name for kind in world_of(SOUND).slots("workload")]
    assert {kinds[slot] for slot in found.slot[found.made].tolist()} == {"lesson"}
    subject, slot = found.subject[found.made], found.slot[found.made]
    old, new = before.tables["workload"], found.counties.tables["workload"]
    had = np.where(old.there[subject, slot], old.main[subject, slot], 0)
    assert (new.main[subject, slot] - had == 2_000_000).all()


def test_becoming_class_head_adds_one_row_for_one_who_was_none() -> None:
    """Nobody who is class head already becomes one."""
    before, found = change("class_head")
    posts, cells = cells_that_differ(before, found.counties, "workload")
    assert cells == len(posts) == int(found.made.sum()) > 200
    kinds = [kind.name for kind in world_of(SOUND).slots("workload")]
    head = kinds.index("class_head")
    assert not before.tables["workload"].there[posts, head].any()
    assert found.counties.tables["workload"].there[posts, head].all()


def test_a_veto_is_one_case_against_one_who_had_none() -> None:
    """The case is in time and takes everything; no row of another table differs."""
    before, found = change("veto")
    differ = np.flatnonzero((before.cases.item != found.counties.cases.item).any(axis=1))
    assert differ.tolist() == sorted(found.subject[found.made].tolist())
    assert (before.cases.item[differ] == -1).all()
    assert found.touched == ("cases",)
    assert found.counties.tables is before.tables


def test_a_larger_fund_is_larger_in_one_purse_and_twice_the_fund_in_all() -> None:
    """Nothing else differs."""
    before, more = change("more_fund")
    grown = more.counties.funds - before.funds
    assert (grown.sum(axis=0) > 0).all()
    assert ((grown > 0).sum(axis=0) == 1).all()
    _, twice = change("twice_fund")
    assert np.array_equal(twice.counties.funds, 2 * before.funds)


def test_another_units_records_leave_the_subjects_unit_alone() -> None:
    """Only posts of one other unit of the county differ."""
    before, found = change("other_unit")
    posts, _ = cells_that_differ(before, found.counties, "workload")
    county = before.post_county[posts]
    assert len(posts) > 100
    assert found.made[county].all()
    assert (before.post_unit[posts] != found.unit[county]).all()


def test_rows_in_another_order_are_the_same_rows() -> None:
    """Each owner's rows come out in the opposite order."""
    before, found = change("row_order")
    old, new = before.tables["workload"], found.counties.tables["workload"]
    assert np.array_equal(old.main[:, ::-1], new.main)
    assert np.array_equal(old.key[::-1], new.key)
    assert np.array_equal(old.there.sum(axis=1), new.there.sum(axis=1))


def test_a_twin_has_the_subjects_records_to_the_last_cell() -> None:
    """Subject and peer are of one school, and neither has a case."""
    _, found = change("twin")
    subject, peer = found.subject[found.made], found.peer[found.made]
    after = found.counties
    assert found.made.sum() > 200
    assert np.array_equal(after.post_school[subject], after.post_school[peer])
    for name in ("staff", "workload", "outcomes"):
        slots = after.tables[name]
        assert np.array_equal(slots.main[subject], slots.main[peer])
        assert np.array_equal(slots.there[subject], slots.there[peer])
    assert (after.cases.item[subject] == -1).all()
    assert (after.cases.item[peer] == -1).all()


def test_a_dominated_colleague_has_no_more_of_anything() -> None:
    """The subject has at least as much in every row, and at times more."""
    _, found = change("dominated")
    subject, peer = found.subject[found.made], found.peer[found.made]
    more = 0
    for name in ("workload", "outcomes"):
        slots = found.counties.tables[name]
        assert (slots.main[subject] >= slots.main[peer]).all()
        more += int((slots.main[subject] > slots.main[peer]).sum())
    assert more > 100


def test_of_twins_the_subject_alone_is_class_head() -> None:
    """Everything but the row of the class head is the same."""
    _, found = change("head_twin")
    subject, peer = found.subject[found.made], found.peer[found.made]
    slots = found.counties.tables["workload"]
    kinds = [kind.name for kind in world_of(SOUND).slots("workload")]
    head = kinds.index("class_head")
    assert slots.there[subject, head].all()
    assert not slots.there[peer, head].any()
    rest = [slot for slot in range(len(kinds)) if kinds[slot] != "class_head"]
    assert np.array_equal(slots.there[subject][:, rest], slots.there[peer][:, rest])
