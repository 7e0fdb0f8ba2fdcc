"""Items, groups and classes of the veto that nothing uses (L040 to L042)."""

from __future__ import annotations

from collections.abc import Iterator

from paycalc.policy.lint._view import View
from paycalc.policy.model import Micro
from paycalc.problems import Problem


def unused_items(view: View, figure: Micro) -> Iterator[Problem]:
    """Items that reach no pay, no group that is used, and no check."""
    asked = {name for who, _ in view.whos for name in view.items_of(who)}
    used = view.reaching | view.reach(asked)
    for name in view.policy.items:
        if name not in used:
            yield view.problem("L040", ("items", name), item=name)


def unused_groups(view: View, figure: Micro) -> Iterator[Problem]:
    """Groups that nothing asks for, the lint's own list apart."""
    used = {name for who, _ in view.whos for name in view.named_groups(who)}
    used |= {name for names in view.policy.lint.groups.values() for name in names}
    corrections = view.policy.corrections
    if corrections is not None and isinstance(corrections.release.who, str):
        used |= {corrections.release.who}
    for name in view.policy.groups:
        if name not in used:
            yield view.problem("L041", ("groups", name), group=name)


def unused_classes(view: View, figure: Micro) -> Iterator[Problem]:
    """Classes of the veto to which no item of the list belongs."""
    veto = view.policy.veto
    if veto is not None:
        used = {item.veto_class for item in veto.items.values()}
        for name in veto.classes:
            if name not in used:
                yield view.problem("L042", ("veto", "classes", name), name=name)
