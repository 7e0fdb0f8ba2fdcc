"""What reading a policy alone proves of a promise, or which tier, band or step speaks against it.

For every kind of work and every indicator the numbers of the policy are typed by their direction
(`_directions`), then the money (`_money_ways`), by the theorems of `theorems`. A proof says how
many fen can be lost at most; it speaks of all counties of the domain that the engine accepts before
and after the change. Nothing is proved where budgets depend on the records, where ranks or steps
relative to peers reach the money, or where limits, adjustments or guarantees move money between
colleagues: that is told as open, and searching has to go on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from paycalc.audit._county_static import front_line, quotas, ties, undoing, veto
from paycalc.audit._directions import Directions
from paycalc.audit._fund_static import fund, money_written
from paycalc.audit._jumps import jumps
from paycalc.audit._money_ways import Found, Want, once, own_pay
from paycalc.audit._ranges import AMOUNTS
from paycalc.audit._units_static import other_units
from paycalc.audit._values import Probe
from paycalc.audit.domain import Domain, domain_of
from paycalc.audit.model import ChangeKind, Comparison, Part, Promise, Reason, Static
from paycalc.audit.tolerances import amplifiers
from paycalc.policy.model import Policy

_SPEAKS: Final[Mapping[str, Callable[[Policy], Part]]] = {
    "veto": veto,
    "more_fund": fund,
    "twice_fund": money_written,
    "twin": ties,
}


def read(policy: Policy, promise: Promise, domain: Domain | None = None) -> Static:
    """What the policy alone says of a promise; no parts where it says nothing.

    >>> from paycalc import load_policy
    >>> from paycalc.audit.catalogue import CATALOGUE
    >>> policy = load_policy("policies/class-heads.yaml")
    >>> read(policy, CATALOGUE["veto_harms_nobody"]).loss_at_most
    0
    """
    return Static(promise.id, tuple(_parts(policy, promise, domain or domain_of(policy))))


def _parts(policy: Policy, promise: Promise, domain: Domain) -> Iterator[Part]:
    kind, compares = promise.change.kind, promise.compares
    if compares in _WITHIN:
        yield _WITHIN[compares](policy, domain)
    elif kind in _SPEAKS and compares in _FITS.get(kind, ()):
        if kind != "veto" or policy.veto is not None:
            yield _SPEAKS[kind](policy)
    elif kind == "other_unit":
        probes = _probes(domain, ("workload", "outcomes", "leave"))
        yield other_units(policy, probes, through_level_1=compares == "unit_not_changed")
    elif compares in ("own_no_cliff", "unit_no_cliff"):
        for probe in _of(domain, promise):
            yield Part(probe.of, None, jumps(policy, probe, units=compares == "unit_no_cliff"))
    elif compares in ("own_not_less", "own_not_more"):
        want: Want = "UP" if compares == "own_not_less" else "DOWN"
        for probe in _of(domain, promise):
            yield _own(policy, probe, want)
    elif kind in ("head_twin", "dominated"):
        yield _against_peer(policy, _of(domain, promise))


_WITHIN: Final[Mapping[Comparison, Callable[[Policy, Domain], Part]]] = {
    "quotas": lambda policy, _: quotas(policy),
    "caps": lambda policy, _: undoing(policy),
    "front_line_per_head": front_line,
}
_FITS: Final[Mapping[ChangeKind, tuple[str, ...]]] = {
    "veto": ("others_not_less",),
    "more_fund": ("nobody_less",),
    "twice_fund": ("twice",),
    "twin": ("as_peer",),
}


def _probes(domain: Domain, tables: Iterable[str]) -> list[Probe]:
    """Every kind and indicator of some tables."""
    return [
        Probe(table, kind.name, table not in ("outcomes", "school_results"))
        for table in tables
        for kind in domain.kinds.get(table, ())
    ]


def _of(domain: Domain, promise: Promise) -> list[Probe]:
    """What a promise changes, one thing after the other."""
    change = promise.change
    if change.kind in ("class_head", "head_twin"):
        head = domain.class_head
        return [] if head is None else [Probe("workload", head)]
    if change.kind == "dominated":
        return [replace(one, adds=False) for one in _probes(domain, ("workload", "outcomes"))]
    tables = [change.kind] if change.kind in AMOUNTS else []
    return [one for one in _probes(domain, tables) if change.of in (None, one.of)]


def _own(policy: Policy, probe: Probe, want: Want) -> Part:
    """Own pay when one thing rises: over all plans the largest loss, and all reasons."""
    found = _over_plans(policy, probe, want)
    faults = once(reason for one in found for reason in one.faults)
    opens = once(o.reason for one in found for o in one.opens)
    loss = None if faults or opens else max(one.loss for one in found)
    theorems = sorted({name for one in found for name in one.theorems})
    return Part(probe.of, loss, faults, opens, tuple(theorems))


def _over_plans(policy: Policy, probe: Probe, want: Want = "UP") -> Sequence[Found]:
    known = Directions(policy, probe)
    return [own_pay(known, plan, want) for plan in policy.level_2.plans.values()]


def _against_peer(policy: Policy, probes: Sequence[Probe]) -> Part:
    """Two colleagues of one school, one with more: faults of the points speak against both.

    What shares money by what people have makes of a fen of rounding more than a fen.
    """
    reasons: list[Reason] = []
    for probe in probes:
        for found in _over_plans(policy, probe):
            reasons += found.faults
    return Part("", None, once(reasons), once(amplifiers(policy)))
