"""The template of a policy: what stands in it, and that it is read back when it is filled in."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

import paycalc
from paycalc.engine.expects import expectations
from paycalc.errors import MissingExtraError, TargetExistsError
from paycalc.output._template_plan import sheets_of
from paycalc.output.template import write_template
from paycalc.policy import Policy
from paycalc.problems import Problem
from paycalc.records import Period, read_records
from paycalc.records.tables import TABLES, english

ROOT = Path(__file__).parents[2]
POLICIES = sorted((ROOT / "policies").glob("*.yaml"))
PERIOD = Period("2025-2026-1", date(2025, 9, 1), date(2026, 1, 31))


def policy_of(name: str) -> Policy:
    """A policy of the library."""
    return paycalc.load_policy(ROOT / "policies" / f"{name}.yaml")


def opened(policy: Policy, folder: Path, language: str = "en") -> Workbook:
    """The policy's template, as another program opens it."""
    write_template(policy, folder / "template.xlsx", language)
    return openpyxl.load_workbook(folder / "template.xlsx")


def columns_of(sheet: Worksheet) -> dict[str, int]:
    """In which column of a template's sheet each column of the table stands."""
    table = next(n for n, spec in TABLES.items() if sheet.title in (n, *spec.zh))
    found = {}
    for cell in sheet[1]:
        names = {english(table, name) for name in cell.value.split("\n")}
        assert len(names) == 1
        found[names.pop()] = cell.column
    return found


def listed(book: Workbook, sheet: Worksheet, column: str) -> tuple[list[str], str] | None:
    """The texts of a column's drop-down list, and what is said to others."""
    letter = sheet.cell(2, columns_of(sheet)[column]).coordinate[:-1]
    for rule in sheet.data_validations.dataValidation:
        if rule.type == "list" and str(rule.sqref).startswith(f"{letter}2:"):
            name, _, cells = rule.formula1.rpartition("!")
            rows = book[name.strip("'")][cells.replace("$", "")]
            rows = rows if isinstance(rows, tuple) else ((rows,),)
            said = (rule.errorStyle or "stop") if rule.showErrorMessage else "free"
            return [row[0].value for row in rows], said
    return None


@pytest.mark.parametrize("policy", POLICIES, ids=lambda path: path.stem)
def test_every_policy_of_the_library_has_a_template_with_what_it_reads(
    policy: Path, tmp_path: Path
) -> None:
    """A template opens, is read without rows, and has every column that the policy looks for."""
    loaded = paycalc.load_policy(policy)
    expects = expectations(loaded)
    book = opened(loaded, tmp_path, "zh")
    records = read_records(tmp_path / "template.xlsx", period=PERIOD)
    assert records.problems == ()
    tables = {name: set(table.frame.columns) for name, table in records.tables.items()}
    required = {name for name, spec in TABLES.items() if spec.required}
    by_all = {"adjustments", "opening_balances", *(("ethics",) if loaded.veto else ())}
    assert tables.keys() == required | expects.tables | by_all
    for name, columns in expects.columns.items():
        assert columns <= tables[name]
    for column, places in expects.anywhere:
        assert any(column in tables[name] for name in places)
    assert book.sheetnames[0] == "填报说明"
    assert book["选项"].sheet_state == "hidden"


def test_lists_hold_what_the_policy_names(tmp_path: Path) -> None:
    """Kinds, positions, indicators, items and statuses are chosen from lists.

    Other items and statuses are refused, since they are errors; other kinds are doubted. Of a grade
    that the policy names there are others, and nothing is said to them.
    """
    policy = policy_of("example-county")
    mentioned = expectations(policy).mentioned
    book = opened(policy, tmp_path)
    for table, columns in mentioned.items():
        for column, texts in columns.items():
            assert listed(book, book[table], column) == (sorted(texts), "warning")
    assert {(t, c) for t, columns in mentioned.items() for c in columns} >= {
        ("staff", "position"),
        ("workload", "kind"),
        ("outcomes", "indicator"),
        ("leave", "kind"),
    }
    assert listed(book, book["workload"], "grade") == (["12"], "free")
    assert policy.veto is not None
    assert listed(book, book["ethics"], "item") == (list(policy.veto.items), "stop")
    assert listed(book, book["ethics"], "status") == (list(policy.veto.statuses), "stop")


def test_numbers_stand_in_lists_in_their_order(tmp_path: Path) -> None:
    """Of texts that are numbers 2 comes before 10; a column of them stays one of texts."""
    policy = policy_of("competitions")
    [sheet] = [sheet for sheet in sheets_of(policy) if sheet.table == "workload"]
    [coaches] = [column for column in sheet.columns if column.name == "coaches"]
    assert coaches.kind == "text"
    assert coaches.choices == tuple(sorted(coaches.choices, key=lambda text: (len(text), text)))


def test_cells_have_the_formats_and_ranges_of_their_kinds(tmp_path: Path) -> None:
    """Ids are texts, dates are dates, and numbers outside their range or with units are refused."""
    book = opened(policy_of("example-county"), tmp_path)
    staff = book["staff"]

    def column(name: str) -> str:
        return staff.cell(1, columns_of(staff)[name]).column_letter

    formats = {
        name: staff.column_dimensions[column(name)].number_format
        for name in ("teacher_id", "school_id", "from", "fte")
    }
    assert formats == {
        "teacher_id": "@",
        "school_id": "@",
        "from": "yyyy-mm-dd",
        "fte": "General",
    }
    rules = {str(rule.sqref): rule for rule in staff.data_validations.dataValidation}
    fte = rules[f"{column('fte')}2:{column('fte')}1048576"]
    assert (fte.type, fte.formula1, fte.formula2) == ("decimal", "0", "1")
    assert rules[f"{column('from')}2:{column('from')}1048576"].type == "date"


@pytest.mark.parametrize(("language", "first"), [("en", "teacher_id"), ("zh", "工号")])
def test_headings_are_in_both_languages_with_notes(
    tmp_path: Path, language: str, first: str
) -> None:
    """A heading has the main language above the other, and a note; no name of a person is asked."""
    book = opened(policy_of("example-county"), tmp_path, language)
    staff = book[{"en": "staff", "zh": "人员"}[language]]
    assert staff["A1"].value.split("\n")[0] == first
    assert set(staff["A1"].value.split("\n")) == {"teacher_id", "工号"}
    assert all(cell.comment is not None for cell in staff[1])
    assert "name" not in columns_of(staff)


def test_a_template_is_written_whole_and_replaces_nothing(tmp_path: Path) -> None:
    """What stands at the target stays; the same policy gives the same bytes."""
    policy = policy_of("star")
    write_template(policy, tmp_path / "a.xlsx")
    write_template(policy, tmp_path / "b.xlsx")
    before = (tmp_path / "a.xlsx").read_bytes()
    with pytest.raises(TargetExistsError, match="never overwritten"):
        write_template(policy, tmp_path / "a.xlsx", "zh")
    assert (tmp_path / "a.xlsx").read_bytes() == before == (tmp_path / "b.xlsx").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.xlsx", "b.xlsx"]


def test_without_the_library_the_extra_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where xlsxwriter is not installed, the error tells how to install it."""
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'paycalc\[excel\]'"):
        write_template(policy_of("star"), tmp_path / "a.xlsx")


def cells(table: str, frame: pl.DataFrame) -> Iterator[dict[str, object]]:
    """The rows of a CSV file, with numbers and dates as a spreadsheet has them."""
    kinds = {name: column.kind for name, column in TABLES[table].columns.items()}
    types = {"number": float, "money": float, "date": date.fromisoformat, "text": str}
    for row in frame.iter_rows(named=True):
        yield {
            name: types[kinds.get(name, "text")](text)
            for name, text in row.items()
            if text is not None
        }


def filled(
    path: Path, frames: Mapping[str, pl.DataFrame], period: Period, language: str
) -> dict[str, pl.DataFrame]:
    """Fill a template in; returns the same rows with the columns that it has."""
    book = openpyxl.load_workbook(path)
    kept = {}
    for sheet in book.worksheets:
        table = next((n for n, s in TABLES.items() if sheet.title in (n, *s.zh)), None)
        if table is None:
            continue
        columns = columns_of(sheet)
        empty = pl.DataFrame(schema=dict.fromkeys(columns, pl.String))
        frame = frames.get(table, empty)
        kept[table] = frame.select([name for name in frame.columns if name in columns])
        for number, row in enumerate(cells(table, kept[table]), 2):
            for name, value in row.items():
                sheet.cell(number, columns[name]).value = value
    days = (period.id, period.first_day, period.last_day, period.known_at)
    for number, value in enumerate(days, 1):
        book[{"en": "period", "zh": "期间"}[language]].cell(number, 2).value = value
    book.save(path)
    return kept


def told(problems: tuple[Problem, ...]) -> list[tuple[str, str | None, int]]:
    """What problems have in common wherever a row stands."""
    return sorted((p.code, p.place.table, p.count) for p in problems)


@pytest.mark.parametrize(
    ("name", "language"),
    [("example-county", "zh"), ("example-county", "en"), ("timetables", "zh")],
)
def test_a_template_that_is_filled_in_pays_what_the_same_rows_pay_as_csv(
    tmp_path: Path, name: str, language: str
) -> None:
    """Rows typed into a template are read without a problem and pay the same fen as from CSV."""
    policy = policy_of(name)
    dataset = ROOT / "fixtures" / name
    frames = {
        path.stem: pl.read_csv(path, infer_schema=False) for path in sorted(dataset.glob("*.csv"))
    }
    book = tmp_path / "template.xlsx"
    write_template(policy, book, language)
    period = read_records(dataset).period
    kept = filled(book, frames, period, language)
    (tmp_path / "csv").mkdir()
    for table, frame in kept.items():
        frame.write_csv(tmp_path / "csv" / f"{table}.csv")
    records = read_records(book)
    assert (records.problems, records.period) == ((), period)
    plain = paycalc.compute(policy, read_records(tmp_path / "csv", period=period))
    result = paycalc.compute(policy, records)
    assert result.payouts.equals(plain.payouts)
    assert result.ledger.equals(plain.ledger)
    assert told(result.problems) == told(plain.problems)
    if name == "timetables":  # whose records have nothing to warn of
        assert result.problems == ()
