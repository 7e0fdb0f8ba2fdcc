"""``paycalc template``: the workbook to fill in, on the command line."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from tests.cli.conftest import ROOT, Done

Command = Callable[..., Done]
STAR = ROOT / "policies" / "star.yaml"


@pytest.mark.parametrize(
    ("lang", "said", "sheets"),
    [
        ("en", "Written to", ["README", "period", "funds", "schools", "staff", "workload"]),
        ("zh", "已写入", ["填报说明", "期间", "资金", "学校", "人员", "工作量"]),
    ],
)
def test_a_template_speaks_the_language_asked_for(
    paycalc: Command, tmp_path: Path, lang: str, said: str, sheets: list[str]
) -> None:
    """The command writes the workbook and tells where; sheets are named in the language."""
    out = tmp_path / "new" / "template.xlsx"
    done = paycalc("template", STAR, "--out", out, "--lang", lang)
    assert (done.code, done.out.startswith(f"{said} {out}\n"), done.err) == (0, True, "")
    assert openpyxl.load_workbook(out).sheetnames[:6] == sheets


def test_a_template_in_json(paycalc: Command, tmp_path: Path) -> None:
    """With --json one object tells the file and its sheets."""
    out = tmp_path / "template.xlsx"
    assert json.loads(paycalc("template", STAR, "--out", out, "--json").out) == {
        "format": "paycalc-template/1",
        "ok": True,
        "file": str(out),
        "sheets": [
            *("funds", "schools", "staff", "workload", "outcomes"),
            *("adjustments", "opening_balances"),
        ],
    }


def test_a_faulty_policy_has_no_template(
    paycalc: Command, faulty_policy: Path, tmp_path: Path
) -> None:
    """The policy's mistakes are told, and nothing is written."""
    done = paycalc("template", faulty_policy, "--out", tmp_path / "a.xlsx")
    assert (done.code, "faulty.yaml:" in done.err) == (1, True)
    assert not (tmp_path / "a.xlsx").exists()


@pytest.mark.parametrize(
    ("name", "said"),
    [("there.xlsx", "never overwritten"), ("template.csv", "no .xlsx file")],
)
def test_what_cannot_be_written_is_wrong_usage(
    paycalc: Command, tmp_path: Path, name: str, said: str
) -> None:
    """A file that is there is left as it is; another kind of file is refused."""
    (tmp_path / "there.xlsx").write_text("mine")
    done = paycalc("template", STAR, "--out", tmp_path / name)
    assert (done.code, said in " ".join(done.err.replace("│", " ").split())) == (2, True)
    assert [path.read_text() for path in tmp_path.iterdir()] == ["mine"]


@pytest.mark.parametrize("option", ["template", "check"])
def test_without_the_library_the_extra_is_named(
    paycalc: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, option: str
) -> None:
    """Where xlsxwriter is missing, the command tells what to install before it computes."""
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    name = "--out" if option == "template" else "--problems"
    done = paycalc(option, STAR, name, tmp_path / "a.xlsx")
    assert (done.code, "paycalc[excel]" in done.err) == (2, True)


def test_a_template_that_cannot_be_written_says_so(paycalc: Command, tmp_path: Path) -> None:
    """Where the folder cannot be made, nothing was written, and the command ends with 1."""
    (tmp_path / "file").touch()
    out = tmp_path / "file" / "a.xlsx"
    done = paycalc("template", STAR, "--out", out, "--lang", "zh")
    assert (done.code, done.err.startswith("未写入任何内容：")) == (1, True)
