"""A file that appears whole or not at all, and replaces nothing."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from paycalc.errors import TargetExistsError
from paycalc.output.folder import write_file


def test_a_file_appears_with_its_folders_for_its_owner_alone(tmp_path: Path) -> None:
    """Missing folders are made; nothing lies beside the file."""
    target = tmp_path / "a" / "b" / "list.xlsx"
    write_file(target, b"content")
    assert target.read_bytes() == b"content"
    assert os.listdir(target.parent) == ["list.xlsx"]
    assert target.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("kind", ["file", "folder", "dangling link"])
def test_what_stands_there_stays(tmp_path: Path, kind: str) -> None:
    """Whatever stands at the target, nothing is written."""
    target = tmp_path / "target"
    {
        "file": target.touch,
        "folder": target.mkdir,
        "dangling link": lambda: target.symlink_to(tmp_path / "nowhere"),
    }[kind]()
    with pytest.raises(TargetExistsError):
        write_file(target, b"content")
    assert os.listdir(tmp_path) == ["target"]


def test_what_somebody_makes_meanwhile_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that appears while this one is written is not replaced."""
    target = tmp_path / "target"

    def raced(handle: int) -> None:
        target.write_bytes(b"theirs")

    monkeypatch.setattr(os, "fsync", raced)
    with pytest.raises(TargetExistsError):
        write_file(target, b"content")
    assert target.read_bytes() == b"theirs"
    assert os.listdir(tmp_path) == ["target"]


def test_a_disk_without_links_gets_the_file_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where links are not known the file is moved."""

    def refused(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "no links")

    monkeypatch.setattr(os, "link", refused)
    write_file(tmp_path / "target", b"content")
    assert (tmp_path / "target").read_bytes() == b"content"
    assert os.listdir(tmp_path) == ["target"]


@pytest.mark.parametrize("good", range(6))
def test_where_the_disk_fails_nothing_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, good: int
) -> None:
    """A failure at any step leaves neither the file nor the folders that were made for it.

    Synced are the file, the folder it is written in, its own, the one above, and that above it.
    """
    left = iter([True] * good)
    sync = os.fsync

    def full(handle: int) -> None:
        if not next(left, False):
            raise OSError(errno.ENOSPC, "full")
        sync(handle)

    monkeypatch.setattr(os, "fsync", full)
    target = tmp_path / "a" / "b" / "target"
    if good == 5:  # so many are all
        write_file(target, b"content")
        assert target.read_bytes() == b"content"
        return
    with pytest.raises(OSError, match="full"):
        write_file(target, b"content")
    assert os.listdir(tmp_path) == []
