"""Names of people and pay appear in nothing that a check or a failed run prints or writes."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from paycalc.records import read_records
from paycalc.records.tables import TABLES
from tests.cli.conftest import DATASET, POLICY, Done
from tests.records.xlsx.writing import by_openpyxl

Command = Callable[..., Done]
NAME, PAY = "欧阳不可见", "98765.43"
SECRETS = (NAME, "不可见", PAY, "98,765.43", "98765")


def planted(table: str, frame: pl.DataFrame) -> pl.DataFrame:
    """The table with a name and an amount in columns of their own and in every number and date."""
    spec = TABLES[table].columns
    rows = frame.rows(named=True)
    last = dict(rows[-1]) if rows else dict.fromkeys(frame.columns)
    odd = [column for column in frame.columns if column in spec and spec[column].kind != "text"]
    for text in (NAME, PAY, f"{PAY}元", f"{NAME} {PAY}", f"=VLOOKUP({NAME})"):
        rows.append({**last, **dict.fromkeys(odd, text)})
    rows.append(dict.fromkeys(frame.columns, ""))
    wider = pl.DataFrame(rows, schema=dict.fromkeys(frame.columns, pl.String))
    named = [pl.lit(NAME).alias(called) for called in ("name", "姓 名", "经手人")]
    return wider.with_columns(*named, pl.lit(PAY).alias("应发"), pl.lit(PAY).alias("pay"))


@pytest.fixture
def frames() -> dict[str, pl.DataFrame]:
    """The example county with a name and an amount in every table."""
    return {
        path.stem: planted(path.stem, pl.read_csv(path, infer_schema=False))
        for path in sorted(DATASET.glob("*.csv"))
    }


@pytest.fixture
def folder(tmp_path: Path, frames: dict[str, pl.DataFrame]) -> Path:
    """The tables as CSV; one has a row with too many fields, another a quote that is left open."""
    folder = tmp_path / "csv"
    folder.mkdir()
    for table, frame in frames.items():
        frame.write_csv(folder / f"{table}.csv")
    (folder / "period.yaml").write_bytes((DATASET / "period.yaml").read_bytes())
    with (folder / "leave.csv").open("a", encoding="utf-8") as file:
        file.write(f"T1,S1,{NAME},{PAY},{NAME},{NAME},{NAME},{PAY},{PAY},{PAY},{PAY},{PAY}\n")
    with (folder / "outcomes.csv").open("a", encoding="utf-8") as file:
        file.write(f'T1,S1,"{NAME},{PAY}\n')
    return folder


@pytest.fixture
def book(tmp_path: Path, frames: dict[str, pl.DataFrame]) -> Path:
    """The tables as one workbook, with titles, totals, signatures and cells beside the tables."""
    path = by_openpyxl(tmp_path / "county.xlsx", {}, read_records(DATASET).period)
    opened = openpyxl.load_workbook(path)
    for table, frame in frames.items():
        sheet = opened.create_sheet(TABLES[table].zh[0])
        sheet.append([f"{NAME} {PAY}"])
        sheet.append(frame.columns)
        for row in frame.rows():
            sheet.append(list(row))
        # under an id it would be one, and ids are told
        sheet.append(["合计", *[None] * (frame.width - 2), PAY])
        sheet.append([f"制表人：{NAME}"])
        sheet.cell(4, frame.width + 2).value = NAME
        sheet.cell(len(frame) + 9, frame.width + 3).value = float(PAY)
        sheet.row_dimensions[5].hidden = True
    opened.create_sheet("其他").append([NAME, PAY])
    opened.save(path)
    return path


def outputs(paycalc: Command, dataset: Path, folder: Path) -> Iterator[str]:
    """All that checks and failed runs print, and the parts of the workbooks that they write."""
    commands = (("check", "en"), ("check", "zh"), ("run", "zh"))
    for command, lang in commands:
        out = ("--out", folder / "run") if command == "run" else ()
        listed = folder / f"{command}-{lang}.xlsx"
        options = (*out, "--lang", lang, "--problems", listed)
        done = paycalc(command, POLICY, dataset, *options)
        assert done.code == 1
        yield done.out
        yield done.err
        with zipfile.ZipFile(listed) as parts:
            yield from (parts.read(name).decode() for name in parts.namelist())


@pytest.mark.parametrize("kind", ["folder", "book"])
def test_no_name_and_no_pay_is_told(
    paycalc: Command, tmp_path: Path, request: pytest.FixtureRequest, kind: str
) -> None:
    """Whatever a table holds, what is wrong is told by place and kind, never by name or amount."""
    dataset: Path = request.getfixturevalue(kind)
    done = paycalc("check", POLICY, dataset, "--json")
    problems = json.loads(done.out)["problems"]
    tables = {problem["place"].get("table") for problem in problems}
    assert tables >= {"funds", "staff", "workload", "school_results", "ethics", "leave"}
    assert len({problem["code"] for problem in problems}) > 10
    for output in (done.out, *outputs(paycalc, dataset, tmp_path)):
        assert [secret for secret in SECRETS if secret in output] == []
