"""Loaded procedure codes as a mapped book: CPT as far as licensed, HCPCS Level II, or a team's own.

One book for one edition, whatever files it came in: long, medium and short names stand in one Listing.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from bot.books.container import BookKind, Contents, open_container
from bot.books.edition_of import edition_of
from bot.books.tables import KeyTable, write_tables
from bot.domain.codes.claim.edition import ReferenceEdition
from bot.domain.codes.editions import Gathered
from bot.domain.codes.file_rows import ChangeRow, CodeRow, DescriptorRow, ModifierRow
from bot.domain.codes.listing import Listing

_MOST_TEXTS = 12


class MappedProcedures:
    """The codes and modifiers of one edition."""

    __slots__ = ("_codes", "_modifiers", "_texts", "contents", "edition")

    def __init__(self, contents: Contents) -> None:
        """Raises UnusableBook."""
        self.contents = contents
        self.edition: ReferenceEdition = edition_of(contents.gathered)
        self._codes = KeyTable(contents, "codes", Listing)
        self._modifiers = KeyTable(contents, "modifiers", ModifierRow)
        self._texts = KeyTable(contents, "texts", tuple[str, ...])

    def get(self, code: str) -> Listing | None:
        """A code in upper case, or None. Codes that have ended are there, with their last day."""
        found = self._codes.get(code)
        return found if found and found.code == code else None

    def __contains__(self, code: str) -> bool:
        return code in self._codes

    def modifier(self, modifier: str) -> ModifierRow | None:
        """A modifier of the edition, or None."""
        return self._modifiers.get(modifier)

    def modifiers(self) -> Iterator[str]:
        """All modifiers of the edition, in order; none where no list of modifiers belongs to it."""
        return self._modifiers.keys()

    @property
    def tells_modifiers(self) -> bool:
        """Whether the edition holds modifiers at all."""
        return len(self._modifiers) > 0

    def texts(self, code: str) -> tuple[str, ...]:
        """What a code is called beside its names: descriptors for clinicians."""
        return self._texts.get(code) or ()

    def codes(self) -> Iterator[str]:
        """All codes of at most eight characters, in order, without reading what is told of them."""
        return self._codes.keys()

    def __iter__(self) -> Iterator[Listing]:
        """All codes; those of at most eight characters in their order."""
        return iter(self._codes)

    def __len__(self) -> int:
        return len(self._codes)


class ProceduresMaker:
    """Takes in the rows of each file of an edition, and writes one book of them."""

    def __init__(self) -> None:
        self._codes: dict[str, Listing] = {}
        self._modifiers: dict[str, ModifierRow] = {}
        self._texts: dict[str, dict[str, None]] = {}

    def add(self, rows: Sequence[object], part: str = "") -> None:
        """Rows of one file; `part` says which of CPT's files it is ('medium'), '' for any other."""
        for row in rows:
            match row:
                case CodeRow():
                    self._codes[row.code] = _with(self._codes.get(row.code), row, part)
                case ChangeRow(modifier=False):
                    self._codes[row.code] = _changed(row)
                case ModifierRow():
                    self._modifiers.setdefault(row.modifier, row)
                case DescriptorRow():
                    self._describe(row)

    def write(self, path: Path, gathered: Gathered) -> None:
        """The book at `path`, whole or not at all."""
        texts = ((code, tuple(found)[:_MOST_TEXTS]) for code, found in self._texts.items())
        tables: dict[str, Iterable[tuple[str, object]]] = {
            "codes": self._codes.items(),
            "modifiers": self._modifiers.items(),
            "texts": texts,
        }
        write_tables(path, BookKind.PROCEDURES, gathered, tables)

    def _describe(self, row: DescriptorRow) -> None:
        """A consumer's text is a name where there is no other; a clinician's only helps the search."""
        if row.descriptor:
            self._texts.setdefault(row.code, {})[row.text] = None
        else:
            known = self._codes.get(row.code) or Listing(row.code)
            self._codes[row.code] = replace(known, consumer=row.text)


def open_procedures(path: Path, *, verify: bool = False) -> MappedProcedures:
    """Map a book of procedures. Raises UnusableBook."""
    return MappedProcedures(open_container(path, BookKind.PROCEDURES, verify=verify))


def _changed(row: ChangeRow) -> Listing:
    """A code as a change list prints it."""
    return Listing(row.code, row.long, short=row.short, detail=(("change", row.change),))


def _with(known: Listing | None, row: CodeRow, part: str) -> Listing:
    """What is known of a code and what one more file says of it."""
    before = known or Listing(row.code)
    name = {"medium": row.long} if part == "medium" else {"long": row.long or before.long}
    return replace(
        before,
        **name,
        short=row.short or before.short,
        starts=row.starts or before.starts,
        ends=row.ends or before.ends,
        successors=row.successors or before.successors,
        detail=tuple(row.detail.items()) or before.detail,
    )
