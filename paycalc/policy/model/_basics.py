"""Numbers, bases and places in the file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Micro: TypeAlias = int
Fen: TypeAlias = int

Base = Literal["post", "unit", "county"]
Rounding = Literal["largest_remainder", "webster"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a policy file: 1-based line and column."""

    file: str
    line: int
    column: int


def a_mark() -> Mark:
    """A field for the place of a node, which takes no part in comparisons."""
    return field(default=Mark("", 0, 0), compare=False, repr=False)
