"""A county in few words: each post's records, money and what changed, as texts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from paycalc.audit._words import CHANGES, say
from paycalc.audit.model import County, Difference, Row
from paycalc.audit.world_tables import money_text

_KEYS = frozenset({"teacher_id", "school_id", "county_id", "case_id"})
_TABLES = (
    ("workload", "kind", "quantity"),
    ("outcomes", "indicator", "value"),
    ("leave", "kind", "days"),
    ("ethics", "item", "status"),
)


def money(fen: int, decimals: int, *, sign: bool = False) -> str:
    """An amount with thousands apart.

    >>> money(-123456, 2), money(5, 2, sign=True)
    ('-1,234.56', '+0.05')
    """
    text = money_text(abs(fen), decimals)
    whole, point, part = text.partition(".")
    grouped = f"{int(whole):,}{point}{part}"
    return ("-" if fen < 0 else "+" if sign and fen else "") + grouped


def post_text(county: County, school: str, teacher: str) -> str:
    """A post's own records: columns of staff, then work, results, leave and cases."""
    parts = [_plain(row) for row in county.tables.get("staff", ()) if _is(row, school, teacher)]
    for table, kind, number in _TABLES:
        for row in county.tables.get(table, ()):
            if _is(row, school, teacher):
                parts.append(_row_text(row, kind, number))
    return "; ".join(part for part in parts if part)


def _is(row: Row, school: str, teacher: str) -> bool:
    return row.get("teacher_id") == teacher and row.get("school_id", school) == school


def _plain(row: Row) -> str:
    shown = [row["position"]] if row.get("position") else []
    rest = {k: v for k, v in row.items() if k not in _KEYS and k != "position" and v}
    return " ".join([*shown, *(f"{k}={v}" for k, v in rest.items())])


def _row_text(row: Row, kind: str, number: str) -> str:
    rest = {k: v for k, v in row.items() if k not in (*_KEYS, kind, number) and v}
    more = f" ({', '.join(f'{k} {v}' for k, v in rest.items())})" if rest else ""
    return f"{row.get(kind, '')} {row.get(number, '')}{more}".strip()


def county_lines(county: County, language: str) -> Iterator[str]:
    """Funds and schools, one line each."""
    for row in county.tables.get("funds", ()):
        source = f" ({row['source']})" if row.get("source") else ""
        yield f"{say(language, 'fund')} {row.get('amount', '')}{source}"
    for row in county.tables.get("schools", ()):
        school = row["school_id"]
        rest = [f"{k} {v}" for k, v in row.items() if k not in _KEYS and v]
        results = [
            f"{one.get('indicator', '')} {one.get('value', '')}"
            for one in county.tables.get("school_results", ())
            if one.get("school_id") == school
        ]
        yield f"{say(language, 'school')} {school}: {', '.join([*rest, *results]) or '-'}"


def change_texts(changed: Sequence[Difference], language: str) -> Iterator[str]:
    """What changed, one line for each cell."""
    for one in changed:
        of = one.of or one.column or "-"
        what = CHANGES[one.kind][language == "zh"].format(of=of, after=one.after)
        who = " ".join(part for part in (one.school, one.teacher) if part)
        values = ""
        if one.table and (one.before or one.after):
            none = say(language, "no_row")
            values = f": {one.before or none} -> {one.after or none}"
        yield f"{who + ': ' if who else ''}{what}{values}"
