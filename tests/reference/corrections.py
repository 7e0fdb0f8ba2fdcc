"""policies/corrections.md: what a closed period's corrections and releases settle, to the fen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from .arithmetic import mul, percentage, policy_money
from .cells import cell_date
from .changed import cases, own_rows
from .columns import Reading, place_of_post
from .division import share
from .groups import belongs
from .levels import Accounts
from .policy import Node, read_policy, read_yaml
from .records import Cells, Post, PostKey
from .refusal import Refusal
from .settled import (
    Account,
    Computed,
    SettledPost,
    State,
    Tables,
    accounts_of,
    first,
    of_posts,
    posts_of,
    recompute,
    settled,
    veto_goes_to,
)
from .veto import applying, case_takes, in_time, kind_of, triggered

__all__ = ["Blocker", "State", "correct", "first", "release"]

Blocker = tuple[str, str, str]  # code, county, and teacher or unit or ""


# --- Section 13: the veto of settled lines ----------------------------------------------------


def vetoed(county: Computed, posts: Mapping[PostKey, SettledPost]) -> dict[PostKey, SettledPost]:
    """The posts of the recomputation with what the veto takes of these lines."""
    reading, rules = county.reading, county.reading.policy.veto
    if rules is None:
        return {key: replace(post, forfeited=0, held=0) for key, post in posts.items()}
    accounts = Accounts(lines={key: dict(post.lines) for key, post in posts.items()})
    now = {
        case.case_id: kind_of(case, rules)
        for case in reading.county.cases
        if in_time(case, kind_of(case, rules), reading.period)
    }
    in_force = [case for case in reading.county.cases if case.case_id in now]
    settled = {}
    for post in reading.county.posts:
        takes = [case_takes(c, now[c.case_id], post, accounts) for c in applying(post, in_force)]
        gross = accounts.gross(post.key)
        neighbours = reading.county.posts_of(post.unit)
        for line in rules.get("leaders", []):
            if triggered(line, neighbours, in_force) and in_group(line["group"], post, reading):
                takes.append(gross - mul(gross, percentage(line["pays"])))
        holding = [c for c in in_force if not c.applies and c.teacher == post.key[2]]
        largest = max((case_takes(c, now[c.case_id], post, accounts) for c in holding), default=0)
        taken, given = max(takes, default=0), posts[post.key]
        settled[post.key] = replace(
            given,
            forfeited=taken + (given.received if takes else 0),
            held=max(largest - taken, 0),
        )
    return settled


def in_group(group: Node, post: Post, reading: Reading) -> bool:
    """Whether a post is in a group."""
    return belongs(group, place_of_post(post), reading)


# --- Section 13: correction -------------------------------------------------------------------


def correct(
    state: State, tables: Tables, period: Mapping[str, str]
) -> State | Refusal | set[Blocker]:
    """The next revision, with the records as now known; or every error of it."""
    known = recompute(state.policy_text, tables, period)
    if isinstance(known, Refusal):
        return known
    says = read_yaml(state.policy_text)["corrections"]
    recomputed = {key: post for county in known.values() for key, post in posts_of(county).items()}
    due = what_is_due(says["mode"], state, known, recomputed)
    blockers = set(recoveries(says, state, due, known))
    accounts: dict[Account, int] = {}
    for name in sorted({*known, *(key[0] for key in state.accounts), *(key[0] for key in due)}):
        mine = {key: post for key, post in due.items() if key[0] == name}
        now = accounts_of(name, known[name]) if name in known else {}
        before = {key: fen for key, fen in state.accounts.items() if key[0] == name}
        if says["mode"] == "repool":
            accounts |= now
            continue
        for key in sorted({*before, *now}):
            if key[2] in ("fund", "opening") and before.get(key, 0) != now.get(key, 0):
                blockers.add(("X205", name, key[1]))
        if says["mode"] == "freeze_others":
            accounts |= frozen(name, state, mine, before, says, blockers)
        else:
            theirs = {key: post for key, post in recomputed.items() if key[0] == name}
            accounts |= carried(name, mine, theirs, before, now)
    if blockers:
        return blockers
    return settled(state, known, due, accounts)


def what_is_due(
    mode: str,
    state: State,
    known: Mapping[str, Computed],
    recomputed: Mapping[PostKey, SettledPost],
) -> dict[PostKey, SettledPost]:
    """What is due to every post that was settled before or that the recomputation has."""
    due: dict[PostKey, SettledPost] = {}
    for name in sorted({key[0] for key in (*state.posts, *recomputed)}):
        old = state.known[name].reading.county if name in state.known else None
        new = known[name].reading.county if name in known else None
        rows, new_rows = own_rows(old), own_rows(new)
        of_teacher, of_teacher_now = cases(old), cases(new)
        keys = sorted({key for key in (*state.posts, *recomputed) if key[0] == name})
        given: dict[PostKey, SettledPost] = {}
        anew: set[PostKey] = set()
        for key in keys:
            before, now = state.posts.get(key), recomputed.get(key)
            unit = (before or now or SettledPost("")).unit
            of_rows = before is None or rows.get(key) != new_rows.get(key)
            of_cases = of_teacher.get(key[2]) != of_teacher_now.get(key[2])
            given[key] = before or SettledPost(unit)
            if mode == "repool":
                given[key] = now or SettledPost(unit)
            elif mode == "carry_forward":
                anew |= {key} if of_cases and now else set()
            elif of_rows or of_cases:
                anew.add(key)
                given[key] = frozen_post(given[key], now, of_rows=of_rows)
        due |= given
        if name in known and mode != "repool":
            there = {key: given[key] for key in keys if key in recomputed}
            after = vetoed(known[name], there)
            due |= {key: after[key] for key in anew if key in after}
    return due


def frozen_post(before: SettledPost, now: SettledPost | None, *, of_rows: bool) -> SettledPost:
    """`freeze_others`: the lines of a post that is settled anew; a post that is gone has none."""
    if now is None:
        return SettledPost(before.unit)
    if not of_rows:
        return before
    kept = {line: fen for line, fen in before.lines.items() if line.startswith("release.")}
    return replace(before, lines={**now.lines, **kept})


def frozen(
    name: str,
    state: State,
    due: Mapping[PostKey, SettledPost],
    before: Mapping[Account, int],
    says: Node,
    blockers: set[Blocker],
) -> dict[Account, int]:
    """`freeze_others`: the accounts of a county, and the reserves that do not suffice."""
    accounts = dict(before)
    reserve = f"kept.level_2.{says['reserve']}"
    goes_to = veto_goes_to(read_yaml(state.policy_text).get("veto") or None)
    heir = {"county": "forfeited_to_county", "school": reserve}.get(goes_to, "unallocated")
    for unit in sorted({post.unit for post in due.values()}):
        of_unit = [key for key, post in due.items() if post.unit == unit]
        m = g = f = r = 0
        for key in of_unit:
            then, now = state.posts.get(key, SettledPost(unit)), due[key]
            by_hand = now.lines.get("manual", 0) - then.lines.get("manual", 0)
            m += by_hand
            g += now.gross - then.gross - by_hand
            f += now.forfeited - then.forfeited
            r += now.received - then.received
        for account, fen in ((heir, f), ("unallocated", -m), (reserve, -g - r)):
            accounts[name, unit, account] = accounts.get((name, unit, account), 0) + fen
        for account in ("unallocated", "forfeited_to_county"):
            lacks = min(accounts.get((name, unit, account), 0), 0)
            accounts[name, unit, account] = accounts.get((name, unit, account), 0) - lacks
            accounts[name, unit, reserve] += lacks
        if accounts[name, unit, reserve] < 0:
            blockers.add(("X204" if f < 0 else "X203", name, unit))
    for (unit, account), fen in of_posts(due).items():
        accounts[name, unit, account] = fen
    return accounts


def carried(
    name: str,
    due: Mapping[PostKey, SettledPost],
    recomputed: Mapping[PostKey, SettledPost],
    before: Mapping[Account, int],
    now: Mapping[Account, int],
) -> dict[Account, int]:
    """`carry_forward`: the accounts of the recomputation, but posts keep what is settled."""
    given = ("fund", "opening")
    accounts = {key: fen for key, fen in before.items() if key[2] in given}
    moved = (*given, "payable", "held")
    accounts |= {key: fen for key, fen in now.items() if key[2] not in moved}
    for posts, sign in ((recomputed, 1), (due, -1)):
        for post in posts.values():
            where = (name, post.unit, "carried")
            accounts[where] = accounts.get(where, 0) + sign * (post.payable + post.held)
    for (unit, account), fen in of_posts(due).items():
        accounts[name, unit, account] = fen
    return accounts


def recoveries(
    says: Node, state: State, due: Mapping[PostKey, SettledPost], known: Mapping[str, Computed]
) -> Iterator[Blocker]:
    """Recoveries from leavers, and those above the limit."""
    of_teacher: dict[tuple[str, str], int] = {}
    for key, post in due.items():
        paid = state.posts[key].payable if key in state.posts else 0
        who = (key[0], key[2])
        of_teacher[who] = of_teacher.get(who, 0) + post.payable - paid
    decimals, limit = read_policy(state.policy_text, {}).decimals, says.get("recovery_at_most")
    for (county, teacher), fen in of_teacher.items():
        if fen < 0 and not employed(teacher, known.get(county)):
            yield "X201", county, teacher
        if limit is not None and fen < -policy_money(limit, decimals):
            yield "X202", county, teacher


def employed(teacher: str, county: Computed | None) -> bool:
    """Whether some row of staff holds on the period's last day."""
    if county is None:
        return False
    last = county.reading.period.last
    return any(
        holds(stint, last)
        for post in county.reading.county.posts
        if post.key[2] == teacher
        for stint in post.stints
    )


def holds(stint: Cells, day: date) -> bool:
    """Whether a stint holds on a day; an empty date is open."""
    begins = not stint.get("from") or cell_date(stint["from"]) <= day
    ends = not stint.get("to") or cell_date(stint["to"]) >= day
    return begins and ends


# --- Section 15: release ----------------------------------------------------------------------


def release(state: State) -> State | set[Blocker]:
    """The next revision, which pays the reserve out."""
    says = read_yaml(state.policy_text)["corrections"]
    how, reserve = says.get("release", {}), f"kept.level_2.{says['reserve']}"
    line = f"release.{says['reserve']}"
    posts, accounts = dict(state.posts), dict(state.accounts)
    if not any(fen for key, fen in accounts.items() if key[2] == reserve):
        return {("X206", "", "")}
    for name, county in state.known.items():
        reading = county.reading
        goes_to = veto_goes_to(reading.policy.veto)
        heir = {"county": "forfeited_to_county", "school": reserve}.get(goes_to, "unallocated")
        got: dict[PostKey, int] = {}
        for unit, plan in county.paid.plans.items():
            members = reading.county.posts_of(unit)
            weights = [weight(how, p, posts[p.key], reading) for p in members]
            money = accounts.get((name, unit, reserve), 0)
            given = share(money, weights, plan.rounding) if any(weights) else [0] * len(members)
            got |= {p.key: fen for p, fen in zip(members, given, strict=True)}
        alone = {key: SettledPost(posts[key].unit, {line: fen}) for key, fen in got.items()}
        for key, taken in vetoed(county, alone).items():
            post, fen = posts[key], got[key]
            posts[key] = replace(
                post,
                lines={**post.lines, line: post.lines.get(line, 0) + fen},
                forfeited=post.forfeited + taken.forfeited,
                held=post.held + taken.held,
            )
            for account, by in ((reserve, -fen), (heir, taken.forfeited)):
                where = (name, post.unit, account)
                accounts[where] = accounts.get(where, 0) + by
        mine = {key: post for key, post in posts.items() if key[0] == name}
        for (unit, account), fen in of_posts(mine).items():
            accounts[name, unit, account] = fen
    return settled(state, state.known, posts, accounts)


def weight(how: Node, post: Post, has: SettledPost, reading: Reading) -> int:
    """What a post weighs in the release."""
    group = how.get("for", "everyone")
    if group != "everyone" and not in_group(group, post, reading):
        return 0
    if how.get("share_equally") == "true":
        return 1
    level_2 = [fen for line, fen in has.lines.items() if not line.startswith("level_1.")]
    return max(sum(level_2), 0)
