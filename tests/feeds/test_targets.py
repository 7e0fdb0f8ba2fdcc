"""What each target gets: columns, signs, sums, encodings."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from paycalc.output.feeds import frappe, odoo, table
from paycalc.output.feeds.canonical import Feed, feed_of
from paycalc.output.feeds.employees import Employees, read_employees
from paycalc.output.feeds.model import EmployeesFile, Map, TargetName
from paycalc.output.feeds.preparing import TARGETS
from paycalc.output.feeds.reading import EMPLOYEE_COLUMNS, parse_map
from paycalc.policy.model import Mark
from tests.feeds.building import Lines, made_run

HEAD = "paycalc_map: 1\npaid: {period: 2026-02, date: 2026-02-28}\n"
COMPONENTS = (
    "components: {level_2.a: {code: PERF, recovery: BACK}, level_2.b: {code: PERF, recovery: BACK},"
    " level_1.c: CLASS}\n"
)
FRAPPE = (
    "frappe:\n  company: Bureau\n  salary_components:\n"
    "    PERF: {type: earning, depends_on_payment_days: false}\n"
    "    CLASS: {type: earning, depends_on_payment_days: false}\n"
    "    BACK: {type: deduction, depends_on_payment_days: false}\n"
)
BEFORE: Lines = {
    ("S1", "T1"): {"level_2.a": "10.10", "level_2.b": "5", "level_1.c": "3"},
    ("S2", "T1"): {"level_2.a": "7"},
    ("S2", "002"): {"level_2.a": "8", "veto.forfeited": "-8"},
}
AFTER: Lines = {
    ("S1", "T1"): {"level_2.a": "4.10", "level_2.b": "6", "level_1.c": "3"},
    ("S2", "T1"): {"level_2.a": "7"},
    ("S2", "002"): {"level_2.a": "8", "veto.forfeited": "0"},
}


def map_of(text: str, target: TargetName) -> Map:
    """A map that is sound."""
    map, problems = parse_map(HEAD + text, target)
    assert map is not None, problems
    return map


def feed(map: Map, employees: Employees | None = None, revision: int = 0) -> Feed:
    """The feed of a small run, or of its correction."""
    run = made_run(1, BEFORE, AFTER) if revision else made_run(0, {}, BEFORE)
    found, problems = feed_of(run, map, employees)
    assert problems == ()
    return found


def people(tmp_path: Path, text: str) -> Employees:
    """A file of employees."""
    (tmp_path / "employees.csv").write_text(text, encoding="utf-8")
    names = {name: name for name in EMPLOYEE_COLUMNS}
    found, problems = read_employees(
        EmployeesFile("employees.csv", names, Mark("", 0, 0)), tmp_path
    )
    assert problems == ()
    assert found is not None
    return found


def file_of(target: TargetName, map: Map, feed: Feed, employees: Employees | None = None) -> bytes:
    """The first file that a target gets."""
    return next(TARGETS[target].files(feed, map, employees))[1]


def rows_of(content: bytes, encoding: str = "utf-8") -> list[list[str]]:
    """The rows of a CSV file."""
    return list(csv.reader(io.StringIO(content.decode(encoding), newline="")))


def test_frappe_gets_the_labels_of_data_import() -> None:
    """The file has exactly the labels that Data Import shows, one document for each amount."""
    map = map_of(COMPONENTS + FRAPPE, "frappe")
    head, *rows = rows_of(file_of("frappe", map, feed(map)))
    assert ",".join(head) == (
        "ID,Series,Employee,Company,Payroll Date,Salary Component,Currency,Amount,"
        "Overwrite Salary Structure Amount,Deduct Full Tax on Selected Payroll Date"
    )
    assert next(row[1:] for row in rows if row[2] == "T1") == [
        *("HR-ADS-.YY.-.MM.-", "T1", "Bureau", "2026-02-28", "CLASS", "CNY", "3.00", "0", "0")
    ]
    assert len(rows) == 4  # the vetoed post's 0 is in the feed alone


def test_frappe_takes_back_by_a_deduction() -> None:
    """A correction downwards has no sign, but the recovery's component."""
    map = map_of(COMPONENTS + FRAPPE, "frappe")
    rows = frappe.rows(feed(map, revision=1), map, None)
    assert rows.select("salary_component", "amount").rows() == [
        ("PERF", Decimal("1.00")),
        ("BACK", Decimal("6.00")),
        ("PERF", Decimal("8.00")),
    ]
    assert (rows["overwrite_salary_structure_amount"] == 0).all()


def test_frappe_gets_bodies_for_rest() -> None:
    """REST gets the fieldnames, amounts as texts, the key in a field that REST keeps."""
    text = FRAPPE + "  key_field: paycalc_key\n  submit: true\n"
    map = map_of(COMPONENTS + text, "frappe")
    made = feed(map)
    _, (name, content) = TARGETS["frappe"].files(made, map, None)
    bodies = json.loads(content)
    assert name == "additional_salary.json"
    assert [body["name"] for body in bodies] == [body["paycalc_key"] for body in bodies]
    assert {body["docstatus"] for body in bodies} == {1}
    assert {body["amount"] for body in bodies} == {"10.10", "5.00", "3.00", "7.00"}
    assert set(frappe.LABELS) < set(bodies[0])


def test_a_leaver_is_paid_on_the_last_day_if_the_map_says_so(tmp_path: Path) -> None:
    """The payroll date does not lie after the relieving date; others keep the day."""
    employees = people(tmp_path, "teacher_id,joined,left\nT1,2020-01-01,2026-01-31\n002,,\n")
    map = map_of(COMPONENTS + FRAPPE + "  leavers: last_day\n", "frappe")
    days = frappe.rows(feed(map, employees), map, employees).select("employee", "payroll_date")
    assert set(days.rows()) == {("T1", date(2026, 1, 31))}
    assert not any(p.code == "F209" for p in frappe.blockers(feed(map), map, employees))


SLIPS = "teacher_id,payslip,contract\nT1,x.slip_1,x.contract_1\n002,x.slip_2,x.contract_2\n"
ODOO = "odoo: {writes: inputs, description: Performance}\n"


def test_odoo_inputs_are_added_up(tmp_path: Path) -> None:
    """There is one line for each slip and code, since the last of several would win there."""
    employees = people(tmp_path, SLIPS)
    map = map_of(ODOO + COMPONENTS.replace(", recovery: BACK", ""), "odoo")
    content = file_of("odoo", map, feed(map, employees), employees)
    head, *rows = rows_of(content)
    assert ",".join(head) == "id,payslip_id/id,code,name,amount,contract_id/id"
    assert sorted(row[1:] for row in rows) == [
        ["x.slip_1", "CLASS", "Performance", "3.00", "x.contract_1"],
        ["x.slip_1", "PERF", "Performance", "22.10", "x.contract_1"],
    ]
    again = file_of("odoo", map, feed(map, employees), employees)
    assert content == again  # the external ids too: a second import is an update


def test_odoo_inputs_may_be_below_0(tmp_path: Path) -> None:
    """Without a code for recoveries what is taken back has a sign."""
    employees = people(tmp_path, SLIPS)
    map = map_of(ODOO + COMPONENTS.replace(", recovery: BACK", ""), "odoo")
    rows = odoo.rows(feed(map, employees, revision=1), map, employees)
    assert rows.select("payslip_id/id", "amount").rows() == [
        ("x.slip_1", Decimal("-5.00")),
        ("x.slip_2", Decimal("8.00")),
    ]


def test_odoo_attachments_are_one_a_line() -> None:
    """An attachment has an amount above 0, and says whether it is taken back."""
    text = "odoo: {writes: attachments, description: Performance}\n"
    map = map_of(text + COMPONENTS.replace(", recovery: BACK", ""), "odoo")
    made = feed(map, revision=1)
    head, *rows = rows_of(file_of("odoo", map, made))
    assert ",".join(head) == (
        "id,employee_ids/id,description,other_input_type_id/id,duration_type,monthly_amount,"
        "date_start,is_refund"
    )
    assert [row[1:] for row in rows] == [
        ["T1", "Performance", "PERF", "one", "1.00", "2026-02-28", "False"],
        ["T1", "Performance", "PERF", "one", "6.00", "2026-02-28", "True"],
        ["002", "Performance", "PERF", "one", "8.00", "2026-02-28", "False"],
    ]
    assert [row[0] for row in rows] == [f"paycalc.{key}" for key in made.lines["line_key"]]


WIDE = (
    "table:\n  rows: employee\n  negatives: route\n  columns:\n"
    '    - {header: 单位, const: "=101"}\n'
    "    - {header: 人员编码, from: employee}\n"
    "    - {header: 发放日期, from: paid_on, form: '%Y%m%d'}\n"
    "    - {header: 绩效, amount_of: PERF}\n"
    "    - {header: 扣回, amount_of: BACK}\n"
    "    - {header: 合计, from: amount}\n"
)


def test_a_wide_table_has_a_row_for_each_employee() -> None:
    """Codes are columns, in the map's order; what is taken back has one of its own."""
    map = map_of(
        COMPONENTS + WIDE + "  trailer: [合计, {count: rows}, '', {total: 绩效}]\n", "table"
    )
    rows = rows_of(file_of("table", map, feed(map)), "utf-8-sig")
    assert rows == [
        ["单位", "人员编码", "发放日期", "绩效", "扣回", "合计"],
        ["'=101", "T1", "20260228", "22.10", "0.00", "25.10"],
        ["合计", "1", "", "22.10"],
    ]
    corrected = rows_of(file_of("table", map, feed(map, revision=1)), "utf-8-sig")
    assert corrected[1:3] == [
        ["'=101", "T1", "20260228", "0.00", "5.00", "-5.00"],
        ["'=101", "002", "20260228", "8.00", "0.00", "8.00"],
    ]


LONG = (
    "table:\n  rows: {rows}\n  negatives: {negatives}\n  columns:\n"
    "    - {{header: id, from: employee}}\n"
    "    - {{header: code, from: code}}\n"
    "    - {{header: amount, from: amount}}\n"
)


@pytest.mark.parametrize(
    ("rows", "negatives", "expected"),
    [
        (
            "line",
            "allow",
            [("002", "PERF", "8.00"), ("T1", "PERF", "1.00"), ("T1", "PERF", "-6.00")],
        ),
        (
            "line",
            "route",
            [("002", "PERF", "8.00"), ("T1", "PERF", "1.00"), ("T1", "BACK", "6.00")],
        ),
        ("component", "allow", [("002", "PERF", "8.00"), ("T1", "PERF", "-5.00")]),
        ("component", "route", [("002", "PERF", "8.00"), ("T1", "BACK", "5.00")]),
    ],
)
def test_what_is_taken_back(rows: str, negatives: str, expected: list[tuple[str, ...]]) -> None:
    """Amounts below 0 have a sign, or the recovery code; lines are added up first if asked."""
    map = map_of(COMPONENTS + LONG.format(rows=rows, negatives=negatives), "table")
    found = table.rows(feed(map, revision=1), map, None)
    assert sorted((*row[:2], str(row[2])) for row in found.rows()) == sorted(expected)
    assert list(table.blockers(feed(map, revision=1), map, None)) == []


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_encodings_of_chinese_spreadsheets(encoding: str) -> None:
    """UTF-8 has its mark, GB18030 holds every sign."""
    map = map_of(COMPONENTS + WIDE + f"  encoding: {encoding}\n", "table")
    content = file_of("table", map, feed(map))
    assert content.startswith(b"\xef\xbb\xbf") == (encoding == "utf-8-sig")
    assert rows_of(content, encoding)[0][1] == "人员编码"


def test_many_rows_are_many_files() -> None:
    """No file has more rows than the map says, each has the headings and a trailer of its own."""
    text = LONG.format(rows="line", negatives="allow")
    map = map_of(COMPONENTS + text + "  most_rows: 3\n  trailer: [{count: rows}]\n", "table")
    files = dict(TARGETS["table"].files(feed(map), map, None))
    assert list(files) == ["table-1.csv", "table-2.csv"]
    assert [len(rows_of(content)) for content in files.values()] == [5, 3]
    assert [rows_of(content)[-1] for content in files.values()] == [["3"], ["1"]]


def test_a_workbook_is_split_where_a_sheet_is_full(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sheet has a last row, beyond which nothing would be written."""
    monkeypatch.setattr(table, "MOST_ROWS", 3)
    text = LONG.format(rows="line", negatives="allow") + "  format: xlsx\n"
    map = map_of(COMPONENTS + text, "table")
    names = [name for name, _ in TARGETS["table"].files(feed(map), map, None)]
    assert names == ["table-1.xlsx", "table-2.xlsx"]


def test_cells_of_a_workbook_are_texts(tmp_path: Path) -> None:
    """Ids keep their zeros and formulas stay texts; only a column that says so has numbers."""
    text = LONG.format(rows="line", negatives="allow").replace(
        "from: amount}", "from: amount, cell: number}"
    )
    text += "    - {header: f, const: '=1+1'}\n  format: xlsx\n"
    map = map_of(COMPONENTS + text, "table")
    path = tmp_path / "table.xlsx"
    path.write_bytes(file_of("table", map, feed(map, revision=1)))
    import openpyxl

    sheet = openpyxl.load_workbook(path).active
    cells = [[(cell.value, cell.data_type) for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert cells[-1] == [("002", "s"), ("PERF", "s"), (8, "n"), ("=1+1", "s")]


def test_formulas_are_harmless_in_csv(tmp_path: Path) -> None:
    """An id or a heading that a spreadsheet would run as a formula gets a quote before it."""
    employees = people(tmp_path, "teacher_id,employee\nT1,=cmd()\n002,@x\n")
    text = LONG.format(rows="line", negatives="allow").replace("header: code", "header: -code")
    map = map_of(COMPONENTS + text, "table")
    rows = rows_of(file_of("table", map, feed(map, employees, revision=1), employees), "utf-8-sig")
    assert rows[0] == ["id", "'-code", "amount"]
    assert {row[0] for row in rows[1:]} == {"'=cmd()", "'@x"}
    assert [row[2] for row in rows[1:]] == ["1.00", "-6.00", "8.00"]  # a number stays one


def test_columns_of_the_employees_are_there(tmp_path: Path) -> None:
    """A table takes any column of the file of employees, and the cost bearer if the map says so."""
    employees = people(tmp_path, "teacher_id,姓名,centre\nT1,甲,C9\n002,乙,C8\n")
    text = (
        "cost_bearer: employees.centre\ntable:\n  columns:\n"
        "    - {header: 姓名, from: employees.姓名}\n    - {header: c, from: cost_bearer}\n"
        "    - {header: n, from: amount}\n"
    )
    map = map_of(COMPONENTS + text, "table")
    found = table.rows(feed(map, employees), map, employees)
    assert set(found.select("姓名", "c").rows()) == {("甲", "C9")}


def test_a_column_is_called_as_in_the_file_or_as_we_call_it(tmp_path: Path) -> None:
    """A heading that the map names for us can be asked for by itself, too."""
    (tmp_path / "employees.csv").write_text("工号,人员编码\nT1,7\n002,8\n", encoding="gb18030")
    names = {name: name for name in EMPLOYEE_COLUMNS} | {
        "teacher_id": "工号",
        "employee": "人员编码",
    }
    about = EmployeesFile("employees.csv", names, Mark("", 0, 0))
    employees, problems = read_employees(about, tmp_path)
    assert (employees is not None, problems) == (True, ())
    text = "table:\n  columns:\n    - {header: 人员编码, from: employees.人员编码}\n"
    map = map_of(COMPONENTS + text + "    - {header: n, from: amount}\n", "table")
    found = table.rows(feed(map, employees), map, employees)
    assert set(found["人员编码"]) == {"7"}


def test_an_empty_correction_has_files_with_headings_alone() -> None:
    """Where nothing is due there is a file all the same, with no rows."""
    texts = {
        "frappe": COMPONENTS + FRAPPE,
        "odoo": ODOO,
        "table": WIDE,
    }
    for target, text in texts.items():
        name: TargetName = target  # type: ignore[assignment]
        map = map_of(text, name)
        made, _ = feed_of(made_run(1, BEFORE, BEFORE), map, None)
        assert made.lines.is_empty()
        assert len(rows_of(file_of(name, map, made), "utf-8-sig")) == 1
        assert [
            p.code for p in TARGETS[name].blockers(made, map, None) if p.severity == "error"
        ] == []


def test_the_rows_of_a_target_add_up_to_the_feed(tmp_path: Path) -> None:
    """Nothing is lost on the way: what is paid less what is taken back is the feed's net."""
    employees = people(tmp_path, SLIPS)
    map = map_of(COMPONENTS + FRAPPE, "frappe")
    made = feed(map, revision=1)
    rows = frappe.rows(made, map, None)
    back = pl.col("salary_component") == "BACK"
    signed = rows.select(pl.when(back).then(-pl.col("amount")).otherwise("amount"))
    assert signed.sum().item() == made.signed["amount"].sum() == Decimal(3)
    inputs = map_of(ODOO + COMPONENTS.replace(", recovery: BACK", ""), "odoo")
    total = odoo.rows(feed(inputs, employees, revision=1), inputs, employees)["amount"].sum()
    assert total == Decimal(3)
