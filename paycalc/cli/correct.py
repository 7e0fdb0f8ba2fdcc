"""``paycalc correct``: from a closed run and the records as now known to its next revision."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from paycalc.cli._options import AsJson, Everything, Language, Tables, Threads
from paycalc.cli.run import Format, Out

if TYPE_CHECKING:
    from paycalc.cli._correcting import Made, Opened
    from paycalc.cli._source import Source

ClosedRun = Annotated[
    Path,
    typer.Argument(
        metavar="CLOSED_RUN",
        exists=True,
        file_okay=False,
        help="The folder of the last closed revision: a run, or a correction of it.",
    ),
]
NewRecords = Annotated[
    str,
    typer.Option(
        "--records", metavar="DATASET", help="All records of the period as now known, as for `run`."
    ),
]


def correct(
    closed_run: ClosedRun,
    records: NewRecords,
    out: Out,
    tables: Tables = None,
    format: Format = "csv",
    everything: Everything = False,
    as_json: AsJson = False,
    lang: Language = None,
    threads: Threads = None,
) -> None:
    """Correct a closed run: what was paid, what is due, and the difference, by post and line.

    The policy of the run says whom it concerns (`corrections: {mode: ...}`): everybody, only those
    whose own records changed, or the next period. The new folder holds what is settled now,
    `differences`, and `balances`, the ledger of all revisions; it is closed like a run. A leaver
    who would pay back, a recovery above the limit and a reserve that does not suffice are told,
    and then nothing is written.

    Example: `paycalc correct out/run --records records --out out/run-r1`
    """
    from paycalc.cli._correcting import Asked, carry_out
    from paycalc.cli._source import source_of
    from paycalc.problems import language as language_of

    source = source_of(records, tables)
    asked = Asked(closed_run, out, format, everything, as_json, language_of(lang))
    carry_out(asked, lambda opened: _made(opened, source, threads))


def _made(opened: Opened, source: Source, threads: int | None) -> Made:
    """The correction, or what keeps it from being made."""
    import paycalc
    from paycalc.cli._correcting import Made, checked_of, nobody_knows, old_records
    from paycalc.cli._source import read_source
    from paycalc.output.correcting import other_period, settled_in
    from paycalc.records.batches import Batches
    from paycalc.result.corrections import correct as corrected

    policy = opened.policy
    opened.tell("reading the records")
    found, inputs = read_source(source)
    new = found.at_once() if isinstance(found, Batches) else found
    other = other_period(opened.run, new.period)
    if other is not None:
        return Made(None, (*new.problems, other))
    old = None
    if policy.corrections is not None and policy.corrections.mode != "repool":
        before = old_records(opened)
        if before is None:
            return nobody_knows(opened)
        old = checked_of(policy, before)
    opened.tell("computing")
    result = paycalc.compute(policy, new, threads=threads)
    correction = corrected(settled_in(opened.run, policy), old, result)
    return Made(correction, correction.problems, inputs)
