"""A claim as it is checked: service lines, diagnoses in their order, one date of service."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from bot.domain.codes.cpt.grammar import BilledCode, CodeKind
from bot.domain.codes.icd.grammar import Typed

MOST_LINES = 50
"""Service lines of one electronic claim (837P)."""
MOST_LINES_ON_PAPER = 6
"""Service lines of one CMS-1500."""
MOST_DIAGNOSES = 12
"""Diagnoses of one claim, A to L, on paper and electronically."""
MOST_UNITS = 9999
LETTERS = "ABCDEFGHIJKL"
"""Pointers as box 24E writes them; position 1 is A."""


class ClaimSetting(StrEnum):
    """Whose claim it is: NCCI and MUE have a file for each."""

    PRACTITIONER = "practitioner"
    OUTPATIENT = "outpatient"
    DME = "dme"


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """One service line. `number` counts from 1; `pointers` are positions of diagnoses, from 1, as written.

    No pointers: none were written, and every diagnosis of the claim may be meant.
    """

    number: int
    billed: BilledCode
    units: int = 1
    pointers: tuple[int, ...] = ()

    @property
    def code(self) -> str:
        """The procedure code alone."""
        return self.billed.procedure.code

    @property
    def own(self) -> bool:
        """Whether it is one of the team's own codes, of which no published file knows."""
        return self.billed.procedure.kind is CodeKind.OWN

    @property
    def modifiers(self) -> tuple[str, ...]:
        """Its modifiers in the order written."""
        return self.billed.modifiers


@dataclass(frozen=True, slots=True)
class Claim:
    """What is to be checked. `on` None means today; `full` asks for every line, `unread`: words were left out.

    `place` is the place of service (two digits), `payer` its name as cards show it; '' where none was said.
    """

    lines: tuple[ClaimLine, ...]
    diagnoses: tuple[Typed, ...] = ()
    on: date | None = None
    setting: ClaimSetting = ClaimSetting.PRACTITIONER
    full: bool = False
    unread: bool = False
    place: str = ""
    payer: str = ""


def letters(pointers: tuple[int, ...]) -> str:
    """Positions as letters: (1, 2) -> 'AB'; positions past L stay numbers."""
    return "".join(LETTERS[p - 1] if 1 <= p <= len(LETTERS) else f"({p})" for p in pointers)


def canonical(claim: Claim) -> str:
    """The claim as one line that reads back as the same claim: codes, units, pointers and the date alone.

    >>> from bot.domain.codes.cpt.grammar import read_billed
    >>> canonical(Claim((Line(1, read_billed("97110-GP"), 2),), (Typed("M5450", "M54.50"),)))
    '97110-GP x2 dx M54.50'
    """
    text = ", ".join(_line(line) for line in claim.lines)
    if claim.diagnoses:
        text += (
            f" dx {', '.join(typed.written if typed.guessed else typed.code for typed in claim.diagnoses)}"
        )
    if claim.setting is not ClaimSetting.PRACTITIONER:
        text += f" {claim.setting}"
    text += f" pos {claim.place}" if claim.place else ""
    text += f" payer {claim.payer}" if claim.payer else ""
    return (f"{text} on {claim.on.isoformat()}" if claim.on else text).strip()


def with_diagnosis(claim: Claim, position: int, code: str) -> Claim:
    """The same claim with another diagnosis (canonical) at a position from 1."""
    diagnoses = list(claim.diagnoses)
    diagnoses[position - 1] = Typed(code, code)
    return replace(claim, diagnoses=tuple(diagnoses), full=False)


def _line(line: ClaimLine) -> str:
    pointed = f" ptr {' '.join(letters((p,)).strip('()') for p in line.pointers)}" if line.pointers else ""
    return f"{line.billed} x{line.units}{pointed}"
