"""Texts as places among others: the one join by which ids and distinct cells are looked up."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import polars as pl
from numpy.typing import NDArray

from paycalc.records._views import ALL_THERE, Pairs, are_short, views

Code: TypeAlias = NDArray[np.int32]


def codes(texts: pl.Series, keys: pl.Series) -> Code:
    """The place of each text among ``keys``, which differ; -1 for others and for nulls."""
    from paycalc.records._kernels import distinct

    with views(texts) as (pairs, empty), views(keys) as (known, _):
        if are_short(known):
            places, new = distinct(pairs, empty, known, 2)
            if are_short(pairs.reshape(-1, 2)[new].ravel()):
                return np.where(places < len(keys), places, np.int32(-1))
    return _joined(texts, keys)


def codes_of(short: Pairs, keys: pl.Series) -> Code:
    """The same for texts of at most ``SHORT`` bytes, as `views` has them."""
    from paycalc.records._kernels import distinct

    with views(keys) as (known, _):  # a longer key has the view of no shorter text
        places, _ = distinct(short, ALL_THERE, known, 2)
    return np.where(places < len(keys), places, np.int32(-1))


def _joined(texts: pl.Series, keys: pl.Series) -> Code:
    known = pl.DataFrame({"key": keys, "code": np.arange(len(keys), dtype=np.int32)})
    found = texts.alias("key").to_frame().join(known, on="key", how="left", maintain_order="left")
    return found["code"].fill_null(-1).to_numpy()
