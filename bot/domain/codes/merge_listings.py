"""Combine the files of one edition: a code's long, medium and short names go into one Listing."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.domain.codes.edition_file import Holds
from bot.domain.codes.file_rows import ChangeRow, CodeRow, DescriptorRow, ModifierRow
from bot.domain.codes.listing import Listing

_MOST_TEXTS = 12


class ListingMerger:
    """Takes the rows of each file of an edition."""

    def __init__(self) -> None:
        self.listings: dict[str, Listing] = {}
        self.modifiers: dict[str, ModifierRow] = {}
        self._texts: dict[str, dict[str, None]] = {}

    def add(self, rows: Sequence[object], part: str = "") -> None:
        """Add the rows of one file. `part` tells which of CPT's files it is ('medium'); '' for any other."""
        for row in rows:
            match row:
                case CodeRow():
                    self.listings[row.code] = _with(self.listings.get(row.code), row, part)
                case ChangeRow(modifier=False):
                    self.listings[row.code] = _changed(row)
                case ModifierRow():
                    self.modifiers.setdefault(row.modifier, row)
                case DescriptorRow():
                    self._describe(row)

    @property
    def texts(self) -> Mapping[str, tuple[str, ...]]:
        """Clinicians' terms for each code."""
        return {code: tuple(found)[:_MOST_TEXTS] for code, found in self._texts.items()}

    @property
    def holds(self) -> frozenset[Holds]:
        """The properties that the files hold for their codes."""
        codes = {Holds.NAMES, Holds.VALIDITY} if self.listings else set[Holds]()
        return frozenset(codes | ({Holds.MODIFIERS} if self.modifiers else set[Holds]()))

    def _describe(self, row: DescriptorRow) -> None:
        """A consumer's text is used as the name if there is no other. A clinician's text only helps the search."""
        if row.descriptor:
            self._texts.setdefault(row.code, {})[row.text] = None
        else:
            known = self.listings.get(row.code) or Listing(row.code)
            self.listings[row.code] = replace(known, consumer=row.text)


def _changed(row: ChangeRow) -> Listing:
    """A code as printed in a change list."""
    return Listing(row.code, row.long, short=row.short, detail=(("change", row.change),))


def _with(known: Listing | None, row: CodeRow, part: str) -> Listing:
    """Merge what is known about a code with what another file says."""
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
