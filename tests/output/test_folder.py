"""A folder appears whole or not at all."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from paycalc.output import TargetExistsError, whole_folder


def left_in(folder: Path) -> list[str]:
    """The names of what lies in the folder."""
    return sorted(path.name for path in folder.iterdir())


def test_what_was_written_is_there_when_the_block_ends(tmp_path: Path) -> None:
    """A folder becomes the target with all that was written into it, parents included."""
    target = tmp_path / "a" / "b" / "run"
    with whole_folder(target) as partial:
        (partial / "inner").mkdir()
        (partial / "inner" / "file").write_text("x")
        assert not target.exists()
    assert (target / "inner" / "file").read_text() == "x"
    assert left_in(target.parent) == ["run"]


def test_only_the_owner_can_look_inside(tmp_path: Path) -> None:
    """A folder has mode 0700, whatever the umask allows."""
    before = os.umask(0)
    try:
        with whole_folder(tmp_path / "run"):
            pass
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "run").stat().st_mode) == 0o700


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit])
def test_nothing_is_left_when_the_block_raises(tmp_path: Path, error: type[BaseException]) -> None:
    """A block that raises leaves neither the target nor a part of it nor a parent it made."""
    with pytest.raises(error), whole_folder(tmp_path / "a" / "b" / "run") as partial:
        (partial / "file").write_text("x")
        raise error
    assert left_in(tmp_path) == []


@pytest.mark.parametrize("kind", ["file", "folder", "empty folder", "dangling link"])
def test_what_exists_is_refused_and_left_alone(tmp_path: Path, kind: str) -> None:
    """A target that exists in any form is refused before anything is done."""
    target = tmp_path / "run"
    if kind == "file":
        target.write_text("mine")
    elif kind == "dangling link":
        target.symlink_to(tmp_path / "nowhere")
    else:
        target.mkdir()
        if kind == "folder":
            (target / "mine").touch()
    with pytest.raises(TargetExistsError), whole_folder(target):
        pytest.fail("the block is not entered")
    assert left_in(tmp_path) == ["run"]
    if kind == "file":
        assert target.read_text() == "mine"
    if kind == "folder":
        assert left_in(target) == ["mine"]


def test_a_target_that_appears_meanwhile_is_not_replaced(tmp_path: Path) -> None:
    """A folder that someone else makes at the target while the block runs stays as it is."""
    target = tmp_path / "run"
    with pytest.raises(TargetExistsError), whole_folder(target):
        target.mkdir()
        (target / "theirs").touch()
    assert left_in(tmp_path) == ["run"]
    assert left_in(target) == ["theirs"]


def test_what_a_killed_process_left_is_swept_by_the_next(tmp_path: Path) -> None:
    """A part left by a process that was killed is removed by the next run in that parent."""
    script = (
        "import os, signal, sys; from pathlib import Path\n"
        "from paycalc.output import whole_folder\n"
        "with whole_folder(Path(sys.argv[1])) as partial:\n"
        "    (partial / 'pay').touch(); os.kill(os.getpid(), signal.SIGKILL)"
    )
    killed = subprocess.run([sys.executable, "-c", script, tmp_path / "killed"], check=False)
    assert killed.returncode == -9
    assert len(left_in(tmp_path)) == 1
    with whole_folder(tmp_path / "next"):
        pass
    assert left_in(tmp_path) == ["next"]


def test_a_folder_that_is_being_written_is_not_swept(tmp_path: Path) -> None:
    """Two runs may write side by side in one parent."""
    with whole_folder(tmp_path / "one") as one:
        (one / "file").touch()
        with whole_folder(tmp_path / "two"):
            assert (one / "file").exists()
    assert left_in(tmp_path) == ["one", "two"]
    assert left_in(tmp_path / "one") == ["file"]


def test_a_long_name_is_taken(tmp_path: Path) -> None:
    """A target's name may be as long as the file system allows."""
    name = "绩" * 85
    with whole_folder(tmp_path / name):
        pass
    assert left_in(tmp_path) == [name]


def test_a_parent_that_is_a_file_is_an_error(tmp_path: Path) -> None:
    """A target below a file is an error of the system and changes nothing."""
    (tmp_path / "file").write_text("mine")
    with pytest.raises(OSError, match="file"), whole_folder(tmp_path / "file" / "run"):
        pytest.fail("the block is not entered")
    assert (tmp_path / "file").read_text() == "mine"
