"""The fingerprint of what could change a number: the policy, the records, period and currency."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import polars as pl
from numpy.typing import NDArray

from paycalc.engine.semantics import SEMANTICS
from paycalc.policy.canonical import canonical_form
from paycalc.records._views import gather
from paycalc.result.canonical import Rows, canonical_rows
from paycalc.result.json_form import canonical, hash_of
from paycalc.result.row_hashes import row_hashes

if TYPE_CHECKING:
    from paycalc.policy.model import Policy
    from paycalc.records import Period
    from paycalc.result.result import Result


@dataclass(frozen=True, slots=True)
class Digest:
    """The rows of a table that belong to a county: how many, and their sha256.

    ``hashes`` are uint32[rows], one of each row (`row_hashes`), where they were asked for.
    """

    rows: int
    sha256: str
    hashes: NDArray[np.uint32] | None = field(default=None, repr=False, compare=False)


Digests: TypeAlias = Mapping[str, Mapping[str, Digest]]
"""By table and county; counties without rows are left out."""


def digests_of(result: Result, *, each_row: bool = False) -> Digests:
    """The digests of the records that a result was made of; with those of ``each_row``.

    Of a result of batches that has none the records are read again.
    """
    made = result.made
    if made.digests is not None and not (each_row and _lack_rows(made.digests)):
        return made.digests
    tables = canonical_rows(made.plan, made.checked)
    return {name: _by_county(rows, made.names.counties, each_row) for name, rows in tables}


def _lack_rows(digests: Digests) -> bool:
    counties = (county for counties in digests.values() for county in counties.values())
    return any(digest.hashes is None for digest in counties)


def _by_county(rows: Rows, counties: tuple[str, ...], each_row: bool) -> dict[str, Digest]:
    county = rows.owners.county[rows.owner]
    bounds = np.searchsorted(county, np.arange(len(counties) + 1)).tolist()
    spans = zip(counties, bounds[:-1], bounds[1:], strict=True)
    hashes = row_hashes(rows) if each_row else None
    return {
        name: Digest(
            high - low, _sha256(rows, low, high), None if hashes is None else hashes[low:high]
        )
        for name, low, high in spans
        if high > low
    }


def _sha256(rows: Rows, low: int, high: int) -> str:
    """Of the headings, the owners and texts that occur, and the rows by their places."""
    owners, owner = _occurring(rows.owners.ids, rows.owner[low:high])
    texts, said = _occurring(rows.texts, rows.said[low:high])
    head = {"columns": rows.columns, "owners": owners, "texts": texts}
    digest = hashlib.sha256(canonical(head))
    for column in (owner, said, *(column[low:high] for column in rows.numbers)):
        digest.update(column.astype("<i8", copy=False).data)
    return digest.hexdigest()


def _occurring(texts: pl.Series, places: NDArray[np.int64]) -> tuple[str, NDArray[np.int64]]:
    """The texts that occur, a line each, and the place of each row's among them."""
    used = np.zeros(len(texts), np.bool_)
    used[places] = True
    rank = np.cumsum(used) - 1
    lines: str = gather(texts, np.flatnonzero(used)).str.join("\n").item()
    return lines, rank[places]


def fingerprint(policy: Policy, period: Period, parts: Iterable[Digests]) -> dict[str, object]:
    """What ``manifest.json`` says could change a number, from the digests of all counties.

    ``policy`` is the sha256 of its one form; ``tables`` the rows of each and a sha256 over those
    of its counties, in any order of rows, format and division into files; ``run`` the sha256 of
    all of these. Versions of programs, names of files, threads and the time are none of it.
    """
    tables: dict[str, dict[str, Digest]] = {}
    for part in parts:
        for name, counties in part.items():
            tables.setdefault(name, {}).update(counties)
    of_all: dict[str, object] = {
        "policy": policy.once(_policy_hash),
        "tables": {name: _table(tables[name]) for name in sorted(tables)},
        "period": {
            "id": period.id,
            "from": period.first_day.isoformat(),
            "to": period.last_day.isoformat(),
            "known_at": period.known_at and period.known_at.isoformat(),
        },
        "currency": asdict(policy.currency),
        "semantics": SEMANTICS,
    }
    return {**of_all, "run": hash_of(of_all)}


def _policy_hash(policy: Policy) -> str:
    return hash_of(canonical_form(policy))


def _table(counties: Mapping[str, Digest]) -> dict[str, object]:
    rows = sum(digest.rows for digest in counties.values())
    return {"rows": rows, "sha256": hash_of({name: d.sha256 for name, d in counties.items()})}
