"""Every exception that is not a problem of a policy or of records: each says what helps."""

from __future__ import annotations

from collections.abc import Sequence


class UnknownTeacherError(LookupError):
    """An explanation was asked for a teacher who is not there, or who is in several counties."""

    def __init__(self, teacher: str, counties: Sequence[str]) -> None:
        self.teacher = teacher
        self.counties = tuple(counties)
        if counties:
            where = ", ".join(counties)
            said = f"teacher {teacher!r} occurs in the counties {where}: say which"
        else:
            said = f"no teacher {teacher!r} has a post in this period; ids are exact texts"
        super().__init__(said)
