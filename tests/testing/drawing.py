"""Random policies with several datasets each, as cases that claim everything there is to claim."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from paycalc.policy import Policy
from paycalc.records import Period
from paycalc.testing._known import PAYOUT, UNIT, Known
from paycalc.testing.cases import Case, CaseTable, Claim, Member
from paycalc.testing.running import Runner
from tests.strategies.breakage import RECORD_BREAKERS
from tests.strategies.case import Rows
from tests.strategies.chooser import RandomChooser
from tests.strategies.datasets import make_tables
from tests.strategies.mischief import TRICKS
from tests.strategies.policies import make_policy
from tests.strategies.text import to_yaml
from tests.strategies.world import make_world

IMPOSSIBLE = frozenset({"impossible"})
"""What is never found: every claim differs, and so shows what was found."""


def drawn(seed: int, folder: Path, runner: Runner, datasets: int = 4) -> list[Case]:
    """The cases of a seed; now and then one that cannot be computed."""
    chooser = RandomChooser(seed)
    world = make_world(chooser)
    tree, files = make_policy(chooser, world)
    first = make_tables(chooser, world, tree)
    if chooser.chance(20):  # what the policy cannot compute, at least in the first dataset
        TRICKS[chooser.choice(tuple(TRICKS))](chooser, world, tree, first)
    path = folder / f"policy{seed}.yaml"
    path.write_text(to_yaml(tree), encoding="utf-8")
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    policy = runner.policy(path)
    if policy is None:
        return []
    period = Period("p", world.first_day, world.last_day, world.known_at)
    cases = []
    for number in range(datasets):
        tables = make_tables(chooser, world, tree) if number else first
        if chooser.chance(10):
            chooser.choice(RECORD_BREAKERS)(chooser, world, tree, tables)
        read = {name: table_of(rows) for name, rows in tables.items()}
        claims = tuple(everything(policy, read))
        cases.append(Case(f"case {number}", "f.yaml", number + 1, path, period, read, claims))
    return cases


def table_of(rows: Rows) -> CaseTable:
    """Rows as a table; its columns are those of its rows."""
    columns = tuple(dict.fromkeys(name for row in rows for name in row))
    cells = tuple(tuple(row.get(column) or None for column in columns) for row in rows)
    return CaseTable(columns, cells, tuple(range(1, len(cells) + 1)))


def everything(policy: Policy, tables: dict[str, CaseTable]) -> Iterator[Claim]:
    """Every claim that a case could make, each impossible."""
    known = Known(policy, tables)
    posts = [Member("post", post) for post in known.posts]
    units = [Member("unit", (unit,)) for unit in known.units]
    counties = [Member("county", (county,)) for county in known.counties]
    of = {"post": posts, "unit": units, "county": counties}
    for kind, members, names in (
        ("payout", posts, PAYOUT),
        ("line", posts, known.lines),
        ("unit", units, UNIT),
    ):
        for member in members:
            yield from (_claim(kind, member, name) for name in names)
    for item in policy.items.values():
        for member in of[item.base]:
            if item.columns:
                yield _claim("cells", item.name, member)
                continue
            yield _claim("item", item.name, member, ())
            yield from (_claim("step", item.name, member, (), n) for n in range(len(item.steps)))
    yield from (Claim(kind, (kind,), IMPOSSIBLE, 1) for kind in ("guarantees",))
    yield Claim("bars", ("bars",), ((("bar", "impossible"),),), 1)
    for county in known.counties:
        for source in known.accounts:
            yield _claim("ledger", county, source, "payable")
            yield _claim("ledger", county, "fund", source)


def _claim(kind: str, *key: object) -> Claim:
    return Claim(kind, (kind, *map(str, key)), IMPOSSIBLE, 1, key)  # type: ignore[arg-type]
