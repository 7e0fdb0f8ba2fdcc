"""The fingerprint: the same for any form of the same records, another one where pay could be."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from paycalc import ProblemsError, Records, Result, compute, compute_parts, read_records
from paycalc.policy import Policy
from paycalc.records import batches
from paycalc.result.fingerprint import Digests, digests_of, fingerprint
from paycalc.result.json_form import canonical, hash_of
from tests.engine.by_county import COUNTIES, folder_of
from tests.engine.by_county import POLICY as FOUR_POLICY
from tests.invariance.datasets import shuffled, typed
from tests.promises.computed import fixture_of, policy_of
from tests.result.building import dataset, loaded, policy, records, table

POLICY = policy_of("example-county")
TABLES, PERIOD = fixture_of("example-county")


def print_of(*results: Result) -> dict[str, Any]:
    """The fingerprint of results of counties that follow one another."""
    return fingerprint(results[0].policy, results[0].period, map(digests_of, results))


def of_tables(tables: Mapping[str, pl.DataFrame], by: Policy = POLICY) -> dict[str, Any]:
    """The fingerprint of a policy (the example county's) and tables of its period."""
    return print_of(compute(by, Records.from_tables(tables, period=PERIOD)))


def small(tables: Mapping[str, Any], text: str | None = None) -> dict[str, Any]:
    """The fingerprint of small tables."""
    return print_of(compute(loaded(text or policy()), records(tables)))


@pytest.fixture(scope="module")
def expected() -> dict[str, Any]:
    """The fingerprint of the example county as it lies in CSV files."""
    return of_tables(TABLES)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_order_of_rows_does_not_count(expected: dict[str, Any], seed: int) -> None:
    """Tables whose rows were shuffled have the same fingerprint."""
    assert of_tables(shuffled(TABLES, seed)) == expected


@pytest.mark.parametrize("floats", [False, True])
def test_the_types_of_cells_do_not_count(expected: dict[str, Any], floats: bool) -> None:
    """Integers, floats, decimals, dates and categories have the fingerprint of their texts."""
    assert of_tables(typed(TABLES, floats=floats)) == expected


def test_folders_by_county_do_not_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Four counties computed apart, or two and two, have the fingerprint of all at once."""
    folder = folder_of(tmp_path)
    whole = compute(FOUR_POLICY, read_records(folder))
    at_once = print_of(whole)
    monkeypatch.setattr(batches, "_SIZE", 1)
    apart = list(compute_parts(FOUR_POLICY, folder, digests=True, threads=2))
    assert [len(result.names.counties) for result in apart] == [1] * len(COUNTIES)
    assert print_of(*apart) == at_once
    assert print_of(compute(FOUR_POLICY, folder)) == at_once  # which reads the records again
    assert at_once["tables"]["staff"]["rows"] == whole.made.checked.staff.frame.height


def test_columns_that_the_policy_does_not_read_do_not_count(expected: dict[str, Any]) -> None:
    """Names and remarks are not in the fingerprint, and no hash of them is written anywhere."""
    more = {**TABLES, "staff": TABLES["staff"].with_columns(pl.lit("x").alias("name"))}
    assert of_tables(more) == expected


def test_rows_outside_the_period_do_not_count() -> None:
    """A row that the period leaves out changes no number, and not the fingerprint."""
    head = "teacher_id school_id kind quantity date"
    inside = ("T1 S1 lesson 4 2025-10-01", "T4 S3 lesson 5 2025-10-01")
    with_more = table(head, *inside, "T1 S1 lesson 9 2025-08-31")
    expected = small(dataset(workload=table(head, *inside)))
    assert small(dataset(workload=with_more)) == expected


def test_writings_of_a_date_and_a_number_are_one() -> None:
    """2025-9-1 and 2025/09/01 are one date, 4 and 4.0 one number."""
    head = "teacher_id school_id kind quantity from"
    one = table(head, "T1 S1 lesson 4 2025-09-01", "T4 S3 lesson 5 2025/9/2")
    other = table(head, "T4 S3 lesson 5.000 2025-09-02", "T1 S1 lesson 4.0 2025-9-1")
    assert small(dataset(workload=one)) == small(dataset(workload=other))


def test_a_quote_in_a_text_moves_nothing_to_the_next_column() -> None:
    """Texts with quotes and commas stay apart from their neighbours."""
    text = policy(items="subject: {rows: workload, where: {subject: 'b\",\"c', kind: a}}")
    head = "teacher_id school_id quantity kind subject"
    one = {**table(head, "T1 S1 4 - -"), "kind": ["a"], "subject": ['b","c']}
    other = {**one, "kind": ['a","b'], "subject": ["c"]}
    assert small(dataset(workload=one), text) != small(dataset(workload=other), text)


def changed_cells() -> list[tuple[str, str]]:
    """Every table and column of the example county."""
    return [(name, column) for name, frame in TABLES.items() for column in frame.columns]


@pytest.mark.parametrize(("name", "column"), changed_cells())
def test_whatever_changes_pay_changes_the_fingerprint(
    expected: dict[str, Any], name: str, column: str
) -> None:
    """A cell of each column is replaced by one of another row: pay never changes alone."""
    cells = TABLES[name][column]
    there = [row for row, cell in enumerate(cells) if cell]
    row = there[len(there) // 2] if there else 0
    others = cells.filter(cells != cells[row])
    changed = pl.Series(column, [*cells[:row], *others[:1], *cells[row + 1 :]], dtype=pl.String)
    if others.is_empty():
        return
    now = paid_of({**TABLES, name: TABLES[name].with_columns(changed)})
    if now is None or now[1] == paid_as_it_is()[1]:
        return
    assert now[0]["run"] != expected["run"]
    tables = [n for n in now[0]["tables"] if now[0]["tables"][n] != expected["tables"].get(n)]
    assert name in tables


def test_there_are_cells_that_change_pay(expected: dict[str, Any]) -> None:
    """So the test before this one can fail."""
    quantity = TABLES["workload"]["quantity"].replace("5", "6")
    now = paid_of({**TABLES, "workload": TABLES["workload"].with_columns(quantity)})
    assert now[1] != paid_as_it_is()[1]
    assert now[0]["tables"]["workload"] != expected["tables"]["workload"]
    assert now[0]["tables"]["staff"] == expected["tables"]["staff"]


@cache
def paid_as_it_is() -> Any:
    """The fingerprint and the payouts of the example county."""
    return paid_of(TABLES)


def paid_of(tables: Mapping[str, pl.DataFrame]) -> Any:
    """The fingerprint and the payouts, or nothing where the records have an error."""
    try:
        result = compute(POLICY, Records.from_tables(tables, period=PERIOD), threads=1)
    except ProblemsError:
        return None
    return print_of(result), result.payouts.rows()


def test_an_adjustment_and_an_opening_balance_are_in_it() -> None:
    """The tables that every policy takes are in the fingerprint, but for reasons and authors."""
    head = "adjustment_id teacher_id school_id amount reason author"

    def found(adjustment: str, balance: str) -> dict[str, Any]:
        more = {
            "adjustments": table(head, adjustment),
            "opening_balances": table("unit_id amount", balance),
        }
        return small(dataset(**more))

    expected = found("1 T1 S1 -10 x y", "S1 100")
    assert {"adjustments", "opening_balances"} <= expected["tables"].keys()
    assert found("1 T1 S1 -10 z z", "S1 100") == expected
    assert found("1 T1 S1 -11 x y", "S1 100") != expected
    assert found("1 T1 S1 -10 x y", "S1 101") != expected


POLICIES = {
    "a comment": lambda text: f"# a comment\n{text}",
    "quotes": lambda text: text.replace("id: small", "id: 'small'"),
    "a title": lambda text: f"{text}title: {{en: t, zh: t}}\n",
}


@pytest.mark.parametrize("how", POLICIES)
def test_a_policy_that_says_the_same_has_the_same_fingerprint(how: str) -> None:
    """Comments, quotes and the title are none of a policy's one form."""
    text = POLICIES[how](policy())
    assert text != policy()
    assert small(dataset(), text) == small(dataset())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("rows: workload}", "rows: workload, times: [2]}"),
        ("effective: {from: 2025-09-01}", "effective: {from: 2025-08-01}"),
        ("share_by: [lessons]", "share_equally: true"),
        ("decimals: 2", "decimals: 1"),
    ],
)
def test_a_policy_that_says_otherwise_has_another_fingerprint(old: str, new: str) -> None:
    """Whatever else a policy says is in it."""
    assert old in policy()
    found = small(dataset(), policy().replace(old, new))
    assert found["policy"] != small(dataset())["policy"]


def test_the_order_of_pools_is_in_it() -> None:
    """Pools take one after the other, so that another order is another policy."""
    pools = ("a: {takes: 10%, share_equally: true}", "b: {takes: 50%, share_equally: true}")
    rest = "c: {takes: rest, share_by: [lessons]}"
    one, other = (
        policy(level_2=f"pools: {{{', '.join([*order, rest])}}}") for order in (pools, pools[::-1])
    )
    assert small(dataset(), one)["policy"] != small(dataset(), other)["policy"]


def test_a_plan_s_file_is_in_it() -> None:
    """A policy whose plan lies in a file of its own is known by the text of that file, too."""
    text = policy(level_2="plan_by: stage, default: p, plans: {p: {file: plan.yaml}}")

    def found(plan: str) -> Any:
        return small_policy(loaded(text, {"plan.yaml": plan}))

    plan = "pools: {work: {takes: rest, share_by: [lessons]}}\n"
    assert found(plan) == found(f"# the same\n{plan}")
    assert found(plan) != found(plan.replace("share_by: [lessons]", "share_equally: true"))


def small_policy(by: Policy) -> Any:
    """The hash of a policy."""
    return print_of(compute(by, records(dataset())))["policy"]


def test_the_digest_of_a_table_is_what_its_page_says() -> None:
    """Headings, owners and texts in byte order, then rows as little-endian 64-bit numbers."""
    workload = table(
        "teacher_id school_id kind quantity", "T2 S2 lesson 1", "T1 S1 lesson 2", "T1 S1 lesson 1.5"
    )
    found: Digests = digests_of(compute(loaded(policy()), records(dataset(workload=workload))))
    head = {
        "columns": ["from (date)", "to (date)", "quantity (number)"],
        "owners": '"S1","T1"\n"S2","T2"',
        "texts": ",",
    }
    digest = hashlib.sha256(json.dumps(head, separators=(",", ":"), sort_keys=True).encode())
    for column in ([0, 0, 1], [0, 0, 0], [1_500_000, 2_000_000, 1_000_000]):
        digest.update(b"".join(number.to_bytes(8, "little", signed=True) for number in column))
    [(county, workload_digest)] = found["workload"].items()
    assert (county, workload_digest.rows) == ("A", 3)
    assert workload_digest.sha256 == digest.hexdigest()


def test_the_fingerprint_of_the_run_is_that_of_all_its_parts() -> None:
    """``run`` is the sha256 of the canonical JSON of everything else in the fingerprint."""
    found = small(dataset())
    parts = {name: value for name, value in found.items() if name != "run"}
    assert set(parts) == {"policy", "tables", "period", "currency", "semantics"}
    assert found["run"] == hash_of(parts) == hashlib.sha256(canonical(parts)).hexdigest()
