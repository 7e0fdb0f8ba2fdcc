"""The canonical feed of runs and corrections."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paycalc.output.feeds._changes import LINE
from paycalc.output.feeds.canonical import Feed, feed_of
from paycalc.output.feeds.columns import COLUMNS
from paycalc.output.feeds.model import Map, Paid
from paycalc.output.feeds.reading import parse_map
from tests.feeds.building import POOLS, Lines, made_run

MAP = Map(Paid("2026-02"))
REBOOK = Map(Paid("2026-02"), corrections="reversal_and_rebook")

AMOUNTS = st.integers(0, 10**7).map(lambda fen: str(Decimal(fen).scaleb(-2)))
FEW = settings(deadline=None, max_examples=12)  # each example makes several feeds
SETTLED = st.dictionaries(
    st.tuples(st.sampled_from(["S1", "S2"]), st.sampled_from(["T1", "T2"])),
    st.dictionaries(st.sampled_from([*POOLS, "adjust.x", "manual"]), AMOUNTS),
    min_size=1,
)


def feeds_of(settled: list[Lines], map: Map = MAP) -> list[Feed]:
    """The feeds of a run and of its corrections, each after the exports before it."""
    feeds: list[Feed] = []
    for revision, after in enumerate(settled):
        before = settled[revision - 1] if revision else {}
        earlier = pl.concat([feed.lines for feed in feeds]) if feeds else None
        feed, problems = feed_of(made_run(revision, before, after), map, None, earlier)
        assert problems == ()
        feeds.append(feed)
    return feeds


def net(feeds: list[Feed]) -> dict[tuple[str, ...], Decimal]:
    """What posts and components come to over all feeds, where that is not 0."""
    sums: dict[tuple[str, ...], Decimal] = defaultdict(Decimal)
    for feed in feeds:
        for *key, amount in feed.signed.select(*LINE, "amount").iter_rows():
            sums[tuple(key)] += amount
    return {key: amount for key, amount in sums.items() if amount}


@pytest.mark.parametrize("map", [MAP, REBOOK], ids=["delta", "rebook"])
@FEW
@given(st.lists(SETTLED, min_size=1, max_size=4))
def test_the_feeds_net_to_what_is_settled(map: Map, settled: list[Lines]) -> None:
    """Original and all corrections come to what a first run with the last amounts would pay."""
    last = feeds_of(settled[-1:])
    assert net(feeds_of(settled, map)) == net(last)
    paid = sum((Decimal(a) for lines in settled[-1].values() for a in lines.values()), Decimal())
    assert sum(net(last).values(), Decimal()) == paid


@FEW
@given(st.lists(SETTLED, min_size=1, max_size=4), st.sampled_from([MAP, REBOOK]))
def test_keys_are_unique_and_always_the_same(settled: list[Lines], map: Map) -> None:
    """No two lines of a period have one key, and a feed that is made again has the same lines."""
    feeds = feeds_of(settled, map)
    lines = pl.concat([feed.lines for feed in feeds])
    assert not lines["line_key"].is_duplicated().any()
    again = pl.concat([feed.lines for feed in feeds_of(settled, map)])
    assert lines.equals(again)


@FEW
@given(st.lists(SETTLED, min_size=2, max_size=4))
def test_each_reversal_takes_back_one_line_whole(settled: list[Lines]) -> None:
    """A reversal names a line of an earlier revision that no other names, and has its amount."""
    lines = pl.concat([feed.lines for feed in feeds_of(settled, REBOOK)])
    by_key = {row["line_key"]: row for row in lines.iter_rows(named=True)}
    reversals = [row for row in by_key.values() if row["kind"] == "reversal"]
    assert len({row["reverses"] for row in reversals}) == len(reversals)
    for row in reversals:
        line = by_key[row["reverses"]]
        assert line["revision"] < row["revision"]
        assert (row["amount"], row["component"]) == (line["amount"], line["component"])
        assert {row["direction"], line["direction"]} == {"earning", "deduction"}


@FEW
@given(SETTLED)
def test_a_correction_that_changes_nothing_has_no_lines(settled: Lines) -> None:
    """Where paid is due there is nothing to export."""
    assert feeds_of([settled, settled])[1].lines.is_empty()


def test_amounts_have_no_sign() -> None:
    """What is taken back is a deduction with an amount above 0."""
    feeds = feeds_of([{("S1", "T1"): {"level_2.a": "10"}}, {("S1", "T1"): {"level_2.a": "4"}}])
    [line] = feeds[1].lines.iter_rows(named=True)
    assert (line["kind"], line["direction"], line["amount"]) == ("delta", "deduction", Decimal(6))


def test_a_line_has_all_columns() -> None:
    """A line of a run says all that payroll asks for; without a map of codes they are pools."""
    [line] = feeds_of([{("S1", "T1"): {"level_2.a": "10"}}])[0].lines.iter_rows(named=True)
    assert list(line) == list(COLUMNS)
    assert len(line.pop("line_key")) == 32
    assert len(line.pop("fingerprint")) == 64
    assert line == {
        "kind": "original",
        "reverses": None,
        "revision": 0,
        "policy": "small",
        "county_id": "X01",
        "unit_id": "S1",
        "school_id": "S1",
        "teacher_id": "T1",
        "component": "level_2.a",
        "employee": "T1",
        "cost_bearer": "S1",
        "code": "level_2.a",
        "direction": "earning",
        "amount": Decimal("10.00"),
        "currency": "CNY",
        "period_earned": "2025-2026-1",
        "period_paid": "2026-02",
        "reason": "period",
    }


@pytest.mark.parametrize(
    ("line", "reason"),
    [("release.reserve", "release"), ("veto.forfeited", "veto"), ("level_2.a", "correction")],
)
def test_the_reason_is_told_by_what_changed(line: str, reason: str) -> None:
    """Released money, a veto and changed records are told apart."""
    before = {("S1", "T1"): {"level_2.a": "10", line: "10"}}
    after = {("S1", "T1"): {"level_2.a": "10", line: "5"}}
    assert feeds_of([before, after])[1].lines["reason"].unique().to_list() == [reason]


def test_an_earlier_feed_that_is_missing_is_a_blocker() -> None:
    """What was exported before has to be what was paid before, post by post."""
    settled = [{("S1", "T1"): {"level_2.a": str(amount)}} for amount in (10, 20, 30)]
    feeds = feeds_of(settled)
    for earlier, codes in (([0], ["F214"]), ([0, 1], [])):
        lines = pl.concat([feeds[one].lines for one in earlier])
        problems = feed_of(made_run(2, settled[1], settled[2]), MAP, None, lines)[1]
        assert [problem.code for problem in problems] == codes


def test_a_reversal_needs_to_know_what_was_exported() -> None:
    """The first correction reverses the run's lines; a second one needs the exports before it."""
    settled = [{("S1", "T1"): {"level_2.a": str(amount)}} for amount in (10, 20, 30)]
    original = feeds_of(settled[:1])[0].lines
    alone, problems = feed_of(made_run(1, settled[0], settled[1]), REBOOK, None, None)
    assert problems == ()
    assert alone.lines["reverses"].drop_nulls().to_list() == original["line_key"].to_list()
    problems = feed_of(made_run(2, settled[1], settled[2]), REBOOK, None, None)[1]
    assert [problem.code for problem in problems] == ["F217"]


def test_deltas_and_reversals_are_not_mixed_in_a_period() -> None:
    """A delta cannot be reversed as if it were the whole amount."""
    settled = [{("S1", "T1"): {"level_2.a": str(amount)}} for amount in (10, 20, 30)]
    earlier = pl.concat([feed.lines for feed in feeds_of(settled[:2])])
    problems = feed_of(made_run(2, settled[1], settled[2]), REBOOK, None, earlier)[1]
    assert "F218" in [problem.code for problem in problems]


def test_another_run_or_map_is_another_fingerprint_under_the_same_key() -> None:
    """The key stays whatever the line says; the fingerprint does not."""
    run = made_run(0, {}, {("S1", "T1"): {"level_2.a": "10"}})
    other, _ = parse_map("{paycalc_map: 1, paid: {period: 2026-03}}", "feed")
    assert other is not None
    [one] = feed_of(run, MAP, None)[0].lines.iter_rows(named=True)
    [two] = feed_of(run, other, None)[0].lines.iter_rows(named=True)
    assert one["line_key"] == two["line_key"]
    assert one["fingerprint"] != two["fingerprint"]


def test_keys_stay_what_they_are() -> None:
    """A key that payroll holds is found again by any later version."""
    settled = [{("S1", "T1"): {"level_2.a": amount}} for amount in ("10", "4")]
    keys = [feed.lines["line_key"].item() for feed in feeds_of(settled)]
    assert keys == ["l7uq5lyalj5xfnmmhdubcdrtyeoofob3", "lknpayigjupushks2libidttg4v3jvk5"]
