"""`/explain`: which codes to explain together, and what a payer may ask about a pair of them.

A pair is never judged here, because payers use policies that are not loaded. The two codes themselves (a check-up, a
cause, a treatment) may raise a question, and only that is shown.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.domain.codes.claim.normalize import take_place_and_payer
from bot.domain.codes.cpt.grammar import BilledCode
from bot.domain.codes.cpt.procedure import Group, Procedure
from bot.domain.codes.cpt.tokens import read_tokens
from bot.domain.dates import split_date

MOST_LINES = 6
"""Service lines on one CMS-1500."""
MOST_DIAGNOSES = 12
"""Diagnoses in box 21, A to L."""
EXAMPLE_FITS = ("97140", "M54.50")
EXAMPLE_ASKS = ("97140", "Z00.00")


@dataclass(frozen=True, slots=True)
class ExplainQuestion:
    """The codes in the text, in either order. Without any, explain the two systems.

    `unread`: the text had other words too, or only other words.
    """

    billed: tuple[BilledCode, ...] = ()
    diagnoses: tuple[str, ...] = ()
    on: date | None = None
    unread: bool = False
    payer: str = ""
    place: str = ""


_SYSTEM_WORDS = "cpt icd icd10 icd-10 icd-10-cm hcpcs code codes difference between vs versus"
_JOINING_WORDS = "or and the what is for with to of a in"
_OF_SYSTEMS = frozenset(_SYSTEM_WORDS.split() + _JOINING_WORDS.split())


def read_explain(text: str, today: date, known: Collection[str]) -> ExplainQuestion:
    """Parse cleaned text; words are left out. Raises NotADate, and NotUnderstood for a mistyped code."""
    rest, on = split_date(text, today)
    rest, place, payer = take_place_and_payer(rest)
    read = read_tokens(rest, known)
    unread = any(word.strip(".,;:?!").lower() not in _OF_SYSTEMS for word in (*read.words, *read.modifiers))
    return ExplainQuestion(tuple(read.billed), tuple(read.diagnoses), on, unread, payer, place)


class PayerAsks(StrEnum):
    """What a payer may ask about a procedure and the diagnosis given as its reason."""

    CHECK_UP = "a check-up or screening beside a treatment"
    CAUSE_ALONE = "an external cause says how it happened, never why alone"
    PROBLEM_AT_CHECK_UP = "a problem beside a preventive visit"
    NOT_BEHAVIORAL = "a bodily diagnosis beside psychotherapy"
    NOT_TOBACCO = "no tobacco diagnosis beside tobacco counseling"
    NOT_EAR_WAX = "no impacted ear wax beside its removal"


_TREATMENTS = frozenset(
    {Group.THERAPY, Group.THERAPY_EVALUATION, Group.BEHAVIORAL, Group.DRUG, Group.COUNSELING}
)
_TREATING = frozenset({"20610", "69210"})
_PHYSICALS = frozenset({"99385", "99386", "99387", "99395", "99396", "99397"})
_QUESTIONNAIRE = "96127"


def payer_asks(procedure: Procedure, diagnosis: str) -> PayerAsks | None:
    """The question that `diagnosis` (canonical, with its dot) raises as the reason for `procedure`, or None."""
    if diagnosis[0] in "VWXY":
        return PayerAsks.CAUSE_ALONE
    treats = procedure.group in _TREATMENTS or procedure.code in _TREATING
    if _is_check_up(diagnosis):
        return PayerAsks.CHECK_UP if treats and procedure.code != _QUESTIONNAIRE else None
    if procedure.code in _PHYSICALS:
        return None if diagnosis.startswith("Z") else PayerAsks.PROBLEM_AT_CHECK_UP
    return _special(procedure, diagnosis)


def _special(procedure: Procedure, diagnosis: str) -> PayerAsks | None:
    if (
        procedure.group is Group.BEHAVIORAL
        and procedure.code != _QUESTIONNAIRE
        and diagnosis[0] not in "FZRT"
    ):
        return PayerAsks.NOT_BEHAVIORAL
    if procedure.group is Group.COUNSELING and not _is_tobacco(diagnosis):
        return PayerAsks.NOT_TOBACCO
    if procedure.code == "69210" and not diagnosis.startswith("H61.2"):
        return PayerAsks.NOT_EAR_WAX
    return None


def _is_check_up(diagnosis: str) -> bool:
    """Z00-Z13 without Z3A and similar: encounters for examination or screening."""
    return diagnosis[0] == "Z" and diagnosis[1:3].isdigit() and int(diagnosis[1:3]) <= 13


def _is_tobacco(diagnosis: str) -> bool:
    """Nicotine dependence, tobacco use, and tobacco use in pregnancy."""
    return diagnosis.startswith(("F17.2", "Z72.0", "O99.33", "T65.2", "Z87.891"))
