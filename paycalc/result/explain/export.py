"""An explanation as JSON, under a versioned name, and the JSON Schema of that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from fractions import Fraction
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from paycalc.engine.values import decimal_text
from paycalc.result.explain.facts import Explanation, PoolFact
from paycalc.result.explain.item_facts import Line

FORMAT = "paycalc-explanation/1"

_OF_POSTS = "gross forfeited received held payable amount at_least at_most before lost gained moved"
_OF_PURSES = "whole money left taken takes over unallocated sources"
_OF_SHARES = "own all reckoned_from ceiling limit"
_MONEY = frozenset(f"{_OF_POSTS} {_OF_PURSES} {_OF_SHARES}".split())
_COUNTS = frozenset(["count", "members", "level", "line", "row", "step", "decimals", "to"])
_COUNTED_PEERS = frozenset(["peers", "rank", "rank_last"])
_TEXT = {"type": "string"}
_DECIMAL = {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"}
_INTEGER = {"type": "string", "pattern": "^-?[0-9]+$"}
_COUNT = {"type": "integer"}


def exported(explanation: Explanation) -> dict[str, object]:
    """Plain dictionaries and lists, under the names of the facts (`paycalc-explanation/1`).

    Money is a text in major units with the currency's digits, other numbers the shortest decimal
    as a text, counts and row numbers integers; an exact share has the texts of ``numerator`` and
    ``denominator`` in minor units. A pair of a name and its number (or money) is an object with
    ``name`` and ``number``, an entry that was looked up one with ``text`` and ``line``.
    """
    told = _plain("", explanation, explanation.decimals)
    assert isinstance(told, dict)
    return {"format": FORMAT, **told}


def _plain(name: str, value: object, decimals: int) -> object:
    if is_dataclass(value):
        told = {f.name: _plain(f.name, getattr(value, f.name), decimals) for f in fields(value)}
        if isinstance(value, PoolFact) and value.kind == "pay":  # owed money instead of points
            told |= {n: money_text(getattr(value, n), decimals) for n in ("claim", "claims")}
        return told
    if isinstance(value, tuple):
        if _is_pair(value):
            return _pair(name, value, decimals)
        return [_plain(name, part, decimals) for part in value]
    if isinstance(value, Mapping):
        return {key: _plain(str(key), part, decimals) for key, part in value.items()}
    if isinstance(value, Fraction):
        return {"numerator": str(value.numerator), "denominator": str(value.denominator)}
    if isinstance(value, bool) or not isinstance(value, int) or name in _COUNTS | _COUNTED_PEERS:
        return value
    return money_text(value, decimals) if name in _MONEY else decimal_text(value)


def _is_pair(value: tuple[object, ...]) -> bool:
    return len(value) == 2 and isinstance(value[0], str)


def _pair(name: str, value: tuple[object, ...], decimals: int) -> dict[str, object]:
    if isinstance(value[1], Line):
        return {"text": value[0], "line": _plain("line", value[1], decimals)}
    return {"name": value[0], "number": _plain(name, value[1], decimals)}


def money_text(fen: int, decimals: int) -> str:
    """Fen as a decimal text in major units.

    >>> money_text(-5, 2), money_text(1200, 0)
    ('-0.05', '1200')
    """
    whole, part = divmod(abs(fen), 10**decimals)
    digits = f".{part:0{decimals}d}" if decimals else ""
    return f"{'-' if fen < 0 else ''}{whole}{digits}"


# --- The schema -------------------------------------------------------------------------------


def explanation_schema() -> dict[str, object]:
    """The JSON Schema (draft 2020-12) of `paycalc-explanation/1`, made from the facts."""
    shape = _object(Explanation, {"format": {"const": FORMAT}})
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **shape}


def _object(kind: type, more: Mapping[str, object] | None = None) -> dict[str, object]:
    hints = get_type_hints(kind)
    assert is_dataclass(kind)
    properties = {**(more or {}), **{f.name: _shape(f.name, hints[f.name]) for f in fields(kind)}}
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _shape(name: str, hint: Any) -> Mapping[str, object]:
    origin, parts = get_origin(hint), get_args(hint)
    if origin is UnionType:
        [known] = [part for part in parts if part is not type(None)]
        return {"anyOf": [_shape(name, known), {"type": "null"}]}
    if origin is tuple:
        if parts[-1] is Ellipsis:
            return {"type": "array", "items": _shape(name, parts[0])}
        second = ("text", "line") if parts[1] is Line else ("name", "number")
        shapes = (_TEXT, _shape("" if parts[1] is Line else name, parts[1]))
        properties = dict(zip(second, shapes, strict=True))
        return {"type": "object", "properties": properties, "required": list(second),
                "additionalProperties": False}  # fmt: skip
    if origin is not None:
        value = {"anyOf": [_COUNT, _DECIMAL]} if parts[1] is int else _TEXT
        return {"type": "object", "additionalProperties": value}
    if hint is Fraction:
        both = ("numerator", "denominator")
        properties = dict.fromkeys(both, _INTEGER)
        return {"type": "object", "properties": properties, "required": list(both)}
    if isinstance(hint, type) and is_dataclass(hint):
        return _object(hint)
    if hint is int:
        return _COUNT if name in _COUNTS else _DECIMAL
    return {"type": "boolean"} if hint is bool else _TEXT
