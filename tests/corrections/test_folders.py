"""Random sequences through run folders: each revision is written, closed, opened and proved."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from paycalc.engine.expects import expectations
from paycalc.output import write_run
from paycalc.output.chain import broken_links
from paycalc.output.closing import close
from paycalc.output.correcting import blockers, settled_in, write_correction
from paycalc.output.runs import Run, damaged, open_run
from paycalc.output.tables import Format
from paycalc.output.verifying_corrections import books_of
from paycalc.records import check
from paycalc.result.corrections import correct, release
from tests.corrections import engine_side as engine
from tests.corrections.drawing import Sequence, Tables, sequences

FORMATS = st.sampled_from(("csv", "parquet"))


def closed(folder: Path) -> Run:
    """A run folder, closed and opened again."""
    close(folder, "payroll office")
    run = open_run(folder)
    assert not damaged(run)
    assert not list(broken_links(run))
    return run


def next_of(run: Run, policy: str, tables: Tables | None, out: Path, format: Format) -> bool:
    """Write the next revision beside a run, of what its folder holds alone; whether it could be."""
    known = run.policy()
    found = blockers(run, known, out, releases=tables is None)
    assert not found
    old = run.records()
    if tables is None:
        made = release(settled_in(run, known), engine.paycalc.compute(known, old, threads=1))
    else:
        result = engine.computed(policy, tables)
        if result is None:
            return False
        checked, _ = check(old, expectations(known))
        made = correct(settled_in(run, known), checked, result)
    if made.blocked:
        with pytest.raises(ValueError, match="blocked"):
            write_correction(made, run, out)
        return False
    write_correction(made, run, out, format=format)
    return True


@settings(
    max_examples=5,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(sequences(most=3), st.lists(FORMATS, min_size=4, max_size=4))
def test_what_is_read_back_is_what_was_settled(sequence: Sequence, formats: list[Format]) -> None:
    """Revisions made of folders alone settle what those made in memory do, in any format."""
    result = engine.computed(sequence.policy, sequence.first)
    assume(result is not None)
    assert result is not None
    with TemporaryDirectory() as place:
        folder = Path(place) / "0"
        write_run(result, folder, format=formats[0], keep_records=True)
        run, memory = closed(folder), engine.run(sequence.policy, sequence.first)
        for number, tables in enumerate(sequence.then, 1):
            after = (
                engine.released(memory)
                if tables is None
                else engine.corrected(memory, sequence.policy, tables)
            )
            out = Path(place) / str(number)
            done = next_of(run, sequence.policy, tables, out, formats[number])
            assert done == (after is not None and not engine.blockers(after))
            if done and after is not None:
                run, memory = closed(out), after
                again = settled_in(run, run.policy())
                assert engine.posts(again) == engine.posts(after.settled)
                assert engine.flows(again) == engine.flows(after.settled)
                assert again.units.equals(after.settled.units)
                assert again.revision == after.settled.revision
                assert list(books_of(run)) == []
