"""One rule of the ICD-10-CM Official Guidelines for Coding and Reporting, by its section."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

_SPAN = re.compile(r"([A-Z][0-9A-Z]{2}[0-9A-Z.]*)(?:-([A-Z][0-9A-Z]{2}[0-9A-Z.]*))?")
YEAR = "FY2026"
"""The edition of the Guidelines that the sections refer to."""


class GuidelineKind(StrEnum):
    """How diagnoses break a rule."""

    COMBINES = "two conditions that one code (or a pair of codes) covers"
    INTEGRAL = "a symptom that is part of a diagnosis"
    NEVER_BOTH = "two codes for what can be only one"
    NEVER_FIRST = "a code that is never first, or never alone"
    ONLY_FIRST = "a code that is only ever first"
    ALSO_NEEDED = "a code that asks for another"
    GOES_BEFORE = "a code that goes before others"


@dataclass(frozen=True, slots=True)
class CodeSet:
    """ICD-10-CM codes by prefixes and spans: 'N18 I50-I51 E11.9'. A prefix holds every code below it."""

    written: str

    def __contains__(self, code: str) -> bool:
        return _contains(self.written, code)

    def __bool__(self) -> bool:
        return bool(self.written)

    @property
    def spans(self) -> list[tuple[str, str]]:
        """First and last prefix of each part."""
        return list(_spans(self.written))


@lru_cache(maxsize=65536)
def _contains(written: str, code: str) -> bool:
    """Kept: the same everyday codes are asked for again and again."""
    return any(_holds(low, high, code) for low, high in _spans(written))


@lru_cache(maxsize=1024)
def _spans(written: str) -> tuple[tuple[str, str], ...]:
    """Kept: every claim asks for the spans of every rule."""
    return tuple((each[1], each[2] or each[1]) for each in _SPAN.finditer(written))


def _holds(low: str, high: str, code: str) -> bool:
    return code.startswith(low) if low == high else low <= code[: len(low)] and code[: len(high)] <= high


@dataclass(frozen=True, slots=True)
class GuidelineRule:
    """`codes` break the rule alone or with `others`; `unless` are codes on the claim that excuse it.

    `instead` are the codes to use: the answer where the rule combines, else what may be missing. `sure` False: the
    record may still support both, so it is only worth a look.
    """

    kind: GuidelineKind
    codes: CodeSet
    section: str
    says: str
    others: CodeSet = CodeSet("")
    unless: CodeSet = CodeSet("")
    instead: tuple[str, ...] = ()
    sure: bool = True
    sequela: bool = False
    """Whether it is about codes whose 7th character says sequela, besides `codes`."""

    @property
    def source(self) -> str:
        """`ICD-10-CM Guidelines FY2026, I.C.9.a`"""
        return f"ICD-10-CM Guidelines {YEAR}, {self.section}"


_SEQUELA = re.compile(r"[STM][0-9][0-9A-Z]\.[0-9A-Z]{3}S")


def is_sequela(code: str) -> bool:
    """Whether the 7th character says that a condition is left of an injury or fracture: `S72.001S`."""
    return bool(_SEQUELA.fullmatch(code))
