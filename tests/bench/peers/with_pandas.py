"""The policy in pandas: 64-bit integers where products fit (which is asserted), else Python's."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl

from tests.bench.columns import NEEDED
from tests.bench.peers import COLUMNS

MICRO = 1_000_000
POST, SCHOOL = ["school_id", "teacher_id"], "school_id"


def run(folder: Path, threads: int) -> pd.DataFrame:
    """The payouts; pandas computes in one thread, whatever ``threads`` says."""
    posts = _posts(_read(folder, "staff"), _read(folder, "schools"))
    workload = _read(folder, "workload")
    members = posts
    for item in (_work(workload), _coaching(workload), _absence(_read(folder, "leave"))):
        members = members.join(item, on=POST)
    members = members.join(_results(_read(folder, "outcomes"), posts), on=POST)
    purse = _level_1(posts, _read(folder, "school_results"), _read(folder, "funds"))
    paid = _level_2(_claims(members), purse)
    return _vetoed(_guaranteed(_adjusted(paid)), _read(folder, "ethics"))[list(COLUMNS)]


OF_COUNTIES = ("staff", "funds", "ethics")


def _read(folder: Path, name: str) -> pd.DataFrame:
    columns = [*NEEDED[name], *(["county_id"] if name in OF_COUNTIES else [])]
    table = pd.read_parquet(folder / name, columns=columns)
    if name in OF_COUNTIES:
        table["county_id"] = table["county_id"].astype(str)
    return table


# --- Exact arithmetic ---------------------------------------------------------------------------


def product(a: pd.Series, b: pd.Series | int) -> pd.Series:
    """An exact product: of Python's integers where 64 bits could be too few."""
    most = int(b) if isinstance(b, int) else int(b.max())
    fits = not len(a) or int(a.max()) * most < 2**61
    return a * b if fits else a.astype(object) * b


def nearest(a: pd.Series, b: pd.Series | int) -> pd.Series:
    """``a / b``, halves up: nothing here is negative."""
    return ((2 * a + b) // (2 * b)).astype("int64")


def mul(a: pd.Series, b: pd.Series | int) -> pd.Series:
    """The product of two numbers in millionths."""
    return nearest(product(a, b), MICRO)


def micro(number: pd.Series) -> pd.Series:
    """A number in millionths."""
    return (number * MICRO).round().astype("int64")


def share(money: pd.Series, weight: pd.Series, by: list[pd.Series]) -> pd.Series:
    """Largest remainders; the rows stand in order of the keys, so equal remainders do too."""
    total = weight.groupby(by).transform("sum")
    whole = product(money, weight)
    divisor = total.where(total > 0, 1)
    part = (whole // divisor).astype("int64")
    rest = (whole % divisor).astype("int64")
    left = money - part.groupby(by).transform("sum")
    place = (-rest).groupby(by).rank("first")
    return (part + (place <= left)).where(total > 0, 0)


def lookup(column: pd.Series, table: dict[object, int], default: int) -> pd.Series:
    """The table's number for a text or whole number, in millionths."""
    return column.map(table).fillna(default).astype("int64")


def bands(number: pd.Series, table: dict[int, int]) -> pd.Series:
    """The number of the highest bound that is not above."""
    place = np.searchsorted(np.array(list(table)), number.to_numpy(), side="right") - 1
    return pd.Series(np.array(list(table.values()))[place], number.index)


# --- Items --------------------------------------------------------------------------------------


def _posts(staff: pd.DataFrame, schools: pd.DataFrame) -> pd.DataFrame:
    duties: dict[object, int] = {
        "principal": 30 * MICRO,
        "deputy_principal": 25 * MICRO,
        "librarian": 12 * MICRO,
        "clerk": 12 * MICRO,
    }
    posts = staff.sort_values(POST, ignore_index=True).merge(schools, on=SCHOOL, how="left")
    return pd.DataFrame(
        {
            "county_id": posts["county_id"],
            "school_id": posts["school_id"],
            "teacher_id": posts["teacher_id"],
            "stage": posts["stage"],
            "fte": micro(posts["fte"]),
            "duty": lookup(posts["position"], duties, 0),
            "front_line": posts["position"] == "teacher",
            "leader": posts["position"].isin(["principal", "deputy_principal"]),
        }
    )


def _work(workload: pd.DataFrame) -> pd.DataFrame:
    subjects: dict[object, int] = {
        **dict.fromkeys(("chinese", "math", "english"), 1_150_000),
        **dict.fromkeys(("physics", "chemistry"), 1_100_000),
        **dict.fromkeys(("biology", "history", "geography", "politics"), 1_050_000),
    }
    sizes = {0: 950_000, 30: MICRO, 46: 1_100_000, 56: 1_250_000}
    grades: dict[object, int] = {1: 1_050_000, 6: 1_050_000, 9: 1_150_000, 12: 1_250_000}
    lesson = workload[workload["kind"] == "lesson"]
    number = mul(micro(lesson["quantity"]), lookup(lesson["subject"], subjects, MICRO))
    number = mul(number, bands(lesson["class_size"], sizes))
    number = mul(number, lookup(lesson["grade"], grades, MICRO))
    head = workload[workload["kind"] == "class_head"]
    extra = workload[workload["kind"].isin(["substitute", "evening"])]
    rate = lookup(extra["kind"], {"substitute": 25 * MICRO, "evening": 40 * MICRO}, 0)
    return pd.DataFrame(
        {
            "lessons": _sums(lesson, number),
            "class_head_pay": _sums(head, mul(micro(head["quantity"]), 600 * MICRO)),
            "extra_pay": _sums(extra, mul(micro(extra["quantity"]), rate)),
        }
    ).fillna(0)


def _sums(rows: pd.DataFrame, number: pd.Series) -> pd.Series:
    """The sum of each post's rows."""
    return number.groupby([rows[column] for column in POST]).sum()


def _coaching(workload: pd.DataFrame) -> pd.Series:
    awards = pd.DataFrame(
        {
            "level": ["national"] * 3 + ["province"] * 3 + ["city"] * 3 + ["county"] * 2,
            "rank": [1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2],
            "award": [3000, 2000, 1200, 1500, 1000, 600, 500, 300, 200, 150, 80],
        }
    )
    rows = workload[workload["kind"] == "competition"]
    award = rows.merge(awards, on=["level", "rank"], how="left").fillna({"award": 0})
    best = award.groupby([*POST, "event"])["award"].max().astype("int64")
    return (best.groupby(POST).sum() * MICRO).rename("coaching")


def _results(outcomes: pd.DataFrame, posts: pd.DataFrame) -> pd.DataFrame:
    """Of the front line: the grade by rank within the school, and open lessons."""
    rows = outcomes.merge(posts.loc[posts["front_line"], POST], on=POST)
    scores = rows[rows["indicator"] == "teaching_quality"]
    of_post = micro(scores["value"]).groupby([scores[column] for column in POST])
    quality = nearest(of_post.sum(), of_post.size())
    school = quality.groupby(SCHOOL)
    n = school.transform("size")
    before = school.rank("min", ascending=False).astype("int64") - 1
    equals = quality.groupby([SCHOOL, quality]).transform("size")
    lessons = rows[rows["indicator"] == "open_lesson"]
    return pd.DataFrame(
        {
            "quality": _graded(n, before, equals),
            "open_lessons": _sums(lessons, mul(micro(lessons["value"]), 150_000)),
        }
    )


def _graded(n: pd.Series, before: pd.Series, equals: pd.Series) -> pd.Series:
    """Equal members get the mean of the values of the places that they take."""
    excellent, good = nearest(n * 20, 100), nearest(n * 80, 100)

    def up_to(places: pd.Series) -> pd.Series:
        return (
            1_200_000 * np.minimum(places, excellent)
            + 1_000_000 * (np.minimum(places, good) - excellent).clip(lower=0)
            + 800_000 * (places - good).clip(lower=0)
        )

    return nearest(up_to(before + equals) - up_to(before), equals).where(n >= 5, MICRO)


def _absence(leave: pd.DataFrame) -> pd.Series:
    kinds: dict[object, int] = {"sick": 500_000, "personal": MICRO, "absent": 3 * MICRO}
    return _sums(leave, mul(micro(leave["days"]), lookup(leave["kind"], kinds, 0))).rename("days")


def _claims(members: pd.DataFrame) -> pd.DataFrame:
    """What each post weighs in the shared pools, and is owed by the others, in fen."""

    def item(name: str) -> pd.Series:
        return members[name].fillna(0).astype("int64")

    lessons = item("lessons")
    tiered = (
        lessons.clip(upper=14 * MICRO)
        + mul((lessons.clip(upper=20 * MICRO) - 14 * MICRO).clip(lower=0), 1_200_000)
        + mul((lessons - 20 * MICRO).clip(lower=0), 1_500_000)
    )
    front, leader = members["front_line"], members["leader"]
    weight = pd.Series(np.select([leader, front], [950_000, MICRO], 900_000), members.index)
    absences = {0: MICRO, 6: 900_000, 15: 700_000, 30: 500_000, 60: 0}
    return members[["county_id", *POST, "front_line", "leader"]].assign(
        points=mul(tiered + mul(members["duty"], members["fte"]), weight),
        results=(item("quality") + item("open_lessons")).where(front, 0),
        heads=nearest(item("class_head_pay") + item("coaching"), 10_000),
        extra=nearest(item("extra_pay"), 10_000),
        present=bands(item("days"), {bound * MICRO: part for bound, part in absences.items()}),
    )


# --- Money --------------------------------------------------------------------------------------


def _level_1(posts: pd.DataFrame, results: pd.DataFrame, funds: pd.DataFrame) -> pd.Series:
    """The purse of each school."""
    stages: dict[object, int] = {"primary": MICRO, "junior": 1_100_000, "senior": 1_200_000}
    factors = {0: 800_000, 60: 900_000, 75: MICRO, 90: 1_100_000}
    weighted = mul(posts["fte"], lookup(posts["stage"], stages, 0))
    headcount = weighted.groupby([posts["county_id"], posts[SCHOOL]]).sum()
    units = headcount.rename("headcount").reset_index()
    scores = results[results["indicator"] == "annual_assessment"]
    of_school = micro(scores["value"]).groupby(scores[SCHOOL])
    assessment = units[SCHOOL].map(nearest(of_school.sum(), of_school.size()))
    by_merit = bands(assessment, {bound * MICRO: factor for bound, factor in factors.items()})
    fen = (funds["amount"] * 100).round().astype("int64").groupby(funds["county_id"]).sum()
    fund = units["county_id"].map(fen)
    base = mul(fund, 700_000)
    county = [units["county_id"]]
    purse = share(base, units["headcount"], county)
    purse += share(fund - base, mul(units["headcount"], by_merit), county)
    return purse.set_axis(units[SCHOOL]).rename("purse")


def _level_2(claims: pd.DataFrame, purse: pd.Series) -> pd.DataFrame:
    """What each post is paid by the pools of tasks and of shared money, in order of the keys."""
    total = claims.groupby(SCHOOL)[["heads", "extra", "points"]].sum().join(purse)
    heads = np.minimum(total["heads"], total["purse"])
    extra = np.minimum(total["extra"], total["purse"] - heads)
    extra = np.minimum(extra, total["purse"] * 6 // 100)
    left = total["purse"] - heads - extra
    work = mul(left, 600_000).where(total["points"] > 0, 0)
    school = [claims[SCHOOL]]

    def paid(money: pd.Series, weight: str) -> pd.Series:
        return share(claims[SCHOOL].map(money), claims[weight], school)

    return claims[["county_id", *POST, "front_line", "leader", "present"]].assign(
        tasks=paid(heads, "heads") + paid(extra, "extra"),
        shared=paid(work, "points") + paid(left - work, "results"),
    )


def _adjusted(paid: pd.DataFrame) -> pd.DataFrame:
    """Who was on leave loses a part of the shared pools, and the others share it."""
    has = paid["tasks"] + paid["shared"]
    cut = paid["shared"] - mul(paid["shared"], paid["present"])
    cuts = cut.groupby(paid[SCHOOL]).transform("sum")
    received = share(cuts, has.where(cut == 0, 0), [paid[SCHOOL]])
    return paid.assign(has=has - cut + received)


def _guaranteed(adjusted: pd.DataFrame) -> pd.DataFrame:
    """Money moves from leaders to the front line until its mean is no less than theirs."""
    school, has = adjusted[SCHOOL], adjusted["has"]

    def of(side: str) -> tuple[pd.Series, pd.Series]:
        inside = adjusted[side]
        money = has.where(inside, 0).groupby(school).transform("sum")
        return money, inside.groupby(school).transform("sum")

    (front, front_heads), (leaders, leader_heads) = of("front_line"), of("leader")
    lacking = product(leaders, front_heads) - product(front, leader_heads)
    heads = front_heads + leader_heads
    least = np.minimum((lacking + heads - 1) // heads.where(heads > 0, 1), leaders)
    moved = least.where((front_heads > 0) & (leader_heads > 0) & (lacking > 0), 0)
    is_front = adjusted["front_line"]
    had = front.where(is_front, leaders)
    new = (front + moved).where(is_front, leaders - moved)
    side = [school, is_front, adjusted["leader"]]
    repaired = share(new, has.where(had > 0, 1), side)
    concerned = (moved > 0) & (is_front | adjusted["leader"])
    return adjusted.assign(gross=has.where(~concerned, repaired))


def _vetoed(grossed: pd.DataFrame, ethics: pd.DataFrame) -> pd.DataFrame:
    serious = ethics["item"].isin(["paid_tutoring", "corporal_punishment"])
    decided = pd.to_datetime(ethics["decided_on"])
    until = (decided + pd.DateOffset(months=12)).where(serious, decided + pd.DateOffset(months=6))
    in_time = (decided <= pd.Timestamp(2026, 1, 31)) & (until > pd.Timestamp(2025, 9, 1))
    pays = pd.Series(np.where(serious, 0, 500_000), ethics.index)
    gross = grossed["gross"]

    def taken(cases: pd.Series) -> pd.Series:
        who = ["county_id", "teacher_id"]
        least = pays[cases].groupby([ethics.loc[cases, column] for column in who]).min()
        rate = grossed[who].join(least.rename("pays"), on=who)["pays"].fillna(MICRO)
        return gross - mul(gross, rate.astype("int64"))

    forfeited = taken((ethics["status"] == "confirmed") & in_time)
    held = (taken(ethics["status"] == "under_review") - forfeited).clip(lower=0)
    return grossed.assign(forfeited=forfeited, held=held, payable=gross - forfeited - held)


def payouts(result: pd.DataFrame) -> pl.DataFrame:
    """The payouts as a Polars frame."""
    return pl.DataFrame({name: pl.Series(result[name].to_list()) for name in COLUMNS})
