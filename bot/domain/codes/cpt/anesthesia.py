"""Anesthesia by base units and minutes: `00142 base 4 45 min`. Source: CMS Claims Processing Manual, chapter 12, 50."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.domain.codes.cpt.durations import take_minutes
from bot.domain.codes.cpt.grammar import BilledCode, CodeKind, ProcedureCode

_CODE = re.compile(r"(0[01][0-9]{3})\b")
_BASE = re.compile(
    r"\b(?:base(?: units?)? ?(?:of |= ?)?(?P<after>\d{1,2}(?:\.\d)?)|(?P<before>\d{1,2}(?:\.\d)?) ?base(?: units?)?)\b",
    re.IGNORECASE,
)
_FIRST, _LAST = 100, 1999
MOST_BASE_UNITS = Decimal(30)


@dataclass(frozen=True, slots=True)
class AnesthesiaRequest:
    """A request for Medicare's anesthesia allowance.

    `base_units` None: not given; no public file with them is loaded.
    """

    billed: BilledCode
    minutes: int
    base_units: Decimal | None
    on: date | None = None


def is_anesthesia(code: str) -> bool:
    """Whether a code is in CPT's anesthesia range, 00100 to 01999.

    >>> is_anesthesia("00142"), is_anesthesia("97140")
    (True, False)
    """
    return len(code) == 5 and code.isdecimal() and _FIRST <= int(code) <= _LAST


def read_anesthesia(text: str, on: date | None) -> AnesthesiaRequest | None:
    """One anesthesia code with minutes, and base units if given; None for any other text.

    Raises NotUnderstood for more minutes than a day has.
    """
    found = _CODE.match(text)
    if not found or not is_anesthesia(found[1]):
        return None
    base = _BASE.search(text)
    rest, minutes = take_minutes(_BASE.sub(" ", text[found.end() :]))
    modifiers = tuple(part.upper() for part in re.split(r"[\s,-]+", rest) if part)
    if len(minutes) != 1 or any(len(each) != 2 for each in modifiers):
        return None
    units = Decimal(base["after"] or base["before"]) if base else None
    billed = BilledCode(ProcedureCode(found[1], CodeKind.CATEGORY_I), modifiers)
    return AnesthesiaRequest(billed, minutes[0], units if units and units <= MOST_BASE_UNITS else None, on)
