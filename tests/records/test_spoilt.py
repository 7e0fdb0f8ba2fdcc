"""What a spreadsheet leaves in the place of a value: its errors, formulas, lost digits."""

from __future__ import annotations

import pytest

from tests.records.building import EXPECTS, checked, dataset, found, work

ERRORS = ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!")


def of_workload(**columns: list[str]) -> list[tuple[str, str | None, int | None, str | None]]:
    """What is wrong with rows of workload."""
    return found(dataset(workload=work(**columns)))


@pytest.mark.parametrize("text", ERRORS)
@pytest.mark.parametrize("column", ["quantity", "teacher_id", "kind", "date", "school_id"])
def test_errors(text: str, column: str) -> None:
    """An error in a column that is read is told as such, and nothing else of the cell."""
    assert of_workload(**{column: [text]}) == [("R221", "workload", 1, column)]


@pytest.mark.parametrize("text", ["=", "=A1+1", '="T2"'])
@pytest.mark.parametrize("column", ["quantity", "teacher_id", "kind", "date"])
def test_formulas(text: str, column: str) -> None:
    """A formula in a column that is read is told as such, and nothing else of the cell."""
    assert of_workload(**{column: [text]}) == [("R222", "workload", 1, column)]


@pytest.mark.parametrize("text", ["3.50426198001011E+17", "1E+15", "1.2E+11"])
def test_lost_digits(text: str) -> None:
    """A power of ten is no id: its digits are lost; in a column of numbers it is no number."""
    assert of_workload(teacher_id=[text]) == [("R223", "workload", 1, "teacher_id")]
    assert of_workload(quantity=[text]) == [("R213", "workload", 1, "quantity")]


@pytest.mark.parametrize("text", ["#1", "#DIV/0", "1E5", "E+10", "a=b", "# N/A"])
def test_no_traces(text: str) -> None:
    """Other texts are what they are."""
    codes = {code for code, *_ in of_workload(teacher_id=[text])}
    assert codes == {"R241"}


def test_amounts() -> None:
    """An amount may be an error too."""
    funds = {"county_id": ["C1", "C2"], "amount": ["#REF!", "=1+1"]}
    assert found(dataset(funds=funds)) == [
        ("R221", "funds", 1, "amount"),
        ("R222", "funds", 2, "amount"),
    ]


def test_columns_that_nobody_reads() -> None:
    """An error in a column that nothing reads is nobody's business."""
    assert of_workload(quantity=["1"], remark=["#N/A"]) == []


def test_tables_that_nobody_reads() -> None:
    """An error in a table that the policy does not read is nobody's business either."""
    tables = dataset(workload=work(kind=["#N/A"]))
    _, problems = checked(tables, tables=EXPECTS.tables - {"workload"})
    assert {problem.code for problem in problems} == {"R281"}


def test_the_same_id_elsewhere_is_told() -> None:
    """Only what follows from a spoilt cell goes untold: other cells are told as ever."""
    assert of_workload(teacher_id=["#N/A", "T9"]) == [
        ("R221", "workload", 1, "teacher_id"),
        ("R241", "workload", 2, "teacher_id"),
    ]


def test_no_values_in_messages() -> None:
    """What such a cell holds is not told."""
    tables = dataset(workload=work(teacher_id=["3.50426198001011E+17"]))
    problems = checked(tables)[1]
    assert "3.504" not in "".join(str(p) + p.message("zh") for p in problems)
