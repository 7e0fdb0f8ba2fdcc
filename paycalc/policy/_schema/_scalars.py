"""The schemas of kinds that are texts: numbers, percentages, money, dates, names, choices.

The loader takes every scalar as text. An editor's YAML has guessed before the schema sees it, so
that a place of a number takes numbers and texts of numbers, and a place of any text takes what
else a guess makes of one (``no``, ``012``, ``null``). Spaces around a text, which only quotation
marks can give, are the loader's alone to forgive.
"""

from __future__ import annotations

from functools import singledispatch
from typing import Any, Final, TypeAlias

from paycalc.policy._grammar import (
    _domain,
    _items,
    _lint,
    _plans,
    _policy,
    _pools,
    _promises,
    _scalars,
    _steps,
)
from paycalc.policy._grammar._columns import ColumnName, PlainColumn
from paycalc.policy._grammar._groups import RangeEnd
from paycalc.policy._grammar._kinds import Choice
from paycalc.policy._grammar._values import NUMBER_LIKE, NumberOrColumn
from paycalc.policy._schema import _patterns
from paycalc.policy.promises import PER

Schema: TypeAlias = dict[str, Any]

MICRO: Final = _scalars.MICRO
_NUMBER_POWER: Final = _patterns.power_of_ten(_scalars.MOST_NUMBER // MICRO)
_MONEY_POWER: Final = _patterns.power_of_ten(_scalars.MOST_FEN)
_MOST_DECIMALS: Final = 3
_LEAST_MONEY: Final = 0.001
_GUESSED: Final = ["string", "number", "boolean", "null"]
_NUMBER: Final = _patterns.decimal(6, _NUMBER_POWER, signed=True)
# What the currency's decimals are, a schema cannot know: it takes what any currency takes.
_MONEY: Final = _patterns.decimal(_MOST_DECIMALS, _MONEY_POWER, signed=False)
_DATE: Final = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
_WHOLE: Final = _patterns.decimal(0, _NUMBER_POWER, signed=False)


@singledispatch
def written_out(kind: Any) -> Schema:
    """The schema of a kind; kinds that are no texts are registered in ``_shapes``."""
    raise TypeError(f"{type(kind).__name__} has no schema")


def as_guessed(text: str) -> str | int | float | bool:
    """What YAML 1.2 takes a plain word or number for.

    >>> as_guessed("1"), as_guessed("true"), as_guessed("rest")
    (1, True, 'rest')
    """
    if text in ("true", "false"):
        return text == "true"
    micro = _scalars.fixed(text, 6, _scalars.MOST_NUMBER)
    return _plain(micro, MICRO) if isinstance(micro, int) else text


def _plain(value: int, unit: int) -> int | float:
    return value // unit if value % unit == 0 else value / unit


def _examples(kind: Any) -> Schema:
    return {"examples": [as_guessed(text) for text in kind.form.split(" | ")]}


def _percentage(most: int) -> str:
    power = _patterns.power_of_ten(most * 100 // MICRO)
    return _patterns.decimal(4, power, signed=False) + "%"


def _text_or_number(kind: Any, pattern: str, least: float, most: float, number: str) -> Schema:
    """A number within bounds, or a text of that pattern."""
    bounds = {"minimum": least, "maximum": most}
    return {"type": [number, "string"], **bounds, "pattern": pattern, **_examples(kind)}


@written_out.register
def _(kind: _scalars.Text) -> Schema:
    return {"type": _GUESSED, "pattern": _patterns.TEXT}


@written_out.register
def _(kind: _scalars.Name) -> Schema:
    names: Schema = {"type": _GUESSED, "pattern": _patterns.NAME, "maxLength": _scalars.MOST_NAME}
    return {**names, "not": {"enum": list(kind.reserved)}} if kind.reserved else names


@written_out.register
def _(kind: _scalars.NameOf) -> Schema:
    return written_out(_scalars.NAME)


@written_out.register
def _(kind: _scalars.Decimal) -> Schema:
    pattern = _NUMBER if kind.least < 0 else _patterns.decimal(6, _NUMBER_POWER, signed=False)
    least, most = _plain(kind.least, MICRO), _plain(kind.most, MICRO)
    return _text_or_number(kind, _patterns.any_of(pattern), least, most, "number")


@written_out.register
def _(kind: _scalars.Whole) -> Schema:
    return _text_or_number(kind, _patterns.any_of(_WHOLE), kind.least, kind.most, "integer")


@written_out.register
def _(kind: _scalars.Percentage) -> Schema:
    pattern = _patterns.any_of(_percentage(kind.most))
    return {"type": "string", "pattern": pattern, **_examples(kind)}


@written_out.register
def _(kind: _scalars.Money) -> Schema:
    return {**_money(kind), "minimum": _LEAST_MONEY if kind.least else 0}


@written_out.register
def _(kind: _pools.AmountText) -> Schema:
    return _money(kind)


def _money(kind: Any, *others: str) -> Schema:
    """An amount of money, or one of some other texts."""
    pattern = _patterns.any_of(_MONEY, *others)
    return _text_or_number(kind, pattern, 0, _scalars.MOST_FEN, "number")


@written_out.register
def _(kind: _pools.AmountOrPercent) -> Schema:
    return _money(kind, _percentage(_scalars.HUNDRED))


@written_out.register
def _(kind: _pools.TakesText) -> Schema:
    return _money(kind, _percentage(_scalars.HUNDRED), *_pools.WORDS)


@written_out.register
def _(kind: _plans.PlanPath) -> Schema:
    return {"type": "string", "pattern": f"^{_plans.PATH.pattern}$", **_examples(kind)}


@written_out.register
def _(kind: _plans.Step) -> Schema:
    steps = [_plain(10**power, 1000) for power in range(_MONEY_POWER + 4)]
    pattern = _patterns.any_of(rf"\+?0*10{{0,{_MONEY_POWER}}}(\.0+)?", r"\+?0+\.0{0,2}10*")
    return {"anyOf": [{"enum": steps}, {"type": "string", "pattern": pattern}]}


@written_out.register
def _(kind: _steps.QuotaAmount) -> Schema:
    percent = _percentage(_scalars.HUNDRED)
    pattern = _patterns.any_of(_WHOLE, percent, _steps.REST)
    return _text_or_number(kind, pattern, 0, 10**_NUMBER_POWER, "integer")


@written_out.register
def _(kind: _items.Missing) -> Schema:
    pattern, most = _patterns.any_of(_NUMBER, *_items.NO_NUMBER), 10**_NUMBER_POWER
    return _text_or_number(kind, pattern, -most, most, "number")


@written_out.register
def _(kind: NumberOrColumn) -> Schema:
    return {"anyOf": [written_out(_scalars.NUMBER), column_as_value()]}


def column_as_value() -> Schema:
    """A column where a number may stand: nothing that was meant as a number."""
    return {
        "type": ["string", "boolean", "null"],
        "pattern": _patterns.column(),
        "not": {"type": "string", "pattern": f"^({NUMBER_LIKE.pattern})$"},
    }


@written_out.register
def _(kind: ColumnName) -> Schema:
    return {"type": _GUESSED, "pattern": _patterns.column(), "maxLength": 200}


@written_out.register
def _(kind: PlainColumn) -> Schema:
    return {"type": _GUESSED, "pattern": _patterns.column(plain=True), "maxLength": 200}


@written_out.register
def _(kind: _scalars.Day) -> Schema:
    pattern = _patterns.any_of(_DATE)
    return {"type": "string", "format": "date", "pattern": pattern, **_examples(kind)}


@written_out.register
def _(kind: RangeEnd) -> Schema:
    pattern, most = _patterns.any_of(_NUMBER, _DATE), 10**_NUMBER_POWER
    return _text_or_number(kind, pattern, -most, most, "number")


@written_out.register
def _(kind: _policy.CurrencyCode) -> Schema:
    return {"type": "string", "pattern": f"^{_policy.CODE.pattern}$", **_examples(kind)}


@written_out.register
def _(kind: _domain.Counts) -> Schema:
    return {"type": "string", "pattern": f"^{_domain.COUNTS.pattern}$", **_examples(kind)}


@written_out.register
def _(kind: _promises.Per) -> Schema:
    tables = "|".join(PER)
    return {"type": "string", "pattern": _patterns.any_of(rf"({tables})(\..+)?")}


@written_out.register
def _(kind: _lint.Figure) -> Schema:
    pattern = _patterns.any_of(
        _patterns.decimal(6, _NUMBER_POWER, signed=False), _percentage(_scalars.MOST_NUMBER)
    )
    return _text_or_number(kind, pattern, 0, 10**_NUMBER_POWER, "number")


@written_out.register
def _(kind: Choice) -> Schema:
    guesses = [as_guessed(word) for word in kind.words]
    return {"enum": [*guesses, *(word for word in kind.words if word not in guesses)]}
