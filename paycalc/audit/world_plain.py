"""Typical posts and schools, and counties made of nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from paycalc.audit.world import Codes, Counties, Slots, Verdicts, World
from paycalc.engine.encoded import EMPTY
from paycalc.engine.numbers import Bools, Ints
from paycalc.engine.plan import OF_SCHOOLS
from paycalc.policy.model import Amount

PER_HEAD = 10_000
"""Major units of money for each post: a usual fund."""


@dataclass(frozen=True, slots=True)
class Usual:
    """The slots of a typical owner of a table: arrays by slot.

    ``cells`` has the code of each column's usual text, ``relevant`` where the column matters.
    """

    there: Bools
    main: Ints
    step: Ints
    first: Ints
    key: Ints
    cells: Mapping[str, Codes]
    relevant: Mapping[str, Bools]

    @property
    def width(self) -> int:
        """How many slots."""
        return self.there.size


def usual_of(world: World, table: str) -> Usual:
    """What a typical owner has in a table, found once for each world."""
    if table not in world.usual:
        world.usual[table] = _usual(world, table)
    found = world.usual[table]
    assert isinstance(found, Usual)
    return found


def _usual(world: World, table: str) -> Usual:
    kinds = world.slots(table)
    always = table in ("staff", "schools")
    n = 1 if always else len(kinds)
    again = [place > 0 and kinds[place - 1] is kinds[place] for place in range(len(kinds))]
    there = [always or (kinds[place].usual and not again[place]) for place in range(n)]
    relevant: dict[str, Bools] = {
        column: np.array(
            [True] if always else [column in kind.columns for kind in kinds], dtype=np.bool_
        )
        for name, column in world.domain.cells
        if name == table
    }
    cells = {
        column: np.where(here, world.codes(world.domain.cells[table, column].texts[:1]), EMPTY)
        for column, here in relevant.items()
    }
    if table == "staff" and any(world.stints):
        for column in ("from", "to"):
            cells[column], relevant[column] = np.full(1, EMPTY), np.ones(1, np.bool_)
    grids = [kind.grid for kind in kinds] if kinds else []
    return Usual(
        there=np.array(there, np.bool_),
        main=np.array([g.typical for g in grids] or [0] * n, np.int64),
        step=np.array([g.step for g in grids] or [1] * n, np.int64),
        first=np.array([g.first for g in grids] or [0] * n, np.int64),
        key=np.array([0 if always else world.kind_code(kind) for kind in kinds] or [0] * n),
        cells={column: codes.astype(np.int32) for column, codes in cells.items()},
        relevant=relevant,
    )


def usual_fund(world: World, heads: Ints) -> Ints:
    """A usual fund in fen: so much a head, and what pools take that take an amount."""
    level_1, level_2 = world.policy.level_1.plan, world.policy.level_2.plans.values()
    amounts = [
        sum(pool.takes.fen for pool in plan.pools if isinstance(pool.takes, Amount))
        for plan in (level_1, *level_2)
    ]
    fixed = amounts[0] + max(amounts[1:], default=0)
    found: Ints = heads * (PER_HEAD * 10**world.policy.currency.decimals) + fixed
    return found


def plain(world: World, posts: int, counties: int) -> Counties:
    """So many counties, each one school with so many typical posts and a usual fund."""
    n = posts * counties
    names = {*world.domain.kinds, "staff", "schools"}
    funds = np.zeros((len(world.domain.sources), counties), np.int64)
    funds[0] = usual_fund(world, np.full(counties, posts))
    day = np.zeros((n, 1), np.int64)
    return Counties(
        unit_starts=np.arange(counties + 1),
        school_starts=np.arange(counties + 1),
        post_starts=np.arange(counties + 1) * posts,
        post_school=np.repeat(np.arange(counties), posts),
        teacher=np.arange(n),
        grouped=np.zeros(counties, np.bool_),
        funds=funds,
        tables={
            name: _filled(usual_of(world, name), counties if name in OF_SCHOOLS else n)
            for name in sorted(names)
        },
        cases=Verdicts(np.full((n, 1), -1), np.zeros((n, 1), np.bool_), day, day),
    )


def _filled(usual: Usual, owners: int) -> Slots:
    shape = (owners, 1)
    return Slots(
        np.tile(usual.there, shape),
        np.tile(usual.main, shape),
        usual.key,
        {column: np.tile(codes, shape) for column, codes in usual.cells.items()},
    )


def typical(usual: Usual, slots: Slots, owners: list[int]) -> Slots:
    """The rows of some owners made typical."""
    there, main = slots.there.copy(), slots.main.copy()
    cells = {column: codes.copy() for column, codes in slots.cells.items()}
    there[owners], main[owners] = usual.there, usual.main
    for column, codes in usual.cells.items():
        cells[column][owners] = codes
    return replace(slots, there=there, main=main, cells=cells)
