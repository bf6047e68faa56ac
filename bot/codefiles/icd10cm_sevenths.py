"""Seventh characters. The tabular list prints only the characters, never the completed codes."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from bot.codefiles.icd10cm_xml import text_of
from bot.domain.codes.diagnosis import Diagnosis, SeventhCharacter

_LENGTH = 7
_PLACEHOLDER = "X"


def read_sevenths(definition: Element) -> tuple[tuple[SeventhCharacter, ...], tuple[str, ...]]:
    """The characters of a <sevenChrDef>, and the notes between them as `'2: Old ... occlusion'`.

    A note explains the character printed before it.
    """
    characters: list[SeventhCharacter] = []
    notes: list[str] = []
    for child in definition:
        if child.tag == "extension":
            characters.append(SeventhCharacter(child.get("char", ""), text_of(child)))
        elif text := text_of(child):
            notes.append(f"{characters[-1].character}: {text}" if characters else text)
    return tuple(characters), tuple(notes)


def allowed(code: str, characters: tuple[SeventhCharacter, ...]) -> tuple[SeventhCharacter, ...]:
    """The characters that apply to `code` (incomplete, with or without its dot) among those of its ancestors.

    S06 codes with 7 or 8 as the sixth character take only A, because the patient has died. The tabular list states
    this in prose at S06 (Notes), so the rule is coded here.
    """
    bare = code.replace(".", "")
    if len(bare) >= _LENGTH:
        return ()
    if bare.startswith("S06") and len(bare) == 6 and bare[5] in "78":
        return tuple(c for c in characters if c.character == "A")
    return characters


def complete(header: Diagnosis) -> Iterator[Diagnosis]:
    """The billable codes of a header that has `sevenths`, padded with X to the seventh place."""
    for seventh in header.sevenths:
        yield Diagnosis(
            code=completed(header.code, seventh.character),
            name=f"{header.name}, {seventh.meaning}",
            billable=True,
            parent=header.code,
            chapter=header.chapter,
            section=header.section,
            seventh=seventh,
        )


def completed(code: str, character: str) -> str:
    """`T07` with `A` -> `T07.XXXA`: dotted, padded with the placeholder."""
    bare = code.replace(".", "").ljust(_LENGTH - 1, _PLACEHOLDER) + character
    return f"{bare[:3]}.{bare[3:]}"
