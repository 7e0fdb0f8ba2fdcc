"""``paycalc release``: pays out the reserve of a closed run when the appeal window is over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paycalc.cli._options import AsJson, Everything, Language, Threads
from paycalc.cli.correct import ClosedRun
from paycalc.cli.run import Format, Out

if TYPE_CHECKING:
    from paycalc.cli._correcting import Made, Opened


def release(
    closed_run: ClosedRun,
    out: Out,
    format: Format = "csv",
    everything: Everything = False,
    as_json: AsJson = False,
    lang: Language = None,
    threads: Threads = None,
) -> None:
    """Pay out what is left of the reserve of a closed run, when the appeal window is over.

    With `corrections: {mode: freeze_others, reserve: POOL, release: {...}}` each unit's reserve
    is shared among its posts, a line `release.POOL` of theirs; a veto takes its part of it. The
    new folder is a revision like that of a correction, and is closed like a run.

    Example: `paycalc release out/run-r1 --out out/run-r2`
    """
    from paycalc.cli._correcting import Asked, carry_out
    from paycalc.problems import language as language_of

    asked = Asked(closed_run, out, format, everything, as_json, language_of(lang), releases=True)
    carry_out(asked, lambda opened: _made(opened, threads))


def _made(opened: Opened, threads: int | None) -> Made:
    """The release, or what keeps it from being made."""
    import paycalc
    from paycalc.cli._correcting import Made, nobody_knows, old_records
    from paycalc.output.correcting import settled_in
    from paycalc.result.corrections import release as released

    opened.tell("reading the records")
    records = old_records(opened)
    if records is None:
        return nobody_knows(opened)
    opened.tell("computing")
    result = paycalc.compute(opened.policy, records, threads=threads)
    correction = released(settled_in(opened.run, opened.policy), result)
    return Made(correction, correction.problems)
