"""Rows about examination results that an item reads without saying so (L110)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from paycalc.policy.lint import exam_word
from paycalc.policy.model import Item, Rows
from paycalc.problems import Problem
from paycalc.records.cells import texts
from paycalc.result.lint._fractions import Judgement

_COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "workload": ("kind", "event"),
    "outcomes": ("indicator",),
    "school_results": ("indicator",),
}


def exam_rows(judgement: Judgement) -> Iterator[Problem]:
    """Items that reach pay and read rows whose kind, indicator or event names examinations.

    What conditions on these columns let in, L010 finds in the policy itself.
    """
    view = judgement.view
    for name, item in judgement.result.policy.items.items():
        if name not in view.reaching or not isinstance(item.source, Rows):
            continue
        for column in _open_columns(item, item.source):
            word = _word(judgement, item.source.table or "", column)
            if word is not None:
                table = item.source.table or ""
                values = {"item": name, "table": table, "column": column, "word": word}
                yield view.problem(judgement.code, ("items", name), None, **values)


def _open_columns(item: Item, rows: Rows) -> Iterator[str]:
    asked = {condition.column.name for condition in rows.where}
    for column in _COLUMNS.get(rows.table or "", ()):
        if column not in asked and not (column == "event" and "kind" in asked):
            yield column


def _word(judgement: Judgement, table: str, column: str) -> str | None:
    """The first word for examinations among a column's texts."""
    checked = judgement.result.made.checked.tables.get(table)
    if checked is None or column not in checked.frame.columns:
        return None
    written = texts(checked.frame[column]).drop_nulls().unique().sort()
    words = (exam_word(text) for text in written)
    return next((word for word in words if word is not None), None)
