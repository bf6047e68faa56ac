"""The request: can these codes be billed together?

It is separate from `together`, which imports the whole claim check.
"""

from dataclasses import dataclass
from datetime import date

from bot.domain.codes.claim.claim import ClaimSetting
from bot.domain.codes.cpt.grammar import BilledCode

MOST_CODES = 6


@dataclass(frozen=True, slots=True)
class TogetherRequest:
    """Two to six codes, with their typed modifiers. `left_over`: how many more were named."""

    billed: tuple[BilledCode, ...]
    on: date | None = None
    setting: ClaimSetting = ClaimSetting.PRACTITIONER
    left_over: int = 0
    place: str = ""
    payer: str = ""
