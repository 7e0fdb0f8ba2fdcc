"""YAML as nodes that know their place, for the files that stand beside policies.

What other rooms may use of the machinery that reads policies: no scalar is guessed, nothing that
is aliased, tagged or too deep is taken, and every mistake is gathered with its line and column.
"""

from paycalc.policy._collector import Collector, Path, shown
from paycalc.policy._grammar._kinds import found_text
from paycalc.policy._grammar._scalars import decimal_text, fixed
from paycalc.policy._yaml import (
    MOST_BYTES,
    BrokenNode,
    ListNode,
    MapNode,
    Node,
    ScalarNode,
    read_nodes,
)
from paycalc.policy.model import Mark

__all__ = [
    "MOST_BYTES",
    "BrokenNode",
    "Collector",
    "ListNode",
    "MapNode",
    "Mark",
    "Node",
    "Path",
    "ScalarNode",
    "decimal_text",
    "fixed",
    "found_text",
    "read_nodes",
    "shown",
]
