"""Chapters and sections of the tabular list. If sections overlap, the wider one is the parent."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from bot.codefiles.errors import Fault, UnreadableFile
from bot.codefiles.icd10cm_notes import read_instructions
from bot.codefiles.icd10cm_xml import text_of
from bot.domain.codes.diagnosis import Block

_RANGE_AT_END = re.compile(r" *\([A-Z]\w\w(?:-[A-Z]\w\w)?\)$")


def read_chapter(chapter: Element) -> Block:
    """The block of a <chapter>: its id, such as '13', and its name without the range in parentheses."""
    number = text_of(chapter.find("name"))
    if not number.isdecimal():
        raise UnreadableFile(Fault.INCOMPLETE, near=number[:40])
    return Block(number, _name(chapter), None, read_instructions(chapter))


def read_sections(chapter: Element, chapter_id: str) -> Iterator[Block]:
    """The blocks of a chapter's sections.

    Twelve sections contain other sections and have no codes of their own (M40-M54 contains M50-M54). Such a section
    is the parent of those inside it, so that they inherit its notes.
    """
    sections = chapter.findall("section")
    wide = [section.get("id", "") for section in sections if section.find("diag") is None]
    for section in sections:
        if not (id_ := section.get("id", "")):
            raise UnreadableFile(Fault.INCOMPLETE, near=f"chapter {chapter_id}")
        around = [other for other in wide if _holds(other, id_)]
        parent = min(around, key=lambda one: sum(_holds(one, other) for other in wide), default=chapter_id)
        yield Block(id_, _name(section), parent, read_instructions(section))


def _holds(outer: str, inner: str) -> bool:
    first, last = _ends(outer)
    inner_first, inner_last = _ends(inner)
    return first <= inner_first and inner_last <= last and outer != inner


def _ends(id_: str) -> tuple[str, str]:
    first, _, last = id_.partition("-")
    return first, last or first


def _name(element: Element) -> str:
    return _RANGE_AT_END.sub("", text_of(element.find("desc")))
