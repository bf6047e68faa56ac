"""Codes that a team watches: what may be watched, and the current status of each."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.domain.codes.cpt.grammar import CodeKind as ProcedureKind
from bot.domain.codes.cpt.grammar import read_billed
from bot.domain.codes.icd.grammar import is_ambiguous, too_long
from bot.domain.codes.icd.grammar import read_code as read_diagnosis
from bot.domain.codes.releases import System
from bot.domain.errors import CodeDeskError

MOST = 300
"""The most codes that a workspace may watch. This is several times what one practice bills; each costs every search
some microseconds."""
AT_ONCE = 50
"""The most codes that one command may add."""


@dataclass
class TooManyWatched(CodeDeskError):
    """The workspace would watch more than `limit` codes. It now watches `there`."""

    limit: int
    there: int


@dataclass(frozen=True, slots=True)
class CodeName:
    """A code of a system, in canonical form."""

    system: System
    code: str


@dataclass(frozen=True, slots=True)
class Watched:
    """A code that a workspace watches. `by` is a user's id; `at` is time zone aware."""

    system: System
    code: str
    by: str
    at: datetime


class State(StrEnum):
    """The status of a watched code."""

    BILLABLE = "billable"
    HEADER = "header"
    ENDED = "ended"
    CUT_OFF = "not told"  # only an older release has it, and the newest one seems cut off
    NOT_LISTED = "not listed"  # no loaded release of its system has it
    NOT_LOADED = "not loaded"  # no loaded release of its system can answer


@dataclass(frozen=True, slots=True)
class WatchedStatus:
    """A watched code's status today. `last_day`: if a file states it. `edition`: the edition that answered, or ''.

    `over`: the last day of that edition, if it has ended and no newer one is loaded.
    """

    watched: Watched
    state: State
    name: str = ""
    last_day: date | None = None
    successors: tuple[str, ...] = ()
    edition: str = ""
    over: date | None = None


def read_codes(
    tokens: Iterable[str], is_diagnosis: Callable[[str], bool]
) -> tuple[tuple[CodeName, ...], tuple[str, ...]]:
    """The codes among `tokens`, each once in order, and the tokens that are not codes.

    `is_diagnosis` returns whether a code exists in ICD-10-CM, because `M5450` also has the form of an HCPCS code.
    Modifiers are removed. A letter O typed for a zero is not corrected.
    """
    found: dict[CodeName, None] = {}
    unread: list[str] = []
    for token in filter(None, (t.strip(" .,;:()") for t in tokens)):
        name = read_one(token, is_diagnosis)
        if name:
            found[name] = None
        else:
            unread.append(token)
    return tuple(found), tuple(unread)


def read_one(
    token: str, is_diagnosis: Callable[[str], bool], *, diagnosis_first: bool = False
) -> CodeName | None:
    """One code in canonical form; None if it doesn't have a code's form.

    `diagnosis_first`: the user asked for a diagnosis (`/icd note A0100`).
    """
    diagnosis = read_diagnosis(token)
    if diagnosis and (diagnosis.guessed or too_long(diagnosis.code)):
        diagnosis = None
    billed = read_billed(token)
    if diagnosis and (billed is None or diagnosis_first):
        return CodeName(System.ICD10CM, diagnosis.code)
    if billed is None:
        return None
    if diagnosis and is_ambiguous(token) and is_diagnosis(diagnosis.code):
        return CodeName(System.ICD10CM, diagnosis.code)
    kind = billed.procedure.kind
    system = System.HCPCS if kind in (ProcedureKind.HCPCS, ProcedureKind.CDT) else System.CPT
    return CodeName(system, billed.procedure.code)


def lifted(watched: Sequence[Watched], boosts: dict[str, float], least: float) -> dict[str, float]:
    """Boosts of used codes, raised to at least `least` for each watched code: code -> 0 to 1."""
    return boosts | {each.code: max(least, boosts.get(each.code, 0.0)) for each in watched}
