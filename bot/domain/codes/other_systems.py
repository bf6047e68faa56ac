"""Codes of systems that this desk does not answer for, known by form or label, so that nobody is sent to a wrong code.

A whole question only: `DRG 470` is a group of stays, 'drug 470' words to be searched for. Forms: ICD-9-CM as last
published for fiscal 2014; ICD-10-PCS by its manual (seven places, without O and I); revenue codes by NUBC; NDC by FDA.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.errors import NotUnderstood


class OtherSystem(StrEnum):
    """Which one."""

    ICD9 = "icd-9"
    PCS = "icd-10-pcs"
    DRG = "drg"
    REVENUE = "revenue"
    NDC = "ndc"
    NUMBER = "number"
    """Digits where a diagnosis code begins with a letter; of no system that the digits alone would tell."""


@dataclass
class OtherSystemTyped(NotUnderstood):
    """A code of another system; `suggestions` are codes of this one that may have been meant."""

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
    """The system that cleaned `text` is a code of, where it is all that `text` holds.

    >>> other_system("MS-DRG 470")
    <OtherSystem.DRG: 'drg'>
    """
    lower = text.strip(" .,;?!").lower()
    return next((system for system, form in _FORMS if form.fullmatch(lower)), None)


def revenue_alone(text: str) -> bool:
    """Whether `text` is four digits with a zero in front: nothing of CPT's has that form."""
    return bool(_ALONE.fullmatch(text))


def digit_first(text: str) -> str | None:
    """`text` with its first digit as the letter it looks like (`110` as `I10`, `080` as `O80`); "" where it looks like
    none; None where `text` is no code that begins with a digit.
    """
    lower = text.strip(" .,;?!").lower()
    if not _DIGIT_FIRST.fullmatch(lower) or sum(c.isdigit() for c in lower) < 2:
        return None
    letter = {"1": "I", "0": "O"}.get(lower[0], "")
    return letter and f"{letter}{lower[1:].upper()}"
