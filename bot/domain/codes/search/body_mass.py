"""A body mass index as the range of the code that holds it (Z68, adults): 42 as '40.0 44.9'."""

import re
from collections.abc import Callable

_NUMBER = re.compile(r"\d{2,3}(?:\.\d+)?")
_EACH = range(20, 40)
"""Each of these whole numbers has a code of its own."""
_WIDER = ((40, "40.0 44.9"), (45, "45.0 49.9"), (50, "50.0 59.9"), (60, "60.0 69.9"), (70, "70 or greater"))
_LEAST, _MOST = 10, 150
_SPLIT_AT = 18.5
"""FY2027 divides '19.9 or less' here; an edition without that range has one code for both."""


def body_mass_range(number: str, posted: Callable[[str], int]) -> str:
    """The words of the code's name for an adult's index; '' for what is no such number.

    `posted` tells in how many texts of the edition a word stands.
    """
    value = float(number) if _NUMBER.fullmatch(number) else 0.0
    if not _LEAST <= value <= _MOST:
        return ""
    return f"body mass index {_range(value, posted)} adult"


def _range(value: float, posted: Callable[[str], int]) -> str:
    whole = int(value)
    if whole in _EACH:
        return f"{whole}.0 {whole}.9"
    if whole >= _EACH.stop:
        return next(said for least, said in reversed(_WIDER) if whole >= least)
    if not posted("18.4"):
        return "19.9 or less"
    return "18.4 or less" if value < _SPLIT_AT else "18.5 19.9"
