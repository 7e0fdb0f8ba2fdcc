"""One generated case: a policy, the tables that go with it, and the period."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TypeAlias

from tests.strategies.text import Branch, to_yaml

Rows: TypeAlias = "list[dict[str, str]]"
Tables: TypeAlias = "dict[str, Rows]"


@dataclass(frozen=True)
class Case:
    """A policy as a tree and as text, text tables, a period, and the files that plans name.

    ``mischief`` names what was broken on purpose, if anything was.
    """

    policy: Branch
    policy_text: str
    tables: Tables
    period: dict[str, str]
    files: dict[str, str] = field(default_factory=dict)
    mischief: str | None = None

    def changed(
        self,
        *,
        policy: Branch | None = None,
        tables: Tables | None = None,
        period: dict[str, str] | None = None,
    ) -> Case:
        """The same case with another policy (and its text), tables or period."""
        tree = self.policy if policy is None else policy
        return replace(
            self,
            policy=tree,
            policy_text=self.policy_text if policy is None else to_yaml(tree),
            tables=self.tables if tables is None else tables,
            period=self.period if period is None else period,
        )

    def __str__(self) -> str:
        parts = [self.policy_text]
        parts += [f"--- file {path}\n{text}" for path, text in self.files.items()]
        parts.append(f"--- period {self.period}")
        for name, rows in self.tables.items():
            parts.append(f"--- table {name}\n" + _csv(rows))
        return "\n".join(parts)


def _csv(rows: Rows) -> str:
    heads = list(dict.fromkeys(column for row in rows for column in row))
    lines = [", ".join(heads)]
    lines += [", ".join(row.get(head, "") for head in heads) for row in rows]
    return "\n".join(lines)
