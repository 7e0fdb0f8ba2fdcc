"""The steps of ``then`` (section 4)."""

from __future__ import annotations

from typing import Any, Final

from paycalc.policy._collector import listing, shown
from paycalc.policy._grammar._columns import PEERS, WITHIN
from paycalc.policy._grammar._kinds import At, MapOf, choice, scalar_text
from paycalc.policy._grammar._scalars import (
    HUNDRED,
    MOST_NUMBER,
    NUMBER,
    PERCENT,
    TEXT,
    Whole,
    decimal_text,
    fixed,
)
from paycalc.policy._grammar._shapes import ExactlyOne, Fields, Key, Needs, OnlyWith, Shape
from paycalc.policy._grammar._values import BANDS, VALUE
from paycalc.policy._yaml import MapNode, Node, ScalarNode
from paycalc.policy.model import (
    Arithmetic,
    Bands,
    Grade,
    Number,
    Peers,
    Percentile,
    Quota,
    RelativeTo,
    Round,
    Step,
    Tiers,
)

ARITHMETIC: Final = ("plus", "minus", "times", "from", "divide", "at_least", "at_most")
REST: Final = "rest"
STATISTICS: Final = ("mean", "max", "sum")


class QuotaAmount:
    """A percentage, a whole number of members, or ``rest``: a quota's kind and amount."""

    form: str = "20% | 3 | rest"

    def read(self, node: Node, at: At) -> tuple[str, int] | None:
        """See ``Kind``."""
        text = scalar_text(node, at)
        if text is None:
            return None
        if text == REST:
            return REST, 0
        percent = text.endswith("%")
        if not percent and fixed(text, 6, MOST_NUMBER) == "form":
            at.refuse("P075", node, found=shown(text))
            return None
        amount = PERCENT.read(node, at) if percent else Whole().read(node, at)
        return None if amount is None else ("percent" if percent else "count", amount)


def _relative(fields: Fields) -> tuple[str, Peers] | None:
    for statistic in STATISTICS:
        peers = fields.get(statistic)
        if peers is not None:
            return statistic, peers
    return None


def _round(fields: Fields) -> Round | None:
    to = fields.get("to")
    if isinstance(to, Number) and to.micro <= 0:
        fields.refuse("P070", "to", found=decimal_text(to.micro))
        return None
    return None if to is None else Round(to, fields.get("mode", "half_up"), fields.mark)


def _small_group(fields: Fields) -> tuple[int, str] | None:
    below, grade = fields.get("below"), fields.get("grade")
    return None if below is None or grade is None else (below, grade)


def _grade(fields: Fields) -> Grade | None:
    quotas: dict[str, tuple[Any, int]] | None = fields.get("quotas")
    values: dict[str, int] | None = fields.get("values")
    if not quotas or values is None or fields.get("within") is None:
        return None
    _check_quotas(fields, quotas)
    _check_grades(fields, quotas, values)
    return Grade(
        peers=fields.get("within"),
        quotas=tuple(
            Quota(grade, kind, amount, values.get(grade, 0))
            for grade, (kind, amount) in quotas.items()
        ),
        order=fields.get("order", "descending"),
        quota_rounding=fields.get("quota_rounding", "half_up"),
        ties=fields.get("ties", "average"),
        small_group=fields.get("small_group"),
        mark=fields.mark,
    )


def _check_quotas(fields: Fields, quotas: dict[str, tuple[Any, int]]) -> None:
    """Tells where quotas do not close: ``rest`` not last, or percentages that do not make 100%."""
    if len(quotas) < len(_keys(fields, "quotas")):
        return
    last = list(quotas)[-1]
    for grade, (kind, _) in quotas.items():
        if kind == "rest" and grade != last:
            fields.refuse("P071", "quotas", grade=shown(grade))
    total = sum(amount for kind, amount in quotas.values() if kind == "percent")
    open_ended = any(kind == "rest" for kind, _ in quotas.values())
    if total > HUNDRED or (not open_ended and total < HUNDRED):
        fields.refuse("P072", "quotas", total=decimal_text(total, 4))


def _check_grades(
    fields: Fields, quotas: dict[str, tuple[Any, int]], values: dict[str, int]
) -> None:
    """Tells where grades and their values do not match."""
    graded, valued = _keys(fields, "quotas"), _keys(fields, "values")
    for grade, name in valued.items():
        if grade not in graded:
            at = fields.at.into("values", name.mark).into(grade, name.mark)
            at.refuse_near("P073", name, grade, graded)
    missing = [grade for grade in quotas if grade not in valued]
    if missing:
        fields.refuse("P074", "values", found=listing(missing))
    small = fields.get("small_group")
    if small is not None and small[1] not in graded:
        name, node = fields.node.entries["small_group"]
        grade_node = node.entries["grade"][1] if isinstance(node, MapNode) else node
        at = fields.at.into("small_group", name.mark).into("grade", name.mark)
        at.refuse_near("P073", grade_node, small[1], graded)


def _keys(fields: Fields, key: str) -> dict[str, ScalarNode]:
    """The keys of a mapping as written, those too whose values were refused."""
    node = fields.node.entries[key][1]
    entries = node.entries if isinstance(node, MapNode) else {}
    return {text: name for text, (name, _) in entries.items()}


def _step(fields: Fields) -> Step | None:
    mark = fields.mark
    for kind in ARITHMETIC:
        value = fields.get(kind)
        if value is not None:
            return Arithmetic(kind, value, fields.get("if_zero"), mark)
    bands = fields.get("bands")
    if bands:
        return Bands(bands[0], bands[1], mark)
    tiers, mode = fields.get("tiers"), fields.get("mode")
    if tiers and mode:
        return Tiers(tiers[0], tiers[1], mode, mark)
    relative = fields.get("relative_to")
    if relative is not None:
        return RelativeTo(relative[0], relative[1], mark)
    percentile = fields.get("percentile")
    if percentile is not None:
        return Percentile(percentile, mark)
    step: Step | None = fields.get("round") or fields.get("grade")
    return step


RELATIVE: Final = Shape(
    "What the number is divided by.",
    tuple(Key(name, PEERS, f"the {name} of the peers that agree on these") for name in STATISTICS),
    _relative,
    (ExactlyOne(STATISTICS),),
)
ROUND: Final = Shape(
    "To a multiple of a positive value.",
    (
        Key("to", VALUE, "the value", required=True),
        Key("mode", choice("half_up", "down", "up"), "which way"),
    ),
    _round,
)
SMALL_GROUP: Final = Shape(
    "One grade for everyone in a small group.",
    (
        Key("below", Whole(1), "fewer than so many", required=True),
        Key("grade", TEXT, "the grade", required=True),
    ),
    _small_group,
)
GRADE: Final = Shape(
    "A grade by rank among the peers.",
    (
        Key("within", WITHIN, "the columns on which peers agree", required=True),
        Key("quotas", MapOf(TEXT, QuotaAmount(), least=1), "the grades, best first", required=True),
        Key("values", MapOf(TEXT, NUMBER), "the number of each grade", required=True),
        Key("order", choice("descending", "ascending"), "what comes first"),
        Key("quota_rounding", choice("half_up", "down", "up"), "how cuts are rounded"),
        Key("ties", choice("average", "up", "down", "key"), "members with equal numbers"),
        Key("small_group", SMALL_GROUP, "small groups"),
    ),
    _grade,
)
STEP: Final = Shape(
    "One step on an item's number.",
    (
        *(Key(name, VALUE, f"the operation `{name}`") for name in ARITHMETIC),
        Key("if_zero", VALUE, "what a division by zero gives"),
        Key("bands", BANDS, "replaced by the band's value"),
        Key("tiers", BANDS, "rates by tier"),
        Key("mode", choice("marginal", "whole"), "how tiers are applied"),
        Key("round", ROUND, "rounding"),
        Key("relative_to", RELATIVE, "divided by the mean, the largest or the sum of the peers"),
        Key("percentile", PEERS, "the place among the peers, from 0 to 1"),
        Key("grade", GRADE, "a grade by rank"),
    ),
    _step,
    (
        ExactlyOne((*ARITHMETIC, "bands", "tiers", "round", "relative_to", "percentile", "grade")),
        OnlyWith(("if_zero",), ("divide",)),
        OnlyWith(("mode",), ("tiers",)),
        Needs("tiers", "mode"),
    ),
)
