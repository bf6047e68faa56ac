"""Reader of the ICD-10-CM tabular list (NCHS, XML): blocks and every code, with 7th characters expanded."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from io import BytesIO
from typing import IO
from xml.etree.ElementTree import Element

from bot.codefiles.errors import Fault, UnreadableFile
from bot.codefiles.icd10cm_blocks import read_chapter, read_sections
from bot.codefiles.icd10cm_notes import read_instructions
from bot.codefiles.icd10cm_sevenths import allowed, complete, completed, read_sevenths
from bot.codefiles.icd10cm_xml import parse_document, text_of
from bot.domain.codes.diagnosis import Block, Diagnosis, Instructions, SeventhCharacter

_DEEPEST = 8  # a code has seven characters, so no valid list nests deeper
_STEPS = 100  # parsing is the first half of the work, expansion the second


@dataclass(frozen=True, slots=True)
class Tabular:
    """One tabular list: `version` as printed ('2026'), and blocks and diagnoses in printed order."""

    version: str
    blocks: tuple[Block, ...]
    diagnoses: tuple[Diagnosis, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    """What a code inherits from its ancestors while the list is read."""

    chapter: str
    section: str
    parent: str | None = None
    sevenths: tuple[SeventhCharacter, ...] = ()
    depth: int = 1


def read_tabular(
    source: IO[bytes] | bytes, progress: Callable[[int, int], None] = lambda _done, _total: None
) -> Tabular:
    """Read a tabular list; `progress` receives (done, total) in about a hundred steps.

    Raises UnreadableFile unless it is a complete, well-formed tabular list.
    """
    stream, size = _sized(source)
    root = parse_document(
        stream, "ICD10CM.tabular", lambda read: progress(min(read * 50 // size, 50), _STEPS)
    )
    chapters = root.findall("chapter")
    blocks: list[Block] = []
    diagnoses: list[Diagnosis] = []
    for number, chapter in enumerate(chapters, start=1):
        head = read_chapter(chapter)
        blocks += [head, *read_sections(chapter, head.id)]
        diagnoses += _read_codes(chapter, head.id)
        progress(50 + number * 50 // len(chapters), _STEPS)
    _refuse_empty_or_doubled(diagnoses, blocks)
    return Tabular(text_of(root.find("version")), tuple(blocks), tuple(diagnoses))


def _sized(source: IO[bytes] | bytes) -> tuple[IO[bytes], int]:
    if isinstance(source, bytes):
        return BytesIO(source), len(source) or 1
    start = source.tell()
    size = source.seek(0, 2) - start
    source.seek(start)
    return source, size or 1


def _read_codes(chapter: Element, chapter_id: str) -> list[Diagnosis]:
    codes: list[Diagnosis] = []
    for section in chapter.iterfind("section"):
        place = _Place(chapter_id, section.get("id", ""))
        for diag in section.iterfind("diag"):
            _read_code(diag, place, codes)
    return codes


def _read_code(diag: Element, place: _Place, codes: list[Diagnosis]) -> None:
    """Append the code in `diag`, then all codes below it, to `codes`."""
    code, name = _code_and_name(diag, place)
    below = diag.findall("diag")
    instructions, sevenths = _notes_and_sevenths(diag, place.sevenths)
    own = () if below else allowed(code, sevenths)
    children = [text_of(child.find("name")) for child in below] or [completed(code, s.character) for s in own]
    this = Diagnosis(
        code=code,
        name=name,
        billable=not children,
        parent=place.parent,
        chapter=place.chapter,
        section=place.section,
        children=tuple(children),
        instructions=instructions,
        sevenths=own,
    )
    codes.append(this)
    codes.extend(complete(this))
    if below:
        inner = _Place(place.chapter, place.section, code, sevenths, place.depth + 1)
        for child in below:
            _read_code(child, inner, codes)


def _code_and_name(diag: Element, place: _Place) -> tuple[str, str]:
    code, name = text_of(diag.find("name")), text_of(diag.find("desc"))
    if not code or not name:
        raise UnreadableFile(Fault.INCOMPLETE, near=(code or place.parent or place.section)[:40])
    if place.depth > _DEEPEST:
        raise UnreadableFile(Fault.TOO_DEEP, near=code[:40])
    return code, name


def _notes_and_sevenths(
    diag: Element, inherited: tuple[SeventhCharacter, ...]
) -> tuple[Instructions, tuple[SeventhCharacter, ...]]:
    """A code's notes, and the 7th characters that apply to it and below: its own, else the inherited ones."""
    instructions = read_instructions(diag)
    if (definition := diag.find("sevenChrDef")) is None:
        return instructions, inherited
    sevenths, notes = read_sevenths(definition)
    if notes and diag.find("diag") is None:  # W08 alone: an inclusion term printed among the characters
        terms = tuple(note.partition(": ")[2] for note in notes)
        return replace(instructions, inclusion_terms=instructions.inclusion_terms + terms), sevenths
    return replace(instructions, sevenths=instructions.sevenths + notes), sevenths


def _refuse_empty_or_doubled(diagnoses: list[Diagnosis], blocks: list[Block]) -> None:
    if not diagnoses:
        raise UnreadableFile(Fault.INCOMPLETE, near=blocks[-1].id if blocks else "")
    for ids in ([d.code for d in diagnoses], [b.id for b in blocks]):
        if len(set(ids)) < len(ids):
            doubled, _times = Counter(ids).most_common(1)[0]
            raise UnreadableFile(Fault.DOUBLED, near=doubled[:40])
