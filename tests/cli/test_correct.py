"""``paycalc correct`` and ``paycalc release``."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from tests.cli.conftest import Done
from tests.corrections.building import policy, tables
from tests.corrections.drawing import Tables

Command = Callable[..., Done]
FIRST = {"a": "1", "b": "2", "c": "2"}
CASE = ("c", "bribes", "confirmed")


def write(folder: Path, data: Tables, period: str = "2025-1") -> Path:
    """A dataset's folder."""
    folder.mkdir()
    text = f"id: {period}\nfrom: 2025-09-01\nto: 2026-01-31\n"
    (folder / "period.yaml").write_text(text, encoding="utf-8")
    for name, rows in data.items():
        if rows:
            columns = list(dict.fromkeys(column for row in rows for column in row))
            lines = [columns, *([row.get(column, "") for column in columns] for row in rows)]
            text = "".join(",".join(cells) + "\n" for cells in lines)
            (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def closed(paycalc: Command, tmp_path: Path) -> Path:
    """A closed run, with its records, in ``tmp_path / "run"``."""
    return close(paycalc, run(paycalc, tmp_path, policy(), "--keep-records"))


def run(paycalc: Command, folder: Path, text: str, *options: str) -> Path:
    """A run of the first records."""
    (folder / "policy.yaml").write_text(text, encoding="utf-8")
    dataset = write(folder / "first", tables(FIRST))
    out = folder / "run"
    done = paycalc("run", folder / "policy.yaml", dataset, "--out", out, *options)
    assert done.code == 0, done.err
    return out


def close(paycalc: Command, folder: Path) -> Path:
    """The same folder, closed."""
    done = paycalc("close", folder, "--by", "payroll office")
    assert done.code == 0, done.err
    return folder


def table(folder: Path, name: str) -> pl.DataFrame:
    """A table of a run folder as texts."""
    return pl.read_csv(folder / f"{name}.csv", infer_schema=False)


def test_it_writes_what_was_paid_what_is_due_and_the_difference(
    paycalc: Command, closed: Path, tmp_path: Path
) -> None:
    """The new folder holds what is settled, each difference and the ledger; a summary is told."""
    late = write(tmp_path / "late", tables({**FIRST, "b": "2.1"}, CASE))
    done = paycalc("correct", closed, "--records", late, "--out", tmp_path / "r1")
    assert done.code == 0, done.err
    rows = table(tmp_path / "r1", "differences")
    found = rows.filter(pl.col("difference") != "0.00").select(
        "teacher_id", "line", "paid", "recomputed", "due", "difference"
    )
    assert found.rows() == [
        ("b", "level_2.work", "380.00", "391.18", "391.18", "11.18"),
        ("c", "veto.forfeited", "0.00", "-372.55", "-380.00", "-380.00"),
    ]
    assert table(tmp_path / "r1", "payouts")["payable"].to_list() == ["190.00", "391.18", "0.00"]
    flows = table(tmp_path / "r1", "balances").filter(revision="1")
    assert flows.select("from_account", "to_account", "amount").rows() == [
        ("settlement", "forfeited_to_county", "380.00"),
        ("kept.level_2.reserve", "settlement", "11.18"),
        ("payable", "settlement", "368.82"),
    ]
    assert "revision 1" in done.out.splitlines()[0]
    assert done.out.splitlines()[-1].split() == ["C", "1", "11.18", "1", "-380.00"]
    again = ("correct", closed, "--records", late, "--out", tmp_path / "zh", "--lang", "zh")
    assert "版次 1" in paycalc(*again).out.splitlines()[0]


def test_the_manifest_names_what_it_corrects(
    paycalc: Command, closed: Path, tmp_path: Path
) -> None:
    """The revision, the manifest and the closing of the run are told, and the totals by now."""
    late = write(tmp_path / "late", tables(FIRST, CASE))
    assert not paycalc("correct", closed, "--records", late, "--out", tmp_path / "r1").code
    manifest = json.loads((tmp_path / "r1" / "manifest.json").read_text(encoding="utf-8"))
    told = json.loads((closed / "close.json").read_text(encoding="utf-8"))
    assert manifest["revision"] == 1
    assert manifest["corrects"]["close"] == told["hash"]
    assert manifest["corrects"]["manifest"] == told["manifest"]
    [total] = manifest["totals"]
    parts = ("payable", "held", "kept", "unallocated", "forfeited_to_county", "carried")
    assert sum(Decimal(total[name]) for name in parts) == Decimal(total["fund"])


def test_revisions_follow_one_another_and_verify(
    paycalc: Command, closed: Path, tmp_path: Path
) -> None:
    """Correction, release, correction: each is closed, works against the last and can be proved."""
    late = write(tmp_path / "late", tables({**FIRST, "b": "2.1"}, CASE))
    first, options = tmp_path / "first", ("--format", "parquet")
    assert not paycalc("correct", closed, "--records", late, "--out", tmp_path / "r1").code
    close(paycalc, tmp_path / "r1")
    assert not paycalc("release", tmp_path / "r1", "--out", tmp_path / "r2").code
    close(paycalc, tmp_path / "r2")
    third = ("correct", tmp_path / "r2", "--records", first, "--out", tmp_path / "r3")
    done = paycalc(*third, *options)
    assert done.code == 0, done.err
    released = table(tmp_path / "r2", "differences").filter(line="release.reserve")
    assert released["difference"].to_list() == ["7.67", "15.80", "15.35"]
    paid = pl.read_parquet(tmp_path / "r3" / "payouts.parquet")["payable"].to_list()
    assert paid == [Decimal("197.67"), Decimal("395.80"), Decimal("395.35")]
    for name in ("r1", "r2", "r3"):
        assert paycalc("verify", tmp_path / name).code == 0


def test_what_is_carried_is_written_for_the_next_period(paycalc: Command, tmp_path: Path) -> None:
    """The table `carried` is what the next period takes in as `opening_balances`."""
    before = close(paycalc, run(paycalc, tmp_path, policy("mode: carry_forward"), "--keep-records"))
    late = write(tmp_path / "late", tables(FIRST, adjustments=_by_hand()))
    done = paycalc("correct", before, "--records", late, "--out", tmp_path / "r1")
    assert done.code == 0, done.err
    assert table(tmp_path / "r1", "carried").rows() == [("C", "S", "-3.00", "-3.00")]
    following = write(tmp_path / "next", tables(FIRST), "2025-2")
    (tmp_path / "r1" / "carried.csv").rename(following / "opening_balances.csv")
    out = tmp_path / "elsewhere" / "next"
    assert not paycalc("run", tmp_path / "policy.yaml", following, "--out", out).code
    assert table(out, "payouts")["payable"].to_list() == ["189.43", "378.86", "378.86"]


def _by_hand() -> list[dict[str, str]]:
    row = {"adjustment_id": "A1", "teacher_id": "a", "reason": "agreed", "author": "office"}
    return [{**row, "amount": "-3.00"}]


def test_what_blocks_is_told_at_once_and_nothing_is_written(
    paycalc: Command, tmp_path: Path
) -> None:
    """A leaver, a recovery above the limit and a reserve too small: codes, and no folder."""
    text = policy("mode: freeze_others, reserve: reserve, recovery_at_most: 50")
    before = close(paycalc, run(paycalc, tmp_path, text, "--keep-records"))
    data = tables({"a": "0.1", "b": "60", "c": "2"})
    data["staff"][0]["to"] = "2025-12-31"
    late = write(tmp_path / "late", data)
    done = paycalc("correct", before, "--records", late, "--out", tmp_path / "r1", "--json")
    assert done.code == 1
    told = json.loads(done.out)
    errors = [one for one in told["problems"] if one["severity"] == "error"]
    found = {(one["code"], *sorted(one["place"].values())) for one in errors}
    assert found == {
        ("X201", "C", "a"),
        ("X202", "C", "a"),
        ("X203", "C", "S"),
    }
    assert not told["ok"]
    assert not (tmp_path / "r1").exists()


def test_errors_of_the_new_records_are_told_as_ever(
    paycalc: Command, closed: Path, tmp_path: Path
) -> None:
    """Records that are refused correct nothing."""
    late = write(tmp_path / "late", tables({**FIRST, "b": "two"}))
    done = paycalc("correct", closed, "--records", late, "--out", tmp_path / "r1")
    assert (done.code, (tmp_path / "r1").exists()) == (1, False)
    assert "R211" in done.err or "R214" in done.err


def test_only_a_closed_run_of_a_policy_that_says_how_is_corrected(
    paycalc: Command, tmp_path: Path
) -> None:
    """An open run, and one whose policy has no `corrections`, are refused with their codes."""
    text = policy().partition("corrections:")[0]
    before = run(paycalc, tmp_path, text)
    done = paycalc("correct", before, "--records", tmp_path / "first", "--out", tmp_path / "r1")
    assert done.code == 1
    assert "X101" in done.err
    assert "X102" in done.err


def test_the_period_is_that_of_the_run(paycalc: Command, closed: Path, tmp_path: Path) -> None:
    """Records of another period are refused."""
    late = write(tmp_path / "late", tables(FIRST), "2025-2")
    done = paycalc("correct", closed, "--records", late, "--out", tmp_path / "r1")
    assert (done.code, "X103" in done.err) == (1, True)


def test_a_period_is_corrected_after_the_next_one_is_closed(
    paycalc: Command, closed: Path, tmp_path: Path
) -> None:
    """A case may be decided when later periods are closed; its correction can be closed then."""
    following = write(tmp_path / "next", tables(FIRST), "2025-2")
    text = "id: 2025-2\nfrom: 2026-02-01\nto: 2026-06-30\n"
    (following / "period.yaml").write_text(text, encoding="utf-8")
    arguments = ("--out", tmp_path / "run-2", "--previous", closed)
    assert not paycalc("run", tmp_path / "policy.yaml", following, *arguments).code
    close(paycalc, tmp_path / "run-2")
    late = write(tmp_path / "late", tables(FIRST, CASE))
    assert not paycalc("correct", closed, "--records", late, "--out", tmp_path / "r1").code
    close(paycalc, tmp_path / "r1")


def test_a_revision_is_corrected_once(paycalc: Command, closed: Path, tmp_path: Path) -> None:
    """What is corrected by a closed revision is not corrected again: the newest one is named."""
    late = write(tmp_path / "late", tables({**FIRST, "b": "2.1"}))
    again = ("correct", closed, "--records", late, "--out")
    assert not paycalc(*again, tmp_path / "r1").code
    assert not paycalc(*again, tmp_path / "open").code
    close(paycalc, tmp_path / "r1")
    done = paycalc(*again, tmp_path / "r2")
    assert (done.code, "X104" in done.err, "r1" in done.err) == (1, True, True)


def test_without_the_old_records_nobody_knows_who_changed(paycalc: Command, tmp_path: Path) -> None:
    """They lie where the run read them; once they are changed, only `repool` could go on."""
    closed = close(paycalc, run(paycalc, tmp_path, policy()))
    late = write(tmp_path / "late", tables({**FIRST, "b": "2.1"}))
    again = ("correct", closed, "--records", late, "--out")
    assert not paycalc(*again, tmp_path / "r1").code
    with (tmp_path / "first" / "workload.csv").open("a", encoding="utf-8") as file:
        file.write("a,lesson,1\n")
    done = paycalc(*again, tmp_path / "r2")
    assert (done.code, "X105" in done.err) == (1, True)


def test_a_changed_run_is_not_corrected(paycalc: Command, closed: Path, tmp_path: Path) -> None:
    """A byte that was changed after closing is found and named, and nothing is written."""
    with (closed / "payouts.csv").open("a", encoding="utf-8") as file:
        file.write("\n")
    done = paycalc("correct", closed, "--records", tmp_path / "first", "--out", tmp_path / "r1")
    assert (done.code, "V101" in done.err, "payouts.csv" in done.err) == (1, True, True)


def test_there_is_no_release_without_a_reserve(paycalc: Command, tmp_path: Path) -> None:
    """A policy of another mode holds nothing back, and a reserve is released once."""
    before = close(paycalc, run(paycalc, tmp_path, policy("mode: repool")))
    done = paycalc("release", before, "--out", tmp_path / "r1", "--lang", "zh")
    assert done.code == 1
    assert "错误 X106" in done.err


def test_json_tells_what_it_came_to(paycalc: Command, closed: Path, tmp_path: Path) -> None:
    """Revision, status, totals, and how many were raised and lowered, money as text."""
    late = write(tmp_path / "late", tables(FIRST, ("b", "gifts", "under_review")))
    arguments = ("correct", closed, "--records", late, "--out", tmp_path / "r1", "--json")
    told = json.loads(paycalc(*arguments).out)
    assert (told["ok"], told["revision"], told["status"]) == (True, 1, "provisional")
    assert told["differences"] == [
        {"county_id": "C", "raised": 0, "more": "0.00", "lowered": 1, "less": "-190.00"}
    ]
    assert told["totals"][0]["held"] == "190.00"


def test_the_folder_is_never_overwritten(paycalc: Command, closed: Path, tmp_path: Path) -> None:
    """What stands where the folder should go is wrong usage, and stays."""
    (tmp_path / "r1").mkdir()
    done = paycalc("correct", closed, "--records", tmp_path / "first", "--out", tmp_path / "r1")
    assert (done.code, list((tmp_path / "r1").iterdir())) == (2, [])


def test_a_correction_is_no_run_to_explain(paycalc: Command, closed: Path, tmp_path: Path) -> None:
    """`explain` says where it stands what was settled, and of what the recomputation is told."""
    late = write(tmp_path / "late", tables(FIRST, CASE))
    assert not paycalc("correct", closed, "--records", late, "--out", tmp_path / "r1").code
    done = paycalc("explain", tmp_path / "r1", "c")
    assert (done.code, "is a correction" in done.err) == (1, True)
    assert paycalc("explain", tmp_path / "policy.yaml", late, "c").code == 0
