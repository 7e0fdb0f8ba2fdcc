"""The policy of the benchmarks in other people's words pays the same."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from tests.bench.generate import SIZES, Size, write
from tests.bench.peers import COLUMNS, FLOOR, NAMES, peer

KEYS = ["county_id", "school_id", "teacher_id"]
SEEDS = {"school": (SIZES["school"], 1), "two counties": (Size(2, 700), 6)}


@pytest.fixture(scope="module", params=SEEDS)
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A school, and two small counties, shuffled."""
    size, seed = SEEDS[request.param]
    path = tmp_path_factory.mktemp("peers") / "dataset"
    write(path, size, "shuffled", seed)
    return path


@pytest.fixture(scope="module")
def paid(folder: Path) -> pl.DataFrame:
    """What paycalc pays."""
    return payouts("paycalc", folder)


def payouts(name: str, folder: Path) -> pl.DataFrame:
    """What a peer pays, in order of the posts."""
    one = peer(name)
    result: pl.DataFrame = one.payouts(one.run(folder, pl.thread_pool_size()))
    return result.sort(KEYS)


@pytest.mark.parametrize("name", NAMES[1:])
def test_a_peer_pays_every_post_the_same(name: str, folder: Path, paid: pl.DataFrame) -> None:
    """DuckDB, Polars, pandas and the plain reading pay every post what paycalc does, to the fen."""
    assert tuple(paid.columns) == COLUMNS
    assert payouts(name, folder).rows() == paid.rows()


def test_everything_in_the_policy_moves_money(folder: Path, paid: pl.DataFrame) -> None:
    """Pools, leave, the guarantee and the veto all bear on what the peers are compared by."""
    result, _ = peer("paycalc").run(folder, 1)
    lines = set(result.lines.filter(pl.col("amount") != 0)["line"])
    pools = {f"level_2.{pool}" for pool in ("class_heads", "extra", "workload", "outcome")}
    assert lines >= pools | {"adjust.leave"}
    if paid.height > 100:
        assert "guarantee.front_line_first" in lines
        assert paid["forfeited"].max() > 0
        assert paid["held"].max() > 0


def test_the_floor_makes_one_number_of_each_column(folder: Path) -> None:
    """The floor reads every column that is needed, the bytes of texts included."""
    sums = dict(zip(("funds", "schools"), peer(FLOOR).run(folder, pl.thread_pool_size())))  # noqa: B905
    schools = pl.read_parquet(folder / "schools" / "*" / "*.parquet")
    assert sums["schools"]["school_id"].item() == 10 * schools.height
    funds = pl.read_parquet(folder / "funds" / "*" / "*.parquet")
    assert sums["funds"]["amount"].item() == pytest.approx(funds["amount"].sum())
