"""The run folder: the tables of a result, the policy and the manifest."""

from __future__ import annotations

import json
import platform
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import paycalc
from paycalc.output import kept
from paycalc.output.folder import create_file, whole_folder
from paycalc.output.inputs import Input, sha256_of
from paycalc.output.tables import Format, problems_table, write_table

if TYPE_CHECKING:
    import polars as pl

    from paycalc.policy.model import Policy
    from paycalc.problems import Problem
    from paycalc.result import Result
    from paycalc.result.summary import Summary

MANIFEST = "manifest.json"
TABLES = ("payouts", "lines", "units", "ledger", "bars")
"""The tables of a result, each made when its turn comes."""

_HASHES = 4
"""So many files are hashed at a time."""


def write_run(
    result: Result,
    folder: str | Path,
    *,
    format: Format = "csv",
    language: str = "en",
    inputs: Sequence[Input] = (),
    keep_records: bool = False,
    tell: Callable[[str], None] | None = None,
) -> Path:
    """Write a result as a run folder, whole or not at all (architecture.md, "A run").

    The folder holds ``payouts``, ``lines``, ``units``, ``ledger``, ``bars`` and ``problems`` in
    the format asked for (money in major units with its digits, ids as text), ``policy.yaml`` and
    the plan files it names, and ``manifest.json``. Only its owner can read it.

    Args:
        result: What ``compute`` returned.
        folder: Where it goes; nothing may be there yet.
        format: ``csv`` for people, or ``parquet``.
        language: ``en`` or ``zh``, for the messages in ``problems``.
        inputs: The files that were read, for the manifest.
        keep_records: Keep what was read as well, below ``records/``, for explanations.
        tell: Called with each file's name before it is written.

    Returns:
        The folder.

    Raises:
        TargetExistsError: there is something at ``folder``; it is left as it is.
        OSError: the folder could not be written; nothing of it is left.
    """
    from paycalc.result.summary import summary_of

    target = Path(folder)
    tell = tell or (lambda _: None)
    with whole_folder(target) as partial:
        rows: dict[str, int | None] = {}
        for name in TABLES:
            file_name = f"{name}.{format}"
            tell(file_name)
            frame: pl.DataFrame = getattr(result, name)
            rows[file_name] = frame.height
            with create_file(partial / file_name) as file:
                write_table(frame, file, format)
        tell(f"problems.{format}")
        rows |= write_problems(result.problems, partial, format, language)
        if keep_records:
            rows |= dict(kept.keep_records(result.made.records, partial, tell))
        tell(MANIFEST)
        write_about(partial, rows, summary_of(result), inputs)
    return target


def write_problems(
    problems: Iterable[Problem], partial: Path, format: Format, language: str
) -> dict[str, int]:
    """Write the table of problems; its file and rows."""
    frame = problems_table(problems, language)
    with create_file(partial / f"problems.{format}") as file:
        write_table(frame, file, format)
    return {f"problems.{format}": frame.height}


def write_about(
    partial: Path,
    rows: Mapping[str, int | None],
    summary: Summary,
    inputs: Iterable[Input],
) -> None:
    """Write the policy, and at last the manifest; ``rows`` are those of each file that is there."""
    texts = _policy_texts(summary.policy)
    for name, text in texts.items():
        _write_text(partial / name, text)
    names = sorted({*rows, *texts})
    with ThreadPoolExecutor(_HASHES) as pool:
        outputs = list(pool.map(lambda name: _output(partial, name, rows.get(name)), names))
    manifest = _manifest(summary, inputs, outputs)
    _write_text(partial / MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=2) + "\n")


def _policy_texts(policy: Policy) -> dict[str, str]:
    """The policy and its plan files by their path in the run folder.

    Alone, the policy is ``policy.yaml``. With plan files all of them lie below ``policy/`` as they
    lay to each other (the loader takes none from outside the policy's folder), so that the copy
    loads like the original.
    """
    if not policy.files:
        return {"policy.yaml": policy.source}
    base = PurePosixPath("policy")
    texts = {str(base / path): text for path, text in policy.files.items()}
    name = "policy.yaml"
    while str(base / name) in texts:
        name = f"_{name}"
    return {str(base / name): policy.source, **texts}


def _write_text(path: Path, text: str) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with create_file(path) as file:
        file.write(text.encode())


def _output(folder: Path, name: str, rows: int | None) -> dict[str, object]:
    path = folder / name
    about = {"path": name, "bytes": path.stat().st_size, "sha256": sha256_of(path)}
    return about if rows is None else {**about, "rows": rows}


def _manifest(
    summary: Summary, inputs: Iterable[Input], outputs: Sequence[Mapping[str, object]]
) -> dict[str, object]:
    """What the run was made of and came to; no clock, so that an equal run has an equal one."""
    policy, period = summary.policy, summary.period
    return {
        "format": "paycalc-run/1",
        "engine": {
            "paycalc": paycalc.__version__,
            "python": platform.python_version(),
            **{name: version(name) for name in ("numba", "polars")},
        },
        "policy": {"id": policy.id, "version": policy.version, "title": dict(policy.title)},
        "period": {
            "id": period.id,
            "from": period.first_day.isoformat(),
            "to": period.last_day.isoformat(),
            "known_at": period.known_at and period.known_at.isoformat(),
        },
        "currency": asdict(policy.currency),
        "status": summary.status,
        "left_out": list(summary.left_out),
        "totals": [
            {name: str(value) for name, value in row.items()}
            for row in summary.totals.iter_rows(named=True)
        ],
        "inputs": [asdict(source) for source in inputs],
        "outputs": list(outputs),
    }
