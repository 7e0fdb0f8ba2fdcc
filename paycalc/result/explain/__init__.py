"""How one teacher's pay came about: every fen, down to the row and the policy line."""

from paycalc.result.explain.build import Explainer, posts_of
from paycalc.result.explain.facts import Explanation
from paycalc.result.explain.what_if import WhatIf, what_if

__all__ = ["Explainer", "Explanation", "WhatIf", "posts_of", "what_if"]
