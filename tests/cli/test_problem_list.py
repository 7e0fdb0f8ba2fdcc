"""``--problems``: what is wrong as a workbook, of checks and runs that fail and that do not."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from paycalc.records import read_records
from tests.cli.conftest import DATASET, POLICY, Done
from tests.records.xlsx.writing import by_openpyxl

Command = Callable[..., Done]


def rows(path: Path) -> list[tuple[object, ...]]:
    """The rows of a list below its headings."""
    return list(openpyxl.load_workbook(path).active.iter_rows(min_row=2, values_only=True))


@pytest.mark.parametrize("command", ["check", "run"])
def test_the_list_is_written_where_there_are_errors(
    paycalc: Command, faulty_dataset: Path, tmp_path: Path, command: str
) -> None:
    """A failed check or run writes the list, and has the same problems as its JSON."""
    target = tmp_path / "problems.xlsx"
    out = ["--out", tmp_path / "run"] if command == "run" else []
    done = paycalc(command, POLICY, faulty_dataset, *out, "--problems", target, "--json")
    assert done.code == 1
    told = [problem["code"] for problem in json.loads(done.out)["problems"]]
    assert [row[1] for row in rows(target)] == told
    cells = (cell for row in openpyxl.load_workbook(target).active.iter_rows() for cell in row)
    links = {cell.coordinate[0]: cell.hyperlink.target for cell in cells if cell.hyperlink}
    assert links["E"] == "faulty\\outcomes.csv"
    assert not (tmp_path / "run").exists()


def test_the_link_opens_the_cell_of_a_workbook(paycalc: Command, tmp_path: Path) -> None:
    """A faulty cell is linked by file, sheet and cell, from wherever the list lies."""
    frames = {path.stem: pl.read_csv(path, infer_schema=False) for path in DATASET.glob("*.csv")}
    (tmp_path / "数据").mkdir()
    book = by_openpyxl(tmp_path / "数据" / "示例县.xlsx", frames, read_records(DATASET).period)
    opened = openpyxl.load_workbook(book)
    opened["工作量"]["D7"] = "12节"
    opened.save(book)
    target = tmp_path / "清单" / "问题.xlsx"
    assert paycalc("check", POLICY, book, "--problems", target, "--lang", "zh").code == 1
    cells = (row[4] for row in openpyxl.load_workbook(target).active.iter_rows(min_row=2))
    [link] = [cell.hyperlink for cell in cells if cell.value == "D7"]
    assert link.target == "..\\数据\\示例县.xlsx"
    assert link.location == "'工作量'!D7"


def test_the_list_of_a_run_that_is_done_has_its_warnings(paycalc: Command, tmp_path: Path) -> None:
    """A run without errors writes its folder and the list beside it, in the language asked for."""
    target = tmp_path / "problems.xlsx"
    options = ("--out", tmp_path / "run", "--problems", target, "--lang", "zh")
    assert paycalc("run", POLICY, DATASET, *options).code == 0
    assert (tmp_path / "run" / "payouts.csv").exists()
    assert openpyxl.load_workbook(target).sheetnames == ["问题清单"]


def test_mistakes_in_policies_are_linked_too(
    paycalc: Command, faulty_policy: Path, tmp_path: Path
) -> None:
    """A policy's mistakes have line and position, and a link to its file."""
    target = tmp_path / "problems.xlsx"
    assert paycalc("check", faulty_policy, "--problems", target).code == 1
    assert len(rows(target)) > 1
    assert openpyxl.load_workbook(target).active["E2"].hyperlink.target == "faulty.yaml"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("there.xlsx", "never overwritten"),
        ("list.csv", "no .xlsx file"),
        ("run/list.xlsx", "run's folder"),
    ],
)
def test_a_list_that_cannot_be_written_is_refused_at_once(
    paycalc: Command, tmp_path: Path, name: str, said: str
) -> None:
    """A list in the way of something, in the run's folder or of another kind is wrong usage."""
    (tmp_path / "there.xlsx").write_text("mine")
    out = tmp_path / "run"
    done = paycalc("run", POLICY, DATASET, "--out", out, "--problems", tmp_path / name)
    words = " ".join(done.err.replace("│", " ").split())
    assert (done.code, said in words, out.exists()) == (2, True, False)
    assert (tmp_path / "there.xlsx").read_text() == "mine"


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "Nothing was written: "), ("zh", "未写入任何内容：")]
)
@pytest.mark.parametrize("command", ["check", "run", "init"])
def test_that_nothing_was_written_is_told_in_the_language(
    paycalc: Command, tmp_path: Path, command: str, lang: str, said: str
) -> None:
    """Where a folder cannot be made, the command says so in the language asked for."""
    (tmp_path / "file").touch()
    target = tmp_path / "file" / "new.xlsx"
    arguments = {
        "check": ("check", POLICY, "--problems", target),
        "run": ("run", POLICY, DATASET, "--out", target),
        "init": ("init", target),
    }
    done = paycalc(*arguments[command], "--lang", lang)
    assert (done.code, done.err.startswith(said)) == (1, True)
