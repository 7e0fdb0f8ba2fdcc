"""Finding case files: beside policies, under `tests`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from paycalc.problems import Place, Problem

TESTS = "tests"
_POLICY = re.compile(rb"^paycalc\s*:", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class FoundFiles:
    """Case files in the order of their paths, each once; and policies that have none."""

    files: tuple[Path, ...]
    problems: tuple[Problem, ...]


def found_in(paths: Sequence[Path]) -> FoundFiles:
    """The case files of folders and policies, and those that are named themselves.

    A folder gives every `tests/NAME/*.yaml` in it (or that it lies in); every policy in it that
    has none is told.
    """
    files: dict[Path, None] = {}
    untested: list[Path] = []
    for path in paths:
        if path.is_dir():
            files |= dict.fromkeys(case_files(path))
            policies = [one for one in sorted(path.rglob("*.yaml")) if _is_own_policy(one, path)]
        elif is_policy(path):
            policies = [path]
            files |= dict.fromkeys(files_of(path))
        else:
            policies = []
            files[path] = None
        untested += [one for one in policies if not files_of(one)]
    told = (Problem("T401", Place(file=str(p)), {"found": f"tests/{p.stem}/"}) for p in untested)
    return FoundFiles(tuple(files), tuple(told))


def case_files(folder: Path) -> list[Path]:
    """The case files in a folder."""
    return [path for path in sorted(folder.rglob("*.yaml")) if is_case_file(path)]


def files_of(policy: Path) -> list[Path]:
    """The case files of a policy, by their place."""
    return sorted((policy.parent / TESTS / policy.stem).glob("*.yaml"))


def is_case_file(path: Path) -> bool:
    """Whether a path is that of a case file: tests/NAME/x.yaml."""
    return path.absolute().parent.parent.name == TESTS and path.is_file()


def is_policy(path: Path) -> bool:
    """Whether a file is a policy, by its first key."""
    try:
        return _POLICY.search(path.read_bytes()) is not None
    except OSError:
        return False


def _is_own_policy(path: Path, folder: Path) -> bool:
    """Whether a file of a folder is a policy that should have tests."""
    return TESTS not in path.relative_to(folder).parts and is_policy(path)
