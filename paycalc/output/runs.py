"""A run folder opened again: what it says of itself, and its tables, policy and records."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from paycalc.errors import NoKeptRecordsError, RunError
from paycalc.output import kept
from paycalc.output.folder import is_partial
from paycalc.output.inputs import sha256_of
from paycalc.output.manifest import FORMAT, MANIFEST, is_sealed
from paycalc.problems import Place, Problem
from paycalc.result.json_form import canonical, hash_of

if TYPE_CHECKING:
    import polars as pl

    from paycalc.output._reading import KeptTable
    from paycalc.policy.model import Policy
    from paycalc.records import Records
    from paycalc.records.batches import Batches

__all__ = [
    "CLOSE",
    "FORMAT",
    "MANIFEST",
    "Run",
    "canonical",
    "damaged",
    "hash_of",
    "open_run",
    "opened",
]

CLOSE = "close.json"

_ABOUT = (MANIFEST, CLOSE)
"""The files that say what a run is; each vouches for itself."""
_HASHES = 4
"""So many files are hashed at a time."""


@dataclass(frozen=True, slots=True)
class Run:
    """A run folder: what ``manifest.json`` and, of a closed run, ``close.json`` say."""

    folder: Path
    manifest: Mapping[str, Any] = field(repr=False)
    close: Mapping[str, Any] | None = field(repr=False)

    @property
    def revision(self) -> int:
        """0 of a run, n of its n-th correction or release."""
        return int(self.manifest.get("revision", 0))

    @property
    def status(self) -> str:
        """``final``, ``provisional`` (money is held) or ``incomplete`` (counties were left out)."""
        return str(self.manifest.get("status", "final"))

    @property
    def policy_id(self) -> str:
        """The id of the policy."""
        return str(self.manifest["policy"]["id"])

    @property
    def period(self) -> str:
        """The id of the period; ``manifest["period"]`` has its days too."""
        return str(self.manifest["period"]["id"])

    @property
    def outputs(self) -> dict[str, Mapping[str, Any]]:
        """What the manifest says of each file but itself, by its path in the folder."""
        return {str(output["path"]): output for output in self.manifest["outputs"]}

    def table(self, name: str) -> pl.DataFrame:
        """A table: ids as text, money as ``Decimal``, however it was written.

        Raises:
            RunError: the run has no such table, or it cannot be read.
        """
        return self.kept_table(name).all()

    def kept_table(self, name: str) -> KeptTable:
        """The same, to be read a few counties at a time."""
        from paycalc.output._reading import KeptTable

        digits = int(self.manifest["currency"]["decimals"])
        return KeptTable(self.folder, self.outputs, name, digits)

    def policy(self) -> Policy:
        """The policy, of the copy in the folder.

        Raises:
            RunError: there is none. ProblemsError: it has errors by now.
        """
        import paycalc

        return paycalc.load_policy(self.folder / _policy_path(self.outputs))

    def dataset(self) -> Records | Batches:
        """The records that the folder keeps, in batches where they lie in folders by county.

        Counties that the run left out are not in them.

        Raises:
            NoKeptRecordsError: it keeps none. RunError: they cannot be read.
        """
        from paycalc.records.batches import all_but

        paths = [path for path in self.outputs if path.startswith(f"{kept.FOLDER}/")]
        if not paths:
            raise NoKeptRecordsError(
                f"{self.folder} holds no records: run again with --keep-records"
            )
        dataset, left_out = kept.kept_dataset(self.folder, paths), self.manifest.get("left_out")
        return all_but(dataset, left_out, self.policy().level_1.unit) if left_out else dataset

    def records(self) -> Records:
        """The same, all in memory."""
        from paycalc.records.batches import Batches

        dataset = self.dataset()
        return dataset.at_once() if isinstance(dataset, Batches) else dataset


def open_run(folder: str | Path) -> Run:
    """Open a run folder; whether its files are unchanged says `damaged`.

    Raises:
        RunError: it is no run folder of this version of the format.
    """
    folder = Path(folder)
    manifest = _json(folder / MANIFEST)
    if manifest is None:
        raise RunError(f"{folder} is no run folder: it has no {MANIFEST}")
    if manifest.get("format") != FORMAT:
        raise RunError(f"{folder} is no run folder of this version ({FORMAT})")
    close = _json(folder / CLOSE) if (folder / CLOSE).exists() else None
    return Run(folder, manifest, close)


def opened(folder: str | Path) -> tuple[Run | None, tuple[Problem, ...]]:
    """A run whose manifest and closing are as they were written, or what is wrong with them.

    Raises:
        RunError: it is no run folder: it has no manifest.
    """
    folder = Path(folder)
    try:
        manifest = (folder / MANIFEST).read_bytes()
    except OSError as error:
        raise RunError(f"{folder} is no run folder: it has no {MANIFEST}") from error
    known = _json(folder / MANIFEST) or {}
    found = []
    if "outputs" in known and not known.keys() & {"fingerprint", "hash"}:
        found.append(Problem("V107", Place(file=MANIFEST)))
    elif not is_sealed(manifest):
        found.append(Problem("V104", Place(file=MANIFEST)))
    elif known["format"] != FORMAT:
        found.append(Problem("V108", Place(file=MANIFEST), {"found": str(known["format"])}))
    if (folder / CLOSE).exists():
        found += _of_close(folder, manifest)
    return (None if found else open_run(folder)), tuple(found)


def _of_close(folder: Path, manifest: bytes) -> Iterator[Problem]:
    content = (folder / CLOSE).read_bytes()
    if not is_sealed(content):
        yield Problem("V105", Place(file=CLOSE))
    elif json.loads(content)["manifest"] != hashlib.sha256(manifest).hexdigest():
        yield Problem("V106", Place(file=MANIFEST))


def damaged(run: Run) -> tuple[Problem, ...]:
    """The files that are not as the manifest says: changed, gone, or come since.

    The manifest and the closing vouch for themselves (`opened`).
    """
    there = {
        path.relative_to(run.folder).as_posix()
        for path in run.folder.rglob("*")
        if not path.is_dir() and not is_partial(path.relative_to(run.folder))
    }
    told = run.outputs
    gone = [Problem("V102", Place(file=path)) for path in told if path not in there]
    new = [Problem("V103", Place(file=path)) for path in there - told.keys() - {*_ABOUT}]
    changed = [Problem("V101", Place(file=path)) for path in _changed(run, told.keys() & there)]
    return tuple(sorted([*gone, *new, *changed], key=lambda problem: str(problem.place.file)))


def _changed(run: Run, paths: Iterable[str]) -> Iterator[str]:
    names = sorted(paths)
    with ThreadPoolExecutor(_HASHES) as pool:
        hashes = pool.map(lambda path: sha256_of(run.folder / path), names)
        for path, found in zip(names, hashes, strict=True):
            if found != run.outputs[path]["sha256"]:
                yield path


def _policy_path(outputs: Iterable[str]) -> str:
    """The policy's copy; beside plan files it has the name with the most underscores."""
    names = [path for path in outputs if path.removeprefix("policy/").lstrip("_") == "policy.yaml"]
    if not names:
        raise RunError("the run folder holds no policy")
    return max(names, key=len)


def _json(path: Path) -> dict[str, Any] | None:
    """What a file holds, if it is an object."""
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return value if isinstance(value, dict) else None
