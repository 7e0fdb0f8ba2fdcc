"""The columns of the canonical feed, and the keys that tell its lines apart."""

from __future__ import annotations

import hashlib
from base64 import b32encode
from collections.abc import Iterator, Sequence
from typing import Final

import polars as pl

FORMAT: Final = "paycalc-feed/1"

COLUMNS: Final = {
    "line_key": pl.String,
    "kind": pl.String,
    "reverses": pl.String,
    "revision": pl.Int64,
    "policy": pl.String,
    "county_id": pl.String,
    "unit_id": pl.String,
    "school_id": pl.String,
    "teacher_id": pl.String,
    "component": pl.String,
    "employee": pl.String,
    "cost_bearer": pl.String,
    "code": pl.String,
    "direction": pl.String,
    "amount": pl.Decimal,
    "currency": pl.String,
    "period_earned": pl.String,
    "period_paid": pl.String,
    "reason": pl.String,
    "fingerprint": pl.String,
}
"""A line's columns, in order; ``amount`` has the currency's digits and no sign."""

KEY: Final = (
    *("policy", "period_earned", "county_id", "school_id", "teacher_id"),
    *("component", "revision", "kind"),
)
"""What makes a line's key."""

_SIGNS: Final = 32  # of a key: 160 bits
_SLICE: Final = 1 << 16  # so many rows are packed at a time


def with_keys(frame: pl.DataFrame, run: str) -> pl.DataFrame:
    """The lines with ``line_key``, made of ``KEY``, and ``fingerprint``, made of all columns.

    The key is the same wherever and whenever a line is written. The fingerprint is another as
    soon as anything of the line is, or the fingerprint of the ``run``: a key that comes again with
    another one is told apart from one that comes again.
    """
    keyed = frame.with_columns(keys_of(frame, KEY).alias("line_key"))
    rest = [name for name in COLUMNS if name != "fingerprint"]
    hashed = _hashed(keyed.with_columns(pl.lit(run).alias("run")), ["run", *rest])
    prints = pl.Series("fingerprint", [digest.hex() for digest in hashed], dtype=pl.String)
    return keyed.with_columns(prints).select(*COLUMNS)


def keys_of(frame: pl.DataFrame, columns: Sequence[str]) -> pl.Series:
    """A key for each row, of the texts in these columns: 32 letters and digits.

    >>> keys_of(pl.DataFrame({"post": ["T1"], "revision": [0]}), ["post", "revision"]).to_list()
    ['ez7elyp2pnqdakv42qvd5vlf6uh4yz3p']
    """
    made = [b32encode(digest).decode()[:_SIGNS].lower() for digest in _hashed(frame, columns)]
    return pl.Series("key", made, dtype=pl.String)


def with_one_print(frame: pl.DataFrame) -> pl.DataFrame:
    """Rows of sums with one fingerprint each, of the list of those of their lines."""
    joined = frame.with_columns(pl.col("fingerprint").list.join(","))
    prints = [digest.hex() for digest in _hashed(joined, ["fingerprint"])]
    return frame.with_columns(pl.Series("fingerprint", prints, dtype=pl.String))


def _hashed(frame: pl.DataFrame, columns: Sequence[str]) -> Iterator[bytes]:
    """The sha256 of each row: its cells one after another, each with its length before it."""
    cells = [pl.col(name).cast(pl.String) for name in columns]
    packed = [
        pl.when(cell.is_null())
        .then(pl.lit("-,"))
        .otherwise(pl.format("{}:{},", cell.str.len_bytes(), cell))
        for cell in cells
    ]
    for part in frame.iter_slices(_SLICE):
        rows = part.select(pl.concat_str(packed).alias("row"))["row"]
        yield from (hashlib.sha256(row.encode()).digest() for row in rows)
