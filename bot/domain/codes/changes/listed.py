"""What a published change list says by itself: CMS names what became of each HCPCS code, without naming a day.

Its day is the list's own: what it adds holds, and what it discontinues no longer does, by the day on which it comes
into force at the latest. (In the list of 2019 five of 49 ended earlier in 2018.) So no last day is told from it.
"""

from collections.abc import Iterable

from bot.domain.codes.changes.diff import ChangeKind, CodeChange, CodeSetChanges
from bot.domain.codes.file_rows import ChangeRow
from bot.domain.codes.releases import Release

_GONE = ("disc", "del", "term")
_WORDS = "desc"


def kind_of(printed: str) -> ChangeKind | None:
    """What a list's own words mean; None for 'No Change', and where only coverage or payment changed.

    >>> kind_of("Discontinued"), kind_of("Coverage and Long Desc Change"), kind_of("Payment Change")
    (<Kind.GONE: 'gone'>, <Kind.REVISED: 'revised'>, None)
    """
    written = printed.strip().lower()
    if written.startswith(("add", "new")):
        return ChangeKind.ADDED
    if written.startswith(_GONE):
        return ChangeKind.GONE
    return ChangeKind.REVISED if _WORDS in written else None


def listed(release: Release, rows: Iterable[ChangeRow]) -> CodeSetChanges:
    """The changes of a list: both sides are the list itself, and what a reworded code was called before is unknown."""
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
