"""How one teacher's pay came about: every fen, down to the row and the policy line."""

from paycalc.result.explain.build import Explainer
from paycalc.result.explain.facts import Explanation

__all__ = ["Explainer", "Explanation"]
