"""What every possible county of a policy means."""

from __future__ import annotations

from paycalc.audit._breakpoints import bends_of
from paycalc.audit.domain import domain_of
from tests.audit.small import SOUND, policy_of, with_lines

MICRO = 1_000_000
TIERS = with_lines(
    (
        "where: {kind: lesson}}",
        "where: {kind: lesson}, times: [1.5], then: [{tiers: {0: 1, 18: 1.5}, mode: marginal}]}",
    )
)


def test_breakpoints_of_an_item_are_carried_to_its_rows_over_constant_coefficients() -> None:
    """A tier from 18 points on begins at 18 lessons, and at 12 where each counts 1.5."""
    bends = bends_of(policy_of(TIERS))
    assert {18 * MICRO, 12 * MICRO} <= bends.rows["workload", "lesson"]


def test_numbers_stand_beside_every_breakpoint() -> None:
    """A grid has the number below, at and above each bound, and its own ends."""
    lesson = next(k for k in domain_of(policy_of(TIERS)).kinds["workload"] if k.name == "lesson")
    near = {number // MICRO for number in lesson.grid.near}
    assert {11, 12, 13, 17, 18, 19, 0} <= near


def test_what_the_domain_says_goes_before_what_follows_from_the_policy() -> None:
    """Units, posts, grids and the typical post are those of `domain:`."""
    text = SOUND + (
        "domain:\n  units: 2..3\n  posts: 1..5\n"
        "  workload: {lesson: {from: 2, to: 10, step: 2}}\n"
        "  typical: {workload: {lesson: 6}, position: principal}\n"
    )
    domain = domain_of(policy_of(text))
    assert (domain.units, domain.posts) == ((2, 3), (1, 5))
    lesson = next(kind for kind in domain.kinds["workload"] if kind.name == "lesson")
    grid = lesson.grid
    assert (grid.first, grid.last, grid.step) == (2 * MICRO, 10 * MICRO, 2 * MICRO)
    assert grid.typical == 6 * MICRO
    assert domain.cells["staff", "position"].texts[0] == "principal"


def test_kinds_and_texts_are_those_that_the_policy_names() -> None:
    """Kinds of work, indicators and positions are the policy's, and one that it does not know."""
    domain = domain_of(policy_of(SOUND))
    assert [kind.name for kind in domain.kinds["workload"]] == ["class_head", "lesson"]
    assert [kind.name for kind in domain.kinds["outcomes"]] == ["quality"]
    assert set(domain.cells["staff", "position"].texts) == {"teacher", "principal", "other"}
    assert (domain.class_head, domain.front_line) == ("class_head", ("front_line",))


def test_a_column_of_a_lookup_without_a_default_has_no_text_that_the_lookup_lacks() -> None:
    """Counties that the engine must refuse teach nothing."""
    text = with_lines(
        (
            "where: {kind: lesson}}",
            "where: {kind: lesson}, times: [{by: class_size, bands: {20: 1, 46: 1.1}}]}",
        )
    )
    texts = domain_of(policy_of(text)).cells["workload", "class_size"].texts
    assert set(texts) == {"20", "21", "45", "46", "47"}
