"""What a policy wants of the records, as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Expectations:
    """What a policy wants of the records; the engine makes it from a policy.

    * ``decimals``: the digits of the currency.
    * ``unit_column``: the column of ``schools`` that level 1 calls ``unit``.
    * ``columns``: per table, columns that the policy reads there: a table without one is an error.
    * ``anywhere``: a bare column and the tables where it is looked for: one of them must have it.
    * ``tables``: tables that the policy reads; a missing one counts as empty.
    * ``mentioned``: per table and column, the texts that the policy mentions: others are a warning.
    * ``ethics_items``, ``statuses``: the veto's list, and what a status means (``apply``, ``hold``,
      ``ignore``); ``None`` where the policy has no veto.
    * ``needs_date``: per item, the dates (``decided_on``, ``committed_on``) an applying case needs.
    * ``first_day``, ``last_day``: when the policy is in effect.
    """

    decimals: int
    first_day: date
    last_day: date | None = None
    unit_column: str | None = None
    columns: Mapping[str, frozenset[str]] = field(default_factory=dict)
    anywhere: tuple[tuple[str, tuple[str, ...]], ...] = ()
    tables: frozenset[str] = frozenset()
    mentioned: Mapping[str, Mapping[str, frozenset[str]]] = field(default_factory=dict)
    ethics_items: frozenset[str] | None = None
    statuses: Mapping[str, str] | None = None
    needs_date: Mapping[str, frozenset[str]] = field(default_factory=dict)
