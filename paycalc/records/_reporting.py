"""Collecting problems: so many of a kind by name, the rest counted."""

from __future__ import annotations

from dataclasses import dataclass, field

from paycalc.problems import Place, Problem

CAP = 1000
"""So many problems of one code, table and column are told one by one."""


@dataclass(slots=True)
class Report:
    """The problems found so far."""

    problems: list[Problem] = field(default_factory=list)
    _told: dict[tuple[str, str | None, str | None], int] = field(default_factory=dict)

    def add(self, problem: Problem) -> None:
        """Take a problem, unless enough of its kind have been told."""
        place = problem.place
        kind = (problem.code, place.table, place.column)
        self._told[kind] = self._told.get(kind, 0) + 1
        if self._told[kind] <= CAP:
            self.problems.append(problem)

    def more(self, code: str, table: str, column: str | None, count: int) -> None:
        """Count problems of a kind that were found but are not told one by one."""
        kind = (code, table, column)
        self._told[kind] = self._told.get(kind, 0) + count

    def all(self) -> list[Problem]:
        """What was told, and for each kind how many more there are."""
        rest = [
            Problem(
                "R199", Place(table=table, column=column), {"code": code, "more": n - CAP}, n - CAP
            )
            for (code, table, column), n in self._told.items()
            if n > CAP
        ]
        return self.problems + rest
