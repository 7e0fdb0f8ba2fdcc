"""The weight that somebody has in a pool, and which way a change takes it."""

from __future__ import annotations

from dataclasses import replace

from paycalc.audit._directions import Directions
from paycalc.audit._values import who_effect
from paycalc.audit._ways import NO_EFFECT, RISES, Effect, Place, Way, because, join, uncertain
from paycalc.audit.model import Reason
from paycalc.policy.model import Pool

MICRO = 1_000_000


def weight_effect(known: Directions, pool: Pool, place: Place) -> Effect:
    """What the change does to a member's weight in a pool, or to what the member is owed."""
    if pool.kind == "keep":
        return NO_EFFECT
    by_posts = pool.pays_posts
    found = [_points(known, pool, place)]
    found += [_factor(known, name, place) for name in pool.factors]
    if by_posts:
        found += [who_effect(known, pool.who, place), _coefficient(known, pool, place)]
    effect = join(found)
    return replace(effect, appears=False, way=effect.way | (Way.UP if effect.appears else 0))


def _points(known: Directions, pool: Pool, place: Place) -> Effect:
    found = []
    for name in pool.items:
        effect = known.item(name, place)
        less = effect.appears and not known.ranges.item(name).positive
        said = because(pool.mark, f"item {name} may come in below 0", f"项目 {name} 可能以负数计入")
        found.append(uncertain(effect, said, when=less))
    return join(found)


def _factor(known: Directions, name: str, place: Place) -> Effect:
    effect = known.item(name, place)
    return join([effect, RISES]) if effect.appears else effect


def _coefficient(known: Directions, pool: Pool, place: Place) -> Effect:
    """The coefficient of the first listed group that a post belongs to."""
    listed = [*pool.weights]
    if not listed:
        return NO_EFFECT
    if listed[-1][0] != "everyone":
        listed.append(("everyone", MICRO))
    found = []
    for number, (group, micro) in enumerate(listed[:-1]):
        member = who_effect(known, group, place)
        later = [one for _, one in listed[number + 1 :]]
        found.append(_weighed(member, micro, later, _coefficient_said(pool, group)))
    return join(found)


def _coefficient_said(pool: Pool, group: str) -> Reason:
    return because(
        pool.mark,
        f"whoever joins or leaves group {group} has another coefficient in pool {pool.id}",
        f"加入或离开分组 {group} 者在 {pool.id} 中的系数不同",
    )


def _weighed(member: Effect, micro: int, later: list[int], said: Reason) -> Effect:
    if member.nothing or all(one == micro for one in later):
        return NO_EFFECT
    if all(one <= micro for one in later):
        return member
    if all(one >= micro for one in later) and member.way is not Way.ANY:
        flipped = Way.DOWN if member.way is Way.UP else Way.UP
        return replace(member, way=flipped, turned=(said, *member.turned))
    return uncertain(member, said)
