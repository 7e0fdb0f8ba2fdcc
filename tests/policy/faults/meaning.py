"""Policies whose names, items and pools are well written and do not fit together."""

from __future__ import annotations

from tests.policy.building import Fault, small


def _item(text: str) -> str:
    return small(items=f"more: {text}")


def _pool(text: str) -> str:
    return small(pools_2=f"more: {text}")


def _pool_1(text: str) -> str:
    return small(pools_1=f"more: {text}")


NAMES = (
    Fault("P200", "level_2.pools.more.share_by[1]", _pool("{takes: 1%, share_by: [§quality]}")),
    Fault("P200N", "items.more.sum_of[2]", _item("{sum_of: [lessons, §lesson]}")),
    Fault(
        "P200N",
        "items.more.then[1].plus.item",
        _item("{rows: leave, then: [{plus: {item: §lesons}}]}"),
    ),
    Fault("P200", "groups.more.item.nobody", small(groups="more: {item: {§nobody: {from: 1}}}")),
    Fault(
        "P201", "level_2.pools.more.for", _pool("{takes: 1%, share_equally: true, for: §nobody}")
    ),
    Fault(
        "P201N",
        "level_2.pools.more.weights.teacher",
        _pool("{takes: 1%, share_equally: true, weights: {§teacher: 1}}"),
    ),
    Fault("P201N", "groups.more.not", small(groups="more: {not: §teacher}")),
    Fault("P203", "items.more", small(items="§more: {rows: {item: more}}")),
    Fault(
        "P203",
        "items.a",
        small(items="§a: {sum_of: [b]}\nb: {rows: leave, then: [{plus: {item: a}}]}"),
    ),
    Fault("P203", "groups.more", small(groups="§more: {not: more}")),
    Fault(
        "P203",
        "groups.many",
        small(groups="§many: {item: {more: {from: 1}}}", items="more: {rows: leave, for: many}"),
    ),
    Fault(
        "P203",
        "items.more",
        small(items="§more: {rows: leave, for: {not: {item: {more: {to: 1}}}}}"),
    ),
)

GRAINS = (
    Fault("P080", "items.more.of", _item("{of: §[event], rows: leave}")),
    Fault("P080", "items.more.of", _item("{of: §[post, unit], rows: leave}")),
    Fault("P300", "items.more.rows", _item("{rows: §schools}")),
    Fault("P300", "items.more.rows", _item("{of: [post, indicator], rows: §school_results}")),
    Fault("P301", "items.more.rows.item", _item("{rows: {item: §size}}")),
    Fault("P301", "items.more.rows.item", _item("{of: unit, rows: {item: §spare}}")),
    Fault("P304", "items.more.sum_of[1]", _item("{of: unit, sum_of: [§lessons]}")),
    Fault(
        "P304",
        "items.more.then[1].plus.item",
        _item("{of: unit, rows: leave, then: [{plus: §{item: lessons}}]}"),
    ),
    Fault(
        "P304",
        "items.more.times[1].item",
        _item("{of: unit, rows: schools, times: [§{item: lessons}]}"),
    ),
    Fault(
        "P309",
        "items.more.then[1].relative_to",
        _item("{rows: leave, then: [{§relative_to: {mean: []}}]}"),
    ),
    Fault(
        "P309",
        "items.more.then[2].percentile",
        _item("{rows: leave, then: [{plus: 1}, {§percentile: [unit]}]}"),
    ),
    Fault("P310", "items.more.each", _item("{of: unit, rows: schools, each: §staff.fte}")),
    Fault(
        "P310",
        "items.more.then[1].plus",
        _item("{of: unit, rows: staff, then: [{plus: §staff.fte}]}"),
    ),
    Fault("P311", "items.more.then[1].plus", _item("{rows: leave, then: [{plus: §row.days}]}")),
    Fault("P311", "groups.more.row.days", small(groups="more: {§row.days: {from: 1}}")),
    Fault("P311", "items.more.each", _item("{rows: {item: events}, each: §row.level}")),
    Fault(
        "P312",
        "items.more.then[1].plus",
        _item("{of: unit, rows: staff, then: [{plus: §held.days}]}"),
    ),
    Fault(
        "P313",
        "items.more.then[1].plus",
        _item("{of: county, rows: staff, then: [{plus: §stage}]}"),
    ),
    Fault(
        "P313",
        "items.more.then[1].times.bands.0",
        _item("{of: county, rows: staff, then: [{times: {by: period.days, bands: {0: §stage}}}]}"),
    ),
)

POOLS = (
    Fault(
        "P312",
        "level_1.pools.more.for.held.days",
        _pool_1("{takes: 1%, share_equally: true, for: {§held.days: {from: 1}}}"),
    ),
    Fault(
        "P304",
        "level_1.pools.more.for.item.lessons",
        _pool_1("{takes: 1%, share_equally: true, for: {item: {§lessons: {from: 1}}}}"),
    ),
    Fault(
        "P321",
        "level_1.pools.more.for",
        small(
            groups="many: {item: {lessons: {from: 1}}}",
            pools_1="more: {takes: 1%, share_equally: true, for: §many}",
        ),
    ),
    Fault(
        "P321",
        "level_1.pools.more.for",
        small(
            groups="many: {has: {rows: leave}}\nfew: {not: many}",
            pools_1="more: {takes: 1%, share_equally: true, for: §few}",
        ),
    ),
    Fault(
        "P321",
        "level_1.pools.more.for.not",
        small(
            groups="many: {staff.fte: {from: 1}}",
            pools_1="more: {takes: 1%, share_equally: true, for: {not: §many}}",
        ),
    ),
    Fault("P400", "level_1.pools.more.share_by[1]", _pool_1("{takes: 1%, share_by: [§lessons]}")),
    Fault(
        "P400",
        "level_2.pools.more.factors[1]",
        _pool("{takes: 1%, share_equally: true, factors: [§size]}"),
    ),
    Fault("P400", "level_1.pools.more.takes.item", _pool_1("{takes: {item: §size}, keep: true}")),
    Fault("P400", "level_2.pools.more.takes.item", _pool("{takes: {item: §spare}, keep: true}")),
    Fault("P400", "level_2.pools.more.takes.sum[1]", _pool("{takes: {sum: [§size]}, keep: true}")),
    Fault("P400", "level_1.pools.more.pay[1]", _pool_1("{takes: 5, members: posts, pay: [§size]}")),
    Fault(
        "P405", "level_2.pools.more.factors", _pool("{takes: 1%, keep: true, §factors: [lessons]}")
    ),
    Fault(
        "P405",
        "level_2.pools.more.weights",
        _pool("{takes: 1%, keep: true, §weights: {teachers: 1}}"),
    ),
    Fault(
        "P407",
        "level_2.pools.more.limit.at_least",
        _pool("{takes: 1%, share_equally: true, limit: {at_most: 5, at_least: §5.01}}"),
    ),
    Fault(
        "P407",
        "level_2.pools.more.limit.at_least",
        _pool(
            "{takes: 1%, share_equally: true, "
            "limit: {at_most: {times_mean: 0.5}, at_least: §{times_mean: 0.6}}}"
        ),
    ),
)
