"""Problems with a typed procedure code, as data."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.errors import NotUnderstood


class Slip(StrEnum):
    """How a token differs from the form of a code."""

    LOOKALIKE = "a letter where a digit belongs, or the reverse"
    DROPPED_ZERO = "a leading zero is missing"
    SPLIT = "something stands between the parts of the code"
    GLUED = "a modifier is glued to the code"
    BEHIND = "what stands behind the code is no modifier"
    TOO_SHORT = "too few characters"
    TOO_LONG = "too many characters"
    OTHER = "no form of a procedure code"


@dataclass
class MistypedCode(NotUnderstood):
    """A token that seems to be a procedure code but doesn't have the form; `suggestions` are codes, best first."""

    slip: Slip = Slip.OTHER


@dataclass
class UnknownModifier(NotUnderstood):
    """Two characters in a modifier's place that no published list has. `code` is the code before them."""

    code: str | None = None


@dataclass
class UnknownPlace(NotUnderstood):
    """A place-of-service code that CMS has not assigned. `suggestions` are assigned ones."""
