"""The policy as Polars expressions alone; Int128 products, so that no fen is lost."""

from __future__ import annotations

from functools import reduce
from pathlib import Path

import polars as pl

from tests.bench.peers import COLUMNS

MICRO = 1_000_000
POST, SCHOOL = ("school_id", "teacher_id"), "school_id"


def run(folder: Path, threads: int) -> pl.DataFrame:
    """The payouts; Polars has its threads from POLARS_MAX_THREADS."""
    assert pl.thread_pool_size() == threads

    def table(name: str) -> pl.LazyFrame:
        return pl.scan_parquet(
            folder / name / "*" / "*.parquet",
            hive_partitioning=True,
            hive_schema={"county_id": pl.String},
        )

    posts = _posts(table("staff"), table("schools"))
    purses = _level_1(posts, table("school_results"), table("funds"))
    items = (
        _work(table("workload")),
        _coaching(table("workload")),
        _results(table("outcomes"), posts),
        _absence(table("leave")),
    )
    members = reduce(_with, items, posts)
    adjusted = _adjusted(_level_2(_claims(members), purses))
    return _vetoed(_guaranteed(adjusted), table("ethics")).select(COLUMNS).collect()


def _with(posts: pl.LazyFrame, item: pl.LazyFrame) -> pl.LazyFrame:
    return posts.join(item, on=POST, how="left", maintain_order="left")


# --- Exact arithmetic ---------------------------------------------------------------------------


def micro(number: pl.Expr) -> pl.Expr:
    """A number in millionths."""
    return (number * MICRO).round().cast(pl.Int64)


def nearest(a: pl.Expr, b: pl.Expr | int) -> pl.Expr:
    """``a / b``, halves up: nothing here is negative."""
    return ((2 * a.cast(pl.Int128) + b) // (2 * b)).cast(pl.Int64)


def mul(a: pl.Expr, b: pl.Expr | int) -> pl.Expr:
    """The product of two numbers in millionths."""
    return nearest(a.cast(pl.Int128) * b, MICRO)


def share(money: pl.Expr, weight: pl.Expr, by: list[str]) -> pl.Expr:
    """Largest remainders; the rows stand in order of the keys, so equal remainders do too."""
    total = weight.cast(pl.Int128).sum().over(by)
    product = money.cast(pl.Int128) * weight
    part = product // total
    left = money - part.sum().over(by)
    place = (product % total).cast(pl.Int64).rank("ordinal", descending=True).over(by)
    return pl.when(total > 0).then(part + (place <= left)).otherwise(0).cast(pl.Int64)


def lookup(column: str, table: dict[object, int], default: int) -> pl.Expr:
    """The table's number for a text or whole number, in millionths."""
    return pl.col(column).replace_strict(table, default=default, return_dtype=pl.Int64)


def bands(number: pl.Expr, table: dict[int, int]) -> pl.Expr:
    """The number of the highest bound that is not above."""
    bounds = iter(table.items())
    chosen = pl.lit(next(bounds)[1])
    for bound, value in bounds:
        chosen = pl.when(number >= bound).then(value).otherwise(chosen)
    return chosen


# --- Items --------------------------------------------------------------------------------------


def _posts(staff: pl.LazyFrame, schools: pl.LazyFrame) -> pl.LazyFrame:
    duties: dict[object, int] = {
        "principal": 30 * MICRO,
        "deputy_principal": 25 * MICRO,
        "librarian": 12 * MICRO,
        "clerk": 12 * MICRO,
    }
    stages = schools.select("county_id", "school_id", "stage")
    return (
        staff.join(stages, on=["county_id", "school_id"])
        .select(
            "county_id",
            *POST,
            "stage",
            fte=micro(pl.col("fte")),
            duty=lookup("position", duties, 0),
            front_line=pl.col("position") == "teacher",
            leader=pl.col("position").is_in(["principal", "deputy_principal"]),
        )
        .sort(POST)
    )


def _work(workload: pl.LazyFrame) -> pl.LazyFrame:
    subjects: dict[object, int] = {
        **dict.fromkeys(("chinese", "math", "english"), 1_150_000),
        **dict.fromkeys(("physics", "chemistry"), 1_100_000),
        **dict.fromkeys(("biology", "history", "geography", "politics"), 1_050_000),
    }
    sizes = {0: 950_000, 30: 1_000_000, 46: 1_100_000, 56: 1_250_000}
    grades: dict[object, int] = {1: 1_050_000, 6: 1_050_000, 9: 1_150_000, 12: 1_250_000}
    quantity, kind = micro(pl.col("quantity")), pl.col("kind")
    lesson = mul(
        mul(
            mul(quantity, lookup("subject", subjects, MICRO)),
            bands(pl.col("class_size"), sizes),
        ),
        lookup("grade", grades, MICRO),
    )
    extra = lookup("kind", {"substitute": 25 * MICRO, "evening": 40 * MICRO}, 0)
    return workload.group_by(POST).agg(
        lessons=pl.when(kind == "lesson").then(lesson).sum(),
        class_head_pay=pl.when(kind == "class_head").then(mul(quantity, 600 * MICRO)).sum(),
        extra_pay=mul(quantity, extra).sum(),
    )


def _coaching(workload: pl.LazyFrame) -> pl.LazyFrame:
    awards = pl.LazyFrame(
        {
            "level": ["national"] * 3 + ["province"] * 3 + ["city"] * 3 + ["county"] * 2,
            "rank": [1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2],
            "award": [3000, 2000, 1200, 1500, 1000, 600, 500, 300, 200, 150, 80],
        }
    )
    return (
        workload.filter(kind="competition")
        .join(awards, on=["level", "rank"], how="left")
        .group_by(*POST, "event")
        .agg(pl.col("award").fill_null(0).max())
        .group_by(POST)
        .agg(coaching=pl.col("award").sum() * MICRO)
    )


def _results(outcomes: pl.LazyFrame, posts: pl.LazyFrame) -> pl.LazyFrame:
    """Of the front line: the grade by rank within the school, and open lessons."""
    value, indicator = micro(pl.col("value")), pl.col("indicator")
    quality = pl.when(indicator == "teaching_quality").then(value)
    return (
        outcomes.group_by(POST)
        .agg(
            total=quality.sum(),
            scores=quality.count().cast(pl.Int64),
            open_lessons=pl.when(indicator == "open_lesson").then(mul(value, 150_000)).sum(),
        )
        .join(posts.filter("front_line").select(POST), on=POST)
        .with_columns(
            quality=pl.when(pl.col("scores") > 0).then(nearest(pl.col("total"), pl.col("scores")))
        )
        .with_columns(
            n=pl.col("quality").count().over(SCHOOL).cast(pl.Int64),
            equals=pl.len().over(SCHOOL, "quality").cast(pl.Int64),
            before=pl.col("quality").rank("min", descending=True).over(SCHOOL).cast(pl.Int64) - 1,
        )
        .select(*POST, "open_lessons", quality=_graded())
    )


def _graded() -> pl.Expr:
    """Equal members get the mean of the values of the places that they take."""
    n, before, equals = pl.col("n"), pl.col("before"), pl.col("equals")
    excellent, good = nearest(n * 20, 100), nearest(n * 80, 100)

    def up_to(places: pl.Expr) -> pl.Expr:
        return (
            1_200_000 * pl.min_horizontal(places, excellent)
            + 1_000_000 * (pl.min_horizontal(places, good) - excellent).clip(0)
            + 800_000 * (places - good).clip(0)
        )

    return (
        pl.when(pl.col("quality").is_null())
        .then(0)
        .when(n < 5)
        .then(MICRO)
        .otherwise(nearest(up_to(before + equals) - up_to(before), equals))
    )


def _absence(leave: pl.LazyFrame) -> pl.LazyFrame:
    kinds: dict[object, int] = {"sick": 500_000, "personal": MICRO, "absent": 3 * MICRO}
    return leave.group_by(POST).agg(days=mul(micro(pl.col("days")), lookup("kind", kinds, 0)).sum())


def _claims(members: pl.LazyFrame) -> pl.LazyFrame:
    """What each post weighs in the shared pools, and is owed by the others, in fen."""

    def item(name: str) -> pl.Expr:
        return pl.col(name).fill_null(0)

    front = pl.col("front_line")
    lessons = item("lessons")
    tiered = (
        lessons.clip(0, 14 * MICRO)
        + mul((lessons.clip(0, 20 * MICRO) - 14 * MICRO).clip(0), 1_200_000)
        + mul((lessons - 20 * MICRO).clip(0), 1_500_000)
    )
    weight = pl.when("leader").then(950_000).when(front).then(MICRO).otherwise(900_000)
    absences = {0: MICRO, 6: 900_000, 15: 700_000, 30: 500_000, 60: 0}
    return members.select(
        "county_id",
        *POST,
        "front_line",
        "leader",
        points=mul(tiered + mul(pl.col("duty"), pl.col("fte")), weight),
        results=pl.when(front).then(item("quality") + item("open_lessons")).otherwise(0),
        heads=nearest(item("class_head_pay") + item("coaching"), 10_000),
        extra=nearest(item("extra_pay"), 10_000),
        present=bands(item("days"), {bound * MICRO: part for bound, part in absences.items()}),
    )


# --- Money --------------------------------------------------------------------------------------


def _level_1(
    posts: pl.LazyFrame, school_results: pl.LazyFrame, funds: pl.LazyFrame
) -> pl.LazyFrame:
    stages: dict[object, int] = {"primary": MICRO, "junior": 1_100_000, "senior": 1_200_000}
    factors = {0: 800_000, 60: 900_000, 75: MICRO, 90: 1_100_000}
    headcounts = posts.group_by("county_id", SCHOOL).agg(
        headcount=mul(pl.col("fte"), lookup("stage", stages, 0)).sum()
    )
    assessed = (
        school_results.filter(indicator="annual_assessment")
        .group_by(SCHOOL)
        .agg(assessment=nearest(micro(pl.col("value")).sum(), pl.len()))
    )
    fund = funds.group_by("county_id").agg(
        fund=(pl.col("amount") * 100).round().cast(pl.Int64).sum()
    )
    base, merit = mul(pl.col("fund"), 700_000), pl.col("fund") - mul(pl.col("fund"), 700_000)
    by_merit = bands(pl.col("assessment"), {bound * MICRO: x for bound, x in factors.items()})
    by_merit = mul(pl.col("headcount"), by_merit)
    county = ["county_id"]
    return (
        headcounts.join(assessed, on=SCHOOL)
        .join(fund, on="county_id")
        .sort(SCHOOL)
        .select(
            SCHOOL,
            purse=share(base, pl.col("headcount"), county) + share(merit, by_merit, county),
        )
    )


def _level_2(claims: pl.LazyFrame, purses: pl.LazyFrame) -> pl.LazyFrame:
    """What each post is paid by the pools of tasks and of shared money, in order of the keys."""
    purse, heads, extra, points = (pl.col(c) for c in ("purse", "heads", "extra", "points"))
    pools = (
        claims.group_by(SCHOOL)
        .agg(heads.sum(), extra.sum(), points.sum())
        .join(purses, on=SCHOOL)
        .with_columns(heads_money=pl.min_horizontal(heads, purse))
        .with_columns(
            extra_money=pl.min_horizontal(extra, purse - pl.col("heads_money"), purse * 6 // 100)
        )
        .with_columns(left=purse - pl.col("heads_money") - pl.col("extra_money"))
        .with_columns(
            work_money=pl.when(points > 0).then(mul(pl.col("left"), 600_000)).otherwise(0)
        )
        .select(
            SCHOOL,
            "heads_money",
            "extra_money",
            "work_money",
            result_money=pl.col("left") - pl.col("work_money"),
        )
    )
    school = [SCHOOL]
    return claims.join(pools, on=SCHOOL, how="left", maintain_order="left").select(
        "county_id",
        *POST,
        "front_line",
        "leader",
        "present",
        tasks=share(pl.col("heads_money"), heads, school)
        + share(pl.col("extra_money"), extra, school),
        shared=share(pl.col("work_money"), points, school)
        + share(pl.col("result_money"), pl.col("results"), school),
    )


def _adjusted(paid: pl.LazyFrame) -> pl.LazyFrame:
    """Who was on leave loses a part of the shared pools, and the others share it."""
    shared, cut, has = pl.col("shared"), pl.col("cut"), pl.col("has")
    heir = pl.when(cut == 0).then(has).otherwise(0)
    return (
        paid.with_columns(
            has=pl.col("tasks") + shared,
            cut=shared - mul(shared, pl.col("present")),
        )
        .with_columns(has=has - cut + share(cut.sum().over(SCHOOL), heir, [SCHOOL]))
        .select("county_id", *POST, "front_line", "leader", "has")
    )


def _guaranteed(adjusted: pl.LazyFrame) -> pl.LazyFrame:
    """Money moves from leaders to the front line until its mean is no less than theirs."""
    front_line, leader, has = pl.col("front_line"), pl.col("leader"), pl.col("has")

    def of(side: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
        inside = pl.when(side)
        money = inside.then(has).otherwise(0).cast(pl.Int128).sum().over(SCHOOL)
        return money, side.cast(pl.Int128).sum().over(SCHOOL)

    (front, front_heads), (leaders, leader_heads) = of(front_line), of(leader)
    lacking = leaders * front_heads - front * leader_heads
    heads = front_heads + leader_heads
    least = pl.min_horizontal((lacking + heads - 1) // heads, leaders)
    compares = (front_heads > 0) & (leader_heads > 0) & (lacking > 0)
    had = pl.when(front_line).then(front).otherwise(leaders)
    new = pl.when(front_line).then(front + pl.col("moved")).otherwise(leaders - pl.col("moved"))
    weight = pl.when(had == 0).then(1).otherwise(has)
    repaired = share(new, weight, [SCHOOL, "front_line", "leader"])
    return adjusted.with_columns(moved=pl.when(compares).then(least).otherwise(0)).with_columns(
        gross=pl.when((pl.col("moved") > 0) & (front_line | leader)).then(repaired).otherwise(has)
    )


def _vetoed(grossed: pl.LazyFrame, ethics: pl.LazyFrame) -> pl.LazyFrame:
    serious = pl.col("item").is_in(["paid_tutoring", "corporal_punishment"])
    until = pl.when(serious).then(pl.lit("12mo")).otherwise(pl.lit("6mo"))
    decided = pl.col("decided_on")
    in_time = (decided <= pl.date(2026, 1, 31)) & (
        decided.dt.offset_by(until) > pl.date(2025, 9, 1)
    )
    pays = pl.when(serious).then(0).otherwise(500_000)
    status = pl.col("status")
    cases = ethics.group_by("county_id", "teacher_id").agg(
        applies=pays.filter((status == "confirmed") & in_time).min(),
        holds=pays.filter(status == "under_review").min(),
    )
    gross = pl.col("gross")

    def taken(by: str) -> pl.Expr:
        return gross - mul(gross, pl.col(by).fill_null(MICRO))

    return (
        grossed.join(cases, on=["county_id", "teacher_id"], how="left")
        .with_columns(forfeited=taken("applies"))
        .with_columns(held=(taken("holds") - pl.col("forfeited")).clip(0))
        .with_columns(payable=gross - pl.col("forfeited") - pl.col("held"))
    )


def payouts(result: pl.DataFrame) -> pl.DataFrame:
    """The payouts as they are."""
    return result
