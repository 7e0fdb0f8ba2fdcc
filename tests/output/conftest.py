"""A result to write, made once."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

import paycalc

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def result() -> paycalc.Result:
    """The result of the example county."""
    return paycalc.compute(
        paycalc.load_policy(ROOT / "policies" / "example-county.yaml"),
        paycalc.read_records(ROOT / "fixtures" / "example-county"),
    )


def is_whole(folder: Path) -> bool:
    """Whether the folder holds exactly what its manifest says, byte for byte."""
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    told = {output["path"]: output["sha256"] for output in manifest["outputs"]}
    there = {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path != folder / "manifest.json"
    }
    return told == there
