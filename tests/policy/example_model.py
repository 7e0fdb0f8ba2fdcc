"""What the example of policy.md, section 3, says, as the model says it."""

from __future__ import annotations

from paycalc.policy.model import (
    Adjustment,
    Amount,
    AsNeeded,
    BandLookup,
    Bands,
    Column,
    Combine,
    Condition,
    Grade,
    Group,
    Has,
    Item,
    Level1,
    Level2,
    Limit,
    Number,
    Peers,
    Percent,
    Plan,
    Pool,
    Quota,
    Rest,
    Rows,
    ShareOfAll,
    TableLookup,
    TimesMean,
    Value,
    Veto,
    VetoClass,
    VetoItem,
)


def is_(column: str, *texts: str) -> Condition:
    """A condition on the texts of a column."""
    return Condition(Column(column), frozenset(texts))


def texts(by: str, default: str | None, **table: str) -> TableLookup:
    """A lookup by one column."""
    values: dict[tuple[str, ...], Value] = {(key,): micro(value) for key, value in table.items()}
    return TableLookup((Column(by),), values, None if default is None else micro(default))


def micro(text: str) -> Number:
    """A number as millionths, written with six decimals or fewer."""
    whole, _, fraction = text.partition(".")
    return Number(int(whole) * 1_000_000 + int(fraction.ljust(6, "0")))


GROUPS = {
    "front_line": Group((is_("position", "teacher"),)),
    "leaders": Group((is_("position", "principal", "deputy_principal"),)),
    "class_heads": Group(has=Has("workload", (is_("kind", "class_head"),))),
}

ITEMS = {
    "headcount": Item(
        "headcount",
        "unit",
        (),
        None,
        Rows(
            "staff",
            each=Column("fte"),
            times=(
                TableLookup(
                    (Column("stage", "school"),),
                    {
                        ("primary",): Number(1_000_000),
                        ("junior",): Number(1_100_000),
                        ("senior",): Number(1_200_000),
                    },
                ),
            ),
        ),
    ),
    "assessment": Item(
        "assessment",
        "unit",
        (),
        None,
        Rows(
            "school_results",
            where=(is_("indicator", "annual_assessment"),),
            combine=Combine("mean"),
            missing="error",
        ),
        (
            Bands(
                (0, 60_000_000, 75_000_000, 90_000_000),
                (Number(800_000), Number(900_000), Number(1_000_000), Number(1_100_000)),
            ),
        ),
    ),
    "lessons": Item(
        "lessons",
        "post",
        (),
        None,
        Rows(
            "workload",
            where=(is_("kind", "lesson"),),
            times=(
                texts("subject", "1.0", chinese="1.2", math="1.2", english="1.2"),
                BandLookup(
                    Column("class_size"),
                    (0, 46_000_000, 56_000_000),
                    (Number(1_000_000), Number(1_100_000), Number(1_200_000)),
                    Number(1_000_000),
                ),
            ),
        ),
    ),
    "best_award": Item(
        "best_award",
        "post",
        (Column("event"),),
        None,
        Rows(
            "workload",
            where=(is_("kind", "competition"),),
            each=TableLookup(
                (Column("level"), Column("rank")),
                {
                    ("national", "1"): Number(3_000_000_000),
                    ("national", "2"): Number(2_000_000_000),
                    ("city", "1"): Number(500_000_000),
                },
                Number(0),
            ),
            combine=Combine("max"),
        ),
    ),
    "coaching": Item("coaching", "post", (), None, Rows(None, "best_award")),
    "class_head_pay": Item(
        "class_head_pay",
        "post",
        (),
        None,
        Rows("workload", where=(is_("kind", "class_head"),), times=(Number(600_000_000),)),
    ),
    "quality": Item(
        "quality",
        "post",
        (),
        "front_line",
        Rows(
            "outcomes",
            where=(is_("indicator", "teaching_quality"),),
            combine=Combine("mean"),
            missing="none",
        ),
        (
            Grade(
                Peers(unit=True),
                (
                    Quota("excellent", "percent", 200_000, 1_200_000),
                    Quota("good", "percent", 600_000, 1_000_000),
                    Quota("pass", "rest", 0, 800_000),
                ),
            ),
        ),
    ),
    "present": Item(
        "present",
        "post",
        (),
        None,
        Rows("leave"),
        (
            Bands(
                (0, 15_000_000, 60_000_000),
                (Number(1_000_000), Number(500_000), Number(0)),
            ),
        ),
    ),
}

LEVEL_1 = Level1(
    Plan(
        (
            Pool(
                "principals",
                Amount(2_000_000),
                "share_equally",
                who=Group((is_("position", "principal"),)),
            ),
            Pool(
                "awards",
                Rest(),
                "share_by",
                ("headcount",),
                frozenset({"composite_award"}),
                pays_posts=False,
            ),
            Pool("base", Percent(700_000), "share_by", ("headcount",), pays_posts=False),
            Pool(
                "merit",
                Rest(),
                "share_by",
                ("headcount",),
                pays_posts=False,
                factors=("assessment",),
            ),
        )
    )
)

LEVEL_2 = Level2(
    {
        "": Plan(
            (
                Pool("awards", Rest(), "share_equally", sources=frozenset({"awards"})),
                Pool("reserve", ShareOfAll(10_000), "keep"),
                Pool(
                    "class_heads",
                    AsNeeded(),
                    "pay",
                    ("class_head_pay", "coaching"),
                    if_short="scale",
                ),
                Pool(
                    "workload",
                    Percent(600_000),
                    "share_by",
                    ("lessons",),
                    weights=(
                        ("front_line", 1_000_000),
                        ("leaders", 700_000),
                        ("everyone", 900_000),
                    ),
                ),
                Pool(
                    "outcome",
                    Rest(),
                    "share_by",
                    ("quality",),
                    who="front_line",
                    limit=Limit(at_most=TimesMean(2_000_000)),
                ),
            ),
            (
                Adjustment(
                    "leave",
                    "keep",
                    ("present",),
                    sources=frozenset({"workload", "outcome"}),
                    goes_to="others",
                ),
            ),
        )
    },
    "",
)

VETO = Veto(
    {
        "paid_tutoring": VetoItem(
            "paid_tutoring", "serious", {"en": "paid private tutoring", "zh": "有偿补课"}
        ),
        "gifts": VetoItem("gifts", "moderate", {"en": "taking gifts", "zh": "收受礼品"}),
    },
    {
        "serious": VetoClass(
            "serious", 0, 12, bars=("annual_review", "honours", "title", "promotion")
        ),
        "moderate": VetoClass("moderate", 500_000, 6, bars=("honours",)),
    },
    {"confirmed": "apply", "under_review": "hold", "overturned": "ignore"},
    "county",
)
