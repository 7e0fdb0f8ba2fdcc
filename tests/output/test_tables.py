"""Tables as files."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paycalc.output.tables import neutralised, problems_table, write_table
from paycalc.problems import CATALOGUE, Place, Problem


def as_csv(frame: pl.DataFrame) -> str:
    """The text of the CSV file."""
    file = io.BytesIO()
    write_table(frame, file, "csv")
    return file.getvalue().decode()


@pytest.mark.parametrize("sign", list("=+-@\t\r＝＋－＠"))
def test_a_text_that_a_spreadsheet_would_run_is_neutralised(sign: str) -> None:
    """A text cell that begins like a formula, also in full width, gets a leading quote."""
    frame = pl.DataFrame({"id": [f"{sign}1+1", f"T{sign}"]})
    assert neutralised(frame)["id"].to_list() == [f"'{sign}1+1", f"T{sign}"]


@given(st.text(max_size=5))
def test_no_text_cell_begins_with_a_sign_of_a_formula(text: str) -> None:
    """No text, whatever it is, comes out as a formula, and harmless text stays as it is."""
    [cell] = neutralised(pl.DataFrame({"id": [text]}, schema={"id": pl.String}))["id"]
    assert not cell.startswith(tuple("=+-@\t\r＝＋－＠"))
    assert cell.removeprefix("'") == text.removeprefix("'")


def test_numbers_money_and_dates_are_no_formulas() -> None:
    """Cells of typed columns keep their sign, money its digits, dates their ISO form."""
    frame = pl.DataFrame(
        {
            "rows": [-1],
            "money": pl.Series([Decimal("-5.10")], dtype=pl.Decimal(38, 2)),
            "day": [date(2026, 2, 28)],
            "none": pl.Series([None], dtype=pl.String),
        }
    )
    assert as_csv(frame) == "rows,money,day,none\n-1,-5.10,2026-02-28,\n"


@pytest.mark.parametrize(("digits", "text"), [(0, "7"), (2, "7.00"), (3, "7.000")])
def test_money_has_the_digits_of_its_currency(digits: int, text: str) -> None:
    """Money is written in major units with all its digits."""
    frame = pl.DataFrame({"pay": pl.Series([Decimal(7)], dtype=pl.Decimal(38, digits))})
    assert as_csv(frame) == f"pay\n{text}\n"


def test_ids_are_text() -> None:
    """An id keeps its zeros, and a comma or quote in it is quoted."""
    assert as_csv(pl.DataFrame({"id": ["00123", 'a,"b"']})) == 'id\n00123\n"a,""b"""\n'


def test_parquet_keeps_types_and_texts() -> None:
    """Parquet holds the frame as it is: it is not for spreadsheets."""
    frame = pl.DataFrame({"id": ["=1"], "pay": pl.Series([Decimal(1)], dtype=pl.Decimal(38, 2))})
    file = io.BytesIO()
    write_table(frame, file, "parquet")
    file.seek(0)
    assert pl.read_parquet(file).equals(frame)


def test_problems_become_rows_with_their_place() -> None:
    """A problem is a row with severity, code, message, count and its whole place."""
    code = next(code for code, message in CATALOGUE.items() if "{" not in message.en)
    place = Place(file="staff.csv", table="staff", row=3, column="fte", teacher="T1")
    frame = problems_table([Problem(code, place, count=2)], "zh")
    [row] = frame.rows(named=True)
    assert (row["file"], row["table"], row["row"], row["column"]) == (
        "staff.csv",
        "staff",
        3,
        "fte",
    )
    assert (row["teacher"], row["line"], row["county"]) == ("T1", None, None)


def test_no_problems_are_a_table_without_rows() -> None:
    """The table has the same columns when there is no problem."""
    assert problems_table([], "en").columns[:4] == ["severity", "code", "message", "count"]
    assert problems_table([], "en").height == 0
