"""An explanation for people: lines of a tree, as plain text or Markdown, in English or Chinese."""

from __future__ import annotations

from collections.abc import Iterator

from paycalc.result.explain.facts import Explanation, PostFact
from paycalc.result.explain.tell_items import ItemTeller
from paycalc.result.explain.tell_money import MoneyTeller
from paycalc.result.explain.words import Lines, Speaker


def plain(explanation: Explanation, language: str = "en") -> str:
    """The explanation as indented lines."""
    return as_plain(_told(explanation, language))


def markdown(explanation: Explanation, language: str = "en") -> str:
    """The explanation as a Markdown document: headings for posts, nested lists below."""
    return as_markdown(_told(explanation, language))


def as_plain(told: Lines) -> str:
    """Lines of a tree, indented."""
    return "\n".join(f"{'    ' * depth}{text}".rstrip() for depth, text in told)


def as_markdown(told: Lines) -> str:
    """Lines of a tree: the outermost as headings, the others as nested lists."""
    lines: list[str] = []
    for depth, text in told:
        if depth == 0:
            gap = [""] if lines and lines[-1] else []
            lines += [*gap, f"{'##' if lines else '#'} {_escaped(text)}", ""] if text else []
        else:
            lines.append(f"{'  ' * (depth - 1)}- {_escaped(text)}")
    return "\n".join(lines).strip() + "\n"


def _escaped(text: str) -> str:
    """A text whose ids and names cannot be taken for Markdown."""
    return "".join(f"\\{sign}" if sign in "\\`*_<>[]#|" else sign for sign in text)


def _told(explanation: Explanation, language: str) -> Lines:
    e, say = explanation, Speaker(language, explanation.decimals, explanation.file)
    yield 0, say("title", teacher=e.teacher, policy=f"{e.policy} {e.version}", period=e.period,
                 currency=e.currency)  # fmt: skip
    for post in e.posts:
        yield 0, ""
        plan = say("plan", plan=post.plan) if post.plan else ""
        yield 0, say("post", school=post.school, unit=post.unit, county=post.county, plan=plan)
        yield 1, _payout(post, say)
        for title, parts in _sections(post, say):
            lines = [line for part in parts for line in part]
            if lines:
                yield 1, say(title)
                yield from lines


def _payout(post: PostFact, say: Speaker) -> str:
    names = ("gross", "forfeited", "received", "held", "payable")
    return say("payout", **{name: say.money(getattr(post, name)) for name in names})


def _sections(post: PostFact, say: Speaker) -> Iterator[tuple[str, Iterator[Lines]]]:
    money, items = MoneyTeller(say), ItemTeller(say)
    yield "purses", (money.purse(fact) for fact in post.purses)
    yield "unit_money", (money.pool(fact) for fact in post.unit_money)
    yield "pools", (money.pool(fact) for fact in post.pools)
    yield "adjustments", (money.change(fact) for fact in post.adjustments)
    yield "guarantees", (money.change(fact) for fact in post.guarantees)
    yield "manual", (money.by_hand(fact) for fact in post.manual)
    yield "cases", (money.case(fact) for fact in post.cases)
    if post.received_share is not None:
        yield "received", iter([money.share(post.received_share, 2)])
    yield "items", (items.item(fact) for fact in post.items)
