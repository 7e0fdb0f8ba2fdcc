"""What keeps a run from being exported: all of it at once, and then nothing is written."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from paycalc.output.feeds.canonical import feed_of
from paycalc.output.feeds.employees import Employees
from paycalc.output.feeds.exporting import Exported, export
from paycalc.output.feeds.model import Map, Paid, TargetName
from paycalc.output.feeds.preflight import of_feed
from paycalc.output.feeds.preparing import Wanted
from tests.feeds.building import MAPS, closed, corrected_run, made_run

EMPLOYEES = (MAPS / "employees.csv").read_text(encoding="utf-8")
FRAPPE = (MAPS / "frappe.yaml").read_text(encoding="utf-8")


@pytest.fixture
def run(first: Path, tmp_path: Path) -> Path:
    """A copy of the closed run."""
    return Path(shutil.copytree(first, tmp_path / "run"))


def exported(
    run: Path, folder: Path, map: str, employees: str = EMPLOYEES, target: TargetName = "frappe"
) -> Exported:
    """What comes of an export with a map and a file of employees; nothing is left if it fails."""
    (folder / "map.yaml").write_text(map, encoding="utf-8")
    (folder / "employees.csv").write_text(employees, encoding="utf-8")
    before = sorted(folder.iterdir())
    done = export(Wanted(run, target, folder / "map.yaml", folder / "out"))
    assert done.done == (folder / "out").exists()
    if not done.done:
        assert sorted(folder.iterdir()) == before
    return done


def codes(done: Exported) -> list[str]:
    """The codes that are told, each once, in order of codes."""
    return sorted({problem.code for problem in done.problems})


def test_a_sound_map_has_no_blockers(run: Path, tmp_path: Path) -> None:
    """The example is exported without a word."""
    assert exported(run, tmp_path, FRAPPE).problems == ()


def test_an_open_run_is_not_exported(run: Path, tmp_path: Path) -> None:
    """Without a close there is nothing to export."""
    (run / "close.json").unlink()
    assert codes(exported(run, tmp_path, FRAPPE)) == ["F200"]


def test_an_incomplete_run_is_not_exported(run: Path, tmp_path: Path) -> None:
    """A run that left counties out is refused, even closed; a provisional one is not."""
    assert codes(exported(closed(run, status="incomplete"), tmp_path, FRAPPE)) == ["F201"]
    assert codes(exported(closed(run, status="provisional"), tmp_path, FRAPPE)) == []


def test_a_run_changed_after_closing_is_not_exported(run: Path, tmp_path: Path) -> None:
    """The close vouches for the manifest, and for itself."""
    manifest = run / "manifest.json"
    before = manifest.read_text(encoding="utf-8")
    manifest.write_text(before + " ", encoding="utf-8")
    assert codes(exported(run, tmp_path, FRAPPE)) == ["V104", "V106"]
    manifest.write_text(before, encoding="utf-8")
    close = json.loads((run / "close.json").read_text(encoding="utf-8"))
    (run / "close.json").write_text(json.dumps(close | {"closed_by": "X"}), encoding="utf-8")
    assert codes(exported(run, tmp_path, FRAPPE)) == ["V105"]


def test_a_changed_table_is_not_exported(run: Path, tmp_path: Path) -> None:
    """A file that is not as the manifest says is named."""
    (run / "payouts.csv").write_bytes((run / "payouts.csv").read_bytes() + b"\n")
    done = exported(run, tmp_path, FRAPPE)
    assert [problem.place.file for problem in done.problems] == ["payouts.csv"]


def test_all_blockers_are_told_at_once(run: Path, tmp_path: Path) -> None:
    """Codes, employees, dates and components are all told, with the line of the map."""
    map = FRAPPE.replace("  other:", "  oter:").replace("  level_2.rural:", "  level_2.rurl:")
    map = map.replace("leavers: last_day", "leavers: refuse")
    map = map.replace("date: 2026-02-28", "date: 2026-02-27")
    map = map.replace(
        "Exchange allowance: {type: earning, depends_on_payment_days: false}",
        "Exchange allowance: {type: deduction, round_to_the_nearest_integer: true}",
    ).replace("    Senior-3 allowance: {type: earning, depends_on_payment_days: false}\n", "")
    people = EMPLOYEES.replace("T020,HR-EMP-00020", "T020,")
    people = people.replace("教师021,2015-09-01", "教师021,2026-03-01")
    (run / "close.json").unlink()
    done = exported(run, tmp_path, map, people)
    told = {(p.code, p.place.teacher) for p in done.problems if p.place.teacher}
    assert told == {("F205", "T020"), ("F208", "T021"), ("F209", "T017")}
    flags = [p.values["flag"] for p in done.problems if p.code == "F211"]
    assert flags == ["depends_on_payment_days", "round_to_the_nearest_integer"]
    expected = ["F200", "F203", "F205", "F208", "F209", "F210", "F211", "F212"]
    assert codes(done) == expected
    [wrong] = [p for p in done.problems if p.code == "F212"]
    lines = map.splitlines()
    assert wrong.place.line is not None
    assert lines[wrong.place.line - 1].strip().startswith("Exchange allowance:")


def test_a_box_that_is_not_declared_counts_as_it_is_by_itself(run: Path, tmp_path: Path) -> None:
    """Frappe ticks depends_on_payment_days unless somebody unticks it."""
    map = FRAPPE.replace(
        "Performance pay: {type: earning, depends_on_payment_days: false}",
        "Performance pay: {type: earning}",
    )
    done = exported(run, tmp_path, map)
    assert [(p.code, p.values["flag"]) for p in done.problems] == [
        ("F211", "depends_on_payment_days")
    ]


def test_dates_that_are_not_known_are_a_warning(run: Path, tmp_path: Path) -> None:
    """Without dates of joining and leaving the export goes on, and says so."""
    people = EMPLOYEES.replace("relieving_date", "somewhen")
    done = exported(run, tmp_path, FRAPPE, people)
    assert (codes(done), done.done) == (["F226"], True)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("T005,HR-EMP-00005", "T006,HR-EMP-00005"), "F206"),
        (("HR-EMP-00005", "HR-EMP-00006"), "F207"),
        (("teacher_id,", "id,"), "F231"),
        (("relieving_date", "name"), "F232"),
        (("2015-09-01,2026-01-31", "2015-09-01,31.1.2026"), "F233"),
    ],
)
def test_a_faulty_file_of_employees(
    run: Path, tmp_path: Path, change: tuple[str, str], code: str
) -> None:
    """Doubled rows and numbers, columns that are missing or doubled and wrong dates are told."""
    assert change[0] in EMPLOYEES
    done = exported(run, tmp_path, FRAPPE, EMPLOYEES.replace(*change))
    assert code in codes(done)
    assert all(p.place.file == "employees.csv" for p in done.problems if p.code == code)


def test_a_file_of_employees_that_is_not_there(run: Path, tmp_path: Path) -> None:
    """A file that cannot be read is told, not taken for an empty one."""
    done = exported(run, tmp_path, FRAPPE.replace("file: employees.csv", "file: nobody.csv"))
    assert codes(done) == ["F230"]


def test_an_odoo_input_needs_a_slip_and_a_contract(run: Path, tmp_path: Path) -> None:
    """An employee without a slip or a contract is told."""
    map = (MAPS / "odoo-inputs.yaml").read_text(encoding="utf-8")
    people = EMPLOYEES.replace("__export__.hr_payslip_30,", ",").replace(
        "__export__.hr_contract_31\n", "\n"
    )
    done = exported(run, tmp_path, map, people, "odoo")
    told = [(p.code, p.place.teacher, p.values["column"]) for p in done.problems]
    assert told == [("F220", "T030", "payslip"), ("F220", "T031", "contract")]


CORRECTION = (
    {("S1", "T001"): {"level_2.workload": "10", "level_2.outcome": "3"}},
    {("S1", "T001"): {"level_2.workload": "6", "level_2.outcome": "3"}},
)
SMALL = "paycalc_map: 1\npaid: {period: 2026-02, date: 2026-02-28}\n"
TABLE = (
    "table:\n  rows: component\n  negatives: %s\n  columns:\n"
    "    - {header: id, from: employee}\n    - {header: c, from: code}\n"
    "    - {header: n, from: amount, cell: %s}\n"
)


@pytest.mark.parametrize(
    ("target", "text", "expected"),
    [
        ("feed", "", []),
        ("frappe", FRAPPE.partition("\nfrappe:")[2], ["F204", "F210", "F226"]),
        ("table", TABLE % ("refuse", "text"), ["F219"]),
        ("table", TABLE % ("route", "text"), ["F204"]),
        ("table", TABLE % ("allow", "text"), []),
        ("table", TABLE % ("allow", "text") + "    - {header: x, from: employees.x}\n", ["F221"]),
    ],
)
def test_what_is_taken_back_has_to_go_somewhere(
    first: Path, tmp_path: Path, target: TargetName, text: str, expected: list[str]
) -> None:
    """A correction downwards needs a recovery code, or a table that takes amounts below 0."""
    run = corrected_run(first, tmp_path / "run", 1, *CORRECTION)
    section = f"frappe:{text}" if target == "frappe" else text
    done = exported(run, tmp_path, SMALL + section, target=target)
    assert codes(done) == expected


def test_a_code_without_a_column_is_a_blocker(run: Path, tmp_path: Path) -> None:
    """No money is lost because a wide table has no column for its code."""
    map = (MAPS / "table.yaml").read_text(encoding="utf-8")
    map = map.replace("    - {header: 班主任津贴, amount_of: 班主任津贴}\n", "")
    map = map.replace(", {total: 班主任津贴}", "")
    done = exported(run, tmp_path, map, target="table")
    assert [(p.code, p.values["code"]) for p in done.problems] == [("F228", "班主任津贴")]


def test_an_amount_too_long_for_a_cell_of_numbers(first: Path, tmp_path: Path) -> None:
    """Sixteen digits are no exact number in a workbook."""
    settled = {("S1", "T001"): {"level_2.workload": "99999999999999.99"}}
    run = corrected_run(first, tmp_path / "run", 1, {}, settled)
    done = exported(run, tmp_path, SMALL + TABLE % ("allow", "number"), target="table")
    assert codes(done) == ["F223"]
    assert not any("9999" in problem.message() for problem in done.problems)  # no pay is told


def test_one_id_of_two_counties_is_two_people() -> None:
    """Where a teacher's id occurs in two counties, employees have to be told apart by county."""
    settled = {("S1", "T1"): {"level_2.a": "10"}, ("S2", "T1"): {"level_2.a": "5"}}
    run = made_run(0, {}, settled)
    county = pl.when(pl.col("school_id") == "S2").then(pl.lit("X02")).otherwise("county_id")
    tables = {
        name: frame.with_columns(county.alias("county_id"))
        if "school_id" in frame.columns
        else frame
        for name, frame in run.tables.items()
    }
    tables["units"] = (
        tables["payouts"].group_by("county_id", "unit_id").agg(pl.col("payable").sum())
    )
    apart = replace(run, tables=tables)
    map = Map(Paid("2026-02"))
    for two, codes in ((run, []), (apart, ["F234"])):
        feed, _ = feed_of(two, map, None)
        assert [problem.code for problem in of_feed(feed, two, map, None)] == codes
    people = pl.DataFrame(
        {
            "employees.county_id": ["X01", "X02"],
            "employees.teacher_id": ["T1"] * 2,
            "employees.employee": ["1", "2"],
        }
    )
    employees = Employees(people, True, "employees.csv")
    feed, _ = feed_of(apart, map, employees)
    assert list(of_feed(feed, apart, map, employees)) == []
    assert feed.lines["employee"].to_list() == ["1", "2"]


def test_control_totals_are_held_against_the_run(first: Path, tmp_path: Path) -> None:
    """A unit whose lines do not come to what the run says is told."""
    run = corrected_run(first, tmp_path / "run", 1, *CORRECTION)
    manifest = json.loads((run / "manifest.json").read_text(encoding="utf-8"))
    (run / "units.csv").write_text("county_id,unit_id,payable\nX01,S1,9.01\n", encoding="utf-8")
    import hashlib

    for output in manifest["outputs"]:
        output["sha256"] = hashlib.sha256((run / output["path"]).read_bytes()).hexdigest()
    (run / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    done = exported(closed(run), tmp_path, SMALL, target="feed")
    assert [(p.code, p.place.unit) for p in done.problems] == [("F213", "S1")]
