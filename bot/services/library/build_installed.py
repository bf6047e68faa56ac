"""Build the editions and search indexes that come with the install, in processes that have already read them."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.built_files import search_index
from bot.built_files.own_tables import own_tables
from bot.codefiles.icd10cm_index_texts import Texts
from bot.codefiles.icd10cm_tabular import Tabular
from bot.domain.codes.edition_file import HOLDS_OF_TABULAR
from bot.domain.codes.releases import Release, System
from bot.domain.codes.search.build import build
from bot.domain.codes.search.entries import diagnosis_entries
from bot.services.library.installed_icd10cm import InstalledFiles
from bot.services.library.paths import LibraryPaths, diagnosis_index_digest, edition_digest
from bot.services.ports.editions import WriteDiagnoses


def write_installed(folder: Path, write: WriteDiagnoses, files: InstalledFiles) -> None:
    """Write the missing editions. Each takes half a second."""
    for _, tabular, edition, _ in _paths(LibraryPaths(folder), files):
        if not edition.exists():
            write(edition, tabular.blocks, tabular.diagnoses, HOLDS_OF_TABULAR)


def index_installed(folder: Path, files: InstalledFiles) -> None:
    """Build the missing search indexes, today's first. This takes seconds of processor time."""
    texts: Sequence[Texts] = [found for _, found in files.terms.values()]
    for release, tabular, _, index in _paths(LibraryPaths(folder), files):
        if not index.exists():
            entries = diagnosis_entries(tabular.diagnoses, tabular.blocks, texts)
            search_index.save(build(entries, own_tables(release.effective)), index)


def _paths(paths: LibraryPaths, files: InstalledFiles) -> Iterator[tuple[Release, Tabular, Path, Path]]:
    terms = [digest for digest, _ in files.terms.values()]
    for release, (digest, tabular) in files.tabulars.items():
        edition = edition_digest(System.ICD10CM, [("", digest)])
        index = diagnosis_index_digest(edition, release.effective, terms)
        yield release, tabular, paths.edition(edition), paths.index(index)
