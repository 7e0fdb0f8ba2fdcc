"""What the counties of a search have crossed: bands, tiers, quotas, pools, limits, guarantees."""

from __future__ import annotations

from collections.abc import Mapping

from paycalc.audit.world import World


def coverage_of(world: World, seed: int) -> Mapping[str, int]:
    """How many posts or units of the first chunk lie in each place that can matter."""
    return {}
