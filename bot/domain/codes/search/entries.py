"""A release's codes with all their names, for the search engine."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from bot.domain.codes.cpt.procedure import Procedure
from bot.domain.codes.cpt.starter.also_called import ALSO_CALLED
from bot.domain.codes.diagnosis import Block, Diagnosis, Instructions
from bot.domain.codes.hcpcs.starter import StarterRow
from bot.domain.codes.releases import System


class TextOrigin(IntEnum):
    """The source of a matched text, most trusted first."""

    NAME = 0
    INCLUSION = 1  # printed under the code: inclusion terms, consumer texts
    NOTE = 2  # a team's own note
    INDEX = 3  # the Alphabetic Index
    REFERENCE = 4  # another code's notes name this code
    SEE = 5  # the Alphabetic Index, through a 'see' reference


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """One code or header in canonical form, with its names.

    `completes` is the code without its 7th character if `code` is such a completion, and `completion` the character's
    meaning ('initial encounter'). Completions of one code are one document. `parent` is the header above. `texts` are
    the other names, each with its kind.
    """

    system: str
    code: str
    name: str
    billable: bool
    parent: str | None = None
    texts: tuple[tuple[TextOrigin, str], ...] = ()
    completes: str | None = None
    completion: str = ""


Texts = Mapping[str, Sequence[tuple[TextOrigin, str]]]

_REFERENCE = re.compile(r"^(.*?)\s*\(([A-Z][0-9][0-9A-Z](?:\.[0-9A-Z]*)?)-?\)\s*$")


def diagnosis_entries(
    diagnoses: Iterable[Diagnosis], blocks: Iterable[Block] = (), more: Sequence[Texts] = ()
) -> list[SearchEntry]:
    """One entry for each diagnosis: its inclusion terms, its names in other codes' notes, and `more`.

    `more` are additional texts by code: the Alphabetic Index, a team's notes, consumer texts. 'Excludes1: psychogenic
    dorsalgia (F45.41)' is a name of F45.41; a note with several codes or a range names none.
    """
    diagnoses = list(diagnoses)
    called = references([*(b.instructions for b in blocks), *(d.instructions for d in diagnoses)])
    return [
        SearchEntry(
            System.ICD10CM,
            d.code,
            d.name,
            d.billable,
            d.parent,
            tuple(_own(d)) + tuple(text for texts in (called, *more) for text in texts.get(d.code, ())),
            completes=d.parent if d.seventh is not None else None,
            completion=d.seventh.meaning if d.seventh is not None else "",
        )
        for d in diagnoses
    ]


def procedure_entries(procedures: Iterable[Procedure]) -> Iterator[SearchEntry]:
    """The starter set with common terms for its codes. A code's group also counts ('lab test')."""
    for procedure in procedures:
        system = System.HCPCS if procedure.code[0].isalpha() else System.CPT
        group = procedure.group.value
        names = (
            *ALSO_CALLED.get(procedure.code, ()),
            *(() if group in procedure.words.lower() else (group,)),
        )
        texts = tuple((TextOrigin.INCLUSION, name) for name in names)
        yield SearchEntry(system, procedure.code, procedure.words, billable=True, texts=texts)


def hcpcs_entries(rows: Iterable[StarterRow]) -> Iterator[SearchEntry]:
    """The codes of the HCPCS starter with billers' terms."""
    for row in rows:
        texts = tuple((TextOrigin.INCLUSION, name) for name in row.also)
        yield SearchEntry(System.HCPCS, row.code, row.name, billable=True, texts=texts)


def references(instructions: Iterable[Instructions]) -> dict[str, list[tuple[TextOrigin, str]]]:
    """The names that notes give to the codes they refer to: code -> texts, each once."""
    found: dict[str, dict[str, None]] = {}
    for one in instructions:
        for note in (*one.excludes1, *one.excludes2, *one.code_first, *one.use_additional, *one.code_also):
            match = _REFERENCE.match(note)
            if match and match[1]:
                found.setdefault(match[2].rstrip("."), {})[match[1]] = None
    return {code: [(TextOrigin.REFERENCE, text) for text in sorted(texts)] for code, texts in found.items()}


def _own(diagnosis: Diagnosis) -> list[tuple[TextOrigin, str]]:
    own = diagnosis.instructions
    return [(TextOrigin.INCLUSION, text) for text in (*own.inclusion_terms, *own.includes)]
