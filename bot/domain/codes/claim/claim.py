"""A claim to check: service lines, diagnoses in order, one date of service."""

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
    """The payment setting. NCCI and MUE have a file for each."""

    PRACTITIONER = "practitioner"
    OUTPATIENT = "outpatient"
    DME = "dme"


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """One service line. `number` counts from 1; `pointers` are diagnosis positions from 1, as typed.

    Without pointers, the line may refer to every diagnosis of the claim. `place` is the line's own place of service
    if the claim names several; '' means that the claim's place holds.
    """

    number: int
    billed: BilledCode
    units: int = 1
    pointers: tuple[int, ...] = ()
    place: str = ""

    @property
    def code(self) -> str:
        """The procedure code without modifiers."""
        return self.billed.procedure.code

    @property
    def own(self) -> bool:
        """Whether it is one of the team's own codes, which no published file contains."""
        return self.billed.procedure.kind is CodeKind.OWN

    @property
    def modifiers(self) -> tuple[str, ...]:
        """Its modifiers in the order typed."""
        return self.billed.modifiers


@dataclass(frozen=True, slots=True)
class Claim:
    """The claim to check. `on` None means today. `full`: show every line. `unread`: the words, doses and times that
    were not used.

    `place` is the place of service (two digits), `payer` its name as shown on cards; '' if the text has none.
    """

    lines: tuple[ClaimLine, ...]
    diagnoses: tuple[Typed, ...] = ()
    on: date | None = None
    setting: ClaimSetting = ClaimSetting.PRACTITIONER
    full: bool = False
    unread: tuple[str, ...] = ()
    place: str = ""
    payer: str = ""

    def place_of(self, line: ClaimLine) -> str:
        """The place of service of a line, '' where none was named."""
        return line.place or self.place


def letters(pointers: tuple[int, ...]) -> str:
    """Positions as letters: (1, 2) -> 'AB'; positions past L stay numbers."""
    return "".join(LETTERS[p - 1] if 1 <= p <= len(LETTERS) else f"({p})" for p in pointers)


def canonical(claim: Claim) -> str:
    """The claim as one line that parses back to the same claim: only codes, units, pointers and the date.

    >>> from bot.domain.codes.cpt.grammar import read_billed
    >>> canonical(Claim((ClaimLine(1, read_billed("97110-GP"), 2),), (Typed("M5450", "M54.50"),)))
    '97110-GP x2 dx M54.50'
    """
    text = ", ".join(_line(line) for line in claim.lines)
    if claim.diagnoses:
        text += (
            f" dx {', '.join(typed.written if typed.guessed else typed.code for typed in claim.diagnoses)}"
        )
    if claim.setting is not ClaimSetting.PRACTITIONER:
        text += f" {claim.setting}"
    if not any(line.place for line in claim.lines):
        text += f" pos {claim.place}" if claim.place else ""
    text += f" payer {claim.payer}" if claim.payer else ""
    return (f"{text} on {claim.on.isoformat()}" if claim.on else text).strip()


def with_diagnosis(claim: Claim, position: int, code: str) -> Claim:
    """The claim with another diagnosis (canonical) at a position from 1."""
    diagnoses = list(claim.diagnoses)
    diagnoses[position - 1] = Typed(code, code)
    return replace(claim, diagnoses=tuple(diagnoses), full=False)


def _line(line: ClaimLine) -> str:
    pointed = f" ptr {' '.join(letters((p,)).strip('()') for p in line.pointers)}" if line.pointers else ""
    place = f" pos {line.place}" if line.place else ""
    return f"{line.billed} x{line.units}{pointed}{place}"
