"""Timetables of FET as plain data."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from paycalc.records.importing import _xml
from paycalc.records.importing.fet import Activity, Timetable, parse_fet, read_fet
from tests.records.importing.plans import YEAR, activity, plan


def read(content: bytes) -> tuple[Timetable, list[str]]:
    """A sound timetable, and the codes of its notes."""
    timetable, problems = parse_fet(content, "plan.fet")
    assert timetable is not None, [str(problem) for problem in problems]
    return timetable, [problem.code for problem in problems]


def refused(content: bytes) -> list[tuple[str, int | None]]:
    """Codes and lines of the problems of a timetable that is not taken."""
    timetable, problems = parse_fet(content, "plan.fet")
    assert timetable is None
    assert {problem.place.file for problem in problems} == {"plan.fet"}
    return [(problem.code, problem.place.line) for problem in problems]


def test_a_timetable() -> None:
    """Institution, teachers in their order, and activities with lessons and pupils are read."""
    timetable, notes = read(
        plan(
            activity("Math", "A", classes=["1A"], lessons="2"),
            activity("Art", "B", classes=["1A", "1B"]),
            students=YEAR,
        )
    )
    assert notes == []
    assert timetable == Timetable(
        "plan.fet",
        "河滨小学",
        ("A", "B"),
        (Activity("Math", ("A",), ("1A",), 2, 40), Activity("Art", ("B",), ("1A", "1B"), 1, 90)),
    )


@pytest.mark.parametrize(
    ("classes", "pupils", "expected"),
    [
        (["1A1"], None, 18),
        (["Y1"], None, 90),
        (["1A", "1C"], None, None),
        (["1C"], "22", 22),
        (["1A"], "22", 22),
        (["nobody knows"], None, None),
        ([], None, None),
        (["1A"], "many", 40),
    ],
)
def test_pupils(classes: list[str], pupils: str | None, expected: int | None) -> None:
    """The activity's own number goes before the sum of its sets, which must all have one."""
    content = plan(activity("Math", "A", classes=classes, pupils=pupils), students=YEAR)
    assert read(content)[0].activities[0].pupils == expected


@pytest.mark.parametrize(
    ("active", "count"),
    [("true", 1), ("yes", 1), ("1", 1), (None, 1), ("false", 0), ("no", 0), ("", 0)],
)
def test_active_activities_count(active: str | None, count: int) -> None:
    """Activities that are not active are left out, and told; old files say nothing of it."""
    timetable, notes = read(plan(activity("Math", "A", active=active)))
    assert len(timetable.activities) == count
    assert notes == ([] if count else ["R176"])


def test_what_is_noted() -> None:
    """Lessons of several teachers and of none are told with their number."""
    content = plan(activity("Math", "A", "B"), activity("Break"), activity("Lunch"))
    problems = parse_fet(content, "plan.fet")[1]
    assert [(p.code, p.count) for p in problems] == [("R177", 1), ("R178", 2)]


@pytest.mark.parametrize(
    ("days", "more", "notes"),
    [
        (7, "", []),
        (8, "", ["R175"]),
        (14, "<Mode>Mornings_Afternoons</Mode>", []),
        (15, "<Mode>Mornings_Afternoons</Mode>", ["R175"]),
        (10, "<Mode>Official</Mode>", ["R175"]),
    ],
)
def test_more_days_than_a_week(days: int, more: str, notes: list[str]) -> None:
    """A plan of more than seven days, or fourteen half-days, is told: its lessons are no week's."""
    assert read(plan(days=days, more=more))[1] == notes


def test_names_are_taken_as_they_stand() -> None:
    """Names keep their spaces and signs; entities of XML are what they stand for."""
    content = plan(activity("C &amp; C", "  Ａ一 "), teachers=["  Ａ一 "])
    timetable, _ = read(content)
    assert timetable.teachers == ("  Ａ一 ",)
    assert timetable.activities[0].subject == "C & C"


def test_mistakes_come_with_their_lines() -> None:
    """A teacher who is not in the list, and a duration that is no number, are errors."""
    content = plan(
        activity("Math", "A"),
        activity("Math", "C"),
        activity("Math", "A", lessons="1.5"),
        activity("Math", "A", lessons="-1"),
        activity("Math", "A", lessons="１"),
        activity("Math", "A", lessons=""),
    )
    lines = content.decode().splitlines()
    first = next(number for number, line in enumerate(lines, 1) if ">C<" in line)
    assert refused(content) == [
        ("R173", first),
        *(("R174", line) for line in range(first + 1, first + 5)),
    ]


def test_lists_may_be_absent() -> None:
    """A plan that is only begun is read."""
    assert read(b"<fet/>") == (Timetable("plan.fet", "", (), ()), [])


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"workload",
        b"<html><body/></html>",
        b"<fet><Teachers_List></fet>",
        plan()[:-9],
        gzip.compress(plan())[:-20],
        b"\x1f\x8bno gzip",
        b"<?xml version='1.0' encoding='klingon'?><fet/>",
    ],
)
def test_other_files_are_refused(content: bytes) -> None:
    """What is no XML, no FET, or damaged is told as that."""
    assert [code for code, _ in refused(content)] == ["R170"]


def test_packed_files_are_unpacked(tmp_path: Path) -> None:
    """Debian packs examples by gzip; they are read as they are."""
    path = tmp_path / "plan.fet.gz"
    path.write_bytes(gzip.compress(plan()))
    timetable, problems = read_fet(path)
    assert timetable is not None
    assert (timetable.file, problems) == ("plan.fet.gz", [])


def test_a_file_that_is_gone(tmp_path: Path) -> None:
    """A file that cannot be read is a problem."""
    assert [p.code for p in read_fet(tmp_path / "plan.fet")[1]] == ["R102"]


BOMB = """<!DOCTYPE fet [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
<fet><Institution_Name>&b;</Institution_Name></fet>"""


@pytest.mark.parametrize(
    "content",
    [
        BOMB.encode(),
        b"<!DOCTYPE fet><fet/>",
        b'<!DOCTYPE fet SYSTEM "file:///etc/passwd"><fet/>',
        BOMB.encode("utf-16"),
    ],
)
def test_a_document_type_is_refused(content: bytes) -> None:
    """A document type is refused before anything in it is used."""
    assert [code for code, _ in refused(content)] == ["R171"]


def test_sizes_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that unpacks to more than a timetable can hold is refused before it does."""
    monkeypatch.setattr(_xml, "MOST_BYTES", 1 << 20)
    sound = b"<fet>" + b" " * ((1 << 20) - 11) + b"</fet>"
    assert len(sound) == 1 << 20
    read(sound)
    read(gzip.compress(sound))
    assert refused(sound + b"\n") == [("R172", None)]
    assert refused(gzip.compress(b"<fet>" + b" " * (1 << 26))) == [("R172", None)]


def test_numbers_and_depth_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Too many elements, or too many in one another, are refused, in parts not read too."""
    monkeypatch.setattr(_xml, "MOST_ELEMENTS", 100)
    read(b"<fet>" + b"<a/>" * 99 + b"</fet>")
    assert refused(b"<fet>" + b"<a/>" * 100 + b"</fet>") == [("R172", None)]
    read(b"<fet>" + b"<a>" * 31 + b"</a>" * 31 + b"</fet>")
    assert refused(b"<fet>" + b"<a>" * 32 + b"</a>" * 32 + b"</fet>") == [("R172", None)]
    deep = b"<fet><Time_Constraints_List>" + b"<a>" * 31
    assert refused(deep) == [("R172", None)]
