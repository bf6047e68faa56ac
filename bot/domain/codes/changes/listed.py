"""Changes from a published change list. CMS states what happened to each HCPCS code, without a date.

The list's effective date applies: its additions are valid and its deletions invalid by that day at the latest. (In
the 2019 list, five of 49 codes had ended earlier in 2018.) So no last day is derived from it.
"""

from collections.abc import Iterable

from bot.domain.codes.changes.diff import ChangeKind, CodeChange, CodeSetChanges
from bot.domain.codes.file_rows import ChangeRow
from bot.domain.codes.releases import Release

_GONE = ("disc", "del", "term")
_WORDS = "desc"


def kind_of(printed: str) -> ChangeKind | None:
    """The meaning of a list's own wording; None for 'No Change', and if only coverage or payment changed.

    >>> kind_of("Discontinued"), kind_of("Coverage and Long Desc Change"), kind_of("Payment Change")
    (<ChangeKind.GONE: 'gone'>, <ChangeKind.REVISED: 'revised'>, None)
    """
    written = printed.strip().lower()
    if written.startswith(("add", "new")):
        return ChangeKind.ADDED
    if written.startswith(_GONE):
        return ChangeKind.GONE
    return ChangeKind.REVISED if _WORDS in written else None


def listed(release: Release, rows: Iterable[ChangeRow]) -> CodeSetChanges:
    """The changes in a list. Both sides are the list itself, and the old name of a reworded code is unknown."""
    found = [change for row in rows if (change := _change(row))]
    order = tuple(ChangeKind)
    return CodeSetChanges(release, release, tuple(sorted(found, key=lambda c: (order.index(c.kind), c.code))))


def _change(row: ChangeRow) -> CodeChange | None:
    kind, name = kind_of(row.change), row.long or row.short
    if kind is None:
        return None
    return (
        CodeChange(kind, row.code, name, "")
        if kind is ChangeKind.GONE
        else CodeChange(kind, row.code, "", name)
    )
