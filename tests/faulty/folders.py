"""Folders of versions with faults, each made of a few heads over one sound policy."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import chdir
from datetime import date
from pathlib import Path

from paycalc.policy import load_policies
from paycalc.problems import Problem, ProblemsError
from paycalc.records import Period
from tests.faulty.datasets import DATASETS, POLICY

FOLDERS = Path(__file__).with_name("folders")
PERIOD = Period("2025-2026-1", date(2025, 9, 1), date(2026, 1, 31))

MADE: Mapping[str, Mapping[str, str]] = {
    "earlier-version-without-an-end": {
        "2024.yaml": 'county "2024" {from: 2024-09-01}',
        "2025.yaml": 'county "2025" {from: 2025-09-01, to: 2026-08-31}',
    },
    "summer-without-a-version": {
        "2024.yaml": 'county "2024" {from: 2024-09-01, to: 2025-06-30}',
        "2025.yaml": 'county "2025" {from: 2025-09-01, to: 2026-08-31}',
    },
    "version-copied-and-not-renamed": {
        "2025 (copy).yaml": 'county "2025" {from: 2025-09-01, to: 2026-08-31}',
        "2025.yaml": 'county "2025" {from: 2025-09-01, to: 2026-08-31}',
    },
    "two-policies": {
        "junior.yaml": 'junior "2025" {from: 2025-09-01, to: 2026-08-31}',
        "primary.yaml": 'primary "2025" {from: 2025-09-01, to: 2026-08-31}',
    },
    "versions-of-other-years": {
        "2024.yaml": 'county "2024" {from: 2024-09-01, to: 2025-08-31}',
        "2026.yaml": 'county "2026" {from: 2026-09-01}',
    },
    "version-that-ends-before-it-begins": {
        "2024.yaml": 'county "2024" {from: 2024-09-01, to: 2023-08-31}',
        "2025.yaml": 'county "2025" {from: 2025-09-01, to: 2026-08-31}',
    },
    "only-notes": {"notes.txt": 'county "2025" {from: 2025-09-01}'},
}
"""For each folder its files: id, version and dates of the policy that lies there."""


def names() -> list[str]:
    """The faulty folders, by name."""
    return sorted(MADE)


def expected_file(name: str) -> Path:
    """Where what is expected of a folder stands."""
    return FOLDERS / f"{name}.txt"


def problems_of(name: str, folder: Path) -> tuple[Problem, ...]:
    """What `paycalc check` tells of a folder of versions, made below ``folder``, for a term."""
    (folder / name).mkdir()
    for file, head in MADE[name].items():
        (folder / name / file).write_text(_policy(head), encoding="utf-8")
    with chdir(folder):
        policies = load_policies(name)
        problems = policies.problems
        try:
            policies.version_for(PERIOD)
        except ProblemsError as error:
            return (*problems, *(one for one in error.problems if one not in problems))
    return problems


def _policy(head: str) -> str:
    """The sound policy with another head."""
    id_, version, effective = head.split(" ", 2)
    lines = (DATASETS / POLICY).read_text(encoding="utf-8").splitlines(keepends=True)
    assert lines[1].startswith("id: ")
    assert lines[3].startswith("effective: ")
    lines[1:4] = [f"id: {id_}\n", f"version: {version}\n", f"effective: {effective}\n"]
    return "".join(lines)
