"""Each faulty dataset of the folder is told exactly as it is written in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from paycalc.problems import CATALOGUE
from paycalc.problems._databases import DATABASES
from paycalc.problems._timetables import TIMETABLES
from tests.faulty.datasets import DATASETS, SOUND, expected_file, names, problems_of
from tests.faulty.telling import codes_in, told

NAMES = names()


@pytest.mark.parametrize("name", NAMES)
def test_a_faulty_dataset_is_told_as_expected(name: str, tmp_path: Path) -> None:
    """Every problem of a faulty dataset is told in its place, in both languages, and no other."""
    problems = problems_of(name, tmp_path)
    assert told(problems) == expected_file(name).read_text(encoding="utf-8")


def test_the_sound_dataset_is_sound(tmp_path: Path) -> None:
    """What the faulty datasets change has no problem itself, not so much as a note."""
    assert problems_of(SOUND.name, tmp_path) == ()


def test_there_are_many_with_one_mistake_and_some_with_many() -> None:
    """The folder has more than sixty datasets with one problem each, and some with many."""
    lines = [len(expected_file(name).read_text("utf-8").splitlines()) for name in NAMES]
    assert sum(number == 3 for number in lines) > 60
    assert sum(number > 20 for number in lines) > 2


def test_every_code_of_records_and_of_computing_occurs() -> None:
    """Every other code of the catalogue is told of at least one of the faulty datasets.

    Databases and timetables are no datasets of files, and have tests of their own.
    """
    said = "".join(expected_file(name).read_text("utf-8") for name in NAMES)
    elsewhere = {*DATABASES, *TIMETABLES}
    assert codes_in(said) == {code for code in CATALOGUE if code[0] in "RC"} - elsewhere


def test_a_dataset_changes_what_is_there() -> None:
    """A file that a dataset brings differs from the sound one, so that it means something."""
    for name in NAMES:
        for path in (DATASETS / name).glob("*.*"):
            sound = SOUND / path.name
            unchanged = sound.exists() and sound.read_bytes() == path.read_bytes()
            assert not unchanged, path
