"""Parse the text after `/icd` into one typed request."""

import re
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from bot.domain.codes.icd.grammar import Typed, bare, dots_mended, looks_like_procedure, read_code
from bot.domain.codes.icd.problems import TooManyCodes
from bot.domain.codes.other_systems import OtherSystem, OtherSystemTyped, digit_first, other_system
from bot.domain.dates import split_date
from bot.domain.errors import NotUnderstood

MOST_CODES = 10
_BETWEEN = re.compile(r"[\s,;+&|/]+")
_JOINING = ("and", "or", "with", "vs", "versus", "is")
_NAMING = ("code", "codes", "dx", "icd", "icd10", "icd-10", "icd-10-cm", "icd10cm")
_FILLERS = frozenset(_JOINING + _NAMING)
_TOGETHER = re.compile(r"\btogether\b", re.IGNORECASE)
_WITH = re.compile(r"\bwith\b", re.IGNORECASE)
_CODE = r"[A-Za-z][\dA-Za-z][\dA-Za-z](?:\.[\dA-Za-z]{1,4})?"
_RANGE = re.compile(
    rf"(?:(?:block|blocks|codes?|range|section|icd-?10?) )*(?P<first>{_CODE})"
    rf"(?: ?[-\u2013] ?| (?:to|thru|through) )(?P<last>{_CODE})",
    re.IGNORECASE,
)
"""`M50-M54`, `codes C00 to C96`, `M54.0-M54.5`"""
_MORE = re.compile(r"\s+more$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class EmptyDiagnosisRequest:
    """No text at all."""


@dataclass(frozen=True, slots=True)
class DiagnosisCodesRequest:
    """One or more codes on a date of service (None: today).

    `more`: show every note, not only the first few. `unread`: words or CPT codes in the text were ignored.
    """

    codes: tuple[Typed, ...]
    on: date | None
    more: bool = False
    unread: bool = False


@dataclass(frozen=True, slots=True)
class DiagnosisRange:
    """A block of the tabular list, or any other run of codes: `first` and `last` are canonical, in code order."""

    first: str
    last: str
    on: date | None


@dataclass(frozen=True, slots=True)
class Together:
    """Can these two or more codes be coded together? The Excludes notes answer."""

    codes: tuple[Typed, ...]
    on: date | None


@dataclass(frozen=True, slots=True)
class ProcedureTyped:
    """Only text with the form of CPT codes was typed; `/cpt` answers those."""

    tokens: tuple[str, ...]
    on: date | None


@dataclass(frozen=True, slots=True)
class DiagnosisSearchRequest:
    """Words to search for. `on` is the date of service in the request."""

    words: str
    on: date | None


Question: TypeAlias = (
    EmptyDiagnosisRequest
    | DiagnosisCodesRequest
    | DiagnosisRange
    | Together
    | ProcedureTyped
    | DiagnosisSearchRequest
)


def read_question(text: str, today: date) -> Question:
    """Parse cleaned `text`. Raises NotADate, TooManyCodes, and NotUnderstood for `together` with one code."""
    rest, on = split_date(text, today)
    if not _BETWEEN.search(rest) and (typed := read_code(rest)):
        return DiagnosisCodesRequest((typed,), on)  # one code and nothing else, the most common request
    rest = dots_mended(rest)
    if not rest.strip(" .,;"):
        return EmptyDiagnosisRequest()
    return _range(rest, on) or _codes_or_words(rest, on)


def _codes_or_words(rest: str, on: date | None) -> Question:
    more = bool(_MORE.search(rest))
    tokens = [t for t in _BETWEEN.split(_TOGETHER.sub(" ", _MORE.sub("", rest))) if t.lower() not in _FILLERS]
    read = _sorted_out(tokens)
    if not (read.codes or read.procedures) or (read.words and not read.codes):
        _look_at_other_systems(rest)
        return DiagnosisSearchRequest(rest, on)
    if not read.codes:
        return ProcedureTyped(read.procedures, on)
    if len(read.codes) > MOST_CODES:
        raise TooManyCodes(len(read.codes), MOST_CODES)
    if _TOGETHER.search(rest) or (_WITH.search(rest) and len(read.codes) > 1):
        return _together(read.codes, on)
    return DiagnosisCodesRequest(read.codes, on, more, unread=bool(read.words or read.procedures))


def _range(rest: str, on: date | None) -> DiagnosisRange | None:
    found = _RANGE.fullmatch(rest.strip(" .,;"))
    if found is None or not all(
        end[1:3].isalnum() and any(c.isdigit() for c in end) for end in found.groups()
    ):
        return None
    first, last = sorted((found["first"].upper(), found["last"].upper()))
    return DiagnosisRange(first, last, on)


def _look_at_other_systems(rest: str) -> None:
    """Raises OtherSystemTyped and NotUnderstood for what a search would find something else for."""
    if system := other_system(rest):
        raise OtherSystemTyped(rest.strip(), (), system)
    meant = digit_first(rest)
    if meant is not None:
        typed = read_code(meant) if meant else None
        raise OtherSystemTyped(rest.strip(), (typed.code,) if typed else (), OtherSystem.NUMBER)


@dataclass(frozen=True, slots=True)
class _DiagnosisTokens:
    """The contents of the text: each code once, in order."""

    codes: tuple[Typed, ...]
    procedures: tuple[str, ...]
    words: tuple[str, ...]


def _sorted_out(tokens: list[str]) -> _DiagnosisTokens:
    """Separate codes, CPT codes and words.

    With words around, three characters are a word: 'B12 deficiency', 'T12 fracture'. Words with a longer code are
    taken for its name and ignored.
    """
    read = {token: read_code(token) for token in tokens if token}
    procedures = tuple(t.upper() for t, typed in read.items() if typed is None and looks_like_procedure(t))
    words = tuple(t for t, typed in read.items() if typed is None and not looks_like_procedure(t))
    codes = [typed for typed in read.values() if typed and not (words and _could_be_word(typed))]
    once = {typed.code: typed for typed in reversed(codes)}
    return _DiagnosisTokens(tuple(reversed(once.values())), procedures, words)


def _could_be_word(typed: Typed) -> bool:
    return typed.guessed or len(bare(typed.code)) == 3


def _together(codes: tuple[Typed, ...], on: date | None) -> Question:
    if len(codes) < 2:
        raise NotUnderstood(
            f"{codes[0].code} together", (f"/icd {codes[0].code}", "/icd R26.2 R26.81 together")
        )
    return Together(codes, on)
