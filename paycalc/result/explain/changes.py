"""What to try in one's own records: ``lessons+1``, ``quality+5``, ``position=director``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np

from paycalc.engine.numbers import MICRO
from paycalc.errors import WhatIfError
from paycalc.policy.model import Policy, Rows
from paycalc.records import cells

if TYPE_CHECKING:
    from paycalc.engine.numbers import Bools
    from paycalc.records import Checked, CheckedTable
    from paycalc.result.result import Made

KEYS: Mapping[str, tuple[str, str]] = {
    "workload": ("kind", "quantity"),
    "outcomes": ("indicator", "value"),
    "leave": ("kind", "days"),
}
"""The tables whose rows a change may concern: what says the kind, and what is changed."""

_FIXED = frozenset(["teacher_id", "school_id", "county_id", "name", "from", "to", "known_at"])
_STEP = re.compile(r"(?P<name>.+?)(?P<sign>[+-])(?P<amount>[0-9]+(\.[0-9]{1,6})?)")
_SET = re.compile(r"(?P<column>[^=]+)=(?P<value>.+)")


@dataclass(frozen=True)
class Step:
    """So much more (in micro; negative: less) of one kind or indicator of a table."""

    asked: str
    table: str
    kind: str
    amount: int


@dataclass(frozen=True)
class Setting:
    """Another value in a column of the teacher's staff rows."""

    asked: str
    column: str
    value: str


@dataclass(frozen=True)
class Own:
    """One teacher in the records that were read: the codes of the posts, and whose they are."""

    made: Made
    posts: Sequence[int]

    @property
    def checked(self) -> Checked:
        """The checked records."""
        return self.made.checked

    @property
    def policy(self) -> Policy:
        """The policy that was carried out."""
        return self.made.plan.policy

    def rows(self, table: CheckedTable) -> Bools:
        """The rows of a table that are this teacher's."""
        assert table.post is not None
        mine: Bools = np.isin(table.post, self.posts)
        return mine

    def kinds(self, table: str) -> set[str]:
        """The kinds or indicators of which this teacher has rows."""
        found = self.checked.tables.get(table)
        if found is None:
            return set()
        mine = found.frame.filter(self.rows(found))[KEYS[table][0]]
        return set(cells.texts(mine).drop_nulls().to_list())


def understood(own: Own, asked: Iterable[str]) -> list[Step | Setting]:
    """What was asked for, as changes of records; steps of one kind are added up.

    Raises:
        WhatIfError: something cannot be understood; it says what is allowed.
    """
    steps: dict[tuple[str, str], Step] = {}
    settings: list[Step | Setting] = []
    for text in asked:
        if (found := _STEP.fullmatch(text.strip())) is not None:
            amount = int(Decimal(found["sign"] + found["amount"]) * MICRO)
            table, kind = _named(own, found["name"].strip())
            before = steps.get((table, kind), Step("", table, kind, 0))
            said = f"{before.asked}, {text}" if before.asked else text
            steps[table, kind] = replace(before, asked=said, amount=before.amount + amount)
        elif (found := _SET.fullmatch(text.strip())) is not None:
            settings.append(_setting(own, text, found["column"].strip(), found["value"].strip()))
        else:
            raise WhatIfError(
                f"{text!r} says no change: write NAME+N or NAME-N (such as lesson+1), "
                f"or COLUMN=VALUE (such as position=teacher). {_allowed(own)}"
            )
    return [*settings, *steps.values()]


# --- Names ------------------------------------------------------------------------------------


def _named(own: Own, name: str) -> tuple[str, str]:
    """The table and kind (or indicator) that a name stands for; an item by what it reads."""
    table, _, kind = name.partition(".")
    if table in KEYS and kind in _known(own, table):
        return table, kind
    places = [table for table in KEYS if name in _known(own, table)]
    if len(places) == 1:
        return places[0], name
    if places:
        ways = " or ".join(f"{table}.{name}" for table in places)
        raise WhatIfError(f"{name!r} is a kind in several tables: write {ways}")
    if name in own.policy.items:
        return _read_by(own, name)
    raise WhatIfError(
        f"{name!r} is no kind of work or leave, no indicator, no item. {_allowed(own)}"
    )


def _known(own: Own, table: str) -> set[str]:
    """The kinds or indicators that the policy names or the records hold."""
    key = KEYS[table][0]
    named = set(own.made.plan.texts_by_column.get((table, key), ()))
    found = own.checked.tables.get(table)
    if found is not None:
        named |= set(cells.texts(found.frame[key]).drop_nulls().unique().to_list())
    return named


def _read_by(own: Own, name: str) -> tuple[str, str]:
    """The one kind that an item reads; of several the one of which the teacher has rows."""
    source = own.policy.items[name].source
    while isinstance(source, Rows) and source.item is not None:
        source = own.policy.items[source.item].source
    table = source.table if isinstance(source, Rows) else None
    if not isinstance(source, Rows) or table is None or table not in KEYS:
        raise WhatIfError(f"item {name!r} reads no kind of work, leave or result. {_allowed(own)}")
    kinds = _known(own, table)
    for condition in source.where:
        if condition.column.name == KEYS[table][0] and isinstance(condition.accepts, frozenset):
            kinds &= condition.accepts
    chosen = kinds if len(kinds) == 1 else kinds & own.kinds(table)
    if len(chosen) != 1:
        listed = ", ".join(sorted(kinds))
        raise WhatIfError(f"item {name!r} reads {listed or 'nothing'}: say which of these")
    return table, chosen.pop()


def _allowed(own: Own) -> str:
    parts = []
    for table in KEYS:
        if known := _known(own, table):
            parts.append(f"{table}: {', '.join(sorted(known))}")
    return "Allowed are " + "; ".join([*parts, "the items that read one of these"])


def _setting(own: Own, text: str, column: str, value: str) -> Setting:
    staff, plan = own.checked.staff.frame, own.made.plan
    needs = [need for need in plan.needs if "staff" in need.tables and need.column not in _FIXED]
    columns = sorted({need.column for need in needs} & set(staff.columns))
    if column not in columns:
        raise WhatIfError(f"{text!r}: the policy reads {', '.join(columns)} of staff, and no other")
    number = any(need.column == column and need.use == "number" for need in needs)
    if number and re.fullmatch(r"[0-9]+(\.[0-9]{1,6})?", value):
        return Setting(text, column, value)
    named = set(plan.texts_by_column.get(("staff", column), ()))
    held = set(cells.texts(staff[column]).drop_nulls().unique().to_list())
    if value not in named | held:
        # what others have in the column is nobody's business
        listed = ", ".join([*sorted(named), *(["a number"] if number else [])])
        raise WhatIfError(f"{text!r}: the policy knows {listed or 'no value'}")
    return Setting(text, column, value)
