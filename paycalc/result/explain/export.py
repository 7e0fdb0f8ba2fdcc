"""An explanation as JSON, under a versioned name; money and numbers are exact decimal texts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from fractions import Fraction

from paycalc.engine.values import decimal_text
from paycalc.result.explain.facts import Explanation

FORMAT = "paycalc-explanation/1"

_MONEY = frozenset(
    ("gross", "forfeited", "received", "held", "payable", "whole", "money", "amount", "at_least")
    + ("at_most", "before", "lost", "gained", "moved", "takes")
)
_COUNTS = frozenset(("count", "members", "level", "line", "row", "step"))


def exported(explanation: Explanation) -> dict[str, object]:
    """Plain dictionaries and lists.

    Money is a text in major units with the currency's digits, other numbers the shortest decimal,
    an exact share the texts of numerator and denominator in minor units.
    """
    told = _plain(explanation, explanation.decimals)
    assert isinstance(told, dict)
    return {"format": FORMAT, **told}


def _plain(value: object, decimals: int) -> object:
    if is_dataclass(value):
        pays = getattr(value, "kind", None) == "pay"
        return {
            field.name: _field(field.name, getattr(value, field.name), decimals, pays=pays)
            for field in fields(value)
        }
    if isinstance(value, tuple):
        return [_plain(part, decimals) for part in value]
    if isinstance(value, Mapping):
        return {key: _plain(part, decimals) for key, part in value.items()}
    if isinstance(value, int) and not isinstance(value, bool):
        return decimal_text(value)
    return value


def _field(name: str, value: object, decimals: int, *, pays: bool) -> object:
    if isinstance(value, Fraction):
        return {"numerator": str(value.numerator), "denominator": str(value.denominator)}
    if isinstance(value, bool) or not isinstance(value, int):
        if name == "peers" and isinstance(value, Mapping):
            counts = ("peers", "rank", "rank_last")
            return {k: v if k in counts else decimal_text(v) for k, v in value.items()}
        return _plain(value, decimals)
    if name in _COUNTS or name == "decimals":
        return value
    if name in _MONEY or (pays and name in ("claim", "claims")):
        return money_text(value, decimals)
    return decimal_text(value)


def money_text(fen: int, decimals: int) -> str:
    """Fen as a decimal text in major units."""
    whole, part = divmod(abs(fen), 10**decimals)
    digits = f".{part:0{decimals}d}" if decimals else ""
    return f"{'-' if fen < 0 else ''}{whole}{digits}"
