"""Colleagues never appear in an explanation, only their totals and counts."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator

import pytest

from tests.explain.conftest import NAMES, ROOT, result_of

SOME = 120


def rows_of(told: object) -> Iterator[tuple[str, int]]:
    """File and row number of every row in the JSON of an explanation."""
    if isinstance(told, dict):
        if told.get("file") and told.get("row"):
            yield told["file"], told["row"]
        for part in told.values():
            yield from rows_of(part)
    elif isinstance(told, list):
        for part in told:
            yield from rows_of(part)


def teachers_by_row(name: str) -> dict[tuple[str, int], str]:
    """Whose each row of a fixture is; no cell of a fixture spans lines."""
    found = {}
    for path in (ROOT / "fixtures" / name).glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            for number, row in enumerate(csv.DictReader(file), 2):
                found[path.name, number] = row.get("teacher_id") or row.get("工号") or ""
    return found


@pytest.mark.parametrize("name", NAMES)
def test_no_other_teacher_is_named_and_no_other_row_is_shown(name: str) -> None:
    """Text, Markdown and JSON hold no id of a colleague, no name, and no row of another."""
    result = result_of(name)
    everybody = result.payouts["teacher_id"].unique(maintain_order=True).to_list()
    whose = teachers_by_row(name)
    names = set(result.made.records.tables["staff"].frame.to_dict().get("name", []))
    step = max(len(everybody) // SOME, 1)
    for teacher in everybody[::step]:
        told = result.explain(teacher)
        exported = told.to_json()
        for text in (str(told), told.markdown(), told.text("zh"), json.dumps(exported)):
            words = set(re.findall(r"[\w-]+", text))
            assert words & (set(everybody) | names) == {teacher}
        assert {whose[place] for place in rows_of(exported)} <= {teacher}
