"""A policy in its one form, whatever its comments, quotes and indentation."""

from __future__ import annotations

from typing import Final, TypeAlias

from paycalc.policy._collector import Collector
from paycalc.policy._yaml import ListNode, MapNode, Node, ScalarNode, read_nodes
from paycalc.policy.model import Policy

Plain: TypeAlias = "str | list[Plain] | dict[str, Plain] | None"

_SAYS_NOTHING_OF_MONEY: Final = frozenset(("title", "promises", "domain", "lint"))


def canonical_form(policy: Policy) -> Plain:
    """The policy's file and the files of its plans as plain data, scalars as the texts they are.

    A mapping is a list of pairs, since its order may count (section 6: pools take one after the
    other). The parts that no number comes from are left out: the title, what is promised of the
    policy, and what the audit and the lint are told.

    >>> from paycalc.policy import load_policy
    >>> canonical_form(load_policy("policies/star.yaml"))["policy"][1]
    ['id', 'star']
    """
    root = read_nodes(policy.source, "policy.yaml", Collector())
    files: Plain = {
        path: _plain(read_nodes(text, path, Collector())) for path, text in policy.files.items()
    }
    if isinstance(root, MapNode):
        kept = {k: v for k, v in root.entries.items() if k not in _SAYS_NOTHING_OF_MONEY}
        root = MapNode(kept, root.mark)
    return {"policy": _plain(root), "files": files}


def _plain(node: Node | None) -> Plain:
    match node:
        case ScalarNode(text):
            return text
        case ListNode(nodes):
            return [_plain(each) for each in nodes]
        case MapNode(entries):
            return [[key, _plain(value)] for key, (_, value) in entries.items()]
        case _:
            return None
