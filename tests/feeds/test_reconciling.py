"""What targets hold against what they were given."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from paycalc.output.feeds.earlier import read_feed
from paycalc.output.feeds.exporting import export
from paycalc.output.feeds.model import TargetName
from paycalc.output.feeds.preparing import Wanted
from paycalc.output.feeds.reconciling import Reconciled, reconcile
from tests.cli.conftest import Done
from tests.feeds.building import MAPS, as_original, corrected_run

FILES: list[tuple[TargetName, str, str]] = [
    ("feed", "feed", "feed.csv"),
    ("frappe", "frappe", "additional_salary.csv"),
    ("odoo", "odoo-inputs", "hr_payslip_input.csv"),
    ("odoo", "odoo-attachments", "hr_salary_attachment.csv"),
    ("table", "table", "绩效导入.csv"),
]


def exported(first: Path, folder: Path, target: TargetName, map: str, file: str) -> Path:
    """What was exported for a target, as if it came back from there."""
    export(Wanted(first, target, MAPS / f"{map}.yaml", folder / "out"))
    return folder / "out" / file


def found(first: Path, target: TargetName, map: str, arrived: Path) -> Reconciled:
    """What is found."""
    return reconcile(Wanted(first, target, MAPS / f"{map}.yaml"), arrived)


@pytest.mark.parametrize(("target", "map", "file"), FILES)
def test_what_arrives_as_it_was_given_agrees(
    first: Path, tmp_path: Path, target: TargetName, map: str, file: str
) -> None:
    """A target that holds just what it was given has nothing to tell."""
    arrived = exported(first, tmp_path, target, map, file)
    assert found(first, target, map, arrived).problems == ()


@pytest.mark.parametrize(("target", "map", "file"), FILES)
def test_each_difference_is_found(
    first: Path, tmp_path: Path, target: TargetName, map: str, file: str
) -> None:
    """Lines that are missing, doubled, changed and extra are each found, with row and columns."""
    arrived = exported(first, tmp_path, target, map, file)
    encoding = "gb18030" if target == "table" else "utf-8"
    rows = list(csv.reader(io.StringIO(arrived.read_text(encoding=encoding), newline="")))
    amount = {"table": "合计", "frappe": "Amount"}.get(target, "amount")
    place = rows[0].index("monthly_amount" if map == "odoo-attachments" else amount)
    named = {"table": "人员编码", "frappe": "paycalc_key"}
    key = rows[0].index(named[target]) if target in named else 0
    [missing] = rows[3:4]
    changed = [*rows[5]]
    changed[place] = f"{float(changed[place]) + 0.01:,.2f}"
    extra = [*rows[6]]
    extra[key] = "999"
    kept = [*rows[:3], rows[4], changed, *rows[6:], rows[4], extra]
    text = io.StringIO(newline="")
    csv.writer(text).writerows(kept)
    arrived.write_text(text.getvalue(), encoding="utf-8", newline="")
    done = found(first, target, map, arrived)
    told = {problem.code: problem for problem in done.problems}
    assert len(done.problems) == 4
    assert told["F300"].values["key"] == missing[key]
    assert (told["F301"].values["key"], told["F301"].values["times"]) == (rows[4][key], 2)
    assert told["F302"].values["columns"].endswith("amount" if target != "table" else "合计")  # type: ignore[union-attr]
    assert (told["F302"].place.row, told["F303"].place.row) == (5, len(kept))


def test_amounts_are_numbers_and_days_are_days(first: Path, tmp_path: Path) -> None:
    """How a target writes an amount, a day or a box is no difference."""
    arrived = exported(first, tmp_path, "frappe", "frappe", "additional_salary.csv")
    text = arrived.read_text(encoding="utf-8").replace("4138.96", '"4,138.960"')
    text = text.replace("2026-02-28", "2026/02/28").replace("2026-01-31", "2026-01-31 00:00:00")
    arrived.write_text(text, encoding="utf-8", newline="")
    assert found(first, "frappe", "frappe", arrived).problems == ()


def test_a_cancelled_document_does_not_count(first: Path, tmp_path: Path) -> None:
    """Of Frappe's answers over REST a cancelled document is missing, and a copy is doubled."""
    arrived = exported(first, tmp_path, "frappe", "frappe", "additional_salary.json")
    documents = json.loads(arrived.read_text(encoding="utf-8"))
    documents[0]["docstatus"] = 2
    documents.append({**documents[1], "name": "HR-ADS-26-02-00009"})
    arrived.write_text(json.dumps({"data": documents}), encoding="utf-8")
    done = found(first, "frappe", "frappe", arrived)
    assert sorted(problem.code for problem in done.problems) == ["F300", "F301"]


def test_lines_of_earlier_exports_are_not_extra(first: Path, tmp_path: Path) -> None:
    """What the target holds of earlier revisions is known by their exports."""
    before = {("001", "T001"): {"level_2.awards": "10"}}
    after = {("001", "T001"): {"level_2.awards": "12"}}
    map = MAPS / "feed.yaml"
    run = as_original(corrected_run(first, tmp_path / "run-0", 0, {}, before))
    wanted = [Wanted(run, "feed", map, tmp_path / "feed-0")]
    run = corrected_run(first, tmp_path / "run-1", 1, before, after)
    wanted += [Wanted(run, "feed", map, tmp_path / "feed-1", after=(tmp_path / "feed-0",))]
    rows = ["line_key,amount"]  # a target that does not say which revision a line is of
    for one in wanted:
        assert export(one).done
        lines = read_feed(tmp_path / f"feed-{wanted.index(one)}" / "feed.csv", 2)
        rows += [f"{key},{amount}" for key, amount in lines.select("line_key", "amount").rows()]
    arrived = tmp_path / "arrived.csv"
    arrived.write_text("\n".join(rows), encoding="utf-8")
    alone = reconcile(replace(wanted[1], after=()), arrived)
    assert {problem.code for problem in alone.problems} == {"F303", "F306"}
    known = reconcile(wanted[1], arrived)
    assert ({problem.code for problem in known.problems}, known.agreed) == ({"F306"}, 1)


def test_an_id_cut_by_a_spreadsheet_is_found(first: Path, tmp_path: Path) -> None:
    """Eighteen digits that became a number, or zeros that went, are a change."""
    arrived = exported(first, tmp_path, "feed", "feed", "feed.csv")
    text = arrived.read_text(encoding="utf-8").replace(",X01,G1,001,T001,", ",X01,G1,1,T001,")
    arrived.write_text(text, encoding="utf-8", newline="")
    done = found(first, "feed", "feed", arrived)
    assert {(p.code, p.values["columns"]) for p in done.problems} == {("F302", "school_id")}


def test_what_cannot_be_compared_is_told(first: Path, tmp_path: Path) -> None:
    """Without keys nothing can be compared; columns that are left out are a warning."""
    arrived = exported(first, tmp_path, "feed", "feed", "feed.csv")
    rows = list(csv.reader(io.StringIO(arrived.read_text(encoding="utf-8"), newline="")))
    for columns, codes, ok in ((rows[0][1:], ["F304"], False), (["line_key"], ["F306"], True)):
        places = [rows[0].index(name) for name in columns]
        text = "\n".join(",".join(row[place] for place in places) for row in rows)
        arrived.write_text(text, encoding="utf-8")
        done = found(first, "feed", "feed", arrived)
        assert ([problem.code for problem in done.problems], done.readable) == (codes, ok)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"PK\x03\x04 no workbook"])
@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".parquet", ".json"])
def test_a_file_that_cannot_be_read(
    first: Path, tmp_path: Path, suffix: str, content: bytes
) -> None:
    """A file of another kind is told, whatever is in it."""
    arrived = tmp_path / f"arrived{suffix}"
    arrived.write_bytes(content)
    codes = {problem.code for problem in found(first, "feed", "feed", arrived).problems}
    assert codes in ({"F305"}, {"F304"})


def test_a_workbook_is_read(first: Path, tmp_path: Path) -> None:
    """A workbook is compared like a file of texts."""
    map = tmp_path / "map.yaml"
    shutil.copy(MAPS / "employees.csv", tmp_path)
    text = (MAPS / "table.yaml").read_text(encoding="utf-8").replace("format: csv", "format: xlsx")
    map.write_text(text, encoding="utf-8")
    export(Wanted(first, "table", map, tmp_path / "out"))
    done = reconcile(Wanted(first, "table", map), tmp_path / "out" / "绩效导入.xlsx")
    assert (done.problems, done.agreed) == ((), 142)


def test_the_command(first: Path, tmp_path: Path, paycalc: Callable[..., Done]) -> None:
    """It ends with 0 if all agrees, 3 if a line differs, 1 if nothing can be compared."""
    arrived = exported(first, tmp_path, "feed", "feed", "feed.csv")
    options = ("--to", "feed", "--map", MAPS / "feed.yaml")
    done = paycalc("reconcile", first, arrived, *options)
    assert (done.code, done.out) == (
        0,
        "565 lines agree; missing 0, doubled 0, changed 0, extra 0\n",
    )
    lines = arrived.read_text(encoding="utf-8").splitlines(keepends=True)
    arrived.write_text("".join(lines[:-1]), encoding="utf-8", newline="")
    done = paycalc("reconcile", first, arrived, *options)
    assert (done.code, done.out[:32]) == (3, "564 lines agree; missing 1, doub")
    assert "error F300" in done.err
    told = json.loads(paycalc("reconcile", first, arrived, *options, "--json").out)
    assert (told["ok"], told["agreed"], told["missing"]) == (False, 564, 1)
    arrived.write_text("nothing", encoding="utf-8")
    assert paycalc("reconcile", first, arrived, *options).code == 1
    assert paycalc("reconcile", first, tmp_path / "no", *options).code == 2
