"""The engine and the plain reading of policies/corrections.md agree after every revision."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from tests.corrections import engine_side as engine
from tests.corrections.drawing import PERIOD, Sequence, sequences
from tests.reference import Refusal
from tests.reference import corrections as plain

QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large]


def same(one: engine.Closed, other: plain.State) -> None:
    """Both have settled the same, post by post, account by account, flow by flow."""
    theirs = {
        key: (
            post.unit,
            post.forfeited,
            post.received,
            post.held,
            {n: f for n, f in post.lines.items() if f},
        )
        for key, post in other.posts.items()
    }
    assert engine.posts(one.settled) == theirs
    assert engine.accounts(one.settled) == other.accounts
    assert engine.flows(one.settled) == set(other.flows)


def followed(sequence: Sequence) -> None:
    """All that happens, by both; what one refuses or blocks, the other does as well."""
    by_reading = plain.first(sequence.policy, sequence.first, PERIOD)
    if isinstance(by_reading, Refusal):
        assert engine.computed(sequence.policy, sequence.first) is None
        return
    by_engine = engine.run(sequence.policy, sequence.first)
    same(by_engine, by_reading)
    for tables in sequence.then:
        if tables is None:
            made: engine.Closed | None = engine.released(by_engine)
            read: plain.State | Refusal | set[plain.Blocker] = plain.release(by_reading)
        else:
            made = engine.corrected(by_engine, sequence.policy, tables)
            read = plain.correct(by_reading, tables, PERIOD)
        if isinstance(read, Refusal):
            assert made is None
            continue
        assert made is not None
        if isinstance(read, set):
            assert engine.blockers(made) == read
            continue
        assert engine.blockers(made) == set()
        same(made, read)
        by_engine, by_reading = made, read


@settings(max_examples=32, deadline=None, derandomize=True, suppress_health_check=QUIET)
@given(sequences())
def test_the_engine_and_the_plain_reading_agree(sequence: Sequence) -> None:
    """Random late records, closes, corrections and releases are settled alike, in every mode."""
    followed(sequence)


@pytest.mark.slow
@settings(max_examples=1500, deadline=None, suppress_health_check=QUIET)
@given(sequences(most=6))
def test_they_agree_on_many_more(sequence: Sequence) -> None:
    """The same on longer sequences, other ones each time."""
    followed(sequence)
