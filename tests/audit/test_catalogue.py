"""The catalogue of promises, the terms that policies set, and promises of their own."""

from __future__ import annotations

import pytest

from paycalc.audit.catalogue import CATALOGUE, premise_text, promises_of
from paycalc.audit.model import Change, Promise
from paycalc.policy.promises import CLIFFS, TEXTS
from tests.audit.building import policy


def own(terms: str) -> Promise:
    """A promise `mine` with some terms."""
    [one] = promises_of(policy(end=f"promises:\n  mine: {terms}"), ["mine"])
    return one


def test_every_promise_has_a_sentence_in_both_languages_and_a_formula() -> None:
    """The texts and the catalogue name the same promises, and none is empty."""
    assert list(TEXTS) == list(CATALOGUE)
    assert {name for name, one in CATALOGUE.items() if one.at_most is not None} == CLIFFS
    assert all(one.en.endswith(".") and one.zh.endswith("。") for one in CATALOGUE.values())
    assert all(one.formal and one.class_ for one in CATALOGUE.values())
    assert len({one.en for one in CATALOGUE.values()}) == len(CATALOGUE)


def test_premises_come_in_both_languages_or_in_none() -> None:
    """Where a promise speaks under a premise, it is told in English and in Chinese."""
    for one in CATALOGUE.values():
        assert bool(premise_text(one, "en")) == bool(premise_text(one, "zh"))


def test_what_a_policy_declares_is_declared_with_its_terms() -> None:
    """`true`, a tolerance in fen, a part of the mean for one unit more of something."""
    end = """
promises:
  more_work_not_less_pay: true
  better_result_not_less_pay: false
  veto_harms_nobody: {tolerance: 3}
  no_cliff: {per: outcomes.quality, at_most: 12.5%}
"""
    found = {one.id: one for one in promises_of(policy(end=end))}
    assert list(found) == list(CATALOGUE)
    assert found["more_work_not_less_pay"].declared
    assert not found["better_result_not_less_pay"].declared
    assert not found["nobody_negative"].declared
    assert found["veto_harms_nobody"].tolerance == 3
    cliff = found["no_cliff"]
    assert (cliff.change, cliff.at_most) == (Change("outcomes", "quality"), 125_000)


def test_a_cliff_of_schools_compares_the_money_of_units() -> None:
    """`per: school_results` asks of level 1."""
    [one] = promises_of(policy(end="promises: {no_cliff: {per: school_results}}"), ["no_cliff"])
    assert (one.change.kind, one.compares) == ("school_results", "unit_no_cliff")


@pytest.mark.parametrize(
    ("terms", "change", "compares"),
    [
        ("{change: {workload: {lesson: +1}}, then: {own_pay: not_less}}",
         Change("workload", "lesson", 1_000_000), "own_not_less"),
        ("{change: {outcomes: {quality: 0.5}}, then: {own_pay: not_more}}",
         Change("outcomes", "quality", 500_000), "own_not_more"),
        ("{change: {leave: {sick: +2}}, then: {others_pay: not_less}}",
         Change("leave", "sick", 2_000_000), "others_not_less"),
        ("{change: {class_head: true}, then: {own_pay: {moves_at_most: 20%}}}",
         Change("class_head"), "own_no_cliff"),
        ("{change: {fund: +0.01}, then: {everyones_pay: not_less}}",
         Change("more_fund", None, 1), "nobody_less"),
        ("{change: {veto: true}, then: {everyones_pay: same}}",
         Change("veto"), "nobody_changed"),
        ("{change: {nothing: true}, then: {everyones_pay: same}}",
         Change("nothing"), "nobody_changed"),
    ],
)  # fmt: skip
def test_own_promises_say_what_changes_and_what_holds(
    terms: str, change: Change, compares: str
) -> None:
    """An own promise is declared, and has a sentence in both languages."""
    one = own(terms)
    assert (one.change, one.compares, one.declared) == (change, compares, True)
    assert one.en
    assert "所得" in one.zh


def test_an_own_promise_may_have_a_tolerance() -> None:
    """In fen."""
    assert own("{change: {veto: true}, then: {others_pay: not_less}, tolerance: 2}").tolerance == 2


def test_what_is_declared_knows_its_place() -> None:
    """A declared promise names the line of the policy that declares it."""
    written = policy(end="promises:\n  nobody_negative: true\n  no_cliff: {at_most: 5%}")
    found = {one.id: one for one in promises_of(written)}
    lines = written.source.splitlines()
    for name in ("nobody_negative", "no_cliff"):
        mark = found[name].mark
        assert lines[mark.line - 1][mark.column - 1 :].startswith(name)
