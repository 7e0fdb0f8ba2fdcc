"""A what-if for people, as plain text or Markdown, and as JSON under a versioned name."""

from __future__ import annotations

from dataclasses import asdict

from paycalc.result.explain.export import money_text
from paycalc.result.explain.text import as_markdown, as_plain
from paycalc.result.explain.what_if import Change, Difference, WhatIf
from paycalc.result.explain.words import Lines, Speaker

FORMAT = "paycalc-what-if/1"


def plain(told: WhatIf, language: str = "en") -> str:
    """The differences as indented lines."""
    return as_plain(_told(told, Speaker(language, told.decimals, "")))


def markdown(told: WhatIf, language: str = "en") -> str:
    """The differences as a Markdown document."""
    return as_markdown(_told(told, Speaker(language, told.decimals, "")))


def exported(told: WhatIf) -> dict[str, object]:
    """Plain dictionaries and lists: what was changed, and each line before and after."""

    def difference(one: Difference) -> dict[str, str]:
        amounts = {"before": one.before, "after": one.after, "change": one.change}
        return {
            "name": one.name,
            **{name: money_text(fen, told.decimals) for name, fen in amounts.items()},
        }

    posts = [
        {
            "county": post.county,
            "school": post.school,
            "lines": [difference(one) for one in post.lines],
            "sums": [difference(one) for one in post.sums],
        }
        for post in told.posts
    ]
    return {
        "format": FORMAT,
        "teacher": told.teacher,
        "policy": told.policy,
        "version": told.version,
        "period": told.period,
        "currency": told.currency,
        "changes": [asdict(change) for change in told.changes],
        "posts": posts,
    }


def _told(told: WhatIf, say: Speaker) -> Lines:
    policy = f"{told.policy} {told.version}"
    currency = told.currency
    yield (
        0,
        say("title", teacher=told.teacher, policy=policy, period=told.period, currency=currency),
    )
    for change in told.changes:
        yield 1, _change(change, say)
    for post in told.posts:
        yield 0, ""
        yield 0, say("what_if_post", school=post.school, county=post.county)
        yield from ((1, _difference(line.name, line, say)) for line in post.lines)
        yield from (
            (1, _difference(say(f"sum_{one.name}"), one, say))
            for one in post.sums
            if one.name in ("gross", "payable") or one.before or one.after
        )


def _change(change: Change, say: Speaker) -> str:
    where = say("new_row", table=change.table)
    if change.row is not None:
        where = say("row", where=change.file or change.table, row=change.row)
    what = f"{change.kind} {change.column}".strip()
    before = say("nothing") if change.before is None else change.before
    return say(
        "tried", asked=change.asked, where=where, what=what, before=before, after=change.after
    )


def _difference(name: str, one: Difference, say: Speaker) -> str:
    sign = "+" if one.change > 0 else ""
    return say(
        "difference",
        name=name,
        before=say.money(one.before),
        after=say.money(one.after),
        change=f"{sign}{say.money(one.change)}",
    )
