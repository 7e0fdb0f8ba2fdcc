"""Section 8 of policy.md: the one-vote veto, after everything was computed with everybody in."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from .arithmetic import mul, percentage
from .columns import Reading, place_of_post
from .division import share
from .groups import belongs
from .levels import Accounts
from .policy import Node, Plan
from .records import Case, Period, Post, PostKey

Bar = tuple[str, str, str, str, str, str, str]  # county, teacher, case, class, bar, from, until


@dataclass
class Vetoes:
    """Section 8: what cases take from each post, and where it goes, in fen."""

    forfeited: dict[PostKey, int] = field(default_factory=dict)
    held: dict[PostKey, int] = field(default_factory=dict)
    received: dict[PostKey, int] = field(default_factory=dict)
    to_county: int = 0
    bars: set[Bar] = field(default_factory=set)


def months_later(day: date, months: int) -> date:
    """Section 8: the same day months later; a day that a month lacks is its last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def in_time(case: Case, kind: Node, period: Period) -> bool:
    """Section 8: whether a case reaches the period; one that holds is in time in any case."""
    if not case.applies:
        return True
    reaches = kind.get("reaches", "overlap")
    if reaches == "committed_in":
        assert case.committed_on is not None
        return period.first <= case.committed_on <= period.last
    assert case.decided_on is not None
    if reaches == "decided_in":
        return period.first <= case.decided_on <= period.last
    until = months_later(case.decided_on, int(kind["months"]))
    first = max(period.first, case.decided_on)
    return first <= period.last and first < until


def veto(reading: Reading, plans: Mapping[str, Plan], accounts: Accounts) -> Vetoes:
    """Section 8: forfeits, their receivers, what is held, and what else is closed."""
    vetoes, rules = Vetoes(), reading.policy.veto
    if rules is None:
        return vetoes
    kinds = {case.case_id: kind_of(case, rules) for case in reading.county.cases}
    cases = [c for c in reading.county.cases if in_time(c, kinds[c.case_id], reading.period)]
    for case in cases:
        if case.applies:
            vetoes.bars |= bars_of(case, rules, reading.county.id)
    for unit, plan in plans.items():
        posts = reading.county.posts_of(unit)
        lines = [line for line in rules.get("leaders", []) if triggered(line, posts, cases)]
        reached: set[PostKey] = set()
        for post in posts:
            takes = [case_takes(c, kinds[c.case_id], post, accounts) for c in applying(post, cases)]
            gross = accounts.gross(post.key)
            for line in lines:
                if belongs(line["group"], place_of_post(post), reading):
                    takes.append(gross - mul(gross, percentage(line["pays"])))
            if takes:
                reached.add(post.key)
            forfeited = max(takes, default=0)
            holding = [
                case_takes(c, kinds[c.case_id], post, accounts)
                for c in cases
                if not c.applies and c.teacher == post.key[2]
            ]
            vetoes.forfeited[post.key] = forfeited
            vetoes.held[post.key] = max(0, max(holding, default=0) - forfeited)
        clear = [post.key for post in posts if post.key not in reached]
        pass_on(unit, plan, clear, reading, accounts, vetoes)
    return vetoes


def kind_of(case: Case, rules: Node) -> Node:
    """Section 8: the class of the listed item of a case."""
    return rules["classes"][rules["list"][case.item]["class"]]


def applying(post: Post, cases: list[Case]) -> list[Case]:
    """Section 8: the applying cases in time of a post's teacher."""
    return [case for case in cases if case.applies and case.teacher == post.key[2]]


def triggered(line: Node, posts: list[Post], cases: list[Case]) -> bool:
    """Section 8, `leaders`: whether so many teachers of a unit have an applying case in time."""
    teachers = {post.key[2] for post in posts if applying(post, cases)}
    return len(teachers) >= int(line["cases"])


def case_takes(case: Case, kind: Node, post: Post, accounts: Accounts) -> int:
    """Section 8: the base less what the class pays of it."""
    base = gross = accounts.gross(post.key)
    if "pools" in kind:
        names = [p if p.startswith("level_1.") else f"level_2.{p}" for p in kind["pools"]]
        base = min(gross, accounts.of_lines(post.key, names))
    return base - mul(base, percentage(kind["pays"]))


def pass_on(
    unit: str,
    plan: Plan,
    clear: list[PostKey],
    reading: Reading,
    accounts: Accounts,
    vetoes: Vetoes,
) -> None:
    """Section 8, `money_goes_to`: a unit's forfeits at once."""
    assert reading.policy.veto is not None
    goes_to = reading.policy.veto.get("money_goes_to", "unallocated")
    money = sum(vetoes.forfeited[post.key] for post in reading.county.posts_of(unit))
    weights = [accounts.gross(key) for key in clear]
    if goes_to == "county":
        vetoes.to_county += money
    elif goes_to == "school" and any(weights):
        received = share(money, weights, plan.rounding)
        vetoes.received |= dict(zip(clear, received, strict=True))
    else:
        accounts.unit_unallocated[unit] += money


def bars_of(case: Case, rules: Node, county: str) -> set[Bar]:
    """Section 8, `bars`: what else a case closes, and until when."""
    name = rules["list"][case.item]["class"]
    kind = rules["classes"][name]
    if not kind.get("bars"):
        return set()
    assert case.decided_on is not None
    until = months_later(case.decided_on, int(kind["months"])).isoformat()
    start = case.decided_on.isoformat()
    return {(county, case.teacher, case.case_id, name, bar, start, until) for bar in kind["bars"]}
