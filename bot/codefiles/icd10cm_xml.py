"""Parse the XML of the ICD-10-CM tabular list and reject hostile input.

defusedxml makes the same check, but with ElementTree's pure Python parser: 1.6 s of CPU for this file, versus 0.4 s
for the C parser. XML allows a document type only before the first element, and entities only inside a document type.
So a second expat parser reads that far and rejects them.
"""

from collections.abc import Callable
from typing import IO
from xml.etree.ElementTree import Element, ParseError, XMLParser
from xml.parsers import expat

from bot.codefiles.errors import Fault, UnreadableFile

_CHUNK = 1 << 18


def parse_document(stream: IO[bytes], root: str, progress: Callable[[int], None]) -> Element:
    """The document's root element, which must be named `root`; `progress` receives the bytes read so far.

    Raises UnreadableFile, with the line, for XML that is cut off, malformed, of another kind, or declares a document
    type or entities.
    """
    try:
        document = _parse(stream, _Guard(root), progress)
    except ParseError as error:
        line, column = error.position
        raise UnreadableFile(Fault.SYNTAX, line, column) from None
    except expat.ExpatError as error:
        raise UnreadableFile(Fault.SYNTAX, error.lineno, error.offset) from None
    except (ValueError, LookupError):  # an encoding unknown to expat or Python
        raise UnreadableFile(Fault.SYNTAX, 1, 0) from None
    return document


def text_of(element: Element | None) -> str:
    """An element's own text on one line; '' if there is none."""
    return " ".join((element.text or "").split()) if element is not None else ""


def notes_of(element: Element) -> tuple[str, ...]:
    """The texts of an element's <note> children in printed order, without empty ones."""
    return tuple(text for note in element.iterfind("note") if (text := text_of(note)))


def _parse(stream: IO[bytes], guard: "_Guard", progress: Callable[[int], None]) -> Element:
    parser = XMLParser()  # noqa: S314
    read = 0
    while chunk := stream.read(_CHUNK):
        guard.feed(chunk)
        parser.feed(chunk)
        read += len(chunk)
        progress(read)
    document = parser.close()
    if not isinstance(document, Element):
        raise UnreadableFile(Fault.SYNTAX, 1, 0)
    return document


class _Guard:
    """Checks the input up to the first element before the parser does: no document type, and the right root."""

    def __init__(self, root: str) -> None:
        self._root = root
        self._passed = False
        self._expat = expat.ParserCreate()
        self._expat.StartDoctypeDeclHandler = self._refuse
        self._expat.StartElementHandler = self._first_element

    def feed(self, chunk: bytes) -> None:
        if not self._passed:
            self._expat.Parse(chunk, False)

    def _refuse(self, *_declaration: object) -> None:
        raise UnreadableFile(
            Fault.DECLARATIONS, self._expat.CurrentLineNumber, self._expat.CurrentColumnNumber
        )

    def _first_element(self, name: str, _attributes: object) -> None:
        self._expat.StartElementHandler = None
        if name != self._root:
            raise UnreadableFile(Fault.OTHER_KIND, self._expat.CurrentLineNumber, near=name[:40])
        self._passed = True
