"""The ends of flows of money besides pools, and the line that no policy names."""

from __future__ import annotations

from typing import Final

OWN: Final = ""
"""The county's fund, or the unit itself."""

# A pool may be called "kept"; no name holds a control character.
KEPT: Final = "\0kept"
"""What pools keep."""

UNALLOCATED: Final = "\0unallocated"
"""What nobody gets."""

MANUAL: Final = "manual"
"""The line of the table ``adjustments``: lines of a policy have a dot in their names."""
