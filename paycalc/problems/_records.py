"""Messages of the codes ``R…``."""

from __future__ import annotations

from paycalc.problems._message import Message

RECORDS: dict[str, Message] = {}
