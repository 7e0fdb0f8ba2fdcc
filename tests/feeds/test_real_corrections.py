"""Feeds of runs, corrections and releases as the engine makes them."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from paycalc.output.feeds.canonical import Feed, feed_of
from paycalc.output.feeds.control import off_units
from paycalc.output.feeds.earlier import read_feed
from paycalc.output.feeds.model import Map, Paid
from paycalc.result.components import POST
from tests.cli.conftest import Done
from tests.corrections import engine_side as engine
from tests.corrections.building import FREEZE, policy, tables
from tests.corrections.drawing import Sequence, Tables, sequences
from tests.feeds.building import MAPS, MadeRun, run_of

MAPPED = [
    Map(Paid("2026-02")),
    Map(Paid("2026-02"), corrections="reversal_and_rebook"),
]
QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large]


def runs_of(sequence: Sequence) -> list[tuple[engine.Closed, MadeRun]]:
    """The run and all revisions that nothing blocks."""
    made = engine.policy_of(sequence.policy)
    if engine.computed(sequence.policy, sequence.first) is None:
        return []
    last = engine.run(sequence.policy, sequence.first)
    found = [(last, run_of(0, made, last.result))]
    for now in sequence.then:
        after = (
            engine.released(last) if now is None else engine.corrected(last, sequence.policy, now)
        )
        if after is None or after.correction is None or after.correction.blocked:
            continue
        last = after
        found.append((last, run_of(len(found), made, last.correction)))  # type: ignore[arg-type]
    return found


def signed(feeds: list[Feed]) -> dict[engine.Key, int]:
    """What each post comes to over the feeds, in fen."""
    sums: dict[engine.Key, int] = defaultdict(int)
    for feed in feeds:
        for county, school, teacher, amount in feed.signed.select(*POST, "amount").iter_rows():
            sums[county, school, teacher] += int(amount * 100)
    return dict(sums)


@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=QUIET)
@given(sequences(most=3), st.sampled_from(MAPPED))
def test_feeds_net_to_what_is_settled_after_each_revision(sequence: Sequence, map: Map) -> None:
    """After random late records, corrections and releases payroll holds what each post is paid."""
    feeds: list[Feed] = []
    for closed, run in runs_of(sequence):
        earlier = pl.concat([feed.lines for feed in feeds]) if feeds else None
        feed, problems = feed_of(run, map, None, earlier)
        assert problems == ()
        assert off_units(feed, run.table("units")) == []
        feeds.append(feed)
        payable = engine.payable(closed.settled)
        assert {k: v for k, v in signed(feeds).items() if v} == {
            k: v for k, v in payable.items() if v
        }
        lines = pl.concat([one.lines for one in feeds])
        assert not lines["line_key"].is_duplicated().any()


def dataset(folder: Path, rows: Tables) -> Path:
    """The records as files."""
    folder.mkdir()
    (folder / "period.yaml").write_text(
        "id: 2025-2026-1\nfrom: 2025-09-01\nto: 2026-01-31\n", encoding="utf-8"
    )
    for name, listed in rows.items():
        if listed:
            with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, list(listed[0]))
                writer.writeheader()
                writer.writerows(listed)
    return folder


@pytest.mark.parametrize("format", ["csv", "parquet"])
def test_from_records_to_feeds_by_the_commands(
    tmp_path: Path, paycalc: Callable[..., Done], format: str
) -> None:
    """Run, close, export; correct a late case and late work, release the reserve, export each."""
    text = tmp_path / "policy.yaml"
    text.write_text(policy(FREEZE, reserve="20%"), encoding="utf-8")
    first = dataset(tmp_path / "first", tables({"T1": "10", "T2": "10", "T3": "20"}))
    late = dataset(
        tmp_path / "late",
        tables({"T1": "10", "T2": "15", "T3": "20"}, ("T3", "gifts", "confirmed")),
    )

    def done(*arguments: str | Path) -> None:
        ended = paycalc(*arguments)
        assert ended.code == 0, ended.err

    runs = [tmp_path / f"run-{number}" for number in range(3)]
    written = ("--format", format)
    done("run", text, first, "--out", runs[0], "--keep-records", *written)
    assert paycalc(*_export(runs[0], tmp_path / "early")).code == 1  # it is open
    done("close", runs[0], "--by", "the tests")
    done("correct", runs[0], "--records", late, "--out", runs[1], *written)
    done("close", runs[1], "--by", "the tests")
    done("release", runs[1], "--out", runs[2], *written)
    done("close", runs[2], "--by", "the tests")
    feeds: list[Path] = []
    for number, run in enumerate(runs):
        folder = tmp_path / f"feed-{number}"
        after = [part for feed in feeds for part in ("--after", feed)]
        done(*_export(run, folder), *after, *written)
        feeds.append(folder)
    lines = [read_feed(folder / f"feed.{format}", 2) for folder in feeds]
    assert [frame["kind"].unique().to_list() for frame in lines] == [
        ["original"],
        ["delta"],
        ["delta"],
    ]
    told = [sorted(frame.select("teacher_id", "reason").rows()) for frame in lines[1:]]
    assert told == [
        [("T2", "correction"), ("T3", "veto")],
        [("T1", "release"), ("T2", "release"), ("T3", "release")],
    ]
    back = pl.when(pl.col("direction") == "deduction").then(-pl.col("amount")).otherwise("amount")
    net = pl.concat(lines).group_by("teacher_id").agg(back.sum()).sort("teacher_id")
    from paycalc.output.runs import open_run

    paid = open_run(runs[2]).table("payouts").select("teacher_id", "payable").sort("teacher_id")
    assert net.rows() == paid.rows()
    assert sum((amount for _, amount in net.rows()), Decimal()) == paid["payable"].sum()


def _export(run: Path, out: Path) -> tuple[str | Path, ...]:
    return ("export", run, "--to", "feed", "--map", MAPS / "feed.yaml", "--out", out)
