"""A run folder proved: every changed byte is found, and every row that does not come out again."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from paycalc import Result, compute, compute_parts
from paycalc.errors import RunError
from paycalc.output import Format, verifying, write_parts, write_run
from paycalc.output.closing import close
from paycalc.output.runs import opened
from paycalc.output.verifying import Proof, verify
from paycalc.problems import has_errors
from paycalc.records import batches
from paycalc.records.batches import dataset_of
from paycalc.result import compare
from tests.engine.by_county import POLICY, change, folder_of, in_some
from tests.output.forging import files_of, flipped, manifest_of, resealed
from tests.result.building import dataset, loaded, policy, records, table

How = Callable[[pl.DataFrame], pl.DataFrame]

VETO = """\
veto:
  list: {gifts: {class: minor, title: {en: gifts, zh: 收礼}}}
  classes: {minor: {pays: 50%, months: 12, bars: [honours]}}
  money_goes_to: county
  statuses: {upheld: apply, open: hold}
"""
TABLES = dataset(
    ethics=table(
        "case_id teacher_id item status decided_on county_id", "c1 T3 gifts upheld 2025-10-01 A"
    )
)


@pytest.fixture(scope="module")
def result() -> Result:
    """Two counties, three schools, five posts; one of them is barred from honours."""
    return compute(loaded(policy(end=VETO)), records(TABLES), threads=1)


def run_of(result: Result, place: Path, format: Format) -> Path:
    """Its closed run folder."""
    folder = write_run(result, place / "run", format=format, keep_records=True)
    close(folder, "the tests")
    return folder


@pytest.fixture(scope="module")
def written(result: Result, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its run in CSV, to be copied and never changed."""
    return run_of(result, tmp_path_factory.mktemp("csv"), "csv")


@pytest.fixture
def folder(written: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return shutil.copytree(written, tmp_path / "run")


@pytest.fixture(params=["csv", "parquet"])
def either(request: pytest.FixtureRequest, result: Result, tmp_path: Path) -> Path:
    """Its run in CSV, and in Parquet."""
    return run_of(result, tmp_path, request.param)


def told(proof: Proof) -> list[str]:
    """Codes and places of the problems."""
    return [
        " ".join(
            str(part)
            for part in (p.code, p.place.file, p.place.table, p.place.teacher, p.place.item)
            if part
        )
        for p in proof.problems
    ]


def test_a_run_as_it_was_written_is_proved(either: Path, result: Result) -> None:
    """Nothing is wrong with it, and every row of every table was compared."""
    proof = verify(either, threads=1)
    assert proof.problems == ()
    tables = (result.payouts, result.lines, result.units, result.ledger, result.bars)
    assert proof.rows == sum(frame.height for frame in tables)
    assert result.bars.height == 1


def test_a_changed_byte_of_any_file_is_found_and_the_file_named(either: Path) -> None:
    """The first, the last and a byte between of every file of the either."""
    for name in files_of(either):
        content = (either / name).read_bytes()
        for place in {0, len(content) // 2, len(content) - 1}:
            flipped(either / name, place)
            found = verify(either, threads=1)
            assert name in {problem.place.file for problem in found.problems}, (name, place)
            assert has_errors(found.problems)
            flipped(either / name, place)
    assert verify(either).problems == ()


@pytest.mark.parametrize("name", ["manifest.json", "close.json"])
def test_no_byte_of_what_vouches_for_itself_can_be_changed(folder: Path, name: str) -> None:
    """Whichever of its bytes is changed, the file is named: by itself, or by the closing."""
    size = (folder / name).stat().st_size
    for place in range(0, size, 1 + size // 100):
        flipped(folder / name, place)
        _, found = opened(folder)
        assert name in {problem.place.file for problem in found}, place
        flipped(folder / name, place)


def test_a_file_that_is_gone_or_has_come_is_named(folder: Path) -> None:
    """Files that the manifest does not know, and files that it alone knows."""
    [lines] = folder.glob("lines.*")
    lines.rename(folder / "lines (1).csv")
    (folder / "records" / "more.parquet").write_bytes(b"")
    found = told(verify(folder))
    assert found == [
        "V103 lines (1).csv",
        f"V102 {lines.name}",
        "V103 records/more.parquet",
    ]


def forged(folder: Path, name: str, how: How) -> None:
    """Change a table, as CSV or Parquet, and let the manifest fit; the closing goes."""
    [path] = folder.glob(f"{name}.*")
    if path.suffix == ".csv":
        how(pl.read_csv(path, infer_schema=False)).write_csv(path)
    else:
        frame = pl.read_parquet(path)
        how(frame).write_parquet(path)
    (folder / "close.json").unlink(missing_ok=True)
    resealed(folder)


def with_cell(
    column: str, value: str, teacher: str = "T4"
) -> Callable[[pl.DataFrame], pl.DataFrame]:
    """Another value in the rows of a teacher."""
    chosen = pl.col("teacher_id") == teacher
    return lambda frame: frame.with_columns(
        pl.when(chosen).then(_as(value, frame.schema[column])).otherwise(column).alias(column)
    )


def _as(value: str, dtype: pl.DataType) -> pl.Expr:
    text = pl.lit(value)
    return text.str.to_date() if dtype == pl.Date else text.cast(dtype)


def test_a_forged_amount_is_named_by_table_post_and_column(either: Path) -> None:
    """Though all hashes fit, the row does not come out of the policy and the records."""
    forged(either, "payouts", with_cell("payable", "999.99"))
    [problem] = verify(either).problems
    assert (problem.code, problem.values) == ("V205", {"columns": "payable"})
    place = problem.place
    assert (place.table, place.county, place.unit, place.school, place.teacher) == (
        *("payouts", "B", "S3", "S3", "T4"),
    )
    assert "999" not in str(problem)


def test_a_row_taken_out_or_put_in_is_named(either: Path) -> None:
    """A line that is not there is missed, one that should not be there is told."""
    forged(either, "lines", with_cell("teacher_id", "T9"))
    assert sorted(told(verify(either))) == [
        "V206 lines T4 level_2.work",
        "V207 lines T9 level_2.work",
    ]


def test_a_doubled_row_is_told(folder: Path) -> None:
    """The second of two equal rows is one that does not come out."""
    forged(folder, "payouts", lambda frame: pl.concat([frame, frame.tail(1)]))
    assert told(verify(folder)) == ["V207 payouts T4"]


def test_another_order_of_rows_is_no_other_run(folder: Path) -> None:
    """Rows are known by their ids, not by where they stand."""
    forged(folder, "payouts", lambda frame: frame.reverse())
    assert verify(folder).problems == ()


def test_a_column_that_nobody_computes_is_told(folder: Path) -> None:
    """One that later versions added is none that an earlier run could have."""
    forged(folder, "units", lambda frame: frame.drop("kept"))
    assert verify(folder).problems == ()
    forged(folder, "units", lambda frame: frame.rename({"posts": "heads"}))
    assert told(verify(folder)) == ["V204 units"]


def test_forged_bars_and_units_are_named(either: Path) -> None:
    """Every table of a result is compared, with dates and counts too."""
    forged(either, "bars", with_cell("until", "2030-01-01", "T3"))
    assert told(verify(either)) == ["V205 bars T3 c1 > minor > honours"]


def test_more_forged_rows_than_are_named_are_counted(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first rows of a table are named, the others counted."""
    monkeypatch.setattr(compare, "MOST", 2)
    forged(
        folder,
        "payouts",
        lambda frame: frame.with_columns(_as("1", frame.schema["held"]).alias("held")),
    )
    problems = verify(folder).problems
    assert sorted(problem.code for problem in problems) == ["V205", "V205", "V208"]
    assert {problem.count for problem in problems} == {1, 3}


def test_forged_records_are_told_with_what_comes_of_them(folder: Path) -> None:
    """The table whose rows are not those of the fingerprint, and everybody paid otherwise."""
    path = folder / "records" / "workload.parquet"
    frame = pl.read_parquet(path)
    frame.with_columns(pl.col("quantity").replace("5", "6")).write_parquet(path)
    (folder / "close.json").unlink()
    resealed(folder)
    # T4 is alone in her school: nobody is paid otherwise
    assert told(verify(folder)) == ["V209 workload", "V218 workload", "V217 workload T4"]

    frame.with_columns(pl.col("quantity").replace("4", "3")).write_parquet(path)
    resealed(folder)
    found = told(verify(folder))
    assert {"V209 workload", "V217 workload T1", "V218 workload"} <= set(found)
    assert {"V205 payouts T1", "V205 payouts T2", "V205 lines T1 level_2.work"} <= set(found)
    assert "V205 payouts T4" not in found


ROWS = {
    "funds": ("amount", "500", "501", []),
    "schools": ("stage", "q", "p", []),
    "staff": ("position", "head", "teacher", []),
    "workload": ("quantity", "3", "3.5", ["T3"]),
    "ethics": ("decided_on", "2025-10-01", "2025-10-02", ["T3"]),
}


@pytest.mark.parametrize("name", ROWS)
def test_the_row_of_the_records_that_was_changed_is_named(folder: Path, name: str) -> None:
    """In each table, though all hashes fit; a column that the policy does not read never counts."""
    column, old, new, teachers = ROWS[name]
    path = folder / "records" / f"{name}.parquet"
    frame = pl.read_parquet(path)
    row = frame[column].to_list().index(old)
    changed = frame[column].scatter(row, new)
    frame.with_columns(changed).write_parquet(path)
    (folder / "close.json").unlink()
    resealed(folder)
    found = [problem for problem in verify(folder).problems if problem.code == "V217"]
    read = name in ("funds", "workload", "ethics")
    assert [problem.place.table for problem in found] == [name] * read
    assert [problem.place.teacher for problem in found if problem.place.teacher] == teachers
    if name == "workload":
        assert [problem.place.row for problem in found] == [row + 1]


def test_rows_are_named_of_damaged_records_too(folder: Path) -> None:
    """Where the manifest does not fit and the file can still be read."""
    path = folder / "records" / "workload.parquet"
    frame = pl.read_parquet(path)
    frame[1:].write_parquet(path)
    found = told(verify(folder))
    assert {"V101 records/workload.parquet", "V209 workload", "V218 workload"} <= set(found)
    assert not [text for text in found if text.startswith("V217")]
    (folder / "row_hashes.parquet").write_bytes(b"")
    assert not [text for text in told(verify(folder)) if text.startswith("V218")]


def test_a_forged_policy_is_told(folder: Path) -> None:
    """A policy that is not that of the fingerprint is named, with whoever is paid otherwise."""
    path = folder / "policy.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("pays: 50%", "pays: 60%"), encoding="utf-8")
    (folder / "close.json").unlink()
    resealed(folder)
    found = told(verify(folder))
    assert "V209 manifest.json policy" in found
    assert "V205 payouts T3" in found


@pytest.mark.parametrize(
    ("name", "value"), [("totals", []), ("status", "provisional")], ids=["totals", "status"]
)
def test_a_forged_total_or_status_is_told(folder: Path, name: str, value: Any) -> None:
    """What the manifest says of the result is computed again, too."""
    (folder / "close.json").unlink()
    resealed(folder, lambda manifest: manifest.update({name: value}))
    assert told(verify(folder)) == [f"V210 manifest.json {name}"]


def test_a_manifest_written_anew_after_closing_is_told(folder: Path) -> None:
    """The closing holds the hash of the manifest that was closed."""
    resealed(folder, lambda manifest: manifest.update({"status": "provisional"}))
    assert told(verify(folder)) == ["V106 manifest.json"]


def test_a_run_of_other_semantics_is_not_computed_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is told which semantics it has, and which version wrote it; its bytes are checked."""
    monkeypatch.setattr(verifying, "SEMANTICS", 2)
    monkeypatch.setattr(verifying, "_again", lambda *_: pytest.fail("it is computed again"))
    [problem] = verify(folder).problems
    assert (problem.code, problem.values["semantics"], problem.values["own"]) == ("V201", 1, 2)
    assert "semantics 1" in str(problem)
    (folder / "policy.yaml").write_text("", encoding="utf-8")
    assert {"V101 policy.yaml", "V201 manifest.json"} == set(told(verify(folder)))


def test_a_run_without_records_is_not_proved(result: Result, tmp_path: Path) -> None:
    """Its bytes are checked, and it is told that nothing was computed again."""
    folder = write_run(result, tmp_path / "run")
    assert told(verify(folder)) == ["V202 records"]


def test_what_an_earlier_version_wrote_is_told(folder: Path) -> None:
    """A manifest without fingerprint and hash is not taken for a forged one."""
    manifest = manifest_of(folder)
    for name in ("fingerprint", "hash", "semantics"):
        del manifest[name]
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    (folder / "close.json").unlink()
    assert told(verify(folder)) == ["V107 manifest.json"]


def test_a_later_format_is_told(folder: Path) -> None:
    """A manifest that is whole and of a format that nobody knows yet."""
    (folder / "close.json").unlink()
    resealed(folder, lambda manifest: manifest.update({"format": "paycalc-run/2"}))
    assert told(verify(folder)) == ["V108 manifest.json"]


def test_a_folder_without_a_manifest_is_no_run(tmp_path: Path) -> None:
    """That is wrong usage, and no proof of anything."""
    with pytest.raises(RunError, match=r"no manifest\.json"):
        verify(tmp_path)


def test_what_cannot_be_computed_again_any_more_is_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Errors that this version finds in what another took are told with their own codes."""
    path = folder / "records" / "workload.parquet"
    frame = pl.read_parquet(path).with_columns(pl.lit("many").alias("quantity"))
    frame.write_parquet(path)
    (folder / "close.json").unlink()
    resealed(folder)
    codes = {problem.code for problem in verify(folder).problems}
    assert {"V203", "R211"} <= codes


# --- By county --------------------------------------------------------------------------------


@pytest.fixture
def by_county(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Writes the run of four counties, each a batch."""
    monkeypatch.setattr(batches, "_SIZE", 1)
    dataset = dataset_of(folder_of(tmp_path))
    assert isinstance(dataset, batches.Batches)

    def write(format: str, **how: Any) -> Path:
        parts = compute_parts(POLICY, dataset, threads=2, digests="each row", **how)
        keep: Mapping[str, Any] = {"inputs": tuple, "format": format, "keep": dataset}
        write_parts(parts, tmp_path / "run", **keep)
        return tmp_path / "run"

    return write


@pytest.mark.parametrize("format", ["csv", "parquet"])
def test_a_run_by_county_is_proved_county_by_county(
    by_county: Callable[[str], Path], format: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is computed again a few counties at a time, and not at once."""
    folder = by_county(format)
    monkeypatch.setattr(batches.Batches, "at_once", lambda _: pytest.fail("read at once"))
    proof = verify(folder, threads=2)
    assert proof.problems == ()
    assert proof.rows > 0


def test_a_county_that_is_put_in_or_taken_out_is_told(by_county: Callable[[str], Path]) -> None:
    """A table's part of a county that the records do not have, and one that they have."""
    folder = by_county("parquet")
    path = folder / "units" / "county_id=B" / "part.parquet"
    rows = pl.read_parquet(path)
    rows.with_columns(pl.lit("other").alias("county_id")).write_parquet(path)
    resealed(folder)
    found = [(problem.code, problem.place.county) for problem in verify(folder).problems]
    assert found == [("V206", "B")] * rows.height + [("V207", "other")] * rows.height


def test_a_changed_row_is_named_by_county(
    by_county: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The records of each county are looked at by themselves, and not at once."""
    folder = by_county("csv")
    [path] = (folder / "records" / "workload").glob("county_id=B/*")
    frame = pl.read_parquet(path)
    first = frame["quantity"].scatter(0, "3.75")
    frame.with_columns(first).write_parquet(path)
    resealed(folder)
    monkeypatch.setattr(batches.Batches, "at_once", lambda _: pytest.fail("read at once"))
    found = [problem for problem in verify(folder).problems if problem.code in ("V217", "V218")]
    assert [(p.code, p.place.county, p.place.teacher, p.count) for p in found] == [
        ("V218", "B", None, 1),
        ("V217", "B", frame["teacher_id"][0], 1),
    ]


def test_an_incomplete_run_is_proved(by_county: Callable[..., Path], tmp_path: Path) -> None:
    """The counties that were left out are left out again, and the status is told right."""
    change(
        tmp_path / "dataset",
        "workload",
        in_some("B")(lambda _, rows: rows.with_columns(pl.lit("many").alias("quantity"))),
    )
    folder = by_county("csv", keep_going=True)
    assert manifest_of(folder)["status"] == "incomplete"
    assert verify(folder).problems == ()
