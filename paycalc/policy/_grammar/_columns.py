"""Names of columns: where they are looked for and what is taken from them (section 4)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from paycalc.policy._collector import shown
from paycalc.policy._grammar._kinds import SCALAR_FORM, At, Either, ListOf, Made, scalar_text
from paycalc.policy._grammar._scalars import CONTROL
from paycalc.policy._yaml import Node
from paycalc.policy.model import Column, Mark, Peers

SCOPES: Final = ("row", "staff", "school")
PARTS: Final = {
    "held": ("days", "months", "share"),
    "period": ("days", "months"),
}
DATE_PARTS: Final = ("years", "month", "week")
UNIT: Final = "unit"

_MOST: Final = 200
NOWHERE: Final = Mark("", 0, 0)


def parse_column(text: str, mark: Mark = NOWHERE) -> Column | None:
    """The column that a text names, or ``None``.

    >>> str(parse_column("school.opened_on.years")), parse_column("held.weeks")
    ('school.opened_on.years', None)
    """
    parts = text.split(".")
    if any(part != part.strip() or not part for part in parts):
        return None
    if len(text) > _MOST or CONTROL.search(text):
        return None
    scope = parts.pop(0) if len(parts) > 1 and parts[0] in SCOPES else None
    name = parts.pop(0)
    part = parts.pop(0) if parts else None
    if parts:
        return None
    if name in PARTS:
        if scope is not None or part not in PARTS[name]:
            return None
    elif part is not None and part not in DATE_PARTS:
        return None
    return Column(name, scope, part, mark)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class ColumnName:
    """The name of a column of any table."""

    form: str = SCALAR_FORM

    def read(self, node: Node, at: At) -> Column | None:
        """See ``Kind``."""
        text = scalar_text(node, at)
        if text is None:
            return None
        column = parse_column(text, node.mark)
        if column is None:
            at.refuse("P052", node, found=shown(text))
        return column


@dataclass(frozen=True, slots=True)
class PlainColumn:
    """The name of a column of ``schools``, without a point."""

    form: str = SCALAR_FORM

    def read(self, node: Node, at: At) -> str | None:
        """See ``Kind``."""
        text = scalar_text(node, at)
        if text is None:
            return None
        column = parse_column(text, node.mark)
        if column is None or column.scope or column.part:
            at.refuse("P053", node, found=shown(text))
            return None
        return text


def _peers(columns: tuple[Column, ...]) -> Peers:
    named = [column for column in columns if str(column) != UNIT]
    return Peers(len(named) < len(columns), tuple(named))


def _one(value: object) -> tuple[object, ...]:
    return (value,)


COLUMN: Final = ColumnName()
PLAIN_COLUMN: Final = PlainColumn()
COLUMNS: Final = ListOf(COLUMN)
PEERS: Final = Made(COLUMNS, _peers)
WITHIN: Final = Made(Either(scalar=Made(COLUMN, _one), listed=COLUMNS), _peers)
