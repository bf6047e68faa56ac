"""Readers of the ICD-10-CM Alphabetic Index, the External Cause Index and the Neoplasm Table (NCHS, XML).

All three share one schema: letter > mainTerm > nested term. Each has a title and a code, a row of cells, or a
reference. In a real release, terms are nested up to nine levels deep.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import IO
from xml.etree.ElementTree import Element

from bot.codefiles.errors import Fault, UnreadableFile
from bot.codefiles.icd10cm_xml import parse_document, text_of

_DEEPEST = 12
_CODE = re.compile(r"[A-Z][0-9][0-9A-Z](?:\.[0-9A-Z]{0,4})?")


@dataclass(slots=True)
class IndexTerm:
    """One line of the index.

    `title` is the line without its nonessential modifiers, which are in `aside` ('(acute) (chronic)'). `codes` are
    (column heading, canonical code) pairs; the code is a header if the index prints a dash. Outside the Neoplasm
    Table, the heading is empty and there is at most one code. `see` and `see_also` are the references as printed, or
    ''.
    """

    title: str
    aside: str = ""
    codes: tuple[tuple[str, str], ...] = ()
    see: str = ""
    see_also: str = ""
    below: list["IndexTerm"] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class AlphabeticIndex:
    """One index file: `version` as printed ('2025'), its title or first heading, and main terms in printed order."""

    version: str
    title: str
    terms: tuple[IndexTerm, ...]


def read_index(
    source: IO[bytes] | bytes, progress: Callable[[int], None] = lambda _read: None
) -> AlphabeticIndex:
    """Read one index file or the Neoplasm Table; `progress` receives the bytes read so far.

    Raises UnreadableFile unless it is a complete, well-formed index with at least one code.
    """
    stream = BytesIO(source) if isinstance(source, bytes) else source
    root = parse_document(stream, "ICD10CM.index", progress)
    heads = {h.get("col", ""): text_of(h) for h in root.iterfind("indexHeading/head")}
    terms = tuple(_term(main, heads, 1) for main in root.iterfind("letter/mainTerm"))
    if not any(term.codes for top in terms for _, term in walk(top)):
        raise UnreadableFile(Fault.INCOMPLETE)
    return AlphabeticIndex(
        text_of(root.find("version")), text_of(root.find("title")) or "Neoplasm Table", terms
    )


def walk(
    term: IndexTerm, above: tuple[IndexTerm, ...] = ()
) -> Iterator[tuple[tuple[IndexTerm, ...], IndexTerm]]:
    """Yield `term` and all terms below it in printed order, each with its ancestors, main term first."""
    yield above, term
    for inner in term.below:
        yield from walk(inner, (*above, term))


def _term(element: Element, heads: dict[str, str], depth: int) -> IndexTerm:
    title = element.find("title")
    said = _title(title) if title is not None else ""
    if title is None or not (said or len(title)):
        raise UnreadableFile(Fault.INCOMPLETE)
    if depth > _DEEPEST:
        raise UnreadableFile(Fault.TOO_DEEP, near=said[:40])
    return IndexTerm(
        said,
        " ".join(text_of(n) for n in title.iterfind("nemod")),
        _codes(element, heads),
        text_of(element.find("see")),
        text_of(element.find("seeAlso")),
        [_term(inner, heads, depth + 1) for inner in element.iterfind("term")],
    )


def _title(title: Element) -> str:
    """The title's own text, before and after its nonessential modifiers."""
    parts = [title.text or "", *(n.tail or "" for n in title)]
    return " ".join(" ".join(parts).split())


def _codes(element: Element, heads: dict[str, str]) -> tuple[tuple[str, str], ...]:
    printed = [("", text_of(element.find("code")))]
    printed += [(heads.get(c.get("col", ""), ""), text_of(c)) for c in element.iterfind("cell")]
    cleaned = ((head, code.rstrip("-").rstrip(".")) for head, code in printed)
    return tuple((head, code) for head, code in cleaned if _CODE.fullmatch(code))
