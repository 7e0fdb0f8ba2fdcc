"""The policy: as data, and loaded from YAML with every problem in its place."""

from paycalc.policy._load import load_policy, parse_policy
from paycalc.policy.model import Policy
from paycalc.policy.versions import Policies, Version, load_policies

__all__ = ["Policies", "Policy", "Version", "load_policies", "load_policy", "parse_policy"]
