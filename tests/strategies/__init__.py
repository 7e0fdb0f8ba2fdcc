"""Random policies over the whole grammar, and small datasets that go with them."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.strategies.breakage import POLICY_BREAKERS, RECORD_BREAKERS, absent_column
from tests.strategies.case import Case
from tests.strategies.chooser import Chooser, DrawChooser, RandomChooser
from tests.strategies.datasets import make_tables
from tests.strategies.manual import OFTEN, SELDOM, add_manual
from tests.strategies.mischief import TRICKS
from tests.strategies.policies import make_policy
from tests.strategies.text import to_yaml
from tests.strategies.world import World, make_world

__all__ = ["Case", "case_of", "case_with_more_money", "cases", "make_case"]

_MISCHIEF = (
    (82, ""),
    (11, "computing"),
    (4, "records"),
    (2, "policy"),
    (1, "absent_column"),
)


def make_case(chooser: Chooser, besides: int = SELDOM) -> Case:
    """A case made of a chooser's choices: mostly one that is paid, at times one that is not.

    In ``besides`` of a hundred there is money besides the fund.
    """
    world = make_world(chooser)
    policy, files = make_policy(chooser, world)
    tables = make_tables(chooser, world, policy)
    mischief = chooser.weighted(_MISCHIEF)
    if mischief == "computing":
        mischief = chooser.choice(tuple(TRICKS))
        TRICKS[mischief](chooser, world, policy, tables)
    elif mischief == "records":
        chooser.choice(RECORD_BREAKERS)(chooser, world, policy, tables)
    elif mischief == "policy":
        chooser.choice(POLICY_BREAKERS)(chooser, world, policy, tables)
    elif mischief == "absent_column":
        absent_column(chooser, world, policy, tables)
    else:
        add_manual(chooser, world, tables, besides)
    return Case(policy, to_yaml(policy), tables, _period(world), files, mischief or None)


def _period(world: World) -> dict[str, str]:
    period = {"id": "p", "from": str(world.first_day), "to": str(world.last_day)}
    if world.known_at:
        period["known_at"] = str(world.known_at)
    return period


def case_of(seed: int) -> Case:
    """The case of a seed, the same everywhere."""
    return make_case(RandomChooser(seed))


def case_with_more_money(seed: int) -> Case:
    """The case of a seed, mostly with manual adjustments or opening balances."""
    return make_case(RandomChooser(seed), OFTEN)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Cases drawn by Hypothesis, which shrinks every choice; slow next to ``case_of``."""
    return make_case(DrawChooser(draw))
