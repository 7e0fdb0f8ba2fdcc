"""Texts as places among others: the one join by which ids and distinct cells are looked up."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import polars as pl
from numpy.typing import NDArray

Code: TypeAlias = NDArray[np.int32]

_SAMPLE = 10_000


def codes(texts: pl.Series, keys: pl.Series) -> Code:
    """The place of each text among ``keys``, which differ; -1 for others and for nulls."""
    if texts.null_count() == len(texts):
        return np.full(len(texts), -1, np.int32)
    known = pl.DataFrame({"key": keys, "code": np.arange(len(keys), dtype=np.int32)})
    found = texts.alias("key").to_frame().join(known, on="key", how="left", maintain_order="left")
    return found["code"].fill_null(-1).to_numpy()


def repeats(column: pl.Series) -> bool:
    """Whether a long column seems to say the same few things over and over."""
    if len(column) < _SAMPLE:
        return False
    sample = column.gather_every(max(1, len(column) // _SAMPLE))
    return sample.n_unique() < len(sample) // 2
