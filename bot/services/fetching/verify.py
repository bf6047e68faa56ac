"""Check that a downloaded zip is the expected one: it opens, and its members are of the expected kinds and edition."""

from pathlib import Path

from bot.codefiles.code_files import OpenedFiles, open_files
from bot.codefiles.errors import UnreadableFile
from bot.domain.codes.fetching.catalog import CATALOG
from bot.domain.codes.fetching.code_sets import PublishedFile
from bot.domain.codes.fetching.editions import Cadence, PublishedEdition, current_edition
from bot.domain.codes.files import FileKind, FileSource
from bot.services.fetching.faults import FetchFailure, FetchFault, NotFetched

_OF_OTHER_SETS = frozenset(
    (
        *(kind for published in CATALOG.values() for file in published.files for kind in file.kinds),
        *(kind for kind in FileKind if kind.name.startswith("CPT_")),
        FileKind.OWN_CODES,
    )
)
"""Kinds that identify a set. Other kinds, such as localities with fees, may be in any zip."""


def verify(
    path: Path, url: str, expected: PublishedFile, cadence: Cadence, edition: PublishedEdition
) -> None:
    """Verify a downloaded zip by its directory and the beginning of each member.

    Raises NotFetched: UNREADABLE for a damaged zip, OTHER_KIND for a missing or unexpected kind of file, and
    OTHER_EDITION if a member states another quarter. Loading reads the rest and checks every checksum.
    """
    try:
        sources = [file.source for file in open_files([path], OpenedFiles())]
    except UnreadableFile as error:
        failure = FetchFailure(FetchFault.UNREADABLE, url, detail=error.fault.value, line=error.line)
        raise NotFetched(failure) from None
    if wrong := _wrong_kind({source.kind for source in sources}, expected):
        raise NotFetched(FetchFailure(FetchFault.OTHER_KIND, url, detail=wrong.value))
    for source in sources:
        if source.kind in expected.kinds and not _is_of(source, cadence, edition):
            raise NotFetched(FetchFailure(FetchFault.OTHER_EDITION, url, detail=source.edition))


def _wrong_kind(kinds: set[FileKind], expected: PublishedFile) -> FileKind | None:
    """A kind that belongs to another set, else one that is missing, else None."""
    foreign = sorted((kinds & _OF_OTHER_SETS) - {*expected.kinds, *expected.also})
    missing = [kind for kind in expected.kinds if kind not in kinds]
    return next(iter((*foreign, *missing)), None)


def _is_of(source: FileSource, cadence: Cadence, edition: PublishedEdition) -> bool:
    """Whether the file may be of the edition.

    One without a date passes. Members of April's zips name only their fiscal year.
    """
    if source.effective is None:
        return True
    if cadence is Cadence.FISCAL_YEAR:
        return current_edition(cadence, source.effective) == current_edition(cadence, edition.first_day)
    return source.effective == edition.first_day
