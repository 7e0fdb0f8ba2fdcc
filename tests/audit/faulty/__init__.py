"""Deliberately faulty policies, each with a sound twin, and the line that an audit must name."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from paycalc import parse_policy
from paycalc.policy import Policy

FOLDER = Path(__file__).with_name("policies")
NAMES = tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))
VACUOUS = frozenset({"vacuous"})
"""Those whose promise is kept because nothing can ever speak against it."""

Twin = Literal["faulty", "sound"]


@dataclass(frozen=True)
class Fault:
    """One of the twins: its policy, the promise that it declares, and the lines at fault."""

    name: str
    title: str
    policy: Policy
    promise: str
    causes: frozenset[int]


def load(name: str, twin: Twin) -> Fault:
    """A twin; the lines of the other are left empty, so that lines keep their numbers."""
    lines = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8").splitlines()
    other = "# sound" if twin == "faulty" else "# faulty"
    text = "\n".join("" if line.rstrip().endswith(other) else line for line in lines) + "\n"
    policy, problems = parse_policy(text, file=f"{name}.yaml")
    assert policy is not None, problems
    [promise] = policy.promises
    marked = frozenset(n for n, line in enumerate(lines, 1) if line.rstrip().endswith("# cause"))
    faulty = frozenset(n for n, line in enumerate(lines, 1) if line.rstrip().endswith("# faulty"))
    return Fault(name, lines[0].removeprefix("# "), policy, promise, marked or faulty)
