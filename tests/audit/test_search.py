"""The random search: the same for the same seed, whatever the threads; tallies that add up."""

from __future__ import annotations

from dataclasses import replace

from paycalc.audit.catalogue import CATALOGUE
from paycalc.audit.search import ENOUGH, ROUND, Found, judge_chunk, search
from paycalc.audit.world_drawing import CHUNK
from tests.audit.small import SOUND, with_lines, world_of

DIPS = with_lines(
    (
        "where: {kind: lesson}}",
        "where: {kind: lesson}, then: [{tiers: {0: 1, 18: 0.5}, mode: whole}]}",
    )
)
PROMISES = [CATALOGUE[name] for name in ("more_work_not_less_pay", "veto_harms_nobody")]


def same(first: Found, second: Found) -> bool:
    """Whether two searches found the same."""
    return (first.tallies, first.refusals, first.counties) == (
        second.tallies,
        second.refusals,
        second.counties,
    )


def test_threads_change_nothing_of_what_is_found() -> None:
    """One thread or three: the same cases, the same hits in the same order."""
    one, three = (search(world_of(DIPS), PROMISES, 2 * CHUNK, seed=5, threads=n) for n in (1, 3))
    assert same(one, three)
    assert one.tallies["more_work_not_less_pay"].hits


def test_another_seed_finds_other_counties() -> None:
    """The hits of two seeds are not the same ones."""
    hits = [
        search(world_of(DIPS), PROMISES[:1], 1000, seed=seed).tallies[PROMISES[0].id].hits
        for seed in (1, 2)
    ]
    assert hits[0] != hits[1]


def test_as_many_counties_are_judged_as_were_asked_for() -> None:
    """Also where that is no whole number of chunks; counties that are refused are counted apart."""
    found = search(world_of(SOUND), PROMISES, CHUNK + 100)
    tally = found.tallies["veto_harms_nobody"]
    assert found.counties == CHUNK + 100
    assert tally.cases <= found.counties
    assert tally.met == tally.cases - tally.refused_before - tally.refused_after


def test_the_first_counties_of_a_search_are_those_of_a_shorter_one() -> None:
    """More cases are more of the same: hits of the shorter search are among the longer one's."""
    short, long = (
        search(world_of(DIPS), PROMISES[:1], cases).tallies[PROMISES[0].id] for cases in (60, 180)
    )
    assert 0 < len(short.hits) < len(long.hits) < 64
    assert set(short.hits) <= set(long.hits)


def test_a_promise_that_is_broken_often_enough_is_searched_no_further() -> None:
    """A round is finished; then the others go on alone."""
    found = search(world_of(DIPS), PROMISES, (ROUND + 1) * CHUNK)
    broken, kept = (found.tallies[promise.id] for promise in PROMISES)
    assert broken.broken >= ENOUGH
    assert broken.cases <= ROUND * CHUNK
    assert kept.cases > ROUND * CHUNK * 9 // 10
    assert found.counties == (ROUND + 1) * CHUNK


def test_no_more_rounds_begin_when_the_time_is_over() -> None:
    """The first round is always finished, so that something is known."""
    found = search(world_of(SOUND), PROMISES[1:], 100 * ROUND * CHUNK, seconds=0)
    assert found.counties == ROUND * CHUNK


def test_graver_losses_come_first_among_the_hits() -> None:
    """A loss of yuan goes before one of fen; the order within each is that of the counties."""
    promise = replace(PROMISES[0], tolerance=0)
    found = judge_chunk(world_of(DIPS), [promise], 0, 0)
    total = Found({promise.id: replace(found.tallies[promise.id], hits=[])})
    total.add(found)
    graves = [hit.grave for hit in total.tallies[promise.id].hits]
    assert graves == sorted(graves, reverse=True)
    assert any(graves)


def test_pairs_are_counted_by_the_kind_that_grew() -> None:
    """Every kind of work is tried, the rare ones too."""
    tally = search(world_of(SOUND), PROMISES, 2000).tallies["more_work_not_less_pay"]
    assert tally.kinds.keys() == {"lesson", "class_head"}
    assert min(tally.kinds.values()) > 100
    assert sum(tally.kinds.values()) == tally.met


def test_refusals_are_counted_by_code() -> None:
    """A county without what an item needs is refused, and the code says why."""
    text = with_lines(("combine: mean, missing: 0}", "combine: mean, missing: error}"))
    found = search(world_of(text), PROMISES[1:], 1000)
    assert found.refusals.keys() == {"C109"}
    assert found.tallies["veto_harms_nobody"].refused_before == found.refusals["C109"] > 0


def test_a_refusal_that_a_change_alone_causes_is_a_hit() -> None:
    """One more lesson is more than the fund pays, and then nobody is paid."""
    text = with_lines(
        (
            "{takes: rest, share_by: [lessons, heads, quality]}",
            "{takes: as_needed, pay: [hours], if_short: error}",
        ),
        (
            "  lessons:",
            "  hours: {rows: workload, where: {kind: lesson}, times: [700]}\n  lessons:",
        ),
    )
    tally = search(world_of(text), PROMISES[:1], 4000).tallies["more_work_not_less_pay"]
    assert tally.refused_after > 0
    assert tally.broken == tally.refused_after
    assert all(hit.refused for hit in tally.hits)
