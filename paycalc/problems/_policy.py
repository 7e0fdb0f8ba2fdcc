"""Messages of the codes ``P…``: policies.

P0.. reading and the grammar, P2.. names, files and versions, P3.. items and groups, P4.. pools and
plans, P5.. adjustments, guarantees and the veto, P6.. the domain. A code with an N behind it also
has a known name that looks like the one found.
"""

from __future__ import annotations

from collections.abc import Mapping

from paycalc.problems._message import Message
from paycalc.problems._policy_grammar import GRAMMAR, GRAMMAR_NAMES
from paycalc.problems._policy_meaning import MEANING, MEANING_NAMES
from paycalc.problems._policy_versions import VERSIONS
from paycalc.problems._policy_yaml import YAML


def _with_near(messages: Mapping[str, Message]) -> dict[str, Message]:
    """The messages of unknown names, and their N forms, which suggest the nearest known one."""
    near = {
        f"{code}N": Message(
            message.severity,
            f"{message.en} Did you mean '{{nearest}}'?",
            f"{message.zh}是否想写“{{nearest}}”？",
        )
        for code, message in messages.items()
    }
    return {**messages, **near}


POLICY: dict[str, Message] = {
    **YAML,
    **GRAMMAR,
    **VERSIONS,
    **MEANING,
    **_with_near({**GRAMMAR_NAMES, **MEANING_NAMES}),
}
