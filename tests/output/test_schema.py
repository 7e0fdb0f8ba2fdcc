"""What ``paycalc schema --tables`` says of tables is what goes in and comes out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from paycalc import Records, Result, compute
from paycalc.engine import expectations
from paycalc.output.run import TABLES as RUN_TABLES
from paycalc.output.run import write_run
from paycalc.output.schema import OUTPUTS, tables
from paycalc.records import lacking
from paycalc.records.tables import FOR_LINT, TABLES
from tests.promises.computed import fixture_of, policy_of
from tests.result.building import loaded, policy

FROZEN = Path(__file__).with_name("tables-1.json")
SAID: Any = tables("en")
DTYPES = {"text": pl.String(), "count": pl.Int64(), "money": pl.Decimal(38, 2), "date": pl.Date()}
WRITTEN = [*RUN_TABLES, "problems"]


def test_every_table_of_a_run_is_told() -> None:
    """The tables that a run writes are those that are said to come from it."""
    by_run = [name for name, table in SAID["output"].items() if table["written_by"] == "run"]
    assert sorted(by_run) == sorted(WRITTEN)
    assert list(SAID["input"]) == list(TABLES)


@pytest.mark.parametrize("name", WRITTEN)
def test_columns_types_and_keys_are_those_that_a_run_writes(
    result: Result, tmp_path: Path, name: str
) -> None:
    """Each table has exactly the columns, in this order, of these types; its key occurs once."""
    folder = write_run(result, tmp_path / "run", format="parquet")
    frame = pl.read_parquet(folder / f"{name}.parquet")
    table = OUTPUTS[name]
    assert dict(frame.schema) == {column: DTYPES[kind] for column, kind in table.columns.items()}
    assert frame.height > 0
    assert not table.key or frame.select(table.key).is_unique().all()


@pytest.mark.parametrize("name", ["payouts", "lines", "units", "ledger", "bars"])
def test_a_program_gets_the_same_columns(result: Result, name: str) -> None:
    """The tables of a result have the columns of those in files, and so has any without rows."""
    frame: pl.DataFrame = getattr(result, name)
    assert list(frame.columns) == list(OUTPUTS[name].columns)
    empty = compute(policy_of("example-county"), _without_cases())
    assert getattr(empty, name).schema == frame.schema


@pytest.mark.parametrize("name", [name for name in TABLES if name not in FOR_LINT])
def test_required_columns_are_those_that_a_table_may_not_lack(name: str) -> None:
    """A dataset of nothing but the required columns lacks none; without one of them it is told."""
    required = {
        table: [column["name"] for column in said["columns"] if column["required"]]
        for table, said in SAID["input"].items()
    }
    assert _lacking(required) == []
    for column in required[name]:
        fewer = [one for one in required[name] if one != column]
        assert _lacking({**required, name: fewer or ["other"]}) == [(name, column)]


def test_required_tables_are_those_that_a_dataset_may_not_lack() -> None:
    """Without any table just those are told that are said to be required."""
    required = [name for name, said in SAID["input"].items() if said["required"]]
    assert [table for table, _ in _lacking({})] == required


@pytest.mark.parametrize("language", ["en", "zh"])
def test_everything_is_explained(language: str) -> None:
    """Every table and column has its meaning, every number its unit, in both languages."""
    said: Any = tables(language)
    for table in (*said["input"].values(), *said["output"].values()):
        assert table["row"]
        for column in table["columns"]:
            assert column["means"]
            assert (column["unit"] is None) == (column["type"] == "text"), column


def test_under_a_version_nothing_changes_but_what_may() -> None:
    """What version 1 promised is still so: names, types, units and keys; new ones come after."""
    frozen, now = json.loads(FROZEN.read_text(encoding="utf-8")), promised()
    for name, table in frozen["output"].items():
        told = now["output"][name]
        assert (told["version"], told["key"]) == (table["version"], table["key"])
        assert list(told["columns"].items())[: len(table["columns"])] == [*table["columns"].items()]
    for name, table in frozen["input"].items():
        told = now["input"][name]
        assert (told["version"], told["required"]) == (table["version"], table["required"])
        added = told["columns"].keys() - table["columns"].keys()
        assert {**told["columns"], **table["columns"]} == told["columns"]
        assert not any("required" in told["columns"][column] for column in added)


def promised() -> Any:
    """What is promised of all tables: all but the words. Its JSON is ``tables-1.json``."""

    def table(said: Mapping[str, Any]) -> dict[str, Any]:
        kept = {key: said[key] for key in ("version", "required", "key") if key in said}
        return {**kept, "columns": {one["name"]: column(one) for one in said["columns"]}}

    def column(said: Mapping[str, Any]) -> str:
        required = "required" if said.get("required") else None
        return ", ".join(part for part in (said["type"], said["unit"], required) if part)

    return {
        way: {name: table(said) for name, said in SAID[way].items()} for way in ("input", "output")
    }


def _lacking(columns: Mapping[str, list[str]]) -> list[tuple[str | None, str | None]]:
    """The tables and columns that a dataset of tables with these columns lacks."""
    rows = {name: {column: ["1"] for column in some} for name, some in columns.items()}
    period = {"id": "1", "from": "2025-09-01", "to": "2026-01-31"}
    told = lacking(Records.from_tables(rows, period=period), expectations(loaded(policy())))
    return [(p.place.table, p.place.column) for p in told if p.code in {"R201", "R202", "R203"}]


def _without_cases() -> Records:
    rows, period = fixture_of("example-county")
    return Records.from_tables(
        {name: table for name, table in rows.items() if name != "ethics"}, period=period
    )
