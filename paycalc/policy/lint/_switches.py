"""Which rules are asked, by which figure, as the rules say and the policy's key ``lint`` wills."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from paycalc.policy._collector import Collector, listing, nearest, shown
from paycalc.policy._grammar._kinds import At, Context
from paycalc.policy._grammar._lint import Figure
from paycalc.policy._yaml import ScalarNode
from paycalc.policy.model import Lint, Mark, Micro, Switch
from paycalc.problems import Place, Problem
from paycalc.problems.rules import RULED, rule

OFF_UNLESS_NAMED: Final = "district"


@dataclass(frozen=True, slots=True)
class Asked:
    """A rule that is asked: its figure (micro), if it has one, and why it is silenced, if it is."""

    code: str
    figure: Micro
    silent: str | None = None


def asked(lint: Lint) -> Mapping[str, Asked]:
    """The rules that are asked, by code; a silenced one is, to see whether it would find anything.

    A rule of one district's practice is asked only where a switch says ``on``.
    """
    found = {}
    for code in RULED:
        switch, regulation = lint.switches.get(code), rule(code).regulation
        if regulation is None or (regulation.level == OFF_UNLESS_NAMED and not _on(switch)):
            continue
        figure = _own_figure(regulation.figure)
        if switch is not None and switch.figure is not None:
            figure = switch.figure
        found[code] = Asked(code, figure, None if switch is None else switch.off)
    return found


def _on(switch: Switch | None) -> bool:
    return switch is not None and switch.on is not None


def _own_figure(figure: Mapping[str, str]) -> Micro:
    """The figure of a rule's text, 0 where it has none."""
    return next((micro_of(text) for text in figure.values()), 0)


def micro_of(text: str) -> Micro:
    """A number or percentage of the rules' texts, in micro.

    >>> micro_of("25%"), micro_of("1.5")
    (250000, 1500000)
    """
    mark = Mark("", 0, 0)
    value = Figure().read(ScalarNode(text, mark), At(Context(Collector()), (), mark))
    if value is None:
        raise ValueError(text)
    return value


def switch_problems(lint: Lint, counts: Mapping[str, int]) -> Iterator[Problem]:
    """What is wrong with the switches; ``counts`` says how much each judged rule found."""
    for code, switch in lint.switches.items():
        if code not in RULED:
            near = nearest(code, RULED)
            values: dict[str, str | int] = {"found": shown(code), "allowed": listing(RULED)}
            if near is None:
                yield _at(switch, "L900", **values)
            else:
                yield _at(switch, "L900N", nearest=near, **values)
            continue
        if switch.off is not None and counts.get(code) == 0:
            yield _at(switch, "L901", rule=code)
        regulation = rule(code).regulation
        sides = () if regulation is None else tuple(regulation.figure)
        if switch.side is not None and switch.side not in sides:
            yield _at(switch, "L902", rule=code, found=switch.side, allowed=listing(sides))


def place_of(switch: Switch) -> Place:
    """Where a switch stands."""
    mark = switch.mark
    return Place(mark.file, mark.line, mark.column, item=f"lint.{shown(switch.code)}")


def _at(switch: Switch, code: str, **values: str | int) -> Problem:
    return Problem(code, place_of(switch), values)
