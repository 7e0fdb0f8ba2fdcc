"""From a run folder back to the result that it was written from: same policy, same records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import paycalc
from paycalc.cli._progress import Tell
from paycalc.errors import RunError

if TYPE_CHECKING:
    import polars as pl

    from paycalc.policy import Policy
    from paycalc.records import Records
    from paycalc.records.batches import Batches
    from paycalc.result import Result


def reopened(
    folder: Path, teacher: str, county: str | None, threads: int | None, tell: Tell
) -> Result:
    """The result of a run folder, computed again from what it keeps or what it read.

    Of a run by county it is that of the few counties with which the teacher's was computed, if
    they come to what the run paid; counties are independent of each other.

    Raises:
        UnknownTeacherError: a run by county paid no such teacher, or in several counties.
        RunError: it is no run folder, its records are gone or changed, or this version of
            paycalc pays otherwise than the one that wrote it.
        ProblemsError: the policy or the records have errors by now.
    """
    from paycalc.cli._one_teacher import county_of
    from paycalc.output.parts import by_county
    from paycalc.output.runs import open_run
    from paycalc.records.batches import Batches, all_but

    tell("reading the policy")
    run = open_run(folder)
    manifest, outputs = run.manifest, run.outputs
    if run.revision:
        raise RunError(
            f"{folder} is a correction: its `differences` tell what was paid, recomputed and due. "
            "How the recomputation came about, tell the POLICY and the DATASET"
        )
    _unchanged(folder, outputs, [path for path in outputs if path.startswith("policy")])
    policy = run.policy()
    tell("reading the records")
    kept = [path for path in outputs if path.startswith("records/")]
    if kept:
        from paycalc.output.kept import kept_dataset

        _unchanged(folder, outputs, kept)
        records: Records | Batches = kept_dataset(folder, kept)
    else:
        records = original(folder, policy, manifest["inputs"])
    records = all_but(records, manifest.get("left_out", ()), policy.level_1.unit)
    tell("computing")
    parts = by_county(outputs, "payouts")
    if parts and isinstance(records, Batches):
        _unchanged(folder, outputs, list(parts.values()))
        ids = _payouts(folder, parts.values()).select("county_id", "teacher_id")
        where = county_of(ids, teacher, county)
        alone = _of_few(folder, parts, policy, records, where)
        if alone is not None:
            return alone
    result = paycalc.compute(policy, records, threads=threads)
    if not _pays_the_same(folder, outputs, result):
        version = manifest["engine"]["paycalc"]
        raise RunError(
            f"this version of paycalc ({paycalc.__version__}) pays otherwise than the one that "
            f"wrote {folder} ({version}): explain it with that one"
        )
    return result


def _pays_the_same(folder: Path, outputs: Mapping[str, Any], result: Result) -> bool:
    """Whether the payouts are those that the run folder holds."""
    import polars as pl

    from paycalc.output.parts import by_county
    from paycalc.output.tables import neutralised

    parts = by_county(outputs, "payouts")
    if parts:
        _unchanged(folder, outputs, list(parts.values()))
        return _payouts(folder, parts.values()).collect().equals(result.payouts)
    name = next((name for name in outputs if name.startswith("payouts.")), "payouts.csv")
    _unchanged(folder, outputs, [name])
    if name.endswith(".parquet"):
        return pl.read_parquet(folder / name).equals(result.payouts)
    written = neutralised(result.payouts).write_csv()
    return (folder / name).read_bytes() == written.encode()


def _payouts(folder: Path, parts: Iterable[str]) -> pl.LazyFrame:
    import polars as pl

    return pl.scan_parquet([folder / path for path in parts], hive_partitioning=False)


def _of_few(
    folder: Path, parts: Mapping[str, str], policy: Policy, batches: Batches, county: str
) -> Result | None:
    """The result of a county's batch, unless it takes all counties to come to what was paid."""
    from paycalc.problems import ProblemsError

    try:
        result = paycalc.compute(policy, batches.read(batches.number_of(county)))
    except ProblemsError:  # rows may lie in another county's folder
        return None
    paid = _payouts(folder, (parts[one] for one in result.names.counties)).collect()
    return result if paid.equals(result.payouts) else None


def _unchanged(folder: Path, outputs: Mapping[str, Any], paths: Sequence[str]) -> None:
    from paycalc.output.inputs import sha256_of

    for path in paths:
        if path not in outputs or not (folder / path).is_file():
            raise RunError(f"{folder / path} is gone: the run folder is not whole any more")
        if sha256_of(folder / path) != outputs[path]["sha256"]:
            raise RunError(f"{folder / path} was changed since the run: nobody can explain it")


def original(
    folder: Path, policy: Policy, inputs: Sequence[Mapping[str, Any]]
) -> Records | Batches:
    """The records where the run read them, if they still lie there unchanged."""
    from paycalc.cli._compute import open_dataset

    sources = {source["path"]: source["sha256"] for source in inputs[1 + len(policy.files) :]}
    dataset = _dataset(sources)
    if dataset is None:
        raise RunError(f"{folder} does not say where its records were read. {_REMEDY}")
    for path in sources:
        if not Path(path).is_file():
            raise RunError(f"the records are gone: {path} is not there any more. {_REMEDY}")
    records, inputs_now = open_dataset(dataset)
    read = {source.path: source.sha256 for source in inputs_now()}
    for path in sorted(sources.keys() | read.keys()):
        if sources.get(path) != read.get(path):
            raise RunError(f"the records were changed since the run: {path}. {_REMEDY}")
    return records


def _dataset(sources: Iterable[str]) -> Path | None:
    """The folder that files were read from, or the workbook if it was all there was."""
    from paycalc.records._sources import WORKBOOKS

    paths = [Path(source) for source in sources]
    tables = [path for path in paths if path.name != "period.yaml"]
    books = [path for path in tables if path.suffix.lower() in WORKBOOKS]
    if len(tables) == 1 and books:
        return books[0]
    top = min((path.parent for path in paths), key=lambda folder: len(folder.parts), default=None)
    return top if len(tables) < len(paths) or books else None


_REMEDY = (
    "Give the POLICY and the DATASET instead of the run folder, or run with --keep-records, "
    "which keeps the records in the folder."
)
