"""A case is made small, and stays as grave as it was."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from paycalc.audit._cases import Case, cost
from paycalc.audit._findings import finding_of, pairs_of
from paycalc.audit._moves import neighbours
from paycalc.audit.catalogue import CATALOGUE
from paycalc.audit.model import Finding
from paycalc.audit.search import Hit, search
from paycalc.audit.shrinking import cases_of, cheapest
from paycalc.audit.world_drawing import draw
from paycalc.audit.world_parts import only
from tests.audit.small import SOUND, with_lines, world_of
from tests.audit.test_search import DIPS

CLASS_HEADS = with_lines(("times: [5]", "times: [-5]"))
ROUNDS = with_lines(("rounding: webster", "rounding: largest_remainder"))


def found(text: str, promise: str, seed: int = 0, cases: int = 2000) -> Finding:
    """The finding of a search."""
    world = world_of(text)
    tally = search(world, [CATALOGUE[promise]], cases, seed=seed).tallies[promise]
    return finding_of(world, CATALOGUE[promise], tally.hits, seed)


@pytest.mark.parametrize("seed", range(3))
def test_a_dip_ends_as_two_typical_teachers_and_one_step_across_it(seed: int) -> None:
    """From whatever county: two posts, a round fund, and the 18th lesson."""
    finding = found(DIPS, "more_work_not_less_pay", seed)
    assert len(finding.before.tables["staff"]) == 2
    assert len(finding.before.tables["schools"]) == 1
    assert finding.before.tables["funds"][0]["amount"].endswith("0000.00")
    (change,) = finding.changed
    assert (change.table, change.of, change.before, change.after) == (
        *("workload", "lesson"),
        *("17", "18"),
    )
    assert (change.school, change.teacher) == finding.subject == finding.loser


def test_a_grave_case_stays_grave() -> None:
    """Who loses hundreds of yuan loses a yuan at least in the end, and a thousandth of the mean."""
    finding = found(DIPS, "more_work_not_less_pay")
    assert finding.loss >= 100
    assert finding.share >= 1000


def test_a_case_of_colleagues_ends_as_two_posts_that_differ_in_one_row() -> None:
    """Twins of whom one is class head."""
    finding = found(CLASS_HEADS, "class_head_not_below_twin")
    assert finding.before == finding.after
    assert len(finding.before.tables["staff"]) == 2
    assert {finding.loser, finding.peer} == {("S1-1", "T1"), ("S1-1", "T2")}
    heads = [row for row in finding.before.tables["workload"] if row["kind"] == "class_head"]
    assert [row["teacher_id"] for row in heads] == [finding.loser[1]]  # type: ignore[index]


def test_a_refusal_stays_a_refusal() -> None:
    """The codes say for what the county is refused after the change."""
    text = with_lines(
        (
            "{takes: rest, share_by: [lessons, heads, quality]}",
            "{takes: as_needed, pay: [hours], if_short: error}",
        ),
        (
            "  lessons:",
            "  hours: {rows: workload, where: {kind: lesson}, times: [700]}\n  lessons:",
        ),
    )
    finding = found(text, "more_work_not_less_pay", cases=6000)
    assert finding.refused == ("C204",)
    assert len(finding.before.tables["staff"]) == 1


def test_a_rounding_case_stays_one() -> None:
    """Twins who are a fen apart, since three cannot share alike, are so in the end as well."""
    promise = replace(CATALOGUE["equal_records_equal_pay"], tolerance=0)
    world = world_of(ROUNDS)
    tally = search(world, [promise], 1000).tallies[promise.id]
    assert (tally.broken, tally.worst) == (0, 1)
    finding = finding_of(world, promise, tally.hits, 0)
    assert finding.loss == 1
    assert len(finding.before.tables["staff"]) <= 3


def test_shrinking_starts_from_the_gravest_and_of_these_from_the_cheapest() -> None:
    """A large county that loses yuan goes before a small one that loses fen."""
    world = world_of(SOUND)
    drawn = draw(world, 0, 0, 100)
    sizes = np.diff(drawn.county_posts)
    numbers = [int(np.argmin(sizes)), int(np.argmax(sizes)), int(np.flatnonzero(sizes == 3)[0])]
    cases = [_alone(only(drawn, number)) for number in numbers]
    hits = [Hit(0, number, 1, 1, level) for number, level in zip(numbers, (0, 2, 2), strict=True)]
    assert cheapest(world, cases, hits)[0] is cases[2]
    assert cheapest(world, cases[:2], hits[:2])[0] is cases[1]


def test_neighbours_of_a_pair_keep_what_was_changed() -> None:
    """Whatever is made typical, one number of the subject differs by what it differed by."""
    world, promise = world_of(DIPS), CATALOGUE["more_work_not_less_pay"]
    pairs = pairs_of(world, promise, 0, 0)
    number = int(
        np.flatnonzero(pairs.changed.made & (np.diff(pairs.before.counties.county_posts) > 3))[0]
    )
    case = next(cases_of(pairs, [number]))
    seen = 0
    for lot in neighbours(world, case):
        for other in lot:
            old, new = (side.tables["workload"] for side in (other.before, other.after))
            differ = (old.there != new.there) | (new.there & (old.main != new.main))
            assert np.argwhere(differ).tolist() in ([], [[other.subject, other.slot]])
            seen += 1
    assert seen > 50


def test_a_typical_county_costs_least() -> None:
    """Of all counties of a chunk none is cheaper than one with as few posts, all typical."""
    world = world_of(SOUND)
    drawn = draw(world, 0, 0, 100)
    sizes = np.diff(drawn.county_posts)
    one = [cost(world, _alone(only(drawn, int(n)))) for n in np.flatnonzero(sizes == 1)]
    two = [cost(world, _alone(only(drawn, int(n)))) for n in np.flatnonzero(sizes == 2)]
    assert max(one) < min(two)


def _alone(county) -> Case:  # type: ignore[no-untyped-def]
    return Case(county, county, -1, -1, -1, -1)
