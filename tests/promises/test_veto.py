"""Section 9 of policy.md: a fully vetoed teacher is paid nothing anywhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random

import numpy as np
import polars as pl

from paycalc import Result
from paycalc.policy import Policy
from paycalc.policy.model import Veto, VetoClass, VetoItem
from tests.promises.computed import Computed, Tables, fen

HEIRS = ("county", "unallocated", "school")
EVERY = 3
"""Each third random case is computed again, with cases against some of its teachers."""


def _with_cases(one: Computed) -> tuple[Policy, Tables, set[tuple[str, str]]]:
    """The same with a veto that takes all, and cases against about a third of the teachers."""
    choose = Random(one.seed)
    veto = Veto(
        items={"breach": VetoItem("breach", "whole")},
        classes={"whole": VetoClass("whole", pays=0, months=12)},
        statuses={"confirmed": "apply"},
        money_goes_to=HEIRS[one.seed % len(HEIRS)],
    )
    people = sorted(set(one.result.payouts.select("county_id", "teacher_id").iter_rows()))
    hit = choose.sample(people, -(-len(people) // 3))
    ethics = pl.DataFrame(
        {
            "case_id": [f"V{i}" for i in range(len(hit))],
            "county_id": [county for county, _ in hit],
            "teacher_id": [teacher for _, teacher in hit],
            "item": ["breach"] * len(hit),
            "status": ["confirmed"] * len(hit),
            "decided_on": [str(one.period.first_day)] * len(hit),
        },
        schema_overrides={"decided_on": pl.String},
    )
    return replace(one.policy, veto=veto), {**one.tables, "ethics": ethics}, set(hit)


def _hit(result: Result, people: set[tuple[str, str]]) -> np.ndarray:
    """The posts of these people, all that they have in their county."""
    posts = result.payouts.select("county_id", "teacher_id").iter_rows()
    return np.array([post in people for post in posts], np.bool_)


def test_a_fully_vetoed_teacher_is_paid_nothing_anywhere(
    all_computed: Sequence[Computed],
) -> None:
    """Every post of a teacher whose class pays 0% of everything pays, holds and receives nothing;
    what others had stays theirs.
    """
    vetoed = 0
    for one in (one for one in all_computed if one.seed % EVERY == 0 or one.seed < EVERY):
        policy, tables, people = _with_cases(one)
        result = one.again(policy=policy, tables=tables)
        hit = _hit(result, people)
        vetoed += int(hit.sum())
        for column in ("payable", "held", "received"):
            assert not fen(result.payouts, column)[hit].any(), (one.name, column)
        gross, forfeited = fen(result.payouts, "gross"), fen(result.payouts, "forfeited")
        assert (forfeited[hit] == gross[hit]).all(), one.name
        assert (gross == fen(one.result.payouts, "gross")).all(), one.name
        assert (fen(result.payouts, "payable")[~hit] >= gross[~hit]).all(), one.name
    assert vetoed


def test_cases_of_the_records_are_carried_out(all_computed: Sequence[Computed]) -> None:
    """Where a case in time applies and its class takes all, no post of the teacher is paid."""
    for one in all_computed:
        veto = one.policy.veto
        if veto is None:
            continue
        result, cases = one.result, one.result.encoded.cases
        items = list(veto.items.values())
        people = set()
        for case, place in zip(result.applying, result.case_places, strict=True):
            breach = veto.classes[items[cases.item[place]].veto_class]
            if breach.pays == 0 and not breach.pools:
                county = result.names.counties[cases.county[place]]
                people.add((county, result.names.case_teachers[int(case)]))
        hit = _hit(result, people)
        assert not fen(result.payouts, "payable")[hit].any(), one.name
        assert not fen(result.payouts, "held")[hit].any(), one.name
        assert hit.any() >= bool(people), one.name
