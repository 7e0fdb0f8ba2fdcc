"""Every table that goes in and comes out: its columns, their types and units, and its version.

What may change under a version, and what makes a new one, says `CHANGES`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from paycalc.output._schema_words import CHANGES, MEANS, ROWS, UNITS
from paycalc.records.tables import TABLES, Column

Kind: TypeAlias = Literal["text", "count", "money", "date"]

FORMAT: Final = "paycalc-tables/1"
_VERSION: Final = 1

_COUNTY, _UNIT, _SCHOOL, _TEACHER = "county_id", "unit_id", "school_id", "teacher_id"
_POST = (_COUNTY, _UNIT, _SCHOOL, _TEACHER)
_PAY = ("gross", "forfeited", "received", "held", "payable")


@dataclass(frozen=True, slots=True)
class Output:
    """A table that comes out: the key of its rows, and the kind of each column, in their order.

    ``after`` is the command that writes it.
    """

    key: tuple[str, ...]
    columns: Mapping[str, Kind]
    after: str = "run"


def _columns(**kinds: str) -> dict[str, Kind]:
    """The kind of each column, of texts that name the columns of a kind."""
    one: dict[str, Kind] = {"text": "text", "count": "count", "money": "money", "date": "date"}
    return {name: one[kind] for kind, names in kinds.items() for name in names.split()}


OUTPUTS: Final[Mapping[str, Output]] = {
    "payouts": Output(_POST, _columns(text=" ".join(_POST), money=" ".join(_PAY))),
    "lines": Output((*_POST, "line"), _columns(text=" ".join((*_POST, "line")), money="amount")),
    "units": Output(
        (_COUNTY, _UNIT),
        _columns(
            text="county_id unit_id",
            count="posts",
            money="allocated payable held forfeited received kept unallocated",
        ),
    ),
    "ledger": Output(
        (_COUNTY, "from_account", "to_account"),
        _columns(text="county_id from_account to_account", money="amount"),
    ),
    "bars": Output(
        (_COUNTY, _TEACHER, "case_id", "bar"),
        _columns(text="county_id teacher_id case_id class bar", date="from until"),
    ),
    "problems": Output(
        (),
        {
            name: "count" if name in {"count", "line", "position", "row"} else "text"
            for name in (
                *("severity", "code", "message", "count", "file", "line", "position", "table"),
                *("row", "column", "county", "unit", "school", "teacher", "item", "sheet", "cell"),
            )
        },
    ),
    "differences": Output(
        (*_POST, "line"),
        _columns(text=" ".join((*_POST, "line")), money="paid recomputed due difference"),
        "correct",
    ),
    "balances": Output(
        ("revision", _COUNTY, _UNIT, "from_account", "to_account"),
        {
            "revision": "count",
            **_columns(text="county_id unit_id from_account to_account", money="amount"),
        },
        "correct",
    ),
    "carried": Output(
        (_COUNTY, _UNIT), _columns(text="county_id unit_id", money="amount added"), "correct"
    ),
    "feed": Output(
        ("line_key",),
        {
            **_columns(text="line_key kind reverses", count="revision"),
            **_columns(text=" ".join(("policy", *_POST, "component"))),
            **_columns(text="employee cost_bearer code direction", money="amount"),
            **_columns(text="currency period_earned period_paid reason fingerprint"),
        },
        "export",
    ),
    "control_totals": Output(
        (_COUNTY, _UNIT, "component", "code", "direction"),
        {
            **_columns(text="county_id unit_id component code direction"),
            **_columns(count="lines employees", money="amount"),
        },
        "export",
    ),
}
"""Tables of a run folder; of a dataset by county as Parquet each but ``problems`` is a folder.

The last ones are those of an export.
"""

_TYPES: Final[Mapping[str, Mapping[str, str]]] = {
    "text": {"arrow": "string", "csv": "text"},
    "count": {"arrow": "int64", "csv": "integer"},
    "money": {"arrow": "decimal128(38, d)", "csv": "decimal number with d decimals"},
    "date": {"arrow": "date32", "csv": "ISO 8601 date"},
    "number": {"arrow": "integer, float, decimal or string", "csv": "decimal number"},
}
"""How a kind is stored; d is the currency's number of decimals."""


def tables(language: str) -> dict[str, object]:
    """All tables as plain data, for JSON; what they mean in English (``en``) or Chinese (``zh``).

    >>> found = tables("en")["output"]["payouts"]
    >>> found["version"], found["columns"][0]["name"], found["columns"][8]["type"]
    (1, 'county_id', 'money')
    """
    return {
        "format": FORMAT,
        "changes": list(CHANGES[language]),
        "types": {kind: dict(how) for kind, how in _TYPES.items()},
        "input": {name: _input(name, language) for name in TABLES},
        "output": {name: _output(name, language) for name in OUTPUTS},
    }


def _input(name: str, language: str) -> dict[str, object]:
    spec = TABLES[name]
    return {
        "version": _VERSION,
        "row": ROWS[language][name],
        "required": spec.required,
        "names": [name, *spec.zh],
        "more_columns": True,
        "columns": [_of_input(name, column, language) for column in spec.columns.values()],
    }


def _of_input(table: str, column: Column, language: str) -> dict[str, object]:
    return {
        "name": column.name,
        "type": column.kind,
        "unit": _unit(table, column.name, column.kind, language),
        "required": column.required,
        "headings": [column.name, *([column.zh] if column.zh else [])],
        "means": MEANS[language][column.name],
    }


def _output(name: str, language: str) -> dict[str, object]:
    table = OUTPUTS[name]
    return {
        "version": _VERSION,
        "row": ROWS[language][name],
        "written_by": table.after,
        "key": list(table.key),
        "columns": list(_of_output(name, table, language)),
    }


def _of_output(name: str, table: Output, language: str) -> Iterator[dict[str, object]]:
    means = MEANS[language]
    for column, kind in table.columns.items():
        yield {
            "name": column,
            "type": kind,
            "unit": _unit(name, column, kind, language),
            "means": means.get(f"{name}.{column}") or means[column],
        }


def _unit(table: str, column: str, kind: str, language: str) -> str | None:
    """What a number counts; ``None`` of a text."""
    units = UNITS[language]
    return units.get(f"{table}.{column}") or units.get(column) or units.get(kind)
