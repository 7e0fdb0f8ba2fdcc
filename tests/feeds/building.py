"""Closed runs and corrections made by hand, as `paycalc close` and `correct` write them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl

import paycalc
from paycalc.output import write_run
from paycalc.result.json_form import hash_of

ROOT = Path(__file__).parents[2]
MAPS = ROOT / "fixtures" / "payroll"
POST = ("county_id", "unit_id", "school_id", "teacher_id")


def example() -> paycalc.Result:
    """The result of the example county."""
    policy = paycalc.load_policy(ROOT / "policies" / "example-county.yaml")
    return paycalc.compute(policy, paycalc.read_records(ROOT / "fixtures" / "example-county"))


def closed_run(result: paycalc.Result, folder: Path, format: str = "csv") -> Path:
    """A run folder of a result, closed."""
    write_run(result, folder, format=format)  # type: ignore[arg-type]
    return closed(folder)


def closed(folder: Path, **said: Any) -> Path:
    """The folder with what its manifest says besides, and a close."""
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    manifest |= said
    manifest.setdefault("fingerprint", {})["run"] = hash_of(manifest["outputs"])
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    close = {
        "format": "paycalc-close/1",
        "policy": manifest["policy"]["id"],
        "period": manifest["period"]["id"],
        "revision": manifest.get("revision", 0),
        "closed_by": "the tests",
        "manifest": hashlib.sha256((folder / "manifest.json").read_bytes()).hexdigest(),
        "fingerprint": manifest["fingerprint"]["run"],
        "previous": None,
    }
    close["hash"] = hash_of(close)
    (folder / "close.json").write_text(json.dumps(close), encoding="utf-8")
    return folder


Lines = Mapping[tuple[str, str], Mapping[str, str]]
"""Amounts by (school, teacher) and line."""


def corrected_run(first: Path, folder: Path, revision: int, before: Lines, after: Lines) -> Path:
    """A correction's folder by hand: the tables of ``first``'s policy, with other amounts.

    Only the tables that feeds read are there. A post's unit is its school, in county ``X01``.
    """
    folder.mkdir(parents=True)
    manifest = json.loads((first / "manifest.json").read_text(encoding="utf-8"))
    differences = pl.DataFrame(list(_differences(before, after)), schema=_DIFFERENCES)
    payouts = differences.group_by(POST).agg(pl.col("due").sum().alias("payable"))
    units = payouts.group_by("county_id", "unit_id").agg(pl.col("payable").sum())
    frames = {"differences": differences, "payouts": payouts, "units": units}
    outputs = [dict(one) for one in manifest["outputs"] if one["path"].startswith("policy")]
    (folder / "policy.yaml").write_bytes((first / "policy.yaml").read_bytes())
    for name, frame in frames.items():
        path = folder / f"{name}.csv"
        frame.write_csv(path)
        about = {"path": path.name, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
        outputs.append({**about, "rows": frame.height, "bytes": path.stat().st_size})
    manifest |= {"outputs": outputs, "revision": revision}
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return closed(folder)


_MONEY = pl.Decimal(38, 2)
_DIFFERENCES = {
    **dict.fromkeys((*POST, "line"), pl.String),
    **dict.fromkeys(("paid", "recomputed", "due", "difference"), _MONEY),
}


def _differences(before: Lines, after: Lines) -> Iterable[dict[str, object]]:
    for school, teacher in sorted(before.keys() | after.keys()):
        old, new = before.get((school, teacher), {}), after.get((school, teacher), {})
        for line in sorted(old.keys() | new.keys()):
            paid, due = Decimal(old.get(line, "0")), Decimal(new.get(line, "0"))
            yield {
                "county_id": "X01",
                "unit_id": school,
                "school_id": school,
                "teacher_id": teacher,
                "line": line,
                "paid": paid,
                "recomputed": due,
                "due": due,
                "difference": due - paid,
            }
