"""Build a claim from a form's fields. Each line's code was chosen, and its modifiers and units were typed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.domain.codes.claim.claim import Claim, ClaimLine, ClaimSetting
from bot.domain.codes.claim.own import KnowsOwn
from bot.domain.codes.claim.parse import read_claim
from bot.domain.codes.cpt.grammar import read_code
from bot.domain.codes.icd.grammar import Typed
from bot.domain.errors import NotUnderstood

LINES = 6
"""The number of lines on a CMS-1500. Longer claims are pasted."""


def read_line(code: str, modifiers_text: str, today: date) -> ClaimLine:
    """One line: a code, and its typed modifiers and units (`GP 59 x2`), cleaned.

    Raises NotUnderstood for any other text, and what read_claim raises.
    """
    claim = read_claim(f"{code} {modifiers_text}".strip(), today, (), lambda _: False, _own(code))
    if claim.unread or claim.diagnoses or claim.on or [line.code for line in claim.lines] != [code]:
        raise NotUnderstood(modifiers_text)
    return claim.lines[0]


def _own(code: str) -> KnowsOwn | None:
    """Accept a code that has no published form, because it was chosen from the team's own."""
    return None if read_code(code) else code.upper().__eq__


def assembled(
    lines: Sequence[ClaimLine], diagnoses: Sequence[str], on: date | None, setting: ClaimSetting
) -> Claim:
    """The claim with these lines in order. Diagnoses are canonical codes; pointers are unchanged."""
    numbered = tuple(replace(line, number=number) for number, line in enumerate(lines, start=1))
    return Claim(numbered, tuple(Typed(code, code) for code in diagnoses), on, setting)
