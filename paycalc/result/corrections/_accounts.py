"""The accounts of units and counties, and the ledger of all revisions (section 11)."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

FUND, OPENING = "fund", "opening"
PAYABLE, HELD, CARRIED = "payable", "held", "carried"
UNALLOCATED, FORFEITED, KEPT = "unallocated", "forfeited_to_county", "kept."
SOURCES = (FUND, OPENING)
"""The accounts that give what all others get."""
SETTLEMENT = "settlement"

ACCOUNT = ("county_id", "unit_id", "account")
"""What an account is known by; those of a county itself have an empty ``unit_id``."""
COLUMNS = (*ACCOUNT, "fen")
"""The columns of a frame of balances, and of one of what balances changed by."""
BALANCES = pl.Schema({**dict.fromkeys(ACCOUNT, pl.String()), "fen": pl.Int64()})
_BOOK = pl.Schema({"revision": pl.Int64(), **BALANCES})


@dataclass(frozen=True)
class Book:
    """What each revision changed each account by: revision, county_id, unit_id, account, fen."""

    changes: pl.DataFrame

    @property
    def balances(self) -> pl.DataFrame:
        """What each account holds by now: county_id, unit_id, account, fen."""
        return self.changes.group_by(ACCOUNT).agg(pl.col("fen").sum()).sort(ACCOUNT)

    def then(self, revision: int, balances: pl.DataFrame) -> Book:
        """The book after a revision that leaves these balances; accounts it lacks are empty."""
        before = self.balances.with_columns(-pl.col("fen"))
        changed = (
            pl.concat([before, balances.select(COLUMNS)])
            .group_by(ACCOUNT)
            .agg(pl.col("fen").sum())
            .filter(pl.col("fen") != 0)
            .sort(ACCOUNT)
            .select(pl.lit(revision, pl.Int64).alias("revision"), *COLUMNS)
        )
        return Book(pl.concat([self.changes, changed]))

    def flows(self) -> pl.DataFrame:
        """The same as flows from one account to another, through that of the settlement."""
        gives = pl.col("account").is_in(SOURCES) == (pl.col("fen") > 0)
        account, settlement = pl.col("account"), pl.lit(SETTLEMENT)
        return self.changes.select(
            "revision",
            "county_id",
            "unit_id",
            pl.when(gives).then(account).otherwise(settlement).alias("from_account"),
            pl.when(gives).then(settlement).otherwise(account).alias("to_account"),
            pl.col("fen").abs(),
        )


NO_BOOK = Book(pl.DataFrame(schema=_BOOK))


def book_of(flows: pl.DataFrame) -> Book:
    """The book that has these flows (`Book.flows`)."""
    leaves = pl.col("to_account") == SETTLEMENT
    account = pl.when(leaves).then("from_account").otherwise("to_account").alias("account")
    grows = leaves == account.is_in(SOURCES)
    fen = pl.when(grows).then("fen").otherwise(-pl.col("fen")).alias("fen")
    return Book(flows.select("revision", "county_id", "unit_id", account, fen).cast(_BOOK))


def of_account(balances: pl.DataFrame, account: str) -> pl.DataFrame:
    """What each unit (or county) has in an account: county_id, unit_id, fen."""
    return balances.filter(pl.col("account") == account).drop("account")


def as_balances(units: pl.DataFrame, account: str, fen: str | pl.Expr) -> pl.DataFrame:
    """A column of a frame of units as balances of an account."""
    column = pl.col(fen) if isinstance(fen, str) else fen
    return units.select(
        "county_id", "unit_id", pl.lit(account).alias("account"), column.alias("fen")
    ).cast(BALANCES)
