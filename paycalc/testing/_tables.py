"""The tables of a case: text separated by commas, or a list of mappings."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping

from paycalc.policy.nodes import BrokenNode, ListNode, Node, ScalarNode, found_text, shown
from paycalc.records.tables import TABLES
from paycalc.testing._nodes import Entry, Spot, at_line, entries
from paycalc.testing.cases import CaseTable


def read_tables(node: Node, spot: Spot) -> dict[str, CaseTable]:
    """The tables under `given` or `add`, by their names of records.md."""
    tables = {}
    for name, (key, value) in entries(node, spot).items():
        if name not in TABLES:
            spot.unknown("T110", key, TABLES)
            continue
        tables[name] = _table(value, spot.into(name))
    return tables


def with_added(
    tables: Mapping[str, CaseTable], added: Mapping[str, CaseTable]
) -> dict[str, CaseTable]:
    """Tables with rows appended."""
    grown = {name: tables.get(name, CaseTable()).with_rows(more) for name, more in added.items()}
    return {**tables, **grown}


def _table(node: Node, spot: Spot) -> CaseTable:
    if isinstance(node, ScalarNode) and node.text:
        return _written(node, spot)
    if isinstance(node, ListNode):
        return _listed(node, spot)
    if isinstance(node, ScalarNode):
        spot.refuse("T104", node.mark)
    elif not isinstance(node, BrokenNode):
        spot.refuse("T102", node.mark, found=found_text(node))
    return CaseTable()


def _listed(node: ListNode, spot: Spot) -> CaseTable:
    """Rows as mappings from headings to cells; a heading that a row lacks is an empty cell."""
    rows: list[dict[str, str | None]] = []
    for place, row in enumerate(node.nodes, 1):
        here = spot.into(place)
        rows.append({name: _cell(e, here) for name, e in entries(row, here).items()})
    columns = tuple(dict.fromkeys(name for row in rows for name in row))
    return CaseTable(
        columns,
        tuple(tuple(row.get(column) for column in columns) for row in rows),
        tuple(row.mark.line for row in node.nodes),
    )


def _cell(entry: Entry, spot: Spot) -> str | None:
    key, node = entry
    if isinstance(node, ScalarNode):
        return node.text or None
    if not isinstance(node, BrokenNode):
        spot.into(key.text).refuse("T103", node.mark, found=found_text(node))
    return None


def _written(node: ScalarNode, spot: Spot) -> CaseTable:
    """Lines of cells separated by commas, the first of them the headings."""
    records = list(_records(node, spot))
    if not records:
        return CaseTable()
    line, headings = records[0]
    for place, heading in enumerate(headings):
        if not heading or heading in headings[:place]:
            spot.refuse("T112", at_line(node.mark, line), found=shown(heading))
    rows, lines = [], []
    for line, cells in records[1:]:
        if len(cells) != len(headings):
            values = {"found": len(cells), "expected": len(headings)}
            spot.refuse("T111", at_line(node.mark, line), **values)
            continue
        rows.append(tuple(cell or None for cell in cells))
        lines.append(line)
    return CaseTable(tuple(headings), tuple(rows), tuple(lines))


def _records(node: ScalarNode, spot: Spot) -> Iterator[tuple[int, list[str]]]:
    """Each row with the line where it begins; blank lines are skipped."""
    reader = csv.reader(node.text.splitlines(keepends=True), skipinitialspace=True, strict=True)
    start = 0
    try:
        for cells in reader:
            if len(cells) > 1 or any(cell.strip() for cell in cells):
                yield node.line + start, [cell.strip() for cell in cells]
            start = reader.line_num
    except csv.Error:
        spot.refuse("T113", at_line(node.mark, node.line + start))
