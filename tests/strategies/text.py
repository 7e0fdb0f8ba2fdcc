"""A policy's tree (texts, lists, mappings) as YAML that every reader reads back as that tree."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import TypeAlias

Tree: TypeAlias = "str | list[Tree] | dict[str, Tree]"
Branch: TypeAlias = "dict[str, Tree]"

_PLAIN = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.%]*(-[A-Za-z0-9_.%]+)*|-[0-9][0-9.]*|[一-鿿]+")
_WIDTH = 80


def _scalar(text: str) -> str:
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def _flow(tree: object) -> str:
    if isinstance(tree, Mapping):
        return "{" + ", ".join(f"{_scalar(k)}: {_flow(v)}" for k, v in tree.items()) + "}"
    if isinstance(tree, str):
        return _scalar(tree)
    assert isinstance(tree, Sequence)
    return "[" + ", ".join(_flow(part) for part in tree) + "]"


def _fits(tree: object, depth: int) -> bool:
    nonempty = isinstance(tree, Mapping) and bool(tree)
    return not nonempty or (depth > 0 and len(_flow(tree)) + 2 * depth <= _WIDTH) or depth > 3


def _block(tree: Mapping[str, object], depth: int) -> list[str]:
    lines = []
    for key, value in tree.items():
        start = "  " * depth + _scalar(key) + ":"
        if isinstance(value, Mapping) and not _fits(value, depth):
            lines += [start, *_block(value, depth + 1)]
        else:
            lines.append(f"{start} {_flow(value)}")
    return lines


def to_yaml(tree: Mapping[str, object]) -> str:
    """The tree as YAML: blocks outside, flow style inside, quotes where plain text would not do.

    >>> print(to_yaml({"a": {"b": ["no", "- x"], "c": {"1.0": "012"}}}), end="")
    a:
      b: [no, "- x"]
      c: {1.0: 012}
    """
    return "\n".join(_block(tree, 0)) + "\n"


def number(micro: int) -> str:
    """Millionths as the shortest decimal.

    >>> number(1_250_000), number(-5), number(0)
    ('1.25', '-0.000005', '0')
    """
    whole, part = divmod(abs(micro), 1_000_000)
    digits = f"{part:06d}".rstrip("0")
    return ("-" if micro < 0 else "") + str(whole) + ("." + digits if digits else "")


def money(fen: int, decimals: int) -> str:
    """Fen as an amount in major units.

    >>> money(1205, 2), money(7, 0)
    ('12.05', '7')
    """
    if decimals == 0:
        return str(fen)
    whole, part = divmod(abs(fen), 10**decimals)
    return ("-" if fen < 0 else "") + f"{whole}.{part:0{decimals}d}"
