"""Closed runs and corrections made by hand, as `paycalc close` and `correct` write them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, partial
from pathlib import Path
from typing import Any

import polars as pl

import paycalc
from paycalc.output import write_run
from paycalc.output.manifest import sealed
from paycalc.output.runs import Run
from paycalc.policy import parse_policy
from paycalc.result.corrections import Correction
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
    manifest.pop("hash", None)
    (folder / "manifest.json").write_text(sealed(manifest), encoding="utf-8")
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
    (folder / "close.json").write_text(sealed(close), encoding="utf-8")
    return folder


POOLS = ("level_2.a", "level_2.b", "level_1.c")
POLICY = """\
paycalc: 1
id: small
version: "1"
effective: {from: 2025-09-01}
currency: {code: CNY, decimals: 2}
items: {lessons: {rows: workload}}
level_1:
  pools:
    c: {takes: 10%, members: posts, share_equally: true}
    d: {takes: rest, share_equally: true}
level_2: {pools: {b: {takes: 50%, share_equally: true}, a: {takes: rest, share_by: [lessons]}}}
"""


@dataclass(frozen=True, slots=True)
class MadeRun(Run):
    """A closed run that is in no folder: its tables are given."""

    tables: Mapping[str, pl.DataFrame] = field(default_factory=dict)
    made: paycalc.Policy | None = None

    def table(self, name: str) -> pl.DataFrame:
        """A table as it was given."""
        return self.tables[name]

    def policy(self) -> paycalc.Policy:
        """The policy that it was given, else the small one."""
        return self.made or _small_policy()


@cache
def _small_policy() -> paycalc.Policy:
    policy, problems = parse_policy(POLICY)
    assert policy is not None, problems
    return policy


def made_run(revision: int, before: Lines, after: Lines) -> MadeRun:
    """A run or correction of the small policy, with these amounts settled before and after."""
    differences = pl.DataFrame(list(_differences(before, after)), schema=_DIFFERENCES)
    veto = pl.col("line").str.starts_with("veto.")
    due = pl.col("due")
    payouts = differences.group_by(POST).agg(
        due.filter(~veto).sum().alias("gross"), due.sum().alias("payable")
    )
    tables = {
        "differences": differences,
        "lines": differences.filter(~veto).select(*POST, "line", due.alias("amount")),
        "payouts": payouts,
        "units": payouts.group_by("county_id", "unit_id").agg(pl.col("payable").sum()),
    }
    return MadeRun(Path("nowhere"), _about(revision), {}, tables)


def run_of(revision: int, policy: paycalc.Policy, made: paycalc.Result | Correction) -> MadeRun:
    """A run or a correction as the engine made it."""
    names = ("lines", "payouts", "units", *(("differences",) if revision else ()))
    table = made.table if isinstance(made, Correction) else partial(getattr, made)
    tables = {name: table(name) for name in names}
    return MadeRun(Path("nowhere"), _about(revision), {}, tables, policy)


def _about(revision: int) -> dict[str, object]:
    return {
        "policy": {"id": "small"},
        "period": {"id": "2025-2026-1"},
        "currency": {"code": "CNY", "decimals": 2},
        "fingerprint": {"run": f"run {revision}"},
        "revision": revision,
    }


Lines = Mapping[tuple[str, str], Mapping[str, str]]
"""Amounts by (school, teacher) and line."""


def corrected_run(
    first: Path, folder: Path, revision: int, before: Lines, after: Lines, county: str = "X01"
) -> Path:
    """A correction's folder by hand: the tables of ``first``'s policy, with other amounts.

    Only the tables that feeds read are there. A post's unit is its school.
    """
    folder.mkdir(parents=True)
    manifest = json.loads((first / "manifest.json").read_text(encoding="utf-8"))
    made = pl.DataFrame(list(_differences(before, after)), schema=_DIFFERENCES)
    differences = made.with_columns(pl.lit(county).alias("county_id"))
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
    manifest |= {"outputs": outputs, "revision": revision, "totals": [{"county_id": county}]}
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return closed(folder)


def as_original(run: Path) -> Path:
    """A made run of revision 0 has lines in the place of differences."""
    manifest = json.loads((run / "manifest.json").read_text(encoding="utf-8"))
    frame = pl.read_csv(run / "differences.csv", infer_schema=False)
    tables = {
        "lines": frame.select(*POST, "line", pl.col("due").alias("amount")),
        "payouts": pl.read_csv(run / "payouts.csv", infer_schema=False).with_columns(
            pl.col("payable").alias("gross")
        ),
    }
    for name, table in tables.items():
        table.write_csv(run / f"{name}.csv")
    (run / "differences.csv").unlink()
    names = ["lines.csv", "payouts.csv", "policy.yaml", "units.csv"]
    manifest["outputs"] = [
        {"path": name, "sha256": hashlib.sha256((run / name).read_bytes()).hexdigest()}
        for name in names
    ]
    (run / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return closed(run)


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
