"""What the search index is built from: every code with all that it is called."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from bot.domain.codes.cpt.procedure import Procedure
from bot.domain.codes.cpt.starter.also_called import ALSO_CALLED
from bot.domain.codes.diagnosis import Block, Diagnosis, Instructions
from bot.domain.codes.releases import System
from bot.domain.codes.search import Kind, SearchEntry

Texts = tuple[tuple[Kind, str], ...]

_NAMED = re.compile(r"^(?P<name>.*?)\s*\((?P<code>[A-Z][0-9A][0-9AB](?:\.[0-9A-Z]*)?-?)\)\s*$")
"""A note that calls one other code by a name: 'psychogenic dorsalgia (F45.41)'. Ranges name none."""


def diagnosis_entries(
    blocks: Iterable[Block], diagnoses: Iterable[Diagnosis], index: Mapping[str, Texts]
) -> Iterator[SearchEntry]:
    """One entry for each code and header; `index` holds the Alphabetic Index's terms by code."""
    diagnoses = tuple(diagnoses)
    called = _references([*(b.instructions for b in blocks), *(d.instructions for d in diagnoses)])
    for diagnosis in diagnoses:
        notes = diagnosis.instructions
        own = tuple((Kind.INCLUSION, text) for text in (*notes.inclusion_terms, *notes.includes))
        by_others = tuple((Kind.REFERENCE, text) for text in called.get(diagnosis.code, ()))
        yield SearchEntry(
            system=System.ICD10CM,
            code=diagnosis.code,
            name=diagnosis.name,
            billable=diagnosis.billable,
            parent=diagnosis.parent,
            texts=own + by_others + index.get(diagnosis.code, ()),
            completes=diagnosis.parent if diagnosis.seventh else None,
            completion=diagnosis.seventh.meaning if diagnosis.seventh else "",
        )


def procedure_entries(procedures: Iterable[Procedure]) -> Iterator[SearchEntry]:
    """The starter set with what people call its codes; its group is such a name too ('lab test')."""
    for procedure in procedures:
        system = System.HCPCS if procedure.code[0].isalpha() else System.CPT
        group = procedure.group.value
        names = (
            *ALSO_CALLED.get(procedure.code, ()),
            *(() if group in procedure.words.lower() else (group,)),
        )
        texts = tuple((Kind.INCLUSION, name) for name in names)
        yield SearchEntry(system, procedure.code, procedure.words, billable=True, texts=texts)


def _references(all_notes: Iterable[Instructions]) -> Mapping[str, tuple[str, ...]]:
    """What codes are called in other codes' notes, by code."""
    called: dict[str, set[str]] = defaultdict(set)
    for notes in all_notes:
        for text in (
            *notes.excludes1,
            *notes.excludes2,
            *notes.code_first,
            *notes.use_additional,
            *notes.code_also,
        ):
            if found := _NAMED.match(text):
                called[found["code"].rstrip("-").rstrip(".")].add(found["name"])
    return {code: tuple(sorted(names)) for code, names in called.items()}
