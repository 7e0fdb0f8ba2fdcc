"""The policy as one DuckDB query, ``payouts.sql``.

No fen is lost: DuckDB refuses a BIGINT that overflows, and what a whole county shares is HUGEINT.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import polars as pl

from tests.bench.columns import NEEDED
from tests.bench.peers import COLUMNS

QUERY = Path(__file__).with_name("payouts.sql").read_text(encoding="utf-8")

MACROS = """
CREATE MACRO micro(x) AS CAST(round(x * 1000000) AS BIGINT);
-- nothing here is negative, so halves go up
CREATE MACRO nearest(a, b) AS CAST((2 * a + b) // (2 * b) AS BIGINT);
CREATE MACRO mul(a, b) AS nearest(a * b, 1000000);
CREATE MACRO at_least(a, b) AS (a + b - 1) // b;
CREATE MACRO total(x) AS coalesce(CAST(sum(x) AS BIGINT), 0);
-- largest remainders: everybody's floor, what it leaves, and one more for the first of them
CREATE MACRO part(money, weight, total) AS
    CASE WHEN total > 0 THEN CAST(money * weight // total AS BIGINT) ELSE 0 END;
CREATE MACRO remainder(money, weight, total) AS
    CASE WHEN total > 0 THEN CAST(money * weight % total AS BIGINT) ELSE 0 END;
CREATE MACRO one_more(place, money, parts) AS CASE WHEN place <= money - parts THEN 1 ELSE 0 END;
-- marginal tiers of lessons: 0: 1.0, 14: 1.2, 20: 1.5
CREATE MACRO tiered(x) AS
    least(x, 14000000)
    + mul(greatest(least(x, 20000000) - 14000000, 0), 1200000)
    + mul(greatest(x - 20000000, 0), 1500000);
-- the values of the first so many places among n: 20% excellent, 60% good, the rest pass
CREATE MACRO graded_to(places, n) AS
    1200000 * least(places, nearest(n * 20, 100))
    + 1000000 * greatest(least(places, nearest(n * 80, 100)) - nearest(n * 20, 100), 0)
    + 800000 * greatest(places - nearest(n * 80, 100), 0);
"""


def run(folder: Path, threads: int) -> duckdb.DuckDBPyConnection:
    """A database in memory with the table ``payouts``."""
    database = duckdb.connect(config={"threads": threads})
    database.execute(MACROS)
    for name in NEEDED:
        database.execute(
            f"CREATE VIEW {name} AS FROM read_parquet('{folder / name}/*/*.parquet',"
            " hive_partitioning=true, hive_types={'county_id': VARCHAR})"
        )
    database.execute(f"CREATE TABLE payouts AS {QUERY}")
    return database


def payouts(result: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """The table ``payouts``."""
    return result.sql(f"SELECT {', '.join(COLUMNS)} FROM payouts").pl()
