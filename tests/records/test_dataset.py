"""Records that a program holds."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import polars as pl
import pytest

from paycalc.records import Records
from paycalc.records.table import origin
from tests.records.building import PERIOD, dataset, short


class Exporter:
    """Something that exports Arrow and can do nothing else."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self._frame = frame

    def __arrow_c_stream__(self, requested_schema: object = None) -> Any:
        return self._frame.__arrow_c_stream__(requested_schema)


CELLS = {"工号": ["00123", " T2 "], "假别": ["病假", ""], "天数": [1.5, None]}

OPAQUE = pl.Series("假别", CELLS["假别"]).ext.to(pl.Extension("arrow.opaque", pl.String(), ""))


@pytest.mark.parametrize(
    "content",
    [
        CELLS,
        pl.DataFrame(CELLS),
        pl.LazyFrame(CELLS),
        Exporter(pl.DataFrame(CELLS)),
        pl.DataFrame(CELLS).with_columns(pl.col("假别").cast(pl.Categorical)),
        pl.DataFrame([*pl.DataFrame(CELLS)[:, :1], OPAQUE, pl.DataFrame(CELLS)["天数"]]),
    ],
)
def test_tables(content: object) -> None:
    """A table may be a Polars frame, lists of cells, or whatever exports Arrow."""
    records = Records.from_tables({"leave": content}, period=PERIOD)
    table = records.tables["leave"]
    assert table.frame.rows() == [("00123", "病假", 1.5), ("T2", None, None)]
    assert table.frame.columns == ["teacher_id", "kind", "days"]
    assert [origin(table.parts, row) for row in (0, 1)] == [(None, 1), (None, 2)]
    assert short(records.problems) == [("R131", "leave", None, "工号")]


def test_without_pyarrow() -> None:
    """Arrow is taken though pyarrow is not installed, or stays unused."""
    code = (
        "import sys; sys.modules['pyarrow'] = None\n"
        "import polars as pl\n"
        "from paycalc.records import Records\n"
        "class E:\n"
        "    def __arrow_c_stream__(self, requested_schema=None):\n"
        "        return pl.DataFrame({'teacher_id': ['T']}).__arrow_c_stream__()\n"
        "period = {'id': 'a', 'from': '2025-09-01', 'to': '2026-01-31'}\n"
        "print(len(Records.from_tables({'leave': E()}, period=period).tables['leave'].frame))\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "1\n"


def test_light_import() -> None:
    """Importing the room, and asking it for a period, does not import Polars or NumPy."""
    code = (
        "import sys, paycalc.records\n"
        "paycalc.records.Period, paycalc.records.Records\n"
        "print(sorted({'polars', 'numpy'} & set(sys.modules)))\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"


def test_unknown_table() -> None:
    """A table that no dataset has is noted and not read."""
    records = Records.from_tables({"bonus": {"a": [1]}}, period=PERIOD)
    assert short(records.problems) == [("R110", "bonus", None, None)]
    assert not records.tables


def test_no_table() -> None:
    """What is no table is misuse."""
    with pytest.raises(TypeError, match="'leave' is a int"):
        Records.from_tables({"leave": 5}, period=PERIOD)


def test_no_name() -> None:
    """The room has no other names than those it says."""
    import paycalc.records

    with pytest.raises(AttributeError, match="nothing_such"):
        _ = paycalc.records.nothing_such  # type: ignore[attr-defined]


def test_same_heading_twice() -> None:
    """Two headings for one column are an error, and the table is not read."""
    records = Records.from_tables({"leave": {"工号": ["a"], "teacher_id": ["b"]}}, period=PERIOD)
    assert short(records.problems) == [("R106", "leave", None, "teacher_id")]
    assert not records.tables


def test_table_without_columns() -> None:
    """A table without columns is an empty one."""
    records = Records.from_tables({"leave": {}}, period=PERIOD)
    assert records.tables["leave"].frame.columns == ["teacher_id", "kind", "days"]
    assert not len(records.tables["leave"].frame)


def test_frames_are_not_changed() -> None:
    """A program's own frame stays as it is."""
    frame = pl.DataFrame(CELLS)
    Records.from_tables({"leave": frame}, period=PERIOD)
    assert frame.columns == ["工号", "假别", "天数"]
    assert frame.item(1, 0) == " T2 "


def test_period_problems() -> None:
    """What is wrong with the period is among the problems."""
    records = Records.from_tables(dataset(), period={"id": "a", "from": "2025-09-01"})
    assert [problem.code for problem in records.problems] == ["R123"]


def test_names_stay_out_of_logs() -> None:
    """Records printed in a log show no cells."""
    records = Records.from_tables(
        {"staff": {"teacher_id": ["T1"], "姓名": ["张三"]}}, period=PERIOD
    )
    assert "张三" not in repr(records)
