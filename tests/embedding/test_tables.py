"""Tables of pandas, pyarrow and DuckDB go in, and Arrow comes out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from paycalc import Records, Result, compute
from tests.promises.computed import fixture_of, policy_of, same

POLICY = policy_of("example-county")
ROWS, PERIOD = fixture_of("example-county")


def _of_duckdb(frame: pl.DataFrame) -> object:
    with duckdb.connect() as connection:
        connection.register("given", frame.to_arrow())
        return connection.sql("SELECT * FROM given").to_arrow_table()


KINDS: Mapping[str, Callable[[pl.DataFrame], object]] = {
    "pandas": lambda frame: pd.DataFrame(frame.to_dict(as_series=False)),
    "pyarrow": lambda frame: frame.to_arrow(),
    "record batches": lambda frame: pa.RecordBatchReader.from_batches(
        frame.to_arrow().schema, frame.to_arrow().to_batches(max_chunksize=7)
    ),
    "DuckDB": _of_duckdb,
    "lists": lambda frame: frame.to_dict(as_series=False),
}


@pytest.fixture(scope="module")
def expected() -> Result:
    """What the same cells are paid as Polars frames."""
    return compute(POLICY, Records.from_tables(ROWS, period=PERIOD))


@pytest.mark.parametrize("kind", KINDS)
def test_tables_of_other_libraries_are_paid_the_same(kind: str, expected: Result) -> None:
    """Any of them may be given, without a file and without being changed."""
    tables = {name: KINDS[kind](frame) for name, frame in ROWS.items()}
    assert same(expected, compute(POLICY, Records.from_tables(tables, period=PERIOD))) is None


def test_a_relation_of_duckdb_is_a_table_as_it_is(expected: Result) -> None:
    """A query's relation is taken without being turned into anything first."""
    with duckdb.connect() as connection:
        for name, frame in ROWS.items():
            connection.register(f"given_{name}", frame.to_arrow())
        tables = {name: connection.sql(f"FROM given_{name}") for name in ROWS}
        result = compute(POLICY, Records.from_tables(tables, period=PERIOD))
    assert same(expected, result) is None


def test_arrow_comes_out_and_money_is_exact(expected: Result) -> None:
    """pyarrow, pandas and DuckDB take a table of a result; its money stays decimal."""
    table = pa.table(expected.payouts)
    assert pa.types.is_decimal(table.schema.field("payable").type)
    total = expected.payouts["payable"].sum()
    assert sum(value.as_py() for value in table["payable"]) == total
    frame = table.to_pandas()
    assert sum(frame["payable"], Decimal(0)) == total
    with duckdb.connect() as connection:
        connection.register("payouts", table)
        [[summed]] = connection.sql("SELECT sum(payable) FROM payouts").fetchall()
    assert summed == total
