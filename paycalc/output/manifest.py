"""What a run folder says of itself: the copy of the policy, and ``manifest.json``."""

from __future__ import annotations

import json
import platform
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

import paycalc
from paycalc.output.folder import create_file
from paycalc.output.inputs import Input, sha256_of
from paycalc.result.json_form import hash_of

if TYPE_CHECKING:
    from paycalc.policy.model import Policy
    from paycalc.result.fingerprint import Digests
    from paycalc.result.summary import Summary

FORMAT = "paycalc-run/1"
MANIFEST = "manifest.json"

_HASHES = 4
"""So many files are hashed at a time."""


@dataclass(frozen=True, slots=True)
class Link:
    """Another run: the sha256 of its ``manifest.json``, and the hash of its ``close.json``."""

    manifest: str
    close: str | None


@dataclass(frozen=True, slots=True)
class Chain:
    """The runs before a run: of the period before (``previous``), or the one that it corrects.

    ``revision`` is 0 of a run, n of its n-th correction or ``release``.
    """

    previous: Link | None = None
    corrects: Link | None = None
    revision: int = 0
    release: bool = False

    def plain(self) -> dict[str, object]:
        """What the manifest says of it; a run that is not there is left out."""
        links = {"previous": self.previous, "corrects": self.corrects}
        known = {name: asdict(link) for name, link in links.items() if link is not None}
        return {"revision": self.revision, **({"release": True} if self.release else {}), **known}


ALONE: Final = Chain()
"""No run is before it."""


def write_about(
    partial: Path,
    rows: Mapping[str, int | None],
    summary: Summary,
    inputs: Iterable[Input],
    digests: Iterable[Digests],
    chain: Chain = ALONE,
) -> None:
    """Write the policy, and at last the manifest; ``rows`` are those of each file that is there.

    ``digests`` are those of the records (`digests_of` a result).
    """
    from paycalc.result.fingerprint import fingerprint

    texts = _policy_texts(summary.policy)
    for name, text in texts.items():
        _write_text(partial / name, text)
    names = sorted({*rows, *texts})
    with ThreadPoolExecutor(_HASHES) as pool:
        outputs = list(pool.map(lambda name: _output(partial, name, rows.get(name)), names))
    proof = fingerprint(summary.policy, summary.period, digests)
    manifest = _manifest(summary, chain, proof, inputs, outputs)
    _write_text(partial / MANIFEST, sealed(manifest))


def sealed(content: Mapping[str, object]) -> str:
    """A file that vouches for itself: its content as JSON, with the ``hash`` of all the others."""
    whole = {**content, "hash": hash_of(content)}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def is_sealed(file: bytes) -> bool:
    """Whether a file is just what `sealed` wrote.

    >>> is_sealed(sealed({"a": 1}).encode()), is_sealed(b"{}")
    (True, False)
    """
    try:
        content = json.loads(file)
    except ValueError:
        return False
    if not isinstance(content, dict) or "hash" not in content:
        return False
    del content["hash"]
    return file == sealed(content).encode()


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
    summary: Summary,
    chain: Chain,
    proof: Mapping[str, object],
    inputs: Iterable[Input],
    outputs: Sequence[Mapping[str, object]],
) -> dict[str, object]:
    """What the run was made of and came to; no clock, so that an equal run has an equal one."""
    policy, period = summary.policy, summary.period
    return {
        "format": FORMAT,
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
        **chain.plain(),
        "status": summary.status,
        "left_out": list(summary.left_out),
        "semantics": proof["semantics"],
        "fingerprint": proof,
        "totals": totals_of(summary),
        "inputs": [asdict(source) for source in inputs],
        "outputs": list(outputs),
    }


def totals_of(summary: Summary) -> list[dict[str, str]]:
    """The totals of each county, money as text with its digits."""
    return [
        {name: str(value) for name, value in row.items()}
        for row in summary.totals.iter_rows(named=True)
    ]
