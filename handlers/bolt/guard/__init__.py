"""Request checks before Bolt sees a request: sender, age, size, form. Socket Mode shares `check_shape`."""

from handlers.bolt.guard.middleware import Dispatch, GuardSettings, apology, bolt_dispatch, check, guarded
from handlers.bolt.guard.results import AcceptedRequest, PayloadKind, RefusalReason, RefusedRequest
from handlers.bolt.guard.shape import check_shape

__all__ = [
    "AcceptedRequest",
    "Dispatch",
    "GuardSettings",
    "PayloadKind",
    "RefusalReason",
    "RefusedRequest",
    "apology",
    "bolt_dispatch",
    "check",
    "check_shape",
    "guarded",
]
