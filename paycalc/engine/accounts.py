"""The ends of flows of money besides pools."""

from __future__ import annotations

from typing import Final

OWN: Final = ""
"""The county's fund, or the unit itself."""

# A pool may be called "kept"; no name holds a control character.
KEPT: Final = "\0kept"
"""What pools keep."""

UNALLOCATED: Final = "\0unallocated"
"""What nobody gets."""
