"""Loads a policy: its text, its plans' files, its parts, and whether these fit together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import TYPE_CHECKING

from paycalc.policy._collector import Collector, shown
from paycalc.policy.model import Mark, Policy
from paycalc.problems import Problem, ProblemsError, has_errors, order

if TYPE_CHECKING:
    from paycalc.policy._files import ReadFile
    from paycalc.policy._grammar._policy import Draft


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a file came to: the policy unless it has errors, and what was read of it all the same.

    ``plans`` are the files that its plans name, by their path as written.
    """

    policy: Policy | None
    problems: tuple[Problem, ...]
    draft: Draft | None = None
    plans: tuple[str, ...] = ()


def load_policy(path: str | FilePath) -> Policy:
    """The policy of a file, and of the files that its plans name (the whole of policy.md).

    Raises ``ProblemsError`` with every problem of all of them, each with file, line and position.
    """
    loaded = load_file(FilePath(path))
    if loaded.policy is None:
        raise ProblemsError(loaded.problems)
    return loaded.policy


def load_file(file: FilePath) -> Loaded:
    """What a policy's file comes to, with its problems as values."""
    try:
        content = _start_of(file)
    except (OSError, ValueError) as error:
        problems = Collector()
        problems.add("P000", Mark(shown(str(file)), 0, 0), found=type(error).__name__)
        return Loaded(None, tuple(problems.problems.values()))
    return _loaded(content, str(file), lambda name: _plan_of(file.parent, name))


def _start_of(file: FilePath) -> bytes:
    """A file's content, of one that is too large no more than shows it."""
    from paycalc.policy._yaml import MOST_BYTES

    with file.open("rb") as stream:
        return stream.read(MOST_BYTES + 1)


def _plan_of(folder: FilePath, name: str) -> bytes:
    """The content of a plan's file, which no link may lead out of the policy's folder."""
    inside = folder.resolve()
    try:
        file = (inside / name).resolve()
    except RuntimeError as error:  # links that lead in a circle
        raise ValueError(name) from error
    if not file.is_relative_to(inside):
        raise ValueError(name)
    return _start_of(file)


def parse_policy(
    text: str,
    *,
    file: str = "<policy>",
    read_file: Callable[[str], str] | None = None,
) -> tuple[Policy | None, tuple[Problem, ...]]:
    """The policy that a text says, or ``None``; with every problem, in the order of the file.

    ``file`` is the name that problems carry; ``read_file`` gives the text of a plan's file by its
    path as written (``OSError`` or ``KeyError`` where there is none). Raises nothing for any text.

    >>> policy, problems = parse_policy("paycalc: 2")
    >>> policy is None, problems[0].code, problems[0].place.line
    (True, 'P031', 1)
    """
    loaded = _loaded(text, file, read_file)
    return loaded.policy, loaded.problems


def _loaded(content: str | bytes, file: str, read_file: ReadFile | None) -> Loaded:
    from paycalc.policy._files import Files, with_files
    from paycalc.policy._grammar._kinds import At, Context
    from paycalc.policy._grammar._policy import POLICY
    from paycalc.policy._meaning import check_meaning
    from paycalc.policy._yaml import read_nodes

    collector = Collector()
    root = read_nodes(content, file, collector)
    if root is None:
        return Loaded(None, order(collector.problems.values()))
    files = Files(read_file, collector)
    root = with_files(root, files)
    context = Context(collector, _decimals(root))
    draft: Draft | None = POLICY.read(root, At(context, (), Mark(file, 1, 1)))
    ordered: tuple[str, ...] = ()
    if draft is not None:
        ordered = check_meaning(draft, context)
    problems = order(collector.problems.values())
    policy = None
    if draft is not None and not has_errors(problems):
        source = content if isinstance(content, str) else content.decode("utf-8-sig")
        policy = _policy(draft, ordered, source, files.texts)
    return Loaded(policy, problems, draft, tuple(files.plans))


def _decimals(root: object) -> int:
    """The currency's decimals, which amounts of money need before the currency is read."""
    from paycalc.policy._yaml import MapNode, ScalarNode

    currency = root.entries.get("currency") if isinstance(root, MapNode) else None
    node = currency[1] if currency else None
    entry = node.entries.get("decimals") if isinstance(node, MapNode) else None
    value = entry[1] if entry else None
    known = ("0", "1", "2", "3")
    return int(value.text) if isinstance(value, ScalarNode) and value.text in known else 3


def _policy(
    draft: Draft, ordered: tuple[str, ...], source: str, files: dict[str, str]
) -> Policy | None:
    if not (draft.effective and draft.currency and draft.level_1 and draft.level_2):
        return None
    first_day, last_day = draft.effective
    return Policy(
        id=draft.id,
        version=draft.version,
        first_day=first_day,
        last_day=last_day,
        currency=draft.currency,
        title=draft.title,
        groups=draft.groups,
        items={name: draft.items[name] for name in ordered},
        level_1=draft.level_1,
        level_2=draft.level_2,
        guarantees=draft.guarantees,
        veto=draft.veto,
        corrections=draft.corrections,
        promises=draft.promises,
        domain=draft.domain,
        lint=draft.lint,
        source=source,
        files=files,
    )
