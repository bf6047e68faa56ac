"""Check that each file of the library opens and is complete. For an operator; too slow for a running bot."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.built_files.search_index import mapped
from bot.domain.codes.edition_file import EditionFault, UnusableEdition
from bot.services.library.code_library import CodeLibrary
from bot.services.library.editions import distinct_editions
from bot.services.library.paths import LibraryPaths, starter_index_digest
from bot.services.ports.editions import EditionStore


@dataclass(frozen=True, slots=True)
class FileCheck:
    """The number of files that should exist, and the number of files with each problem."""

    files: int
    faults: Mapping[EditionFault, int] = field(default_factory=dict)


def check_files(library: CodeLibrary, paths: LibraryPaths, store: EditionStore) -> FileCheck:
    """Read all editions completely and open all search indexes, one after another. Blocks."""
    editions = distinct_editions(library.stored)
    indexes = {each.index_digest for each in editions if each.index_digest} | {starter_index_digest()}
    checks = [(store.verify, paths.edition(digest)) for digest in {each.digest for each in editions}]
    faults: Counter[EditionFault] = Counter()
    for check, path in [*checks, *((mapped, paths.index(digest)) for digest in indexes)]:
        try:
            check(path)
        except UnusableEdition as error:
            faults[error.fault] += 1
    return FileCheck(len(checks) + len(indexes), faults)
