"""Look up a code in a table: billable, a header, missing its 7th character, or unknown with suggestions."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from bot.domain.codes.diagnosis import Diagnosis, DiagnosisTable, covers
from bot.domain.codes.icd.grammar import Typed
from bot.domain.codes.icd.replaced import Demotion, demotion
from bot.domain.codes.icd.suggestions import CodeSuggestion, SuggestionReason, meant_by


@dataclass(frozen=True, slots=True)
class Billable:
    """A billable code."""

    typed: Typed
    diagnosis: Diagnosis


@dataclass(frozen=True, slots=True)
class Header:
    """Not billable. `children` are the codes directly below; `demotion` tells since when, if known."""

    typed: Typed
    diagnosis: Diagnosis
    children: tuple[Diagnosis, ...]
    demotion: Demotion | None


@dataclass(frozen=True, slots=True)
class NeedsSeventh:
    """Complete except for its 7th character; `choices` are the completed codes."""

    typed: Typed
    diagnosis: Diagnosis
    choices: tuple[Diagnosis, ...]
    demotion: Demotion | None


@dataclass(frozen=True, slots=True)
class Unknown:
    """Not in the table. `meant` are the likeliest codes, best first; `demotion` is set if it once was a code.

    `of_few`: the number of codes in a partial table, from which nothing follows.
    """

    typed: Typed
    meant: tuple[CodeSuggestion, ...]
    demotion: Demotion | None
    of_few: int | None = None


Resolution: TypeAlias = Billable | Header | NeedsSeventh | Unknown


def resolve(typed: Typed, table: DiagnosisTable) -> Resolution:
    """The table's result for the code as read. A guessed reading is only suggested, never answered."""
    diagnosis = None if typed.guessed else table.get(typed.code)
    if diagnosis is None:
        meant = meant_by(typed, table)
        told = covers(table) or any(
            m.why is SuggestionReason.BELOW for m in meant
        )  # a code with children is a header
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
