"""A folder to begin with: a commented policy, its tests and a dataset, from the templates."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from paycalc.errors import TargetExistsError
from paycalc.output._posix import sync_folder
from paycalc.output.folder import create_file, refuse_existing, whole_folder

_TEMPLATES = Path(__file__).with_name("templates")
_SCHEMA = "policies/policy.schema.json"  # beside the policies, whose first line names it
_STAGE = ".paycalc-start"


def start_folder(folder: str | Path, language: str = "en") -> tuple[Path, ...]:
    """Write a first policy with its tests and a small invented dataset; all of it runs at once.

    The folder is new or empty; a new one appears whole or not at all, and what is started can be
    read by its owner only, since it will hold what people are paid. Files are the templates of a
    language, and the JSON Schema of policies, by which editors check the policy.

    Args:
        folder: Where it goes.
        language: Of remarks, names and headings: ``en`` or ``zh``.

    Returns:
        The files, by their path in the folder.

    Raises:
        TargetExistsError: there is something at ``folder``, or in it; it is left as it is.
        OSError: the folder could not be written; nothing of it is left.
    """
    target = Path(folder)
    contents = dict(sorted(_contents(language)))
    if not os.path.lexists(target):
        with whole_folder(target) as partial:
            _write(contents, partial)
    elif target.is_dir() and not any(target.iterdir()):
        _fill(target, contents)
    else:
        raise TargetExistsError(f"{target} is not empty, and nothing is overwritten: name another")
    return tuple(contents)


def next_steps(language: str) -> str:
    """What to do with a started folder: the second part of its README."""
    text = (_TEMPLATES / language / "README.md").read_text(encoding="utf-8")
    return text.split("\n## ")[1].strip()


def _contents(language: str) -> Iterator[tuple[Path, bytes]]:
    from paycalc.policy.schema import POLICY_FILE

    template = _TEMPLATES / language
    for path in template.rglob("*"):
        if path.is_file():
            yield path.relative_to(template), path.read_bytes()
    yield Path(_SCHEMA), POLICY_FILE.read_bytes()


def _write(contents: dict[Path, bytes], folder: Path) -> None:
    for path, content in contents.items():
        for parent in reversed(path.parents[:-1]):
            (folder / parent).mkdir(mode=0o700, exist_ok=True)
        with create_file(folder / path) as file:
            file.write(content)


def _fill(target: Path, contents: dict[Path, bytes]) -> None:
    """Write into a folder that is there; somebody may stand in it, so that it is not replaced.

    All is written below it first; then its few entries are moved, and back if one cannot be.
    """
    stage = target / _STAGE
    moved: list[Path] = []
    with whole_folder(stage) as partial:
        _write(contents, partial)
    try:
        for entry in sorted(stage.iterdir()):
            place = target / entry.name
            refuse_existing(place)
            entry.rename(place)
            moved.append(place)
        stage.rmdir()
        sync_folder(target)
    except BaseException:
        for place in moved:
            place.rename(stage / place.name)
        shutil.rmtree(stage, ignore_errors=True)  # the error that led here is what counts
        raise
