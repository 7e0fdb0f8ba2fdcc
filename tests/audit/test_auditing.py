"""`audit`: the order of what is asked, verdicts that are not mixed, and what comes with them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from paycalc.audit import static
from paycalc.audit.auditing import audit, verdict_of
from paycalc.audit.catalogue import CATALOGUE
from paycalc.audit.exhaustive import Checked
from paycalc.audit.model import Part, Static, Verdict
from paycalc.audit.search import Tally
from paycalc.policy import load_policy
from tests.audit.small import SOUND, policy_of, with_lines
from tests.audit.test_search import DIPS

MORE_WORK = CATALOGUE["more_work_not_less_pay"]
LESSONS = "lessons: {rows: workload, where: {kind: lesson}}"
NOTHING = Static(MORE_WORK.id, ())
PROOF = Static(MORE_WORK.id, (Part("lesson", 0),))


@pytest.mark.parametrize(
    ("tally", "read", "checked", "verdict"),
    [
        (Tally(MORE_WORK, met=9, moved=9), PROOF, Checked(), "PROVED"),
        (Tally(MORE_WORK, met=9, moved=9, missed=1, broken=1), PROOF, Checked(), "BROKEN"),
        (Tally(MORE_WORK, met=9, moved=9, missed=1), PROOF, Checked(), "ROUNDING"),
        (Tally(MORE_WORK, met=9, moved=9), NOTHING, Checked(met=9, moved=9), "SAMPLED"),
        (Tally(MORE_WORK), NOTHING, Checked(met=9, moved=9), "CHECKED"),
        (Tally(MORE_WORK), NOTHING, Checked(met=9, moved=9, missed=1, broken=1), "BROKEN"),
        (Tally(MORE_WORK), NOTHING, Checked(), "NOT EXERCISED"),
        (Tally(MORE_WORK, met=9), NOTHING, Checked(met=9), "NOT EXERCISED"),
    ],
)
def test_a_verdict_is_the_strongest_that_is_true(
    tally: Tally, read: Static, checked: Checked, verdict: Verdict
) -> None:
    """A case that breaks a promise outweighs a proof; where nothing moves nothing is known."""
    assert verdict_of(MORE_WORK, policy_of(SOUND), tally, read, checked) == verdict


def test_a_broken_promise_comes_with_a_case_and_the_places_of_the_policy() -> None:
    """The tier that dips is named by its line; what is not declared is a note."""
    policy = policy_of(DIPS)
    found = audit(policy, cases=512, promises=[MORE_WORK.id])
    (judged,) = found.judged
    assert judged.verdict == "BROKEN"
    assert judged.finding is not None
    line = 1 + policy.source[: policy.source.index("18: 0.5")].count("\n")
    assert line in {place.line for place in judged.places}
    assert not judged.fails
    assert found.broken == ()


def test_a_declared_promise_that_is_broken_fails() -> None:
    """`promises:` is what the author stands by."""
    policy = policy_of(f"{DIPS}promises: {{more_work_not_less_pay: true}}\n")
    found = audit(policy, cases=256, promises=[MORE_WORK.id])
    assert [judged.promise.id for judged in found.broken] == [MORE_WORK.id]


def test_all_promises_are_audited_unless_some_are_named() -> None:
    """In the order of the catalogue, each with its cases."""
    found = audit(policy_of(SOUND), cases=256)
    assert [judged.promise.id for judged in found.judged] == list(CATALOGUE)
    assert found.cases == 256
    broken = {judged.promise.id for judged in found.judged if judged.verdict == "BROKEN"}
    assert broken <= {"other_units_change_nothing", "no_cliff", "no_result_cliff"}
    assert found.coverage["pool level_2.pools.all"] > 0


def test_bands_and_entries_of_lookups_are_counted() -> None:
    """In rows and in steps, nested ones too, with their defaults; what nobody reaches is 0."""
    lessons = (
        "lessons: {rows: workload, where: {kind: lesson}, times: [{by: class_size, bands: "
        "{0: 1, 46: {by: subject, table: {math: 1.2, art: 1}, default: 1.1}}, default: 1}], "
        "then: [{times: {by: staff.title, table: {senior: 1.1}, default: 1}}]}"
    )
    found = audit(policy_of(with_lines((LESSONS, lessons))), cases=64, promises=["caps_hold"])
    counted = {name: n for name, n in found.coverage.items() if "items.lessons" in name}
    rows, steps = "items.lessons.times[1].lookup", "items.lessons.then[1]"
    assert list(counted) == [
        *(f"band {rows}[1] {bound}" for bound in (0, 46)),
        f"entry {rows}[1] default",
        *(f"entry {rows}[2] {text}" for text in ("math", "art", "default")),
        *(f"entry {steps} {text}" for text in ("senior", "default")),
    ]
    assert min(counted.values()) > 0
    inner = sum(n for name, n in counted.items() if f"{rows}[2]" in name)
    assert inner == counted[f"band {rows}[1] 46"]


CROSSING = """guarantees:
  first: {group: front_line, per_head_at_least: 1.0, of: leaders, enforce: true}
domain: {workload: {lesson: {from: 0, to: 30, step: 1}}}
"""


def test_what_changes_cross_is_counted() -> None:
    """Bounds that one thing more takes somebody across; one that nobody reaches is 0."""
    steps = "then: [{bands: {0: 1, 12: 2, 9000: 3}}]}"
    text = with_lines(
        (LESSONS, f"{LESSONS[:-1]}, {steps}"),
        ("lessons, heads, quality]}}", "lessons, heads, quality], limit: {at_most: 9000}}}"),
    )
    found = audit(policy_of(f"{text}{CROSSING}"), cases=64, promises=["caps_hold"]).coverage
    crossed = {name: n for name, n in found.items() if name.startswith("crossed")}
    where = "crossed band items.lessons.then[1]"
    assert [name for name, n in crossed.items() if n > 0] == [
        f"{where} 12",
        "crossed ceiling level_2.pools.all",
        "crossed guarantee guarantees.first",
    ]
    assert crossed[f"{where} 9000"] == 0


def test_the_same_seed_is_the_same_audit_whatever_the_threads() -> None:
    """All but the seconds."""
    first, second = (
        replace(audit(policy_of(DIPS), cases=512, seed=4, threads=n), seconds=0) for n in (1, 2)
    )
    assert first == second


def test_a_bound_is_three_by_the_cases_that_met_the_premise() -> None:
    """Where none broke it."""
    found = audit(policy_of(SOUND), cases=300, promises=["veto_harms_nobody"])
    (judged,) = found.judged
    assert judged.bound == 3 / judged.met
    assert judged.static == static.read(policy_of(SOUND), judged.promise)


@pytest.mark.slow
@pytest.mark.parametrize(
    "path", sorted(Path("policies").glob("*.yaml")), ids=lambda path: path.stem
)
def test_what_the_engine_promises_holds_in_many_counties_of_the_library(path: Path) -> None:
    """Accounts, signs, full vetoes, the order of rows and caps, in a hundred thousand counties.

    Caps are the engine's promise where nothing in the policy undoes them.
    """
    policy = load_policy(path)
    names = ["fund_accounted_for", "nobody_negative", "full_veto_pays_nothing"]
    names.append("row_order_changes_nothing")
    if not static.read(policy, CATALOGUE["caps_hold"]).reasons():
        names.append("caps_hold")
    found = audit(policy, cases=100_000, seed=11, promises=names)
    for judged in found.judged:
        assert (judged.broken, judged.worst) == (0, 0)
    assert found.judged[0].met > 50_000
