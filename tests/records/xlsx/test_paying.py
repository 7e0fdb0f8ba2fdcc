"""The example county in every form that an office may hand in: the same to the fen."""

from __future__ import annotations

import shutil
from pathlib import Path

import polars as pl
import pytest

import paycalc
from paycalc.records import Records, read_records
from tests.cli.conftest import DATASET, POLICY
from tests.records.xlsx.writing import by_openpyxl, by_xlsxwriter, chinese, typed

FRAMES = {
    path.stem: pl.read_csv(path, infer_schema=False) for path in sorted(DATASET.glob("*.csv"))
}


@pytest.fixture(scope="module")
def policy() -> paycalc.Policy:
    """The policy of the example county."""
    return paycalc.load_policy(POLICY)


@pytest.fixture(scope="module")
def records() -> Records:
    """The example county as it lies in fixtures: English CSV."""
    return read_records(DATASET)


@pytest.fixture(scope="module")
def expected(policy: paycalc.Policy, records: Records) -> paycalc.Result:
    """What is paid."""
    return paycalc.compute(policy, records)


def as_workbook(folder: Path, records: Records) -> Path:
    """One Chinese workbook of texts."""
    return by_openpyxl(folder / "示例县.xlsx", FRAMES, records.period)


def as_typed_workbook(folder: Path, records: Records) -> Path:
    """One Chinese workbook with numbers and dates of their own kinds."""
    frames = {name: typed(name, frame) for name, frame in FRAMES.items()}
    return by_openpyxl(folder / "示例县.xlsx", frames, records.period)


def as_workbooks(folder: Path, records: Records) -> Path:
    """A workbook per table."""
    for name, frame in FRAMES.items():
        by_xlsxwriter(folder / f"{name}.xlsx", name, typed(name, frame))
    return folder


def as_parquet(folder: Path, records: Records) -> Path:
    """Parquet with types."""
    for name, frame in FRAMES.items():
        typed(name, frame).write_parquet(folder / f"{name}.parquet")
    return folder


def as_csv(folder: Path, separator: str, encoding: str) -> Path:
    """CSV with Chinese headings, by a separator and an encoding."""
    for name, frame in FRAMES.items():
        headings = {column: chinese(name, column) for column in frame.columns}
        text = frame.rename(headings).write_csv().replace(",", separator)
        assert '"' not in text
        (folder / f"{name}.csv").write_bytes(text.encode(encoding))
    return folder


FORMS = {
    "one workbook": as_workbook,
    "one workbook with types": as_typed_workbook,
    "a workbook per table": as_workbooks,
    "GB18030": lambda folder, _: as_csv(folder, ",", "gb18030"),
    "UTF-16 by tabs": lambda folder, _: as_csv(folder, "\t", "utf-16"),
    "semicolons": lambda folder, _: as_csv(folder, ";", "utf-8-sig"),
    "full-width commas": lambda folder, _: as_csv(folder, "，", "gb18030"),
    "Parquet": as_parquet,
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_pays_the_same(
    form: str,
    policy: paycalc.Policy,
    records: Records,
    expected: paycalc.Result,
    tmp_path: Path,
) -> None:
    """The county pays the same fen in every form, with the same to say of its records."""
    shutil.copy(DATASET / "period.yaml", tmp_path)
    path = FORMS[form](tmp_path, records)
    if path.is_file():
        (tmp_path / "period.yaml").unlink()
    result = paycalc.compute(policy, read_records(path))
    assert result.payouts.equals(expected.payouts)
    assert result.lines.equals(expected.lines)
    told = [(problem.code, problem.place.table, problem.count) for problem in result.problems]
    wanted = [(problem.code, problem.place.table, problem.count) for problem in expected.problems]
    assert sorted(told, key=str) == sorted(wanted, key=str)
