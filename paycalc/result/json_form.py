"""JSON in its one form, and its hash."""

from __future__ import annotations

import hashlib
import json


def canonical(value: object) -> bytes:
    """A value as JSON in its one form: sorted keys, no spaces, UTF-8.

    >>> canonical({"b": 1, "a": "é"}).decode()
    '{"a":"é","b":1}'
    """
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def hash_of(value: object) -> str:
    """The sha256 of a value's one form (hexadecimal)."""
    return hashlib.sha256(canonical(value)).hexdigest()
