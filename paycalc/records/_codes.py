"""Texts as places among others: the one join by which ids and distinct cells are looked up."""

from __future__ import annotations

import numpy as np
import polars as pl

from paycalc.records._apart import Code, apart
from paycalc.records._views import Pairs, lent, lent_array

__all__ = ["Code", "codes", "codes_of", "ended"]

_NONE = np.array([-1], np.int32)


def ended(places: Code) -> Code:
    """Places with one more at the end, -1, which is what the place -1 finds."""
    return np.concatenate((places, _NONE))


def codes(texts: pl.Series, keys: pl.Series) -> Code:
    """The place of each text among ``keys``, which differ; -1 for others and for nulls."""
    with lent([keys, texts]) as [known, cells]:
        [found] = apart([known + cells], 2)
    if found.short:
        return _among(found.codes[len(keys) :], keys)
    return _joined(texts, keys)


def codes_of(short: Pairs, keys: pl.Series) -> Code:
    """The same for texts of at most ``SHORT`` bytes, as `views` has them."""
    with lent([keys]) as [known]:  # a longer key has the view of no shorter text
        [found] = apart([known + lent_array(short)], 2)
    return _among(found.codes[len(keys) :], keys)


def _among(places: Code, keys: pl.Series) -> Code:
    return np.where(places < len(keys), places, np.int32(-1))


def _joined(texts: pl.Series, keys: pl.Series) -> Code:
    known = pl.DataFrame({"key": keys, "code": np.arange(len(keys), dtype=np.int32)})
    found = texts.alias("key").to_frame().join(known, on="key", how="left", maintain_order="left")
    return found["code"].fill_null(-1).to_numpy()
