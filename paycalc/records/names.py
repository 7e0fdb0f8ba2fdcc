"""What tables and columns are called: the names of records.md, and those that a dataset adds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

import yaml

from paycalc.problems import Place, Problem
from paycalc.records._scalars import fold
from paycalc.records.tables import TABLES, english

KEY = "aliases"
PERIOD_SHEETS = ("period", "期间")


@dataclass(frozen=True, slots=True)
class Names:
    """Further names: of tables, and of columns in every table (``None``) or in one."""

    tables: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[tuple[str | None, str], str] = field(default_factory=dict)

    def table(self, called: str) -> str | None:
        """The table that a file or sheet is named after, if any; ``period`` for the period.

        >>> Names().table("工作量表"), Names().table("Staff"), Names().table("Sheet1")
        ('workload', 'staff', None)
        """
        bare = called.strip()
        if bare in self.tables:
            return self.tables[bare]
        return _TABLES.get(bare.lower()) or _TABLES.get(bare.removesuffix("表"))

    def column(self, table: str, heading: str) -> str:
        """The column that a heading stands for; itself where it is not known."""
        for where in (table, None):
            if (where, heading) in self.columns and self._fits(table, where, heading):
                return self.columns[where, heading]
        return english(table, heading)

    def _fits(self, table: str, where: str | None, heading: str) -> bool:
        return where is not None or self.columns[where, heading] in TABLES[table].columns

    def known(self, table: str, text: str) -> str | None:
        r"""The column of records.md (or of an alias) that a sheet's heading means, if any.

        Line breaks, brackets and a star may stand in it, and both languages.

        >>> Names().known("workload", "工 号"), Names().known("workload", "数量*\nquantity")
        ('teacher_id', 'quantity')
        >>> Names().known("funds", "金额（万元）") is None
        True
        """
        whole = fold("".join(text.split())).rstrip("*")
        parts = [fold(part) for part in re.split(r"[\s/()（）*＊]+", text) if part]
        column = self._exact(table, text.strip()) or self._exact(table, whole)
        if column is not None:
            return column
        meant = {self._exact(table, part) for part in parts}
        return meant.pop() if len(meant) == 1 else None

    def _exact(self, table: str, form: str) -> str | None:
        for heading in (form, form.lower()):
            column = self.column(table, heading)
            if column != heading or column in TABLES[table].columns:
                return column
        return None


_TABLES: Mapping[str, str] = {
    called: name
    for name, others in (*((s.name, s.zh) for s in TABLES.values()), ("period", PERIOD_SHEETS))
    for called in (name, *others)
}

PLAIN = Names()


def parse_names(text: str, file: str) -> tuple[Names, list[Problem]]:
    """The names that ``aliases`` of a ``period.yaml`` adds, and what is wrong with them.

    Its keys are tables (``workload``), columns (``quantity``) or columns of one table
    (``workload.kind``); its values a name each, or a list of them.

    >>> names, _ = parse_names("aliases: {workload: 课时, workload.quantity: [节数, 课时数]}", "")
    >>> names.table("课时"), names.column("workload", "节数")
    ('workload', 'quantity')
    """
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError):
        return PLAIN, []  # told when the period is read
    section = _section(node)
    if section is None:
        return PLAIN, []
    if not isinstance(section, yaml.MappingNode):
        return PLAIN, [Problem("R156", _place(section, file))]
    tables: dict[str, str] = {}
    columns: dict[tuple[str | None, str], str] = {}
    problems: list[Problem] = []
    for key, value in section.value:
        called = _texts(value)
        if not isinstance(key, yaml.ScalarNode) or called is None:
            problems.append(Problem("R156", _place(key, file)))
            continue
        where, _, column = key.value.rpartition(".")
        if (wrong := _unknown(key.value)) is not None:
            problems.append(Problem("R157", _place(key, file), wrong))
            continue
        for one in called:
            if key.value in TABLES:
                taken = tables.setdefault(one, key.value)
            else:
                taken = columns.setdefault((where or None, one), column)
            if taken != (column or key.value):
                values = {"name": one, "first": taken, "second": key.value}
                problems.append(Problem("R158", _place(value, file), values))
    return Names(tables, columns), problems


def has_names_alone(text: str) -> bool:
    """Whether a ``period.yaml`` has nothing but names, so that the period stands elsewhere.

    >>> has_names_alone("aliases: {workload: 课时}"), has_names_alone("id: x")
    (True, False)
    """
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError):
        return False
    return isinstance(node, yaml.MappingNode) and all(key.value == KEY for key, _ in node.value)


def _section(node: yaml.Node | None) -> yaml.Node | None:
    """What stands under ``aliases``."""
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    return next((value for key, value in pairs if key.value == KEY), None)


def _texts(value: yaml.Node) -> list[str] | None:
    """A name, or a list of names; ``None`` for anything else."""
    members = value.value if isinstance(value, yaml.SequenceNode) else [value]
    if not all(isinstance(member, yaml.ScalarNode) for member in members):
        return None
    return [str(member.value).strip() for member in members]


def _unknown(key: str) -> dict[str, str | int] | None:
    """What to say of a key that names neither a table nor a column; ``None`` for one that does."""
    where, _, _ = key.rpartition(".")
    known = {*TABLES, *(column for spec in TABLES.values() for column in spec.columns)}
    if (where in TABLES) if where else key in known:
        return None
    near = get_close_matches(where or key, sorted(TABLES if where else known), 1)
    return {"key": key, "nearest": near[0] if near else "workload"}


def _place(node: yaml.Node, file: str) -> Place:
    return Place(file, node.start_mark.line + 1, node.start_mark.column + 1)
