"""Pay by examination results or admission (L010)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from paycalc.policy._collector import Path
from paycalc.policy.lint._texts import Text, item_texts, who_texts
from paycalc.policy.lint._view import View
from paycalc.policy.lint._words import exam_word
from paycalc.policy.model import Mark, Micro
from paycalc.problems import Problem


def exam_pay(view: View, figure: Micro) -> Iterator[Problem]:
    """Items that reach pay, pools, groups that pay asks for, and titles, by their words."""
    for name, path, texts in _parts(view):
        found = next(((word, mark) for text, mark in texts if (word := exam_word(text))), None)
        if found is not None:
            word, mark = found
            yield view.problem("L010", path, mark if mark.line else None, part=name, word=word)


def _parts(view: View) -> Iterator[tuple[str, Path, Iterable[Text]]]:
    nowhere = Mark("", 0, 0)
    policy = view.policy
    yield policy.id, ("id",), [(policy.id, nowhere)]
    yield policy.id, ("title",), [(title, nowhere) for title in policy.title.values()]
    for name in policy.items:
        if name in view.reaching:
            yield name, ("items", name), item_texts(policy.items[name])
    for at in view.pools:
        own = [(at.pool.id, at.pool.mark)]
        yield at.pool.id, at.path, [*own, *who_texts(at.pool.who)]
    used = {name for who, _ in view.whos for name in view.named_groups(who)}
    for name, group in policy.groups.items():
        if name in used:
            yield name, ("groups", name), [(name, group.mark), *who_texts(group)]
