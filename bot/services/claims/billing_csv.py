"""Rows of a CSV as exported by a billing system: commas, semicolons, tabs or bars; UTF-8 or a Windows encoding."""

import codecs
import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from bot.domain.errors import CodeDeskError

_DELIMITERS = ",;\t|"
_LONGEST_LINE = 100_000
_SAMPLE = 2**20


@dataclass
class NotATable(CodeDeskError):
    """The file is not a CSV. `line` counts from 1; 0 if its start already shows it (a workbook, a picture)."""

    line: int


def rows_of_csv(path: Path) -> Iterator[list[str]]:
    """Every row, header first. Raises NotATable, and OSError if the file cannot be read."""
    with path.open(encoding=_encoding(path), errors="replace", newline="") as stream:
        first = stream.readline(_LONGEST_LINE)
        stream.seek(0)
        delimiter = max(_DELIMITERS, key=first.count)
        yield from _rows(stream, delimiter)


def _rows(stream: TextIO, delimiter: str) -> Iterator[list[str]]:
    reader = csv.reader(_lines(stream), delimiter=delimiter)
    try:
        yield from reader
    except csv.Error:
        raise NotATable(reader.line_num) from None


def _lines(stream: TextIO) -> Iterator[str]:
    number = 0
    while line := stream.readline(_LONGEST_LINE):
        number += 1
        if len(line) == _LONGEST_LINE or "\0" in line:
            raise NotATable(number)
        yield line


def _encoding(path: Path) -> str:
    """Guess the encoding from the first megabyte. An old Windows export is not valid UTF-8."""
    with path.open("rb") as stream:
        head = stream.read(_SAMPLE)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if b"\0" in head:
        raise NotATable(0)
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"
