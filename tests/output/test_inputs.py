"""The files that a run read."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from paycalc.output import InputChangedError, fingerprint_of_text, fingerprints, stamps


def test_inputs_are_told_by_path_size_and_sha256(tmp_path: Path) -> None:
    """Each file comes with its absolute path, its size and its sha256."""
    file = tmp_path / "a b.csv"
    file.write_bytes(b"x,y\n")
    before = stamps([tmp_path, file, tmp_path / "absent"])
    assert before.keys() == {file}
    [found] = fingerprints(before)
    assert found.path == str(file)
    assert found.bytes == 4
    assert found.sha256 == hashlib.sha256(b"x,y\n").hexdigest()


def test_a_file_that_changes_while_it_is_read_is_an_error(tmp_path: Path) -> None:
    """A run is refused if a file is not the same after reading, even with the same size."""
    file = tmp_path / "a.csv"
    file.write_text("1")
    before = stamps([file])
    file.write_text("2")
    os.utime(file, ns=(0, 0))
    with pytest.raises(InputChangedError, match="changed"):
        fingerprints(before)


def test_a_file_that_goes_away_while_it_is_read_is_an_error(tmp_path: Path) -> None:
    """A run is refused if a file that was read is gone."""
    file = tmp_path / "a.csv"
    file.write_text("1")
    before = stamps([file])
    file.unlink()
    with pytest.raises(InputChangedError, match="removed"):
        fingerprints(before)


def test_a_text_that_was_read_is_told_like_its_file(tmp_path: Path) -> None:
    """The text of a file gives the same entry as the file, byte order mark and line ends too."""
    file = tmp_path / "p.yaml"
    file.write_bytes("\ufeff标题: 1\r\n".encode())
    text = file.read_bytes().decode()
    assert (fingerprint_of_text(file, text),) == fingerprints(stamps([file]))
