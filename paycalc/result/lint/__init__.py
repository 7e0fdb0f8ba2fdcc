"""What a regulation would object to in what a policy comes to with a dataset."""

from paycalc.result.lint._rules import lint_result

__all__ = ["lint_result"]
