"""Exports as folders: whole or not at all, the same each time, in the order of revisions."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import polars as pl
import pytest

from paycalc.errors import TargetExistsError
from paycalc.output.feeds import exporting
from paycalc.output.feeds.earlier import read_feed
from paycalc.output.feeds.exporting import Exported, checked, export
from paycalc.output.feeds.model import TargetName
from paycalc.output.feeds.preparing import Wanted
from paycalc.output.schema import OUTPUTS
from tests.feeds.building import MAPS, Lines, as_original, closed_run, corrected_run, example

FEED = MAPS / "feed.yaml"
SETTLED: list[Lines] = [
    {("S1", "T001"): {"level_2.workload": amount, "level_2.outcome": "3"}}
    for amount in ("10", "6", "8")
]


def chain(first: Path, folder: Path) -> list[Path]:
    """A run of one post and its corrections, by hand."""
    return [
        corrected_run(first, folder / f"run-{n}", n, SETTLED[n - 1] if n else {}, after)
        for n, after in enumerate(SETTLED)
        if n
    ]


@pytest.mark.parametrize(
    ("target", "map", "files"),
    [
        ("feed", "feed", []),
        ("frappe", "frappe", ["additional_salary.csv", "additional_salary.json"]),
        ("odoo", "odoo-inputs", ["hr_payslip_input.csv"]),
        ("odoo", "odoo-attachments", ["hr_salary_attachment.csv"]),
        ("table", "table", ["绩效导入.csv"]),
    ],
)
def test_a_folder_says_what_it_holds(
    first: Path, tmp_path: Path, target: TargetName, map: str, files: list[str]
) -> None:
    """There is what the target imports, the feed, control totals, and each file's hash."""
    done = export(Wanted(first, target, MAPS / f"{map}.yaml", tmp_path / "out"))
    assert done.files == (*files, "feed.csv", "control_totals.csv", "export.json")
    assert {path.name for path in (tmp_path / "out").iterdir()} == set(done.files)
    about = json.loads((tmp_path / "out" / "export.json").read_text(encoding="utf-8"))
    for output in about["outputs"]:
        content = (tmp_path / "out" / output["path"]).read_bytes()
        assert (len(content), hashlib.sha256(content).hexdigest()) == (
            output["bytes"],
            output["sha256"],
        )
    close = json.loads((first / "close.json").read_text(encoding="utf-8"))
    assert (about["close"], about["revision"], about["totals"]) == (close["hash"], 0, done.totals)


def test_an_export_is_the_same_each_time(first: Path, tmp_path: Path) -> None:
    """Exported twice the files are byte for byte the same; also from a run in Parquet."""
    for name in ("one", "two"):
        export(Wanted(first, "frappe", MAPS / "frappe.yaml", tmp_path / name))
    again = [sorted((tmp_path / name).iterdir()) for name in ("one", "two")]
    for one, two in zip(*again, strict=True):
        assert (one.name, one.read_bytes()) == (two.name, two.read_bytes())
    parquet = closed_run(example(), tmp_path / "run", "parquet")
    export(Wanted(parquet, "feed", FEED, tmp_path / "three", "parquet"))
    kept = read_feed(tmp_path / "three" / "feed.parquet", 2).drop("fingerprint")
    export(Wanted(first, "feed", FEED, tmp_path / "four"))
    assert kept.equals(read_feed(tmp_path / "four" / "feed.csv", 2).drop("fingerprint"))


def test_control_totals_come_to_the_run(first: Path, tmp_path: Path) -> None:
    """The totals by unit and component add up to what the units are paid."""
    export(Wanted(first, "feed", FEED, tmp_path / "out"))
    totals = pl.read_csv(
        tmp_path / "out" / "control_totals.csv",
        schema_overrides={"unit_id": pl.String, "amount": pl.Decimal(38, 2)},
    )
    units = pl.read_csv(
        first / "units.csv", schema_overrides={"unit_id": pl.String, "payable": pl.Decimal(38, 2)}
    )
    sums = totals.group_by("unit_id").agg(pl.col("amount").sum()).sort("unit_id")
    assert sums.rows() == units.select("unit_id", "payable").sort("unit_id").rows()
    lines = read_feed(tmp_path / "out" / "feed.csv", 2)
    assert totals["lines"].sum() == lines.height


@pytest.mark.parametrize("broken", ["_about", "_files"])
def test_never_half_a_folder(
    first: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    """An export that breaks off leaves nothing behind."""

    def breaks(*_: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(exporting, broken, breaks)
    with pytest.raises(OSError, match="full"):
        export(Wanted(first, "feed", FEED, tmp_path / "out"))
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_overwritten(first: Path, tmp_path: Path) -> None:
    """What is at the folder stays."""
    (tmp_path / "out").mkdir()
    with pytest.raises(TargetExistsError):
        export(Wanted(first, "feed", FEED, tmp_path / "out"))
    assert list((tmp_path / "out").iterdir()) == []


def test_checking_writes_nothing(first: Path, tmp_path: Path) -> None:
    """A check says what an export would say."""
    done = checked(Wanted(first, "feed", FEED))
    assert (done.done, done.files) == (True, ())
    assert done.totals == export(Wanted(first, "feed", FEED, tmp_path / "out")).totals


def of(run: Path, folder: Path, *after: Path, map: Path = FEED) -> Exported:
    """The export of a correction after others."""
    return export(Wanted(run, "feed", map, folder, after=after))


def test_corrections_are_held_against_what_was_exported(first: Path, tmp_path: Path) -> None:
    """A correction after all exports before it is sound; after a part of them it is not."""
    base = corrected_run(first, tmp_path / "run-0", 0, {}, SETTLED[0])
    one, two = chain(first, tmp_path)
    # the run itself: its lines as the first feed
    of_run = tmp_path / "feed-0"
    assert of(as_original(base), of_run).done
    assert of(one, tmp_path / "feed-1", of_run).done
    assert of(two, tmp_path / "feed-2", of_run, tmp_path / "feed-1").done
    wrong = of(two, tmp_path / "feed-x", of_run)
    assert [problem.code for problem in wrong.problems] == ["F214"]
    other = of(one, tmp_path / "feed-y", tmp_path / "feed-1")  # not of an earlier revision
    assert [problem.code for problem in other.problems] == ["F224"]
    with (of_run / "feed.csv").open("a", encoding="utf-8") as file:
        file.write("\n")
    changed = of(one, tmp_path / "feed-z", of_run)
    assert [problem.code for problem in changed.problems] == ["F224"]


def test_reversals_across_exports(first: Path, tmp_path: Path) -> None:
    """Each correction reverses the line in force, and rebooks what is due."""
    map = tmp_path / "map.yaml"
    text = FEED.read_text(encoding="utf-8") + "corrections: reversal_and_rebook\n"
    map.write_text(text, encoding="utf-8")
    base = as_original(corrected_run(first, tmp_path / "run-0", 0, {}, SETTLED[0]))
    runs = [base, *chain(first, tmp_path)]
    feeds: list[Path] = []
    for number, run in enumerate(runs):
        folder = tmp_path / f"feed-{number}"
        assert of(run, folder, *feeds, map=map).done
        feeds.append(folder)
    lines = [read_feed(folder / "feed.csv", 2) for folder in feeds]
    kinds = [frame["kind"].to_list() for frame in lines]
    assert kinds == [["original"] * 2, ["reversal", "rebook"], ["reversal", "rebook"]]
    assert lines[1]["reverses"][0] in lines[0]["line_key"]
    assert lines[2]["reverses"][0] == lines[1]["line_key"][1]


def test_tables_of_an_export_are_as_the_schema_says(first: Path, tmp_path: Path) -> None:
    """Feed and control totals have the columns and types that `paycalc schema --tables` tells."""
    export(Wanted(first, "feed", FEED, tmp_path / "out", "parquet"))
    kinds = {"text": pl.String(), "count": pl.Int64(), "money": pl.Decimal(38, 2)}
    for name in ("feed", "control_totals"):
        frame = pl.read_parquet(tmp_path / "out" / f"{name}.parquet")
        table = OUTPUTS[name]
        assert dict(frame.schema) == {name: kinds[kind] for name, kind in table.columns.items()}
        assert frame.select(table.key).is_unique().all()
