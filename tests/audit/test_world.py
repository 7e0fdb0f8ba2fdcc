"""Counties that are drawn: the same as arrays and as records, and the same for the same seed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from paycalc import ProblemsError, compute
from paycalc.audit.pairs import pay
from paycalc.audit.world import World
from paycalc.audit.world_drawing import CHUNK, MOST_POSTS, draw
from paycalc.audit.world_parts import joined, keep, only
from paycalc.audit.world_tables import Named, county_of, records_of
from paycalc.policy import load_policy
from paycalc.policy.model import Policy
from tests.audit.small import SOUND, policy_of, world_of
from tests.strategies import case_of

LIBRARY = sorted(Path("policies").glob("*.yaml"))


def fen_of(policy: Policy, world: World, counties: int, seed: int) -> int:
    """Compare so many counties, paid as arrays and as records; how many were paid."""
    drawn = draw(world, seed, 0, counties)
    paid, compared = pay(world, drawn), 0
    for number in range(counties):
        records = records_of(county_of(world, drawn, number))
        try:
            result = compute(policy, records, threads=1)
        except ProblemsError:
            assert paid.refused[number], f"county {number} is refused as records alone"
            continue
        assert not paid.refused[number], f"county {number} is refused as arrays alone"
        own = Named(world, drawn, number)
        digits = 10**policy.currency.decimals
        payouts = result.payouts.sort("school_id", "teacher_id")["payable"]
        told = [int(amount * digits) for amount in payouts]
        assert paid.payable[own.first_post : own.end_post].tolist() == told
        compared += 1
    return compared


@pytest.mark.parametrize("path", LIBRARY, ids=lambda path: path.stem)
def test_a_county_as_arrays_and_as_records_is_paid_the_same_fen(path: Path) -> None:
    """The engine pays a drawn county alike, however it comes, under every policy of the library."""
    policy = load_policy(path)
    assert fen_of(policy, World(policy), 5, seed=3) > 0


def test_counties_of_random_policies_are_paid_the_same_as_arrays_and_as_records(
    tmp_path: Path,
) -> None:
    """Whatever the grammar allows is drawn as the records would have it."""
    compared = 0
    for seed in range(10):
        case = case_of(seed)
        folder = tmp_path / str(seed)
        for name, text in {**case.files, "policy.yaml": case.policy_text}.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text)
        try:
            policy = load_policy(folder / "policy.yaml")
        except ProblemsError:
            continue
        compared += fen_of(policy, World(policy), 3, seed)
    assert compared > 10


def test_the_same_seed_and_chunk_draw_the_same_counties() -> None:
    """Nothing but (policy, seed, chunk) decides what is drawn."""
    first, again = (draw(World(policy_of(SOUND)), 7, 2, 200) for _ in range(2))
    for name, slots in first.tables.items():
        assert np.array_equal(slots.main, again.tables[name].main)
        assert np.array_equal(slots.there, again.tables[name].there)
    assert np.array_equal(first.funds, again.funds)
    other = draw(world_of(SOUND), 8, 2, 200)
    assert not np.array_equal(first.funds, other.funds)


def test_counties_are_small_and_have_colleagues_with_the_same_records() -> None:
    """At most a dozen posts, and in many units two posts have all cells in common."""
    drawn = draw(world_of(SOUND), 0, 0)
    assert drawn.n == CHUNK
    assert np.diff(drawn.county_posts).max() == MOST_POSTS
    rows = drawn.tables["workload"]
    alike = (rows.main[1:] == rows.main[:-1]).all(axis=1)
    alike &= drawn.post_unit[1:] == drawn.post_unit[:-1]
    assert alike.mean() > 0.1


def test_counties_that_are_taken_out_and_put_together_are_paid_as_before() -> None:
    """Taking counties out of many and putting them together moves no fen."""
    world = world_of(SOUND)
    drawn = draw(world, 0, 0, 40)
    again = joined([only(drawn, number) for number in range(drawn.n)])
    assert pay(world, again).payable.tolist() == pay(world, drawn).payable.tolist()


def test_a_county_without_a_post_keeps_the_others() -> None:
    """A post that is left out takes its rows and its cases with it, and nobody else's."""
    world = world_of(SOUND)
    counties = draw(world, 0, 0, 40)
    drawn = only(counties, int(np.argmax(np.diff(counties.county_posts))))
    assert drawn.posts > 2
    posts = np.ones(drawn.posts, np.bool_)
    posts[1] = False
    fewer = keep(drawn, posts, np.ones(drawn.post_starts.size - 1, np.bool_))
    left = np.flatnonzero(posts)
    assert np.array_equal(fewer.tables["workload"].main, drawn.tables["workload"].main[left])
    assert np.array_equal(fewer.cases.item, drawn.cases.item[left])
