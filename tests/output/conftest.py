"""A result to write, made once."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import polars as pl
import pytest

from paycalc.policy.model import Currency


def money(*texts: str) -> pl.Series:
    """Amounts of money as a result holds them."""
    return pl.Series([Decimal(text) for text in texts], dtype=pl.Decimal(38, 2))


@pytest.fixture(scope="session")
def result() -> SimpleNamespace:
    """A small result."""
    ids = {"county_id": ["01", "01"], "unit_id": ["001", "001"], "school_id": ["001", "001"]}
    people = {**ids, "teacher_id": ["00123", "=cmd"]}
    frame = pl.DataFrame({**people, "payable": money("12.30", "-4.00")})
    policy = SimpleNamespace(
        id="p",
        version="1",
        title={"en": "P"},
        currency=Currency("CNY", 2),
        source="paycalc: 1\n",
        files={},
    )
    period = SimpleNamespace(
        id="t1", first_day=date(2025, 9, 1), last_day=date(2026, 1, 31), known_at=None
    )
    return SimpleNamespace(
        payouts=frame,
        lines=frame,
        units=frame,
        ledger=frame,
        bars=frame.clear(),
        problems=(),
        policy=policy,
        period=period,
        totals=pl.DataFrame({"county_id": ["01"], "fund": money("8.30")}),
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
