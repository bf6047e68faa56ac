"""The instructions printed at a chapter, section or code of the tabular list."""

from xml.etree.ElementTree import Element

from bot.codefiles.icd10cm_xml import notes_of
from bot.domain.codes.diagnosis import Instructions

_FIELD = {
    "inclusionTerm": "inclusion_terms",
    "includes": "includes",
    "excludes1": "excludes1",
    "excludes2": "excludes2",
    "codeFirst": "code_first",
    "useAdditionalCode": "use_additional",
    "codeAlso": "code_also",
    "notes": "notes",
    "sevenChrNote": "sevenths",
}
_NONE = Instructions()


def read_instructions(element: Element) -> Instructions:
    """An element's own notes.

    If a kind is printed twice in one place (T36-T50's 'use additional'), the texts are joined.
    """
    found: dict[str, tuple[str, ...]] = {}
    for child in element:
        if (field := _FIELD.get(child.tag)) and (notes := notes_of(child)):
            found[field] = found.get(field, ()) + notes
    return Instructions(**found) if found else _NONE
