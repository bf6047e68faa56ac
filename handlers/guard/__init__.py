"""Request checks before Bolt sees a request: sender, age, size, form. Socket Mode shares `check_shape`."""

from handlers.guard.glue import Dispatch, GuardSettings, apology, bolt_dispatch, check, guarded
from handlers.guard.results import Passed, PayloadKind, Reason, Refused
from handlers.guard.shape import check_shape

__all__ = [
    "Dispatch",
    "GuardSettings",
    "Passed",
    "PayloadKind",
    "Reason",
    "Refused",
    "apology",
    "bolt_dispatch",
    "check",
    "check_shape",
    "guarded",
]
