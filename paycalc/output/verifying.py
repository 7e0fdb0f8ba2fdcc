"""A run folder proved: every byte is as it was written, and every line is computed again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from numpy.typing import NDArray

from paycalc.engine.semantics import SEMANTICS
from paycalc.errors import CountiesTogetherError, NoKeptRecordsError, RunError
from paycalc.output import kept
from paycalc.output.chain import broken_links
from paycalc.output.manifest import MANIFEST, totals_of
from paycalc.output.run import TABLES
from paycalc.output.runs import Run, damaged, opened
from paycalc.output.verifying_corrections import books_of, corrected_again
from paycalc.problems import Place, Problem, ProblemsError, order
from paycalc.result import compare

if TYPE_CHECKING:
    from paycalc.policy.model import Policy
    from paycalc.records import Records
    from paycalc.records.batches import Batches
    from paycalc.result import Result
    from paycalc.result.fingerprint import Digests
    from paycalc.result.summary import Summary


@dataclass(frozen=True)
class Proof:
    """What is wrong with a run folder; without an error among the ``problems`` it is proved.

    ``run`` is ``None`` where the manifest itself is damaged; ``rows`` counts the rows that were
    computed again and compared.
    """

    run: Run | None
    problems: tuple[Problem, ...]
    rows: int = 0


def verify(
    folder: str | Path,
    *,
    threads: int | None = None,
    tell: Callable[[str], object] = lambda _: None,
) -> Proof:
    """Check every byte of a run folder, then compute it again from what it keeps and compare.

    A run that corrects another is made again of that run, where it lies beside, and its books are
    checked.

    Args:
        folder: A run folder with its records (``paycalc run --keep-records``).
        threads: Threads to compute with.
        tell: Is told what is being done.

    Raises:
        RunError: it is no run folder.
    """
    tell("reading the files")
    run, found = opened(folder)
    if run is None:
        return Proof(None, found)
    harm = damaged(run)
    harmed = frozenset(str(problem.place.file) for problem in harm)
    problems, rows = _checked(run, threads, tell, harmed)
    return Proof(run, order((*harm, *broken_links(run), *problems)), rows)


def _checked(
    run: Run, threads: int | None, tell: Callable[[str], object], harmed: frozenset[str]
) -> tuple[list[Problem], int]:
    """What is wrong with the numbers, and how many rows were compared.

    Where files are harmed, which is told, that they cannot be read is no news.
    """
    try:
        books = list(books_of(run)) if run.revision else []
        if run.manifest["semantics"] != SEMANTICS:
            return [*books, _other_semantics(run)], 0
        if run.revision:
            found, rows = corrected_again(run, threads)
        else:
            found, rows = _again(run, threads, tell, harmed)
    except NoKeptRecordsError:
        return [Problem("V202", Place(file=kept.FOLDER))], 0
    except pl.exceptions.PanicException:  # what Polars does with some damaged files
        if not harmed:
            raise
        return [], 0
    except (RunError, ProblemsError) as error:
        return ([] if harmed else list(_refused(error))), 0
    return [*books, *found], rows


def _refused(error: RunError | ProblemsError) -> Iterator[Problem]:
    """Why a whole run cannot be computed again."""
    known = isinstance(error, ProblemsError)
    yield Problem("V203", Place(), {"found": "the records have errors" if known else str(error)})
    yield from error.problems if isinstance(error, ProblemsError) else ()


def _other_semantics(run: Run) -> Problem:
    values: dict[str, str | int] = {
        "semantics": int(run.manifest["semantics"]),
        "own": SEMANTICS,
        "version": str(run.manifest["engine"]["paycalc"]),
    }
    return Problem("V201", Place(file=MANIFEST), values)


def _again(
    run: Run, threads: int | None, tell: Callable[[str], object], harmed: frozenset[str]
) -> tuple[list[Problem], int]:
    """Compute the run again, a few counties at a time, and compare."""
    from paycalc.engine.streaming import compute_parts, each
    from paycalc.records.batches import all_but

    tell("reading the policy")
    policy = run.policy()
    tell("reading the records")
    records = all_but(run.dataset(), run.manifest["left_out"], policy.level_1.unit)
    tell("computing")
    parts = compute_parts(policy, records, threads=threads, digests=True)
    comparing = _Comparing(run, tell)
    try:
        each(parts, comparing.add)
    except CountiesTogetherError as error:
        comparing = _Comparing(run, tell)
        comparing.add(error.result)
    found = list(comparing.all())
    if any(problem.code == "V209" and problem.place.table for problem in found):
        found += islice(_strangers(run, policy, records, harmed), compare.MOST)
    return found, comparing.rows


def _strangers(
    run: Run, policy: Policy, records: Records | Batches, harmed: frozenset[str]
) -> Iterator[Problem]:
    """The rows of the records that are others than those that the run was computed from.

    None can be named if the hashes of rows were not kept, or are harmed.
    """
    from paycalc.engine.expects import expectations
    from paycalc.engine.plan import EnginePlan
    from paycalc.records import check
    from paycalc.records.batches import Batches
    from paycalc.result.row_hashes import strangers

    files = {path for path in run.outputs if path.startswith(kept.ROW_HASHES)}
    if not files or files & harmed:
        return
    table, expects = run.kept_table(kept.ROW_HASHES), expectations(policy)
    batches = isinstance(records, Batches)
    numbers = range(len(records.counties)) if isinstance(records, Batches) else range(1)
    for number in numbers:
        some = records.read(number) if isinstance(records, Batches) else records
        checked, _ = check(some, expects)
        if checked is not None:
            hashes = table.of(checked.counties) if batches else table.all()
            yield from strangers(policy.once(EnginePlan), checked, _by_table(hashes))


def _by_table(frame: pl.DataFrame) -> dict[tuple[str, str], NDArray[np.uint32]]:
    parts = frame.partition_by("table", "county_id", as_dict=True)
    return {
        (str(name), str(county)): part["hash"].to_numpy() for (name, county), part in parts.items()
    }


class _Comparing:
    """The results that came so far, compared with the tables of a run."""

    def __init__(self, run: Run, tell: Callable[[str], object]) -> None:
        self.run, self.tell, self.rows = run, tell, 0
        self.found: list[Problem] = []
        self.told: Counter[str] = Counter()
        self.more: Counter[str] = Counter()
        self.digests: list[Digests] = []
        self.summaries: list[Summary] = []
        self.tables = {name: run.kept_table(name) for name in TABLES}

    def add(self, result: Result) -> None:
        """Compare the tables of some counties."""
        from paycalc.result.fingerprint import digests_of
        from paycalc.result.summary import summary_of

        counties = result.names.counties
        for name, table in self.tables.items():
            self._compare(name, table.of(counties), getattr(result, name))
        self.digests.append(digests_of(result))
        self.summaries.append(summary_of(result))
        self.tell(f"computed and compared: {counties[-1]}")

    def _compare(self, name: str, there: pl.DataFrame, made: pl.DataFrame) -> None:
        most = compare.MOST - self.told[name]
        found, more = compare.differing(name, there, self.tables[name].as_read(made), most)
        self.found += found
        self.told[name] += len(found)
        self.more[name] += more
        self.rows += made.height

    def all(self) -> Iterator[Problem]:
        """All that differs, when every county has come."""
        for name, table in self.tables.items():
            rest = table.rest()
            self._compare(name, rest, rest.clear())
            if self.more[name]:
                more = self.more[name]
                yield Problem("V208", Place(table=name), {"more": more}, more)
        yield from self.found
        yield from self._of_manifest()

    def _of_manifest(self) -> Iterator[Problem]:
        """What the manifest says and what is computed: the fingerprint, the totals, the status."""
        from paycalc.result.fingerprint import fingerprint
        from paycalc.result.summary import summed

        manifest = self.run.manifest
        total = replace(summed(self.summaries), left_out=tuple(manifest["left_out"]))
        proof = fingerprint(total.policy, total.period, self.digests)
        yield from _other_origin(manifest["fingerprint"], proof)
        if not _agree(manifest["totals"], totals_of(total)):
            yield Problem("V210", Place(file=MANIFEST, item="totals"))
        if manifest["status"] != total.status:
            yield Problem("V210", Place(file=MANIFEST, item="status"))


def _agree(told: Sequence[Mapping[str, str]], made: Sequence[Mapping[str, str]]) -> bool:
    """Whether totals are those that are computed, which may have columns that came later."""
    return len(told) == len(made) and all(
        one == {name: other[name] for name in one if name in other}
        for one, other in zip(told, made, strict=True)
    )


def _other_origin(told: Mapping[str, object], proof: Mapping[str, object]) -> Iterator[Problem]:
    """The parts of a fingerprint that are not those of the copies in the folder."""
    for name in ("policy", "period", "currency"):
        if told[name] != proof[name]:
            yield Problem("V209", Place(file=MANIFEST, item=name))
    before, now = told["tables"], proof["tables"]
    assert isinstance(before, dict)
    assert isinstance(now, dict)
    for name in sorted(before.keys() | now.keys()):
        if before.get(name) != now.get(name):
            yield Problem("V209", Place(table=name))
