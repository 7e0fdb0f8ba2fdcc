"""Small policies for tests of the audit, and how to judge a promise in one of them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from paycalc.audit.catalogue import CATALOGUE
from paycalc.audit.changes import changed
from paycalc.audit.pairs import Pairs, pay, pay_changed
from paycalc.audit.search import Tally, is_cliff, search
from paycalc.audit.world import World
from paycalc.audit.world_drawing import draw
from paycalc.policy import load_policy
from paycalc.policy.model import Policy

HEAD = """
paycalc: 1
id: small
version: "1"
effective: {from: 2025-09-01}
currency: {code: CNY, decimals: 2}
"""

SOUND = f"""{HEAD}
groups: {{front_line: {{position: [teacher]}}, leaders: {{position: [principal]}}}}
items:
  headcount: {{of: unit, rows: staff, each: fte}}
  lessons: {{rows: workload, where: {{kind: lesson}}}}
  heads: {{rows: workload, where: {{kind: class_head}}, times: [5]}}
  quality: {{rows: outcomes, where: {{indicator: quality}}, combine: mean, missing: 0}}
level_1: {{pools: {{all: {{takes: rest, share_by: [headcount]}}}}}}
level_2:
  pools: {{all: {{takes: rest, share_by: [lessons, heads, quality]}}}}
  rounding: webster
veto:
  list: {{tutoring: {{class: serious, title: {{en: tutoring}}}}}}
  classes: {{serious: {{pays: 0%, months: 12}}}}
  statuses: {{confirmed: apply, under_review: hold}}
"""
"""Pay is proportional to points that rise in everything."""


@cache
def policy_of(text: str) -> Policy:
    """A policy of its text."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "policy.yaml"
        path.write_text(text)
        return load_policy(path)


@cache
def world_of(text: str) -> World:
    """Its world."""
    return World(policy_of(text))


def with_lines(*changes: tuple[str, str]) -> str:
    """The sound policy with some of its text replaced; what is replaced must be there."""
    text = SOUND
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return text


def pairs_of(text: str, promise: str, seed: int = 0, size: int = 600) -> Pairs:
    """Pairs of counties of a policy under a promise."""
    world, judged = world_of(text), CATALOGUE[promise]
    before = pay(world, draw(world, seed, 0, size))
    change = changed(world, before.counties, judged.change, is_cliff(judged), seed, 0)
    return Pairs(world, judged, before, pay_changed(world, before, change), change)


def tally_of(text: str, promise: str, cases: int = 4096, seed: int = 0) -> Tally:
    """What a search comes to."""
    return search(world_of(text), [CATALOGUE[promise]], cases, seed=seed).tallies[promise]
