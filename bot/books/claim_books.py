"""Medicare's limits, add-on codes and fees as mapped books: what a claim check asks beside the pairs."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import msgspec

from bot.books.container import BookKind, Contents, open_container
from bot.books.edition_of import edition_of
from bot.books.tables import KeyTable, write_tables
from bot.domain.codes.claim.edition import ReferenceEdition
from bot.domain.codes.claim.reference_data import AddOn, AddOnKind, Mai, Mue
from bot.domain.codes.editions import Gathered
from bot.domain.codes.fee_row import FeeRow
from bot.domain.codes.file_rows import AddOnRow, MueRow


class _Listed(msgspec.Struct, frozen=True, array_like=True):
    """One row of the add-on file as it is kept under its add-on code."""

    kind: int
    primary: str | None
    effective: date
    deletion: date | None


class MappedUnits:
    """The MUE values of one kind and quarter."""

    __slots__ = ("_limits", "contents", "edition")

    def __init__(self, contents: Contents) -> None:
        """Raises UnusableBook."""
        self.contents = contents
        self.edition: ReferenceEdition = edition_of(contents.gathered)
        self._limits = KeyTable(contents, "limits", Mue)

    def limit(self, code: str) -> Mue | None:
        """The value of a code, or None where there is no row."""
        return self._limits.get(code)

    def __len__(self) -> int:
        return len(self._limits)


class MappedAddOns:
    """One edition of the add-on code file."""

    __slots__ = ("_listed", "contents", "edition")

    def __init__(self, contents: Contents) -> None:
        """Raises UnusableBook."""
        self.contents = contents
        self.edition: ReferenceEdition = edition_of(contents.gathered)
        self._listed = KeyTable(contents, "add-ons", tuple[_Listed, ...])

    def primaries(self, code: str, on: date) -> AddOn | None:
        """The add-on's primaries on `on`; None where no row lists `code` as an add-on that day."""
        rows = [row for row in self._listed.get(code) or () if _holds(row, on)]
        if not rows:
            return None
        return AddOn(
            code, AddOnKind(rows[0].kind), tuple(sorted({row.primary for row in rows if row.primary}))
        )

    def __len__(self) -> int:
        return len(self._listed)


class MappedFees:
    """One edition of the fee schedule."""

    __slots__ = ("_rows", "contents", "edition")

    def __init__(self, contents: Contents) -> None:
        """Raises UnusableBook."""
        self.contents = contents
        self.edition: ReferenceEdition = edition_of(contents.gathered)
        self._rows = KeyTable(contents, "fees", FeeRow)

    def find(self, code: str, modifier: str, on: date) -> FeeRow | None:  # noqa: ARG002 - one edition, one answer
        """The row of (code, modifier), or None; modifier '' is the whole service."""
        return self._rows.get(code + modifier)

    def __len__(self) -> int:
        return len(self._rows)


def write_units(path: Path, gathered: Gathered, rows: Iterable[MueRow]) -> None:
    """Build the book of limits. Raises ValueError for a code that comes twice or an indicator that is none."""
    limits = ((row.code, Mue(row.code, row.value, Mai(row.mai), row.rationale)) for row in rows)
    write_tables(path, BookKind.UNITS, gathered, {"limits": limits})


def write_add_ons(path: Path, gathered: Gathered, rows: Iterable[AddOnRow]) -> None:
    """Build the book of add-ons."""
    listed: dict[str, list[_Listed]] = {}
    for row in rows:
        one = _Listed(row.kind, row.primary, row.effective, row.deletion)
        listed.setdefault(row.add_on, []).append(one)
    write_tables(path, BookKind.ADD_ONS, gathered, {"add-ons": listed.items()})


def write_fees(path: Path, gathered: Gathered, rows: Iterable[FeeRow]) -> None:
    """Build the book of fees. Raises ValueError for a code and modifier that come twice."""
    write_tables(path, BookKind.FEES, gathered, {"fees": ((row.code + row.modifier, row) for row in rows)})


def open_units(path: Path, *, verify: bool = False) -> MappedUnits:
    """Map a book of limits. Raises UnusableBook."""
    return MappedUnits(open_container(path, BookKind.UNITS, verify=verify))


def open_add_ons(path: Path, *, verify: bool = False) -> MappedAddOns:
    """Map a book of add-ons. Raises UnusableBook."""
    return MappedAddOns(open_container(path, BookKind.ADD_ONS, verify=verify))


def open_fees(path: Path, *, verify: bool = False) -> MappedFees:
    """Map a book of fees. Raises UnusableBook."""
    return MappedFees(open_container(path, BookKind.FEES, verify=verify))


def _holds(row: _Listed, on: date) -> bool:
    return row.effective <= on and (row.deletion is None or on <= row.deletion)
