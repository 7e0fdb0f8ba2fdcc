"""The slow, plain reading of policy.md with which the engine is compared to the fen."""

from .outcome import Balance, Outcome, Payout, Unit
from .paying import pay
from .refusal import Refusal

__all__ = ["Balance", "Outcome", "Payout", "Refusal", "Unit", "pay"]
