"""Messages of the codes ``C…``."""

from __future__ import annotations

from paycalc.problems._message import Message

COMPUTING: dict[str, Message] = {}
