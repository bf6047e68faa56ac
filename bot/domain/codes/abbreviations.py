"""A team's own abbreviations: what forms they may have, so that they help searches and hide nothing."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.codes.cpt.grammar import read_billed
from bot.domain.codes.icd.grammar import looks_like_procedure
from bot.domain.codes.icd.grammar import read_code as read_diagnosis
from bot.domain.codes.search.weights import STOP
from bot.domain.codes.search.words import words
from bot.domain.errors import CodeDeskError, LooksLikePatientData
from bot.domain.privacy import find_patient_data

MOST = 500
"""The most abbreviations of one workspace. The table that comes with the install has about twice as many."""
SHORT_LIMIT = 12
EXPANSION_LEAST, EXPANSION_LIMIT = 2, 80
EXPANSIONS_LIMIT = 5

_SHORT = re.compile(r"[a-z0-9/-]+")
_LETTER = re.compile(r"[a-z]", re.IGNORECASE)

ByWord = Mapping[str, tuple[tuple[str, frozenset[str]], ...]]
"""The first word of a short form -> the short forms that begin with it, each with all its words."""


class Flaw(StrEnum):
    """Why a pair cannot be an abbreviation."""

    SHORT_LENGTH = "the short form has no or too many characters"
    SHORT_SIGNS = "the short form has other signs than letters, digits, slash and dash, or no letter"
    SHORT_IS_CODE = "the short form has the form of a code, which it would hide"
    SHORT_IS_TAKEN = "the search reads the short form as a small word, a number or a negation"
    NO_EXPANSION = "no expansion is there"
    TOO_MANY_EXPANSIONS = "there are more expansions than the search would try"
    EXPANSION_LENGTH = "an expansion is too short or too long"
    EXPANSION_WITHOUT_WORDS = "an expansion has no letters"
    EXPANSION_IS_CODE = "an expansion is a code; the search expands into words"
    EXPANSION_IS_SHORT = "the expansion is the short form itself"


@dataclass
class BadAbbreviation(CodeDeskError):
    """A pair that cannot be an abbreviation. `what` is the invalid part (cleaned, untrusted)."""

    flaw: Flaw
    what: str


@dataclass
class TooManyAbbreviations(CodeDeskError):
    """The workspace already has `limit` of them."""

    limit: int


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """A team's meanings of `short` (lower case), likeliest first, with the user id and time (aware) of the entry."""

    short: str
    expansions: tuple[str, ...]
    added_by: str
    added_at: datetime


def checked(short: str, expansions: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """The pair in its stored form: short form in lower case, each expansion once, spaces trimmed.

    Raises BadAbbreviation, and LooksLikePatientData if the words look like patient data.

    >>> checked("PFPS", [" patellofemoral pain  syndrome"])
    ('pfps', ('patellofemoral pain syndrome',))
    """
    written = short_form(short)
    meant = tuple(dict.fromkeys(" ".join(each.split()) for each in expansions))
    meant = tuple(each for each in meant if each)
    _check_short(written)
    if not meant:
        raise BadAbbreviation(Flaw.NO_EXPANSION, written)
    if len(meant) > EXPANSIONS_LIMIT:
        raise BadAbbreviation(Flaw.TOO_MANY_EXPANSIONS, written)
    for each in meant:
        _check_expansion(written, each)
    if kind := find_patient_data(f"{written} = {' | '.join(meant)}"):
        raise LooksLikePatientData(kind)
    return written, meant


def short_form(text: str) -> str:
    """The form in which an abbreviation is stored: `" PFPS "` -> `"pfps"`."""
    return " ".join(text.split()).lower()


def as_table(own: Sequence[Abbreviation]) -> Mapping[str, tuple[str, ...]]:
    """The table for `Index.search(abbreviations=)`."""
    return {each.short: each.expansions for each in own}


def words_of(table: Mapping[str, tuple[str, ...]]) -> ByWord:
    """Prepare a table of abbreviations for `met_in`. Takes milliseconds for hundreds, so do it once."""
    found: dict[str, tuple[tuple[str, frozenset[str]], ...]] = {}
    for short in table:
        needed = [word.text for word in words(short)]
        found[needed[0]] = (*found.get(needed[0], ()), (short, frozenset(needed)))
    return found


def met_in(text: str, by_word: ByWord) -> list[str]:
    """The short forms whose words all occur in `text`. No others affect a search for `text`.

    Each abbreviation passed to a search costs time (500 cost 4 ms), so pass only these.
    """
    asked = dict.fromkeys(word.text for word in words(text))
    return [short for word in asked for short, needed in by_word.get(word, ()) if needed <= asked.keys()]


def _check_short(short: str) -> None:
    if not 1 <= len(short) <= SHORT_LIMIT:
        raise BadAbbreviation(Flaw.SHORT_LENGTH, short)
    if _is_code(short):
        raise BadAbbreviation(Flaw.SHORT_IS_CODE, short)
    if not _SHORT.fullmatch(short) or not _LETTER.search(short):
        raise BadAbbreviation(Flaw.SHORT_SIGNS, short)
    read = [word.text for word in words(short)]
    # 'iv' is read as 4, 'wo' as without, and 'pt' is ignored. A team's own meaning would change every search
    # with them.
    if _bare("".join(read)) != _bare(short) or any(word in STOP or word in _NEGATIONS for word in read):
        raise BadAbbreviation(Flaw.SHORT_IS_TAKEN, short)


_NEGATIONS = frozenset(("without", "not", "non"))


def _check_expansion(short: str, expansion: str) -> None:
    if not EXPANSION_LEAST <= len(expansion) <= EXPANSION_LIMIT:
        raise BadAbbreviation(Flaw.EXPANSION_LENGTH, expansion)
    if _is_code(expansion):
        raise BadAbbreviation(Flaw.EXPANSION_IS_CODE, expansion)
    if not _LETTER.search(expansion):
        raise BadAbbreviation(Flaw.EXPANSION_WITHOUT_WORDS, expansion)
    if short_form(expansion) == short:
        raise BadAbbreviation(Flaw.EXPANSION_IS_SHORT, expansion)


def _is_code(text: str) -> bool:
    """Whether `/icd` or `/cpt` would read it as a code: a valid form, with modifiers, or with a typo."""
    return read_billed(text) is not None or read_diagnosis(text) is not None or looks_like_procedure(text)


def _bare(text: str) -> str:
    return text.replace("/", "").replace("-", "")
