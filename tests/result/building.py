"""Small policies and datasets whose results are looked at column by column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from paycalc import Records, Result, compute, parse_policy
from paycalc.policy import Policy

PERIOD = {"id": "t", "from": "2025-09-01", "to": "2026-01-31"}

Table = Mapping[str, Sequence[str | None]]
Tables = Mapping[str, Table]


def policy(
    *,
    items: str = "",
    level_1: str = "pools: {base: {takes: rest, share_equally: true}}",
    level_2: str = "pools: {work: {takes: rest, share_by: [lessons]}}",
    decimals: int = 2,
    end: str = "",
) -> str:
    """A policy that pays lessons; more items, other levels, whole sections at the end."""
    return f"""\
paycalc: 1
id: small
version: "1"
effective: {{from: 2025-09-01}}
currency: {{code: CNY, decimals: {decimals}}}
items:
  lessons: {{rows: workload}}
{"".join(f"  {line}" + chr(10) for line in items.splitlines())}\
level_1: {{{level_1}}}
level_2: {{{level_2}}}
{end}"""


def loaded(text: str, files: Mapping[str, str] | None = None) -> Policy:
    """The policy of a text that must have no error; its file is called policy.yaml."""
    read = (files or {}).__getitem__
    found, problems = parse_policy(text, file="policy.yaml", read_file=read)
    assert found is not None, "\n".join(map(str, problems))
    return found


def table(header: str, *rows: str) -> Table:
    """A table of texts, its columns and cells separated by spaces; ``-`` is an empty cell."""
    cells = [[None if cell == "-" else cell for cell in row.split()] for row in rows]
    return {column: [row[i] for row in cells] for i, column in enumerate(header.split())}


def dataset(**more: Table) -> dict[str, Table]:
    """Counties A (schools S1, S2) and B (school S3), five posts; tables put over it or added."""
    return {
        "funds": table("county_id amount source", "A 1000 x", "B 500 x"),
        "schools": table("school_id county_id stage", "S1 A p", "S2 A q", "S3 B p"),
        "staff": table(
            "teacher_id school_id position",
            *("T1 S1 teacher", "T2 S1 head", "T2 S2 teacher", "T3 S2 teacher", "T4 S3 teacher"),
        ),
        "workload": table(
            "teacher_id school_id kind quantity",
            *("T1 S1 lesson 4", "T2 S1 lesson 2", "T2 S2 lesson 1", "T3 S2 lesson 3"),
            "T4 S3 lesson 5",
        ),
        **more,
    }


def records(tables: Tables) -> Records:
    """The records of tables."""
    return Records.from_tables(tables, period=PERIOD)


def paid(text: str, tables: Tables | None = None, *, threads: int = 1) -> Result:
    """The result of a policy and tables that must be accepted."""
    return compute(loaded(text), records(tables or dataset()), threads=threads)
