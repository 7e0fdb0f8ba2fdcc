"""Real timetables: what paycalc counts is what FET counts."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from paycalc.records.importing.fet import parse_fet
from paycalc.records.importing.timetables import Choices, tables_of
from tests.records.importing.fet_cl import (
    EXAMPLES,
    content,
    counted_by_fet,
    examples,
    small_examples,
)

pytestmark = pytest.mark.skipif(
    shutil.which("fet-cl") is None or not EXAMPLES.is_dir(),
    reason="FET is not installed: apt-get install fet fet-data",
)
SMALL = small_examples()


def counted(path: Path) -> Counter[str]:
    """Lessons by teacher in the tables that paycalc makes of a timetable."""
    timetable, problems = parse_fet(content(path), path.name)
    assert timetable is not None, [str(problem) for problem in problems]
    tables = tables_of([timetable], Choices())
    names = dict(tables["staff"].select("teacher_id", "name").iter_rows())
    found: Counter[str] = Counter()
    lessons = tables["workload"].filter(tables["workload"]["kind"] == "lesson")
    for teacher, quantity in lessons.select("teacher_id", "quantity").iter_rows():
        found[names[teacher]] += int(quantity)
    return found


def test_there_are_twenty_small_ones() -> None:
    """Timetables of twenty countries are compared in every run."""
    assert len(SMALL) == 20


@pytest.mark.parametrize("path", SMALL, ids=lambda path: path.parent.name)
def test_lessons_per_teacher_are_those_of_fet(path: Path, tmp_path: Path) -> None:
    """Each teacher of a real timetable has exactly the lessons that FET's own statistics give."""
    expected = counted_by_fet(path, tmp_path / "fet")
    assert expected is not None
    assert counted(path) == expected


@pytest.mark.slow
def test_every_example_is_read_and_counted_like_fet_does(tmp_path: Path) -> None:
    """All examples are read; lessons per teacher equal FET's on all that it exports, nearly all."""
    paths = examples()
    assert len(paths) > 150
    ours = [counted(path) for path in paths]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        folders = [tmp_path / str(number) for number in range(len(paths))]
        theirs = list(pool.map(counted_by_fet, paths, folders))
    different = [
        str(path)
        for path, mine, expected in zip(paths, ours, theirs, strict=True)
        if expected is not None and mine != expected
    ]
    assert different == []
    assert sum(expected is not None for expected in theirs) > 0.95 * len(paths)
