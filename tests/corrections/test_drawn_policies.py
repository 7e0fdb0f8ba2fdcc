"""Policies of all kinds (`tests.strategies`) with corrections: engine and plain reading agree."""

from __future__ import annotations

from copy import deepcopy
from random import Random

import pytest

import paycalc
from paycalc.policy import Policy
from paycalc.problems import ProblemsError
from paycalc.result import Result
from paycalc.result.corrections import correct, release, settled_of_result
from tests.agreement.engine_side import records_of
from tests.corrections import engine_side as engine
from tests.corrections.drawing import MODES
from tests.corrections.test_agreement import same
from tests.reference import Refusal
from tests.reference import corrections as plain
from tests.strategies import Case, case_of
from tests.strategies.case import Tables

QUICK, ALL = range(8), range(600)
RESERVE = {"takes": {"share": "7%", "of": "all"}, "keep": "true"}
SWAPPED = ("quantity", "value", "days", "status", "amount", "level", "position", "fte", "to")


def with_corrections(case: Case, mode: str) -> Case:
    """The case with this mode, and the reserve that it may need, in every plan."""
    tree = deepcopy(case.policy)
    says: dict[str, object] = {"mode": mode}
    if mode == "freeze_others":
        level = tree["level_2"]
        for plan in level["plans"].values() if "plans" in level else [level]:
            plan["pools"] = {"held back": RESERVE, **plan["pools"]}
        says["reserve"] = "held back"
    return case.changed(policy={**tree, "corrections": says})


def later(tables: Tables, chosen: Random) -> Tables:
    """The same records with a few rows that are gone, came twice or have each other's cells."""
    changed = deepcopy(tables)
    for _ in range(chosen.randint(1, 3)):
        name = chosen.choice([name for name, rows in changed.items() if len(rows) > 1] or ["staff"])
        if name in {"funds", "schools"}:
            continue
        rows = changed[name]
        one, other = chosen.choice(rows), chosen.choice(rows)
        kind = chosen.choice(("gone", "twice", "swapped"))
        if kind == "gone":
            rows.remove(one)
        elif kind == "twice" and name in {"workload", "outcomes", "leave"}:
            rows.append(dict(one))
        else:
            for column in set(SWAPPED) & one.keys() & other.keys():
                one[column], other[column] = other[column], one[column]
    return changed


def computed(policy: Policy, case: Case) -> Result | None:
    """The result, unless the records are refused."""
    try:
        return paycalc.compute(policy, records_of(case), threads=1)
    except ProblemsError:
        return None


def followed(case: Case, chosen: Random) -> None:
    """Three revisions of a case by both, each of the last that was not blocked."""
    policy = engine.policy_of(case.policy_text)
    result, read = computed(policy, case), plain.first(case.policy_text, case.tables, case.period)
    assert (result is None) == isinstance(read, Refusal)
    if result is None or isinstance(read, Refusal):
        return
    closed = engine.Closed(settled_of_result(result), result)
    for _ in range(3):
        then: plain.State | Refusal | set[plain.Blocker]
        now: Result | None = closed.result
        if "freeze_others" in case.policy_text and chosen.random() < 1 / 3:
            made, then = release(closed.settled, closed.result), plain.release(read)
        else:
            case = case.changed(tables=later(case.tables, chosen))
            now, then = computed(policy, case), plain.correct(read, case.tables, case.period)
            assert (now is None) == isinstance(then, Refusal)
            if now is None:
                continue
            made = correct(closed.settled, closed.checked, now)
        assert now is not None
        after = engine.Closed(made.after, now, made)
        assert engine.blockers(after) == (then if isinstance(then, set) else set())
        if isinstance(then, plain.State):
            same(after, then)
            closed, read = after, then


def all_followed(seeds: range) -> None:
    """Every drawn case that is no mischief, in every mode."""
    for seed in seeds:
        case = case_of(seed)
        if case.mischief or case.files:
            continue
        for mode in MODES:
            corrected = with_corrections(case, mode)
            known, _ = paycalc.policy.parse_policy(corrected.policy_text)
            if known is not None:  # its shares `of: all` may leave no room for a reserve
                followed(corrected, Random(f"{seed} {mode}"))


def test_policies_of_all_kinds_are_corrected_alike() -> None:
    """General schools, several plans, Webster, opening balances and what else a policy may say."""
    all_followed(QUICK)


@pytest.mark.slow
def test_many_more_policies_are_corrected_alike() -> None:
    """The same for hundreds of policies."""
    all_followed(ALL)
