"""Closing: once, whole or not at all, period after period; then only corrections."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from paycalc import Records, Result, compute
from paycalc.errors import RunError
from paycalc.output import write_run
from paycalc.output.chain import broken_links, following, link_to
from paycalc.output.closing import close
from paycalc.output.folder import is_partial
from paycalc.output.manifest import Chain
from paycalc.output.runs import open_run
from paycalc.output.verifying import verify
from paycalc.problems import ProblemsError
from paycalc.result.json_form import hash_of
from tests.output.forging import flipped, manifest_of, resealed
from tests.output.test_run import Tripwire
from tests.result.building import dataset, loaded, policy, table

PERIODS = {
    "2025-1": ("2025-09-01", "2026-01-31"),
    "2025-2": ("2026-02-01", "2026-07-31"),
    "2026-1": ("2026-09-01", "2027-01-31"),
}
POLICY = loaded(policy())
OTHER_COUNTY = {
    "funds": table("county_id amount", "C 10"),
    "schools": table("school_id county_id", "S9 C"),
    "staff": table("teacher_id school_id position", "T9 S9 teacher"),
    "workload": table("teacher_id kind quantity", "T9 lesson 1"),
}


def records_of(period: str, tables: Any = None) -> Records:
    """The small counties in a period."""
    first, last = PERIODS[period]
    span = {"id": period, "from": first, "to": last}
    return Records.from_tables(tables or dataset(), period=span)


def result_of(period: str, tables: Any = None, text: str = "") -> Result:
    """What they are paid in a period."""
    by = loaded(text) if text else POLICY
    return compute(by, records_of(period, tables), threads=1)


def run_of(folder: Path, period: str = "2025-1", previous: Path | None = None) -> Path:
    """The run of a period, which follows a closed one if one is named."""
    chain, problems = following(folder, "small", records_of(period), previous)
    assert problems == ()
    return write_run(result_of(period), folder, chain=chain, keep_records=True)


def codes(call: Callable[[], object]) -> list[str]:
    """The codes and folders of the problems that a call raises."""
    with pytest.raises(ProblemsError) as raised:
        call()
    return [f"{problem.code} {problem.place.file}" for problem in raised.value.problems]


def test_a_closing_names_the_run_who_closed_it_and_when(tmp_path: Path) -> None:
    """Its hash is that of all the rest of it, and it holds the hash of the manifest."""
    folder = run_of(tmp_path / "one")
    at = datetime(2026, 2, 3, 4, 5, 6, tzinfo=UTC)
    closed = close(folder, "L. Chen", at)
    assert json.loads((folder / "close.json").read_text(encoding="utf-8")) == closed
    manifest = (folder / "manifest.json").read_bytes()
    expected = {
        "format": "paycalc-close/1",
        "policy": "small",
        "period": "2025-1",
        "revision": 0,
        "closed_by": "L. Chen",
        "closed_at": "2026-02-03T04:05:06+00:00",
        "manifest": hashlib.sha256(manifest).hexdigest(),
        "fingerprint": manifest_of(folder)["fingerprint"]["run"],
        "previous": None,
    }
    assert closed == {**expected, "hash": hash_of(expected)}
    assert (folder / "close.json").stat().st_mode & 0o777 == 0o600
    assert open_run(folder).close == closed
    assert verify(folder).problems == ()


def test_a_run_is_closed_once(tmp_path: Path) -> None:
    """A second closing is refused, and the first stays as it is."""
    folder = run_of(tmp_path / "one")
    close(folder, "L. Chen")
    before = (folder / "close.json").read_bytes()
    assert codes(lambda: close(folder, "M. Zhou")) == ["V302 close.json"]
    assert (folder / "close.json").read_bytes() == before


def test_of_many_who_close_at_once_one_does(tmp_path: Path) -> None:
    """The others are told that it is closed."""
    folder = run_of(tmp_path / "one")

    def attempt(number: int) -> str:
        try:
            close(folder, f"somebody {number}")
        except ProblemsError as error:
            return error.problems[0].code
        return "done"

    with ThreadPoolExecutor(8) as pool:
        ended = list(pool.map(attempt, range(8)))
    assert sorted(ended) == ["V302"] * 7 + ["done"]
    assert verify(folder).problems == ()


def test_a_run_that_was_changed_is_not_closed(tmp_path: Path) -> None:
    """Whatever was changed is named, and nothing is written."""
    folder = run_of(tmp_path / "one")
    flipped(folder / "lines.csv", 30)
    assert codes(lambda: close(folder, "L. Chen")) == ["V101 lines.csv"]
    flipped(folder / "lines.csv", 30)
    flipped(folder / "manifest.json", 30)
    assert codes(lambda: close(folder, "L. Chen")) == ["V104 manifest.json"]
    assert not (folder / "close.json").exists()


def test_a_run_that_was_changed_after_closing_is_told(tmp_path: Path) -> None:
    """Even with hashes that fit: the closing holds that of the manifest that was closed."""
    folder = run_of(tmp_path / "one")
    close(folder, "L. Chen")
    path = folder / "payouts.csv"
    path.write_text(path.read_text("utf-8").replace("T4", "T5"), "utf-8")
    assert "V101" in {problem.code for problem in verify(folder).problems}
    resealed(folder)
    assert [problem.code for problem in verify(folder).problems] == ["V106"]
    assert codes(lambda: close(folder, "M. Zhou")) == ["V106 manifest.json"]


def test_an_incomplete_run_is_not_closed(tmp_path: Path) -> None:
    """A run that left counties out is no end of a period."""
    folder = run_of(tmp_path / "one")
    resealed(folder, lambda manifest: manifest.update(status="incomplete", left_out=["C"]))
    assert codes(lambda: close(folder, "L. Chen")) == ["V301 one"]


def test_what_is_no_run_is_not_closed(tmp_path: Path) -> None:
    """A folder without a manifest is wrong usage."""
    with pytest.raises(RunError):
        close(tmp_path, "L. Chen")


@pytest.mark.parametrize("error", [OSError("disk full"), KeyboardInterrupt()], ids=["full", "^C"])
def test_a_closing_appears_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    """At whichever step it fails: nothing is there of it, or the whole closing is."""
    folder = run_of(tmp_path / "one")
    before = sorted(path.name for path in folder.iterdir())
    for step in range(1, 80):
        with monkeypatch.context() as patch:
            wire = Tripwire(patch, step, error)
            failed = False
            try:
                close(folder, "L. Chen")
            except type(error):
                failed = True
        there = (folder / "close.json").exists()  # who clears away may be interrupted, too
        assert there or failed
        assert not (there and failed and isinstance(error, OSError))
        assert verify(folder).problems == ()
        (folder / "close.json").unlink(missing_ok=True)
        if wire.left > 0:
            break
        left = {path.name for path in folder.iterdir()} - set(before)
        assert all(is_partial(Path(name)) for name in left)  # of an interrupted clearing away
    assert step > 5
    close(folder, "L. Chen")
    assert verify(folder).problems == ()


def test_what_a_killed_closing_left_does_not_hinder_the_next(tmp_path: Path) -> None:
    """A half written closing is none, is no damage, and is swept away."""
    folder = run_of(tmp_path / "one")
    left = folder / ".close.json.0123456789abcdef.paycalc-partial"
    left.mkdir()
    (left / "content").write_text("{", encoding="utf-8")
    assert verify(folder).problems == ()
    close(folder, "L. Chen")
    assert not left.exists()


# --- Order ------------------------------------------------------------------------------------


def test_closed_periods_are_a_chain(tmp_path: Path) -> None:
    """Each closing holds the hash of the one before, each manifest both."""
    before: Path | None = None
    for period in PERIODS:
        folder = run_of(tmp_path / period, period, before)
        closed = close(folder, "L. Chen")
        if before is None:
            assert closed["previous"] is None
            assert "previous" not in manifest_of(folder)
        else:
            link = link_to(open_run(before))
            assert manifest_of(folder)["previous"] == {
                "manifest": link.manifest,
                "close": link.close,
            }
            assert closed["previous"] == link.close is not None
        assert verify(folder).problems == ()
        before = folder


def test_a_period_is_not_closed_before_an_earlier_one(tmp_path: Path) -> None:
    """The run of an earlier period lies beside and is open."""
    one = run_of(tmp_path / "one")
    other = run_of(tmp_path / "other", "2025-2")
    assert codes(lambda: close(other, "L. Chen")) == ["V303 one"]
    close(one, "L. Chen")
    assert codes(lambda: close(other, "L. Chen")) == ["V306 one"]
    chained = run_of(tmp_path / "chained", "2025-2", one)
    close(chained, "L. Chen")


def test_a_period_is_not_closed_after_a_later_one(tmp_path: Path) -> None:
    """A later period is closed already."""
    later = run_of(tmp_path / "later", "2025-2")
    close(later, "L. Chen")
    one = run_of(tmp_path / "one")
    assert codes(lambda: close(one, "L. Chen")) == ["V304 later"]


def test_a_period_is_not_closed_twice(tmp_path: Path) -> None:
    """Two runs of a period were written; one of them is closed."""
    one, again = run_of(tmp_path / "one"), run_of(tmp_path / "again")
    close(one, "L. Chen")
    assert codes(lambda: close(again, "L. Chen")) == ["V305 one"]


def test_other_policies_and_other_counties_close_for_themselves(tmp_path: Path) -> None:
    """Runs that lie beside and pay others, or by another policy, hinder nobody."""
    write_run(result_of("2025-1", OTHER_COUNTY), tmp_path / "county")
    text = policy().replace("id: small", "id: other")
    write_run(result_of("2025-1", text=text), tmp_path / "policy")
    close(run_of(tmp_path / "one", "2025-2"), "L. Chen")
    close(tmp_path / "county", "L. Chen")
    close(tmp_path / "policy", "L. Chen")


# --- A closed period is computed again only as a correction -------------------------------------


def forbidden(
    out: Path, period: str, previous: Path | None = None, tables: Any = None
) -> list[str]:
    """What forbids a run."""
    _, problems = following(out, "small", records_of(period, tables), previous)
    return [f"{problem.code} {problem.place.file}" for problem in problems]


def test_a_closed_period_beside_the_new_folder_is_refused(tmp_path: Path) -> None:
    """Of the same policy and for some of the same counties and days."""
    one = run_of(tmp_path / "one")
    assert forbidden(tmp_path / "new", "2025-1") == []
    close(one, "L. Chen")
    assert forbidden(tmp_path / "new", "2025-1") == ["V309 one"]
    assert forbidden(tmp_path / "new", "2025-2") == []
    assert forbidden(tmp_path / "elsewhere" / "new", "2025-1") == []
    assert forbidden(tmp_path / "new", "2025-1", tables=OTHER_COUNTY) == []
    _, problems = following(tmp_path / "new", "other", records_of("2025-1"), None)
    assert problems == ()


def test_what_lies_beside_and_is_no_run_hinders_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another program's manifest, and a folder that may not be looked into."""
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "manifest.json").write_text("[]", encoding="utf-8")
    is_file = Path.is_file

    def forbidden_is_file(path: Path) -> bool:
        if "secret" in path.parts:
            raise PermissionError
        return is_file(path)

    (tmp_path / "secret").mkdir()
    monkeypatch.setattr(Path, "is_file", forbidden_is_file)
    assert forbidden(tmp_path / "new", "2025-1") == []
    close(run_of(tmp_path / "one"), "L. Chen")
    assert forbidden(tmp_path / "new", "2025-1") == ["V309 one"]


def test_a_run_does_not_follow_one_of_its_own_or_a_later_period(tmp_path: Path) -> None:
    """The closed run that `--previous` names ends before the new one begins."""
    one = run_of(tmp_path / "one", "2025-2")
    close(one, "L. Chen")
    out = tmp_path / "elsewhere" / "new"
    assert forbidden(out, "2025-2", one) == ["V308 one"]
    assert forbidden(out, "2025-1", one) == ["V308 one"]
    assert forbidden(out, "2026-1", one) == []


def test_a_run_follows_only_what_is_closed_and_whole(tmp_path: Path) -> None:
    """An open run is no end of a chain, and a forged one neither."""
    one = run_of(tmp_path / "one")
    assert forbidden(tmp_path / "new", "2025-2", one) == ["V307 one"]
    close(one, "L. Chen")
    flipped(one / "close.json", 40)
    assert forbidden(tmp_path / "new", "2025-2", one) == ["V105 one/close.json"]


def test_a_chain_whose_earlier_run_was_changed_is_told(tmp_path: Path) -> None:
    """The run before lies beside: its closing is another one, or it is not there any more."""
    one = run_of(tmp_path / "one")
    close(one, "L. Chen")
    two = run_of(tmp_path / "two", "2025-2", one)
    assert verify(two).problems == ()
    (one / "close.json").unlink()
    close(one, "M. Zhou", datetime(2027, 1, 1, tzinfo=UTC))
    assert [problem.code for problem in verify(two).problems] == ["V211"]
    shutil.rmtree(one)
    [problem] = broken_links(open_run(two))
    assert (problem.code, problem.severity) == ("V212", "note")


def test_the_first_run_of_a_chain_says_nothing_of_others() -> None:
    """Without a run before there is no link, and the revision is 0."""
    assert Chain().plain() == {"revision": 0}
