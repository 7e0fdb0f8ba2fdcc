"""Each faulty folder of versions is told exactly as it is written beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faulty.folders import FOLDERS, MADE, expected_file, names, problems_of
from tests.faulty.telling import told


@pytest.mark.parametrize("name", names())
def test_a_faulty_folder_is_told_as_expected(name: str, tmp_path: Path) -> None:
    """Every problem of a folder's versions is told in its place, in both languages, and no other.

    The faults are those that a term's run and a look at the whole folder find, each once.
    """
    assert told(problems_of(name, tmp_path)) == expected_file(name).read_text(encoding="utf-8")


def test_each_expectation_has_its_folder() -> None:
    """No expectation is left of a folder that is gone."""
    assert {path.stem for path in FOLDERS.glob("*.txt")} == set(MADE)
