"""What a case expects, read into claims; whatever it names must be there."""

from __future__ import annotations

from collections.abc import Iterator

from paycalc.policy.nodes import Node, ScalarNode
from paycalc.problems import CATALOGUE
from paycalc.testing._expecting_items import items, steps
from paycalc.testing._known import BAR, PAYOUT, UNIT, Known
from paycalc.testing._nodes import Entry, Spot, entries, nodes, text
from paycalc.testing._values import Unread, member, money
from paycalc.testing.cases import Bar, Claim, Member

KEYS = (
    *("payouts", "lines", "items", "steps", "units", "ledger", "bars", "guarantees"),
    *("problems", "warnings"),
)


def read_expected(node: Node, known: Known, spot: Spot) -> Iterator[Claim]:
    """The claims under `expect`."""
    found = entries(node, spot, KEYS)
    if "problems" in found and len(found) > 1:
        others = ", ".join(f"`{name}`" for name in found if name != "problems")
        spot.refuse("T121", found["problems"][0].mark, found=others)
    for name, entry in found.items():
        yield from _READERS[name](entry, known, spot.into(name))


def _payouts(entry: Entry, known: Known, spot: Spot) -> Iterator[Claim]:
    for key, value in entries(entry[1], spot).values():
        here = spot.into(key.text)
        post = member(key, "post", known, here)
        if post is None:
            continue
        if isinstance(value, ScalarNode):
            yield from _amount("payout", ("payouts", key.text, "payable"), value, post, known, here)
            continue
        for name, (_, amount) in entries(value, here, PAYOUT).items():
            said = ("payouts", key.text, name)
            yield from _amount("payout", said, amount, post, known, here.into(name))


def _lines(entry: Entry, known: Known, spot: Spot) -> Iterator[Claim]:
    for key, value in entries(entry[1], spot).values():
        here = spot.into(key.text)
        post = member(key, "post", known, here)
        for name, (line, amount) in entries(value, here).items():
            if name not in known.lines:
                here.unknown("T201", line, known.lines)
            elif post is not None:
                said = ("lines", key.text, name)
                yield from _amount("line", said, amount, post, known, here.into(name))


def _units(entry: Entry, known: Known, spot: Spot) -> Iterator[Claim]:
    for key, value in entries(entry[1], spot).values():
        here = spot.into(key.text)
        unit = member(key, "unit", known, here)
        for name, (_, amount) in entries(value, here, UNIT).items():
            if unit is not None:
                said = ("units", key.text, name)
                yield from _amount("unit", said, amount, unit, known, here.into(name))


def _amount(
    kind: str, said: tuple[str, ...], node: Node, of: Member, known: Known, spot: Spot
) -> Iterator[Claim]:
    fen = money(node, spot, known.policy.currency.decimals)
    if not isinstance(fen, Unread):
        yield Claim(kind, said, fen, node.mark.line, (of, said[-1]))  # type: ignore[arg-type]


def _ledger(entry: Entry, known: Known, spot: Spot) -> Iterator[Claim]:
    for place, node in enumerate(nodes(entry[1], spot), 1):
        here = spot.into(place)
        flow = entries(node, here, ("county", "from", "to", "amount"))
        for name in ("from", "to", "amount"):
            if flow and name not in flow:
                here.refuse("T106", node.mark, key=name)
        county = _county(flow, known, node, here)
        ends = [_account(flow[name][1], known, here.into(name)) for name in _ENDS if name in flow]
        if county is None or "amount" not in flow or len(ends) < 2 or None in ends:
            continue
        fen = money(flow["amount"][1], here.into("amount"), known.policy.currency.decimals)
        if not isinstance(fen, Unread):
            said = ("ledger", f"{ends[0]} → {ends[1]}")
            yield Claim("ledger", said, fen, node.mark.line, (county, *ends))


_ENDS = ("from", "to")


def _county(flow: dict[str, Entry], known: Known, node: Node, spot: Spot) -> str | None:
    """The county of a flow, which goes without saying where there is one."""
    if "county" in flow and isinstance(named := flow["county"][1], ScalarNode):
        found = member(named, "county", known, spot.into("county"))
        return None if found is None else found.ids[0]
    if len(known.counties) > 1 and flow:
        spot.refuse("T306", node.mark)
    return known.counties[0] if len(known.counties) == 1 else None


def _account(node: Node, known: Known, spot: Spot) -> str | None:
    found = text(node, spot)
    if found is None or found in known.accounts:
        return found
    assert isinstance(node, ScalarNode)
    spot.unknown("T210", node, known.accounts)
    return None


def _bars(entry: Entry, known: Known, spot: Spot) -> Iterator[Claim]:
    bars: list[Bar] = []
    for place, node in enumerate(nodes(entry[1], spot, least=0), 1):
        here = spot.into(place)
        columns = entries(node, here, BAR)
        said = [(name, text(value, here.into(name))) for name, (_, value) in columns.items()]
        bars.append(tuple((name, cell) for name, cell in said if cell is not None))
    yield Claim("bars", ("bars",), tuple(bars), entry[0].mark.line)


def _guarantees(entry: Entry, known: Known, spot: Spot) -> Iterator[Claim]:
    ids = [guarantee.id for guarantee in known.policy.guarantees]
    names = _names(entry[1], spot, 0)
    for node in names:
        if node.text not in ids:
            spot.unknown("T203", node, ids)
    named = frozenset(node.text for node in names)
    yield Claim("guarantees", ("guarantees",), named, entry[0].mark.line)


def _problems(entry: Entry, known: Known, spot: Spot) -> Iterator[Claim]:
    yield _codes("problems", "T208", frozenset({"error"}), entry, spot)


def _warnings(entry: Entry, known: Known, spot: Spot) -> Iterator[Claim]:
    yield _codes("warnings", "T209", frozenset({"warning", "note"}), entry, spot)


def _codes(kind: str, code: str, severities: frozenset[str], entry: Entry, spot: Spot) -> Claim:
    known = [name for name, message in CATALOGUE.items() if message.severity in severities]
    names = _names(entry[1], spot, 1)
    for node in names:
        if node.text not in known:
            spot.unknown(code, node, known)
    named = frozenset(node.text for node in names)
    return Claim(kind, (kind,), named, entry[0].mark.line)  # type: ignore[arg-type]


def _names(node: Node, spot: Spot, least: int) -> list[ScalarNode]:
    found = nodes(node, spot, least)
    return [one for one in found if text(one, spot) is not None and isinstance(one, ScalarNode)]


_READERS = {
    "payouts": _payouts,
    "lines": _lines,
    "items": items,
    "steps": steps,
    "units": _units,
    "ledger": _ledger,
    "bars": _bars,
    "guarantees": _guarantees,
    "problems": _problems,
    "warnings": _warnings,
}
