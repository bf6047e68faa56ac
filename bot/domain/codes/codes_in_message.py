"""Find codes in free text: only what is certainly a code, and nothing else from the text.

A message may contain anything, including patient data. A bare five-digit number may be a chart number or a zip code.
It counts only if such a code is loaded, a modifier is attached, or the word before it indicates a code.
"""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass

from bot.domain.codes.cpt.grammar import BilledCode, CodeKind, read_billed
from bot.domain.codes.cpt.modifier_forms import is_modifier
from bot.domain.codes.icd import grammar as icd

MOST = 10
"""The most codes of each kind; a card has no room for more."""
_LONGEST = 20_000

_PIECE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.:-]{2,20}(?<![.:-])")
_NEARLY = re.compile(r"(?:[0-9][0-9IOL]{3}[0-9A-Z]|[0-9]{3}[FTUM])(?<!\d{5})")
_GLUED = re.compile(r"[\w.$#@-]\Z")
_SAYS_CODE = re.compile(
    r"\b(?:cpt|hcpcs|code|codes|procedure|proc|bill|billed|billing)s?[\s:#]{1,3}\Z", re.IGNORECASE
)
_LETTERED = (CodeKind.CATEGORY_II, CodeKind.CATEGORY_III, CodeKind.PLA, CodeKind.MAAA)

_MOST_NEARLY = 2
KnowsDiagnosis = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Mentioned:
    """Codes in text order, each once. `left_out` is how many more there were."""

    procedures: tuple[BilledCode, ...]
    diagnoses: tuple[str, ...]
    left_out: int = 0


def codes_in(text: str, known: Collection[str], knows_diagnosis: KnowsDiagnosis) -> Mentioned:
    """The codes in `text`. `known` are the loaded procedure codes; `knows_diagnosis` looks a code up in the table.

    >>> codes_in("pt Doe, chart 12345: 97140-59 for M54.50?", {"97140"}, lambda code: code == "M54.50")
    Mentioned(procedures=(BilledCode(procedure=ProcedureCode(code='97140', \
kind=<CodeKind.CATEGORY_I: 'CPT Category I'>), modifiers=('59',)),), diagnoses=('M54.50',), left_out=0)
    """
    procedures: dict[str, BilledCode] = {}
    diagnoses: dict[str, None] = {}
    text = text[:_LONGEST]
    for found in _PIECE.finditer(text):
        before = text[max(0, found.start() - 24) : found.start()]
        if _GLUED.search(before) or text[found.end() : found.end() + 1] in {"@", "$", "_"}:
            continue
        if diagnosis := _diagnosis(found[0], known, knows_diagnosis):
            diagnoses[diagnosis] = None
        elif billed := _procedure(found[0], known, said=bool(_SAYS_CODE.search(before))):
            procedures[str(billed)] = billed
    left_out = max(0, len(procedures) - MOST) + max(0, len(diagnoses) - MOST)
    return Mentioned(tuple(procedures.values())[:MOST], tuple(diagnoses)[:MOST], left_out)


def nearly_codes(text: str, found: Mentioned) -> tuple[str, ...]:
    """Up to two pieces of a question that may be mistyped codes. Use it for a user's request, not for any text.

    >>> nearly_codes("97I40 or 592T, chart 12345", Mentioned((), ()))
    ('97I40', '592T')
    """
    known = {each.procedure.code for each in found.procedures} | {
        code.replace(".", "") for code in found.diagnoses
    }
    pieces = (piece[0].upper() for piece in _PIECE.finditer(text[:_LONGEST]))
    return tuple(dict.fromkeys(p for p in pieces if _NEARLY.fullmatch(p) and p not in known))[:_MOST_NEARLY]


def _diagnosis(piece: str, known: Collection[str], knows: KnowsDiagnosis) -> str:
    """Three characters alone (`A10`, `B12`) are usually something else. With a dot, or if longer, they count."""
    typed = icd.read_code(piece)
    if typed is None or typed.guessed or len(piece) < len("M545") or piece.upper() in known:
        return ""
    return typed.code if knows(typed.code) else ""


def _procedure(piece: str, known: Collection[str], *, said: bool) -> BilledCode | None:
    billed = read_billed(piece)
    if billed is None or any(not is_modifier(modifier) for modifier in billed.modifiers):
        return None
    sure = billed.procedure.code in known or said or billed.modifiers or billed.procedure.kind in _LETTERED
    return billed if sure else None
