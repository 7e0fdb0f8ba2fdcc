"""The faulty policies of the folder, and a few that are too large to lie there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import chdir
from pathlib import Path

from paycalc.policy import load_policy
from paycalc.problems import Problem, ProblemsError

POLICIES = Path(__file__).with_name("policies")


def _too_large() -> str:
    return "paycalc: 1\n" + "# a remark\n" * 100_000


def _many_problems() -> str:
    return "paycalc: 1\n" + "".join(f"key_{number}: 1\n" for number in range(1, 1100))


MADE: Mapping[str, Callable[[], str | None]] = {
    "no-such-file": lambda: None,
    "larger-than-a-megabyte": _too_large,
    "table-pasted-into-the-policy": _many_problems,
}
"""Policies that do not lie in the folder: how to make them."""


def names() -> list[str]:
    """The faulty policies, by name."""
    return sorted([path.stem for path in POLICIES.glob("*.yaml")] + list(MADE))


def expected_file(name: str) -> Path:
    """Where what is expected of a policy stands."""
    return POLICIES / f"{name}.txt"


def problems_of(name: str, folder: Path) -> tuple[Problem, ...]:
    """Every problem that loading a faulty policy gives; ``folder`` is for those that are made."""
    where = POLICIES
    if name in MADE:
        where, text = folder, MADE[name]()
        if text is not None:
            (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    with chdir(where):
        try:
            load_policy(f"{name}.yaml")
        except ProblemsError as error:
            return error.problems
    return ()
