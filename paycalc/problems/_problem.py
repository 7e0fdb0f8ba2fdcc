"""A problem and its place, as plain data; its words are in the catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Severity: TypeAlias = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a problem is: in a policy file, in a table, at a member; what is unknown is ``None``.

    ``line`` and ``position`` (1-based) are of a policy file; ``row`` is the row of a table as the
    user's editor numbers it, ``column`` its heading; ``sheet`` and ``cell`` (``D7``) are of a
    workbook; ``item`` is a part of the policy (``items.lessons``). No name of a person and no pay
    stands here.
    """

    file: str | None = None
    line: int | None = None
    position: int | None = None
    table: str | None = None
    row: int | None = None
    column: str | None = None
    county: str | None = None
    unit: str | None = None
    school: str | None = None
    teacher: str | None = None
    item: str | None = None
    sheet: str | None = None
    cell: str | None = None

    @property
    def source(self) -> str | None:
        """The file, of a workbook with the sheet."""
        return ":".join(part for part in (self.file, self.sheet) if part) or None

    @property
    def address(self) -> str | None:
        """The sheet of a workbook with the cell, as a formula names it.

        >>> Place(sheet="工作量", cell="D7").address, Place(sheet="工作量").address
        ('工作量!D7', '工作量')
        """
        parts = (self.sheet, self.cell if self.sheet else None)
        return "!".join(part for part in parts if part) or None

    def as_json(self) -> dict[str, str | int]:
        """What is known of the place, as plain data for JSON."""
        known = {name: getattr(self, name) for name in type(self).__slots__}
        return {name: value for name, value in known.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem: a code of the catalogue, its place, and the values its message names.

    ``count`` says how many of one kind a problem stands for (rows left out, say); ``alike`` is
    what two findings of the same problem share, and is never told (it may be a name).
    """

    code: str
    place: Place = Place()
    values: Mapping[str, str | int] = field(default_factory=dict)
    count: int = 1
    alike: str | None = field(default=None, repr=False, compare=False)

    @property
    def severity(self) -> Severity:
        """``error`` (nothing is computed), ``warning`` or ``note``."""
        from paycalc.problems.catalogue import CATALOGUE

        return CATALOGUE[self.code].severity

    def message(self, language: str = "en") -> str:
        """The sentence of the catalogue, with this problem's values."""
        from paycalc.problems.catalogue import CATALOGUE

        return CATALOGUE[self.code].text(language).format_map({"count": self.count, **self.values})

    def as_json(self, language: str = "en") -> dict[str, object]:
        """The problem as plain data for JSON: code, severity, message, count and place.

        The place holds what is known of it. Codes are stable (``paycalc rule --json`` lists them);
        messages may be reworded.

        >>> from paycalc import Problem
        >>> from paycalc.problems import Place
        >>> Problem("R210", Place(table="staff", row=7, column="岗位")).as_json("zh")["place"]
        {'table': 'staff', 'row': 7, 'column': '岗位'}
        """
        return {
            "code": self.code,
            "severity": self.severity,
            "message": self.message(language),
            "count": self.count,
            "place": self.place.as_json(),
        }

    def __str__(self) -> str:
        from paycalc.problems.catalogue import render

        return render(self)


class ProblemsError(ValueError):
    """The policy or the records have errors; ``problems`` holds every one, and all warnings."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def has_errors(problems: Iterable[Problem]) -> bool:
    """Whether one of the problems is an error."""
    return any(problem.severity == "error" for problem in problems)


def order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems in the one order in which they are reported: by place, then code."""

    def key(problem: Problem) -> tuple[tuple[bool, str | int], ...]:
        place = problem.place
        parts = (
            place.file,
            place.line,
            place.position,
            place.table,
            place.row,
            place.column,
            place.county,
            place.unit,
            place.school,
            place.teacher,
            place.item,
            problem.code,
            place.sheet,
            place.cell,
        )
        return tuple((part is not None, "" if part is None else part) for part in parts)

    return tuple(sorted(problems, key=key))
