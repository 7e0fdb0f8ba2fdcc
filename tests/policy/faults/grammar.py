"""Policies in which something of the wrong kind stands at a place."""

from __future__ import annotations

from tests.policy.building import HEAD, Fault, small


def _head(old: str, new: str) -> str:
    assert old in HEAD
    return small(head=HEAD.replace(old, new))


def _item(text: str) -> str:
    return small(items=f"more: {text}")


def _pool(text: str) -> str:
    return small(pools_2=f"more: {text}")


FORMS = (
    Fault("P020", None, "§[]\n"),
    Fault("P020", "items.more", _item("§[]")),
    Fault("P020", "items.more", _item("§workload")),
    Fault("P020", "effective", _head("{from: 2025-09-01}", "§2025-09-01")),
    Fault(
        "P020", "items.more.times[1].bands", _item("{rows: leave, times: [{by: a, bands: §[1]}]}")
    ),
    Fault("P020", "items.more.times[1].table", _item("{rows: leave, times: [{by: a, table: §x}]}")),
    Fault("P021", "level_2.pools.more.share_by", _pool("{takes: 1%, share_by: §lessons}")),
    Fault("P021", "items.more.then", _item("{rows: leave, then: §{plus: 1}}")),
    Fault("P022", "id", _head("id: small", "id: §[small]")),
    Fault("P022", "level_2.pools.more.if_short", _pool("{takes: 5, keep: true, if_short: §{}}")),
    Fault("P023", "items.more.rows", _item("{rows: §[workload]}")),
    Fault("P023", "items.more.each", _item("{rows: leave, each: §[a]}")),
    Fault("P024", "id", _head("id: small", "id: §''")),
    Fault("P024", "items.more.where.kind", _item("{rows: leave, where: {kind: §''}}")),
    Fault("P025", "level_2.pools.more.share_by", _pool("{takes: 1%, share_by: §[]}")),
    Fault("P025", "items.more.where.kind", _item("{rows: leave, where: {kind: §[]}}")),
    Fault("P025", "items.more.then[1].bands", _item("{rows: leave, then: [{bands: §{}}]}")),
    Fault("P026", "items.a.b", small(items="§a.b: {rows: leave}")),
    Fault(
        "P026",
        f"level_2.pools.{'x' * 59}…",
        small(pools_2=f"§{'x' * 101}: {{takes: 1%, keep: true}}"),
    ),
    Fault("P026", "items.a\\x07b", small(items='§"a\\ab": {rows: leave}')),
    Fault(
        "P030N", "level_2.pools.more.shareby", _pool("{takes: 1%, keep: true, §shareby: [lessons]}")
    ),
    Fault("P030N", "item", small(end="§item: {}\n")),
    # a misspelt key is told once: what is needed, or needed beside another, is not missing as well
    Fault("P030N", "level_2.pools.more.share_byy", _pool("{takes: 1%, §share_byy: [lessons]}")),
    Fault("P030N", "level_2.pools.more.take", _pool("{§take: 1%, keep: true}")),
    Fault("P030N", "items.more.row", _item("{§row: leave}")),
    Fault(
        "P030N", "level_2.adjust.cut.minuss", small(adjust="cut: {§minuss: [lessons], at_most: 5%}")
    ),
    Fault("P030N", "items.more.each.bye", _item("{rows: leave, each: {§bye: a, table: {a: 1}}}")),
    Fault("P031", None, "§" + small(head=HEAD.replace("id: small\n", ""))),
    Fault("P031", "level_2.pools.more", _pool("§{keep: true}")),
    Fault("P032", "level_2.pools.more", _pool("§{takes: 1%}")),
    Fault("P032", "items.more", _item("§{of: unit}")),
    Fault("P032", "items.more.then[1]", _item("{rows: leave, then: [§{}]}")),
    Fault(
        "P032", "level_2.pools.more.limit", _pool("{takes: 1%, share_equally: true, limit: §{}}")
    ),
    Fault("P033", "level_2.pools.more.pay", _pool("{takes: 1%, keep: true, §pay: [lessons]}")),
    Fault("P033", "items.more.sum_of", _item("{rows: leave, §sum_of: [lessons]}")),
    Fault("P034", "items.more.where", _item("{sum_of: [lessons], §where: {kind: a}}")),
    Fault(
        "P034", "items.more.then[1].if_zero", _item("{rows: leave, then: [{plus: 1, §if_zero: 0}]}")
    ),
    Fault("P034", "items.more.each.by", _item("{rows: leave, each: {item: lessons, §by: a}}")),
    Fault("P034", "level_2.adjust.cut.from", small(adjust="cut: {each_at_most: 5, §from: [work]}")),
    Fault(
        "P034",
        "level_2.adjust.cut.goes_to",
        small(adjust="cut: {each_at_least: 5, §goes_to: others}"),
    ),
    Fault(
        "P034", "level_2.adjust.cut.at_most", small(adjust="cut: {keep: [lessons], §at_most: 5%}")
    ),
    Fault("P035", "items.more.then[1]", _item("{rows: leave, then: [§{tiers: {0: 1}}]}")),
    Fault("P035", "items.more.each", _item("{rows: leave, each: §{table: {a: 1}}}")),
    Fault("P050", "items.more.rows", _item("{rows: §nothing}")),
    Fault("P050", "paycalc", _head("paycalc: 1", "paycalc: §7")),
    Fault("P050", "level_2.pools.more.share_equally", _pool("{takes: 1%, share_equally: §no}")),
)

SCALARS = (
    Fault("P028", "level_2.pools.more.takes", _pool("{takes: §-5, keep: true}")),
    Fault("P028", "items.more.combine.best", _item("{rows: leave, combine: {best: §0}}")),
    Fault("P028", "currency.decimals", _head("decimals: 2", "decimals: §4")),
    Fault("P042", "items.more.missing", _item("{rows: leave, missing: §9999999999}")),
    Fault("P040", "items.more.times[1]", _item("{rows: leave, times: [§1e3]}")),
    Fault("P040", "items.more.times[1]", _item("{rows: leave, times: [§1_000]}")),
    Fault("P040", "items.more.times[1]", _item("{rows: leave, times: [§.5]}")),
    Fault("P040", "items.more.times[1]", _item("{rows: leave, times: [§.inf]}")),
    Fault("P040", "items.more.times[1]", _item("{rows: leave, times: [§20%]}")),
    Fault("P040", "items.more.times[1]", _item("{rows: leave, times: [§１．５]}")),
    Fault("P042", "items.more.times[1]", _item("{rows: leave, times: [§1000000000.000001]}")),
    Fault("P042", "items.more.times[1]", _item("{rows: leave, times: [§" + "9" * 5000 + "]}")),
    Fault("P045", "level_2.pools.more.takes", _pool("{takes: §100.0001%, keep: true}")),
    Fault("P045", "level_2.pools.more.takes", _pool("{takes: §-1%, keep: true}")),
    Fault("P051", "effective.from", _head("2025-09-01", "§2025-02-30")),
    Fault("P051", "effective.from", _head("2025-09-01", "§1.9.2025")),
    Fault("P052", "items.more.times[1]", _item("{rows: leave, times: [§held.weeks]}")),
    Fault("P052", "items.more.times[1]", _item("{rows: leave, times: [§school.]}")),
    Fault("P052", "items.more.times[1]", _item("{rows: leave, times: [§held]}")),
    Fault("P052", "items.more.times[1]", _item("{rows: leave, times: [§row.held.days]}")),
    Fault("P052", "items.more.where.a.b.c.d", _item("{rows: leave, where: {§a.b.c.d: x}}")),
    Fault("P092", "level_2.round_to", small(level_2="round_to: §20")),
    Fault("P092", "level_1.round_to", small(level_1="round_to: §0")),
    Fault("P600", "domain.units", small(end="domain: {units: §4..1}\n")),
    Fault("P600", "domain.posts", small(end="domain: {posts: §40}\n")),
)


def _promise(written: str) -> str:
    return small(end=f"promises:\n  {written}\n")


PROMISES = (
    Fault("P601N", "promises.more_work_not_les_pay", _promise("§more_work_not_les_pay: true")),
    Fault("P601", "promises.mine", _promise("§mine: {tolerance: 1}")),
    Fault("P030", "promises.nobody_negative.at_most", _promise("nobody_negative: {§at_most: 5%}")),
    Fault("P030", "promises.caps_hold.change", _promise("caps_hold: {§change: {veto: true}}")),
    Fault("P030N", "promises.no_cliff.atmost", _promise("no_cliff: {§atmost: 5%}")),
    Fault("P050", "promises.no_cliff.per", _promise("no_cliff: {per: §weather}")),
    Fault("P050N", "promises.no_cliff.per", _promise("no_cliff: {per: §worklod.lesson}")),
    Fault("P043", "promises.no_cliff.at_most", _promise("no_cliff: {at_most: §5}")),
    Fault(
        "P602",
        "promises.mine.change.leave",
        _promise("mine: {change: {leave: §{a: +1, b: +1}}, then: {own_pay: not_less}}"),
    ),
    Fault(
        "P033",
        "promises.mine.change.fund",
        _promise("mine: {change: {veto: true, §fund: +1}, then: {own_pay: not_less}}"),
    ),
    Fault(
        "P040",
        "promises.mine.change.workload.lesson",
        _promise("mine: {change: {workload: {lesson: §many}}, then: {own_pay: not_less}}"),
    ),
    Fault(
        "P028",
        "promises.mine.change.fund",
        _promise("mine: {change: {fund: §0}, then: {own_pay: not_less}}"),
    ),
    Fault(
        "P050",
        "promises.mine.then.others_pay",
        _promise("mine: {change: {veto: true}, then: {others_pay: §double}}"),
    ),
    Fault("P031", "promises.mine", _promise("mine: §{change: {veto: true}}")),
    Fault("P030N", "domain.workloads", small(end="domain: {§workloads: {}}\n")),
)

VALUES = (
    Fault(
        "P060", "items.more.then[1].bands.0", _item("{rows: leave, then: [{bands: {5: 1, §0: 2}}]}")
    ),
    Fault(
        "P060",
        "items.more.then[1].tiers.5.0",
        _item("{rows: leave, then: [{tiers: {5: 1, §5.0: 2}, mode: whole}]}"),
    ),
    Fault("P064", "items.more.where.days", _item("{rows: leave, where: {days: §{}}}")),
    Fault("P064", "groups.more.item.lessons", small(groups="more: {item: {lessons: §{}}}")),
    Fault(
        "P066", "items.more.where.days.to", _item("{rows: leave, where: {days: {from: 2, to: §1}}}")
    ),
    Fault(
        "P066",
        "items.more.where.day.to",
        _item("{rows: leave, where: {day: {from: 2025-01-02, to: §2025-01-01}}}"),
    ),
    Fault(
        "P066",
        "groups.more.item.lessons.to",
        small(groups="more: {item: {lessons: {from: 2, to: §1}}}"),
    ),
    Fault(
        "P066", "effective.to", _head("{from: 2025-09-01}", "{from: 2025-09-01, to: §2025-08-31}")
    ),
    Fault(
        "P066",
        "domain.workload.lesson.to",
        small(end="domain: {workload: {lesson: {from: 5, to: §4, step: 1}}}\n"),
    ),
)


def _grade(text: str) -> str:
    return _item("{rows: outcomes, missing: none, then: [{grade: {within: unit, " + text + "}}]}")


_GRADE = "items.more.then[1].grade"

GRADES = (
    Fault("P072", f"{_GRADE}.quotas", _grade("quotas: §{a: 50%, b: 40%}, values: {a: 1, b: 2}")),
    Fault(
        "P072",
        f"{_GRADE}.quotas",
        _grade("quotas: §{a: 60%, b: 50%, c: rest}, values: {a: 1, b: 2, c: 3}"),
    ),
    Fault("P072", f"{_GRADE}.quotas", _grade("quotas: §{a: 2, b: 3}, values: {a: 1, b: 2}")),
    Fault("P073", f"{_GRADE}.values.z", _grade("quotas: {a: rest}, values: {a: 1, §z: 2}")),
    Fault(
        "P073",
        f"{_GRADE}.small_group.grade",
        _grade("quotas: {a: rest}, values: {a: 1}, small_group: {below: 3, grade: §z}"),
    ),
    Fault("P050", f"{_GRADE}.ties", _grade("quotas: {a: rest}, values: {a: 1}, ties: §none")),
)
