"""Readers of the three files by Medicare locality in CMS's RVU zip: GPCI, LOCCO (counties) and ANES (anesthesia).

They are tables with notices above and footnotes below. Columns are found by their headers, which include the year.
Until the second quarter of 2026, the work index appears twice, without and with the 1.0 floor; Medicare pays with the
floor.
"""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import TypeVar

from bot.codefiles import fields
from bot.codefiles.file_reading import FileReading, Skips, Unfit, batched, fitting
from bot.codefiles.streams import Stream
from bot.codefiles.tables import Table, below, padded, table
from bot.domain.codes.file_rows import AnesthesiaRow, CountiesRow, GpciRow
from bot.domain.codes.files import FileSource, SkipReason

_Row = TypeVar("_Row", GpciRow, CountiesRow, AnesthesiaRow)
_CONTRACTOR = ("contractor", "medicare administrative", "medicare adminstrative", "mac", "carrier")
_NUMBER = ("locality number", "locality")
_NAME = ("locality name",)


def is_gpci_heading(names: list[str]) -> bool:
    """Whether these header cells are those of the GPCI table."""
    work = any(("pw gpci" in name or "work gpci" in name) and "without" not in name for name in names)
    return work and _has(names, "pe gpci") and _has(names, "mp gpci") and _by_locality(names, named=True)


def is_counties_heading(names: list[str]) -> bool:
    """Whether these header cells are those of the table of counties."""
    return "fee schedule area" in names and "counties" in names and _by_locality(names)


def is_anesthesia_heading(names: list[str]) -> bool:
    """Whether these header cells are those of the anesthesia factors. Older files include the indices too."""
    return (_has(names, "anes cf") or _has(names, "anesthesia")) and _by_locality(names, named=True)


def _by_locality(names: list[str], *, named: bool = False) -> bool:
    """Whether contractor and locality have columns. `named`: also require the locality's name."""
    wanted = (_CONTRACTOR, _NUMBER, *([_NAME] if named else []))
    return all(_found(names, each) is not None for each in wanted)


def read_gpci(stream: Stream, source: FileSource) -> FileReading[GpciRow]:
    """One row for each locality. Raises UnreadableFile while its batches are read."""
    return _read(stream, source, is_gpci_heading, _gpci)


def read_counties(stream: Stream, source: FileSource) -> FileReading[CountiesRow]:
    """One row for each printed row. Cells merged with those above take their value."""
    return _read(stream, source, is_counties_heading, _counties, merged=True)


def read_anesthesia(stream: Stream, source: FileSource) -> FileReading[AnesthesiaRow]:
    """One row for each locality. Raises UnreadableFile while its batches are read."""
    return _read(stream, source, is_anesthesia_heading, _anesthesia)


def _read(
    stream: Stream,
    source: FileSource,
    is_heading: Callable[[list[str]], bool],
    make: Callable[[list[str], list[str]], _Row],
    *,
    merged: bool = False,
) -> FileReading[_Row]:
    skips = Skips()
    names, rest = below(table(stream, source.form), is_heading)
    rows = _numbered(rest, names, merged=merged)
    return FileReading(source, batched(fitting(rows, lambda cells: make(names, cells), skips), skips), skips)


def _numbered(rest: Table, names: list[str], *, merged: bool) -> Iterator[tuple[int, list[str]]]:
    """Rows with a contractor and a locality, with their line numbers. Other rows below the table are footnotes."""
    contractor, number = _place(names, _CONTRACTOR), _place(names, _NUMBER)
    before: list[str] = []
    for line, cells in rest:
        full = [cell.strip() for cell in padded(cells, len(names))]
        if merged and before and any(full) and not full[contractor]:
            full = [
                cell or old if at != len(names) - 1 else cell
                for at, (cell, old) in enumerate(zip(full, before, strict=False))
            ]
        if full[contractor].isdigit() and full[number].isdigit():
            before = full
            yield line, full


def _gpci(names: list[str], cells: list[str]) -> GpciRow:
    floored = [
        at
        for at, name in enumerate(names)
        if ("pw gpci" in name or "work gpci" in name) and "without" not in name
    ]
    state = next((at for at, name in enumerate(names) if name == "state"), None)
    return GpciRow(
        *_key(names, cells),
        name=fields.required(cells[_place(names, _NAME)]),
        state="" if state is None else fields.text(cells[state]),
        work=_index(cells[floored[0]]),
        practice=_index(cells[_place(names, ("pe gpci",))]),
        malpractice=_index(cells[_place(names, ("mp gpci",))]),
    )


def _counties(names: list[str], cells: list[str]) -> CountiesRow:
    return CountiesRow(
        *_key(names, cells),
        name=fields.text(cells[names.index("fee schedule area")]),
        state=fields.text(cells[names.index("state")]) if "state" in names else "",
        counties=fields.text(cells[names.index("counties")]),
    )


def _anesthesia(names: list[str], cells: list[str]) -> AnesthesiaRow:
    factors = [
        at
        for at, name in enumerate(names)
        if "cf" in name.replace("-", " ").split() or "conversion factor" in name
    ]
    if not factors:
        raise Unfit(SkipReason.COLUMNS)
    qualifying = [at for at in factors if _qualifying(names[at])]
    usual = next((at for at in factors if at not in qualifying), factors[-1])
    return AnesthesiaRow(
        *_key(names, cells),
        name=fields.text(cells[_place(names, _NAME)]),
        factor=_index(cells[usual]),
        qpp_factor=_index(cells[qualifying[0]]) if qualifying else None,
    )


def _qualifying(name: str) -> bool:
    return ("qualifying" in name or "qp" in name) and "non" not in name


def _key(names: list[str], cells: list[str]) -> tuple[str, str]:
    return cells[_place(names, _CONTRACTOR)].zfill(5), cells[_place(names, _NUMBER)].zfill(2)


def _place(names: list[str], wanted: tuple[str, ...]) -> int:
    """The first column whose header contains one of `wanted`. Earlier entries of `wanted` have priority."""
    at = _found(names, wanted)
    if at is None:
        raise Unfit(SkipReason.COLUMNS)
    return at


def _found(names: list[str], wanted: tuple[str, ...]) -> int | None:
    for each in wanted:
        for at, name in enumerate(names):
            if each in name and not (each == "locality" and "name" in name):
                return at
    return None


def _index(cell: str) -> Decimal:
    amount = fields.decimal(cell.lstrip("$"))
    if amount <= 0:
        raise Unfit(SkipReason.NOT_A_NUMBER)
    return amount


def _has(names: list[str], part: str) -> bool:
    return any(part in name for name in names)
