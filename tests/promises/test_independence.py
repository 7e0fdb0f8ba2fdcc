"""Section 9 of policy.md: the result depends on nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from random import Random

import polars as pl

from tests.promises.computed import Computed, same

THREADS = (1, 2, 7)
MOST = 16
"""So many of each group are computed again."""


def _scrambled(table: pl.DataFrame, choose: Random) -> pl.DataFrame:
    """The same rows and columns in another order, in several chunks of memory."""
    rows = list(range(table.height))
    choose.shuffle(rows)
    columns = choose.sample(table.columns, table.width)
    mixed = table[rows].select(columns)
    cuts = sorted(choose.choices(range(table.height + 1), k=2))
    edges = [0, *cuts, table.height]
    parts = [mixed[low:high] for low, high in pairwise(edges)]
    chunked = pl.concat([part for part in parts if part.height], rechunk=False)
    assert table.height < 4 or chunked.n_chunks() > 1 or len(set(edges)) == 2
    return chunked


def test_the_result_is_the_same_for_any_order_chunking_and_threads(
    all_computed: Sequence[Computed],
) -> None:
    """Shuffled rows, columns and tables, memory in chunks, 1, 2 or 7 threads: the same tables."""
    for number, one in enumerate(all_computed[:MOST]):
        choose = Random(one.seed)
        names = choose.sample(sorted(one.tables), len(one.tables))
        tables = {name: _scrambled(one.tables[name], choose) for name in names}
        other = one.again(tables=tables, threads=THREADS[number % 3])
        assert same(one.result, other) is None, (one.name, same(one.result, other))
