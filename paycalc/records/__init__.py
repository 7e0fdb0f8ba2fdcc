"""The records of one period: reading tables, and checking them against what a policy wants.

Nothing heavy is imported before it is used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from paycalc.records.checked import Cases, Checked, CheckedTable, Funds, Posts, place_of
    from paycalc.records.checking import check, lacking
    from paycalc.records.databases import read_database
    from paycalc.records.dataset import Records, read_records
    from paycalc.records.expectations import Expectations
    from paycalc.records.period import Period
    from paycalc.records.table import Part, Table

_HOMES = {
    "Cases": "checked",
    "Checked": "checked",
    "CheckedTable": "checked",
    "Expectations": "expectations",
    "Funds": "checked",
    "Part": "table",
    "Period": "period",
    "Posts": "checked",
    "Records": "dataset",
    "Table": "table",
    "check": "checking",
    "lacking": "checking",
    "place_of": "checked",
    "read_database": "databases",
    "read_records": "dataset",
}

__all__ = [
    "Cases",
    "Checked",
    "CheckedTable",
    "Expectations",
    "Funds",
    "Part",
    "Period",
    "Posts",
    "Records",
    "Table",
    "check",
    "lacking",
    "place_of",
    "read_database",
    "read_records",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
