"""Recognize codes of unsupported systems by form or label, so that no one gets a wrong code.

Only a whole question counts: `DRG 470` is a DRG, 'drug 470' is a search. Forms: ICD-9-CM as last published for fiscal
2014; ICD-10-PCS by its manual (seven characters, without O and I); revenue codes by NUBC; NDC by FDA.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.errors import NotUnderstood


class OtherSystem(StrEnum):
    """The unsupported systems."""

    ICD9 = "icd-9"
    PCS = "icd-10-pcs"
    DRG = "drg"
    REVENUE = "revenue"
    NDC = "ndc"
    NUMBER = "number"
    """A code that begins with a digit where a diagnosis code has a letter, and matches no system by its digits
    alone."""


@dataclass
class OtherSystemTyped(NotUnderstood):
    """A code of another system. `suggestions` are supported codes that may be meant."""

    system: OtherSystem = OtherSystem.NUMBER


_FORMS = (
    (OtherSystem.DRG, re.compile(r"(?:(?:ms|ap|apr)[- ]?)?drg[ #:]*\d{1,3}(?:-\d)?")),
    (OtherSystem.REVENUE, re.compile(r"(?:rev(?:enue)?|ub(?:-?04)?)(?: codes?)?[ #:]*\d{3,4}")),
    (OtherSystem.NDC, re.compile(r"ndc[ #:]*[\d-]{10,13}|\d{4,5}-\d{3,4}-\d{1,2}")),
    (OtherSystem.PCS, re.compile(r"(?:(?:icd-?10-?)?pcs[ #:]*)?(?=\w*[a-z])\d[0-9a-hj-np-z]{6}")),
    (
        OtherSystem.ICD9,
        re.compile(r"(?:icd-?9(?:-?cm)?[ #:]*)?\d{3}\.\d{1,2}|icd-?9(?:-?cm)?[ #:]*[ve]?\d{3,5}"),
    ),
)
_ALONE = re.compile(r"0\d{3}")
_DIGIT_FIRST = re.compile(r"\d[\dil][\dol]?(?:\.?\d[\da-z]{0,3})?")


def other_system(text: str) -> OtherSystem | None:
    """The system of the code that is all of cleaned `text`, or None.

    >>> other_system("MS-DRG 470")
    <OtherSystem.DRG: 'drg'>
    """
    lower = text.strip(" .,;?!").lower()
    return next((system for system, form in _FORMS if form.fullmatch(lower)), None)


def revenue_alone(text: str) -> bool:
    """Whether `text` is four digits with a leading zero. No CPT code has that form."""
    return bool(_ALONE.fullmatch(text))


def digit_first(text: str) -> str | None:
    """`text` with its first digit replaced by the letter it looks like (`110` as `I10`, `080` as `O80`).

    Returns '' if it looks like no letter, and None if `text` is not a code that begins with a digit.
    """
    lower = text.strip(" .,;?!").lower()
    if not _DIGIT_FIRST.fullmatch(lower) or sum(c.isdigit() for c in lower) < 2:
        return None
    letter = {"1": "I", "0": "O"}.get(lower[0], "")
    return letter and f"{letter}{lower[1:].upper()}"
