"""Random policies and records: the order of rows never counts, and what changes pay always does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from random import Random
from typing import Any

import polars as pl
import pytest

from paycalc import ProblemsError, Records, compute, parse_policy
from paycalc.policy import Policy
from paycalc.result.fingerprint import digests_of, fingerprint
from tests.agreement.engine_side import frame
from tests.invariance.datasets import shuffled
from tests.strategies import Case, case_of, case_with_more_money

SEEDS = (*range(620_000, 620_300),)
CHANGES = 6
"""So many cells of each case are changed, one at a time."""

Tables = Mapping[str, pl.DataFrame]


def answer(policy: Policy, tables: Tables, period: Any) -> tuple[dict[str, Any], object] | None:
    """The fingerprint, and all that is paid and balanced; nothing where there is an error."""
    try:
        result = compute(policy, Records.from_tables(tables, period=period), threads=1)
    except ProblemsError:
        return None
    proof = fingerprint(policy, result.period, [digests_of(result)])
    return proof, (result.payouts.rows(), result.lines.rows(), result.ledger.rows())


def paid_cases() -> Iterator[tuple[int, Policy, Tables, Any]]:
    """The cases whose policy and records have no error."""
    for seed in SEEDS:
        for made in (case_of, case_with_more_money):
            case: Case = made(seed)
            policy, _ = parse_policy(case.policy_text, read_file=case.files.__getitem__)
            if policy is not None:
                tables = {name: frame(rows) for name, rows in case.tables.items()}
                yield seed, policy, tables, case.period


def changed(tables: Tables, random: Random) -> Tables:
    """The tables with one cell replaced by one of another row, or emptied."""
    name = random.choice([name for name, table in tables.items() if table.height])
    column = random.choice(tables[name].columns)
    cells = tables[name][column].to_list()
    cells[random.randrange(len(cells))] = random.choice([*cells, ""])
    return {**tables, name: tables[name].with_columns(pl.Series(column, cells, dtype=pl.String))}


@pytest.mark.slow
def test_no_order_of_rows_changes_the_fingerprint_and_whatever_changes_pay_does() -> None:
    """Of random cases, those that are paid; each with its rows shuffled, and with cells changed."""
    shuffles, changes = 0, 0
    for seed, policy, tables, period in paid_cases():
        first = answer(policy, tables, period)
        if first is None:
            continue
        again = answer(policy, shuffled(tables, seed), period)
        assert again is not None
        assert again[0] == first[0], seed
        shuffles += 1
        random = Random(seed)
        for _ in range(CHANGES):
            now = answer(policy, changed(tables, random), period)
            if now is not None and now[1] != first[1]:
                assert now[0]["run"] != first[0]["run"], seed
                changes += 1
    assert shuffles > 100
    assert changes > 50
