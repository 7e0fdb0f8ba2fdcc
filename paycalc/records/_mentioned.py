"""Texts of a dataset that the policy never mentions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from difflib import get_close_matches

import polars as pl

from paycalc.problems import Problem
from paycalc.records._reporting import Report
from paycalc.records._sieve import Sieve, listed, place_in


def check_mentioned(kept: Sieve, mentioned: Mapping[str, frozenset[str]], report: Report) -> None:
    """Warn of each text that the policy never mentions, once, at its first row.

    The text itself is not told: in a column gone astray it may be a name.
    """
    for column in sorted(mentioned, key=str.encode):
        if column not in kept.table.types:
            continue
        words = kept.words(column)
        said = [text for text in words.words.to_list() if text not in mentioned[column]]
        if not said:
            continue
        strange = pl.Series(said, dtype=pl.String)
        texts = words.texts().alias("text")
        rows = (
            texts.to_frame()
            .with_row_index("row")
            .filter(pl.col("text").is_in(strange.implode()))
            .group_by("text")
            .agg(pl.col("row").min(), pl.len().alias("count"))
            .sort("row")
        )
        for text, row, number in rows.iter_rows():
            near = get_close_matches(text, sorted(mentioned[column]), 1)
            values = {"known": listed(near or mentioned[column]), "count": number}
            place = replace(place_in(kept, row, column))
            report.add(Problem("R261", place, values, number, alike=text))
