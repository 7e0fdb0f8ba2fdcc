"""What a changed county is paid: the same whether it is computed anew or from what was there."""

from __future__ import annotations

from pathlib import Path

import pytest

from paycalc import load_policy
from paycalc.audit.changes import changed
from paycalc.audit.model import Change, ChangeKind
from paycalc.audit.pairs import pay, pay_changed
from paycalc.audit.world import World
from paycalc.audit.world_drawing import draw
from paycalc.engine.arrays import Range, compute_arrays
from paycalc.engine.carrying import tables_read

POLICIES = Path(__file__).parents[2] / "policies"
NAMES = sorted(path.stem for path in POLICIES.glob("*.yaml"))
KINDS: tuple[ChangeKind, ...] = (
    *("workload", "outcomes", "school_results", "class_head", "veto", "leave", "more_fund"),
    *("twice_fund", "other_unit", "row_order", "twin", "head_twin", "dominated"),
)


def told(one: Range) -> list[object]:
    """All that a computation says, arrays as bytes; of counties that failed only that they did."""
    arrays, encoded = one.arrays, one.encoded
    posts = ~arrays.failed[encoded.post_county]
    units = ~arrays.failed[encoded.unit_county]
    found: list[object] = [arrays.failed.tolist()]
    for of_posts in (arrays.gross, arrays.forfeited, arrays.received, arrays.held):
        found.append(of_posts[posts].tolist())
    money = arrays.money
    found += [(line, fen[posts].tolist()) for line, fen in money.lines.items()]
    found += [(pair, fen[units].tolist()) for pair, fen in sorted(money.flows_2.items())]
    found += [(pair, fen[~arrays.failed].tolist()) for pair, fen in sorted(money.flows_1.items())]
    found += [money.cuts[units].tolist(), arrays.applying.tolist(), arrays.until.tolist()]
    found += [(name, places.tolist()) for name, places in arrays.broken.items()]
    found += [(name, inside.tolist()) for name, inside in arrays.groups.items()]
    faults = {
        (int(fault.state), fault.what, place, county)
        for fault in one.faults
        for place, county in zip(
            fault.scope.parent.tolist(), fault.scope.county.tolist(), strict=True
        )
    }
    return [*found, sorted(faults)]


@pytest.mark.parametrize("name", NAMES)
def test_a_changed_county_is_paid_as_if_computed_anew(name: str) -> None:
    """What does not depend on a change is taken over, and everything comes out the same."""
    world = World(load_policy(POLICIES / f"{name}.yaml"))
    before = pay(world, draw(world, 5, 0, 60))
    for kind in KINDS:
        after = pay_changed(
            world, before, changed(world, before.counties, Change(kind), False, 5, 0)
        )
        (anew,) = compute_arrays(world.plan, after.encoded)
        assert told(after.range) == told(anew), kind
    (again,) = compute_arrays(world.plan, before.encoded)
    assert told(before.range) == told(again)


def test_items_know_the_tables_that_they_read() -> None:
    """An item reads the tables of its rows, of its groups, and of the items that it is made of."""
    reads = tables_read(load_policy(POLICIES / "example-county.yaml"))
    assert reads["items.lessons"] == {"workload"}
    assert reads["items.coaching"] == {"workload"}
    assert reads["items.led"] == {"school_results"}
    assert reads["groups.class_heads"] == {"workload"}
    assert reads["groups.leaders"] == frozenset()
