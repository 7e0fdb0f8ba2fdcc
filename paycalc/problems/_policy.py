"""Messages of the codes ``P…``."""

from __future__ import annotations

from paycalc.problems._message import Message

POLICY: dict[str, Message] = {}
