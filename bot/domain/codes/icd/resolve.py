"""A code in a table: billable, a header to pick from, in need of a 7th character, or unknown and what was meant."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from bot.domain.codes.diagnosis import Diagnosis, DiagnosisTable, covers
from bot.domain.codes.icd.grammar import Typed
from bot.domain.codes.icd.replaced import Demotion, demotion
from bot.domain.codes.icd.suggestions import CodeSuggestion, SuggestionReason, meant_by


@dataclass(frozen=True, slots=True)
class Billable:
    """A code that can be billed as it stands."""

    typed: Typed
    diagnosis: Diagnosis


@dataclass(frozen=True, slots=True)
class Header:
    """Not billable; `children` are the codes directly below, `demotion` says since when where that is known."""

    typed: Typed
    diagnosis: Diagnosis
    children: tuple[Diagnosis, ...]
    demotion: Demotion | None


@dataclass(frozen=True, slots=True)
class NeedsSeventh:
    """Complete but for its 7th character; `choices` are the completed codes."""

    typed: Typed
    diagnosis: Diagnosis
    choices: tuple[Diagnosis, ...]
    demotion: Demotion | None


@dataclass(frozen=True, slots=True)
class Unknown:
    """Not in the table. `meant` are the likeliest codes, best first; `demotion` where it was a code once.

    `of_few`: how many codes the table has, where those are a part of the set, so that nothing follows from it.
    """

    typed: Typed
    meant: tuple[CodeSuggestion, ...]
    demotion: Demotion | None
    of_few: int | None = None


Resolution: TypeAlias = Billable | Header | NeedsSeventh | Unknown


def resolve(typed: Typed, table: DiagnosisTable) -> Resolution:
    """What the table knows of the code as read; a guessed reading is never answered, only suggested."""
    diagnosis = None if typed.guessed else table.get(typed.code)
    if diagnosis is None:
        meant = meant_by(typed, table)
        told = covers(table) or any(
            m.why is SuggestionReason.BELOW for m in meant
        )  # a header is one by what stands below it
        return Unknown(
            typed, meant, None if typed.guessed else demotion(typed.code), None if told else len(table)
        )
    if diagnosis.billable:
        return Billable(typed, diagnosis)
    children = tuple(_children(diagnosis, table))
    if diagnosis.sevenths:
        return NeedsSeventh(typed, diagnosis, children, demotion(diagnosis.code))
    return Header(typed, diagnosis, children, demotion(diagnosis.code))


def _children(header: Diagnosis, table: DiagnosisTable) -> Iterator[Diagnosis]:
    return (child for code in header.children if (child := table.get(code)))
