"""Stream the rows of a workbook's sheet as text cells. Hostile workbooks are rejected.

No library is used: python-calamine stores a sheet as a dense block, and a workbook of 800 bytes with one cell in its
last row and column made it abort the process. Here a row is dropped once it is yielded; only the shared strings are
kept.
"""

import math
import re
import zipfile
from collections.abc import Iterator
from functools import lru_cache
from xml.parsers import expat

from bot.codefiles.errors import Fault, UnreadableFile
from bot.codefiles.fields import Numeral
from bot.codefiles.streams import Stream
from bot.codefiles.zip_files import ZipMember, check, zip_of

_CHUNK = 1 << 16
_COLUMNS = 256
_ROWS = 1_048_576
_CELL_TEXT = 1 << 16
_ALL_TEXT = 64 << 20
_DIGITS = "0123456789"
_TEXTS = ("v", "t")
_SHEET = re.compile(r"xl/worksheets/sheet([0-9]{1,4})\.xml")
_STRINGS = "xl/sharedStrings.xml"


def is_workbook(names: list[str]) -> bool:
    """Whether a zip with these members is an XLSX workbook."""
    return any(_SHEET.fullmatch(name) for name in names)


def sheet_rows(stream: Stream) -> Iterator[tuple[int, list[str]]]:
    """The rows of the first sheet with their numbers. Rows without cells and trailing empty cells are left out.

    Raises UnreadableFile if it is not a workbook, is damaged, declares entities, or unpacks to too much.
    """
    archive = zip_of(stream)
    check(archive)
    sheets = {int(found[1]): name for name in archive.namelist() if (found := _SHEET.fullmatch(name))}
    if not sheets:
        raise UnreadableFile(Fault.OTHER_KIND)
    strings = _Strings()
    if _STRINGS in archive.namelist():
        _parse_all(archive, _STRINGS, strings)
    sheet = _Sheet(strings.texts)
    for _ in _parsed(archive, sheets[min(sheets)], sheet):
        yield from sheet.rows
        sheet.rows.clear()


def _parse_all(archive: zipfile.ZipFile, name: str, reader: "_TextCollector") -> None:
    for _ in _parsed(archive, name, reader):
        pass


def _parsed(archive: zipfile.ZipFile, name: str, reader: "_TextCollector") -> Iterator[None]:
    """Parse one member, and yield after each chunk."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.characters
    with ZipMember(archive, name) as stream:
        try:
            while chunk := stream.read(_CHUNK):
                parser.Parse(chunk, False)
                yield
            parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise UnreadableFile(Fault.SYNTAX, reader.row or None, error.offset) from None
        except (ValueError, LookupError):  # an encoding unknown to expat or Python
            raise UnreadableFile(Fault.SYNTAX, reader.row or None) from None
    yield


def _refuse(*_declaration: object) -> None:
    raise UnreadableFile(Fault.DECLARATIONS)


class _TextCollector:
    """Collects the text of one element at a time."""

    def __init__(self) -> None:
        self.row = 0
        self._text: list[str] = []
        self._length = 0
        self._wanted = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        raise NotImplementedError

    def end(self, name: str) -> None:
        raise NotImplementedError

    def characters(self, text: str) -> None:
        if self._wanted:
            self._text.append(text)
            self._length += len(text)
            if self._length > _CELL_TEXT:
                raise UnreadableFile(Fault.ENDLESS_LINE, self.row or None)

    def _taken(self) -> str:
        text = self._text[0] if len(self._text) == 1 else "".join(self._text)
        self._text.clear()
        self._length = 0
        return text


class _Strings(_TextCollector):
    """The shared strings. Each <si> is a text, or runs of text; <rPh> is its pronunciation."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._total = 0
        self._aside = False

    def start(self, name: str, _attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2] if ":" in name else name
        if local == "rPh":
            self._aside = True
        self._wanted = local == "t" and not self._aside

    def end(self, name: str) -> None:
        local = name.rpartition(":")[2] if ":" in name else name
        self._wanted = False
        if local == "rPh":
            self._aside = False
        elif local == "si":
            self.texts.append(self._taken())
            self._total += len(self.texts[-1]) + 64
            if self._total > _ALL_TEXT:
                raise UnreadableFile(Fault.BOMB)


class _Sheet(_TextCollector):
    """The cells of <sheetData>, row by row."""

    def __init__(self, strings: list[str]) -> None:
        super().__init__()
        self.rows: list[tuple[int, list[str]]] = []
        self._strings = strings
        self._cells: list[str] = []
        self._column = 0
        self._type = self._place = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2] if ":" in name else name
        if local == "c":
            self._type = attributes.get("t", "n")
            self._place = attributes.get("r", "")
            if not self._place:
                self._column += 1
        elif local in _TEXTS:
            self._wanted = True
        elif local == "row":
            self._begin_row(attributes)

    def end(self, name: str) -> None:
        local = name.rpartition(":")[2] if ":" in name else name
        if local == "c":
            if self._text:  # most cells are empty and only have a style
                self._end_cell()
        elif local in _TEXTS:
            self._wanted = False
        elif local == "row" and self._cells:
            self.rows.append((self.row, self._cells))
            self._cells = []

    def _begin_row(self, attributes: dict[str, str]) -> None:
        written = attributes.get("r", str(self.row + 1))
        number = int(written) if written.isascii() and written.isdigit() and len(written) <= 7 else 0
        if not self.row < number <= _ROWS:
            raise UnreadableFile(Fault.DAMAGED, self.row or None)
        self.row = number
        self._cells = []
        self._column = 0

    def _end_cell(self) -> None:
        text = self._value(self._taken())
        column = _number(self._place.rstrip(_DIGITS)) if self._place else self._column
        gap = column - 1 - len(self._cells)
        if gap < 0 or column > _COLUMNS:
            raise UnreadableFile(Fault.DAMAGED, self.row or None)
        self._column = column
        if gap:
            self._cells.extend([""] * gap)
        self._cells.append(text)

    def _value(self, written: str) -> str:
        if self._type != "s":
            return _numeral(written) if self._type == "n" else written
        if not (written.isascii() and written.isdigit() and len(written) < 9):
            raise UnreadableFile(Fault.DAMAGED, self.row or None)
        number = int(written)
        if number >= len(self._strings):
            raise UnreadableFile(Fault.DAMAGED, self.row or None)
        return self._strings[number]


@lru_cache(maxsize=1_024)
def _number(letters: str) -> int:
    """The number of a column from its letters (`AV` is 48); 0 if they are not valid."""
    if not (letters.isascii() and letters.isalpha() and letters.isupper() and len(letters) <= 3):
        return 0
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _numeral(written: str) -> str:
    """A number as people write it: 20220101 for 20220101.0, 0.97 for 0.96999999999999997."""
    if not written:
        return written
    if written.isdigit() and len(written) < 16:
        return Numeral(written)
    try:
        value = float(written)
    except ValueError:
        return written
    if not math.isfinite(value):
        return written
    return Numeral(int(value)) if value.is_integer() and abs(value) < 1e15 else Numeral(repr(value))
