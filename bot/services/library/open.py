"""Bring the library up to date with the database. Only releases that came or went are read."""

import asyncio
from collections.abc import Iterable, Sequence

from bot.codefiles.installed import missing_installed
from bot.domain.codes.releases import PUBLIC, System
from bot.services.library.code_library import CodeLibrary
from bot.services.library.edition_cache import EditionCache
from bot.services.library.editions import StoredEdition, distinct_editions
from bot.services.library.paths import LibraryPaths, starter_index_digest
from bot.services.ports.database import Database, StoredRelease


async def update_library(
    library: CodeLibrary, cache: EditionCache, database: Database, generation: int
) -> bool:
    """Show what is visible in `generation`. Returns False, and changes nothing, if a file must be built first.

    At startup, the public editions of ICD-10-CM are opened at once. Raises UnusableEdition if one does not open.
    """
    known = library.ids
    async with database.read() as work:
        visible = await work.releases.visible_ids()
        came = await work.releases.with_ids(visible - known)
    went = known - visible
    stays = [each for each in library.stored if each.id not in went]
    after = [*stays, *came]
    if missing_installed(each.release for each in after):
        return False
    gone = (each for each in library.stored if each.id in went) if went else ()
    workspaces = {each.release.workspace for each in (*came, *gone)}
    editions = await asyncio.to_thread(_changed_editions, after, workspaces)
    if not _all_built(editions, cache.paths):
        return False
    if library.generation < 0:
        await asyncio.to_thread(_open_diagnoses, editions, cache)
    library.change(came, went, generation)
    return True


def _changed_editions(stored: Sequence[StoredRelease], workspaces: set[str]) -> list[StoredEdition]:
    """The editions of the workspaces that gained or lost a release; all editions if a public release changed."""
    if PUBLIC in workspaces:
        return distinct_editions(stored)
    terms = (s for s in stored if s.release.system is System.ICD10CM_INDEX and s.release.workspace == PUBLIC)
    return distinct_editions([*terms, *(s for s in stored if s.release.workspace in workspaces)])


def _all_built(editions: Iterable[StoredEdition], paths: LibraryPaths) -> bool:
    there = paths.existing()
    needed = [paths.index(starter_index_digest())]
    for edition in editions:
        needed.append(paths.edition(edition.digest))
        if digest := edition.index_digest:
            needed.append(paths.index(digest))
    return all(path.name in there for path in needed)


def _open_diagnoses(editions: Iterable[StoredEdition], cache: EditionCache) -> None:
    for edition in editions:
        release = edition.gathered.release
        if release.system is System.ICD10CM and release.workspace == PUBLIC:
            cache.edition(edition.digest)
