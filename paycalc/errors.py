"""Every exception that is not a problem of a policy or of records: each says what helps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from paycalc.result import Result


class UnknownTeacherError(LookupError):
    """An explanation was asked for a teacher who is not there, or who is in several counties.

    ``counties`` are those in which the id occurs, ``near`` the ids most like it.
    """

    def __init__(
        self,
        teacher: str,
        counties: Sequence[str] = (),
        near: Sequence[str] = (),
        county: str | None = None,
    ) -> None:
        self.teacher, self.county = teacher, county
        self.counties, self.near = tuple(counties), tuple(near)
        super().__init__(self._said())

    def _said(self) -> str:
        where = ", ".join(self.counties)
        if self.counties and self.county is not None:
            return f"teacher {self.teacher!r} has no post in county {self.county!r}, but in {where}"
        if self.counties:
            return f"teacher {self.teacher!r} occurs in the counties {where}: say which"
        said = f"no teacher {self.teacher!r} has a post in this period; ids are exact texts"
        return f"{said}; the nearest are {', '.join(self.near)}" if self.near else said


class WhatIfError(ValueError):
    """A change that an explanation was asked to try cannot be understood or made."""


class RunError(RuntimeError):
    """A run folder cannot be used for what was asked: it is none, or its records are gone."""


class NoKeptRecordsError(RunError):
    """A run folder was written without its records, and they are needed."""


class TargetExistsError(FileExistsError):
    """Something stands where the folder should go; it is left as it is."""


class InputChangedError(RuntimeError):
    """A file changed while it was being read: nobody could say what the pay was made of."""


class CountiesTogetherError(RuntimeError):
    """Results of some counties were handed out, and then they had to be judged all together.

    There is nothing wrong with the records, but what is to be noted of them (more than a thousand
    warnings of a kind in one place, headings that differ by county, rows of another county than
    their folder's) is only told right of all at once. ``result`` is that of all counties, to take
    in the place of those before it.
    """

    def __init__(self, result: Result) -> None:
        self.result = result
        super().__init__("the counties had to be judged together: take the result of all of them")


class MissingExtraError(RuntimeError):
    """What was asked for needs libraries of an extra that is not installed."""

    def __init__(self, extra: str, purpose: str) -> None:
        self.extra = extra
        super().__init__(f"{purpose} needs more libraries: pip install 'paycalc[{extra}]'")


class AddressError(ValueError):
    """A text is no address of a database; it may hold a password, so it is never told."""


class WorkbookError(ValueError):
    """A workbook cannot be read; ``code`` is the problem that the reader of a dataset makes of it.

    It never leaves ``paycalc.records``.
    """

    def __init__(self, code: str, values: Mapping[str, str | int] | None = None) -> None:
        self.code, self.values = code, dict(values or {})
        super().__init__(code)
