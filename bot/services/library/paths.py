"""Where books and indexes lie, and by what names: whatever they are made from is in the name, so none goes stale."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import astuple
from pathlib import Path

from bot.books import search_file
from bot.domain.codes.cpt.starter import STARTER
from bot.domain.codes.cpt.starter.also_called import ALSO_CALLED
from bot.domain.codes.editions import part_of
from bot.domain.codes.releases import PUBLIC, Release, System
from bot.services.library.editions import EditionTable, tables_of, views_of
from bot.services.ports.database import StoredRelease

_SHORT = 16


class LibraryFiles:
    """The files that belong to the visible releases `stored`."""

    def __init__(self, folder: Path, stored: Sequence[StoredRelease]) -> None:
        self._folder = folder
        self._stored = stored
        self._tables = search_file.tables_digest()

    def book(self, release: Release, digest: str) -> Path:
        """The book of one release. All that stands in it is in the name: the file's digest, and what was said of it."""
        return self._folder / f"{_stem(release, digest)}.book"

    def index(self, release: Release, digest: str) -> Path:
        """Its search index, which holds the terms of the Alphabetic Index of its time too."""
        terms = sorted(s.digest for s in terms_for(release, self._stored))
        return self._folder / f"{_stem(release, digest)}-{_short([self._tables, *terms])}.search"

    def table(self, table: EditionTable) -> Path:
        """The book of an edition that may come in several files: all of them are in the name."""
        digests = (f"{s.digest} {_stem(s.release, s.digest)}" for s in table.stored)
        return self._folder / f"{table.system.name.lower()}-{_short(digests)}.book"

    def view(self, view: Sequence[EditionTable]) -> Path:
        """The search index of the procedures in `view`, and of the starter set."""
        codes = (f"{p.code} {p.words} {p.group} {ALSO_CALLED.get(p.code)}" for p in STARTER.values())
        books = (self.table(table).name for table in view)
        return self._folder / f"procedures-{_short([self._tables, *codes, *books])}.search"

    def sweep(self) -> None:
        """Remove what belongs to no visible release any more. A bot that still maps a file keeps its pages."""
        tables = tables_of(self._stored)
        kept = {self.view(())} | {self.view(view) for view in views_of(tables).values()}
        kept |= {self.table(table) for table in tables}
        for stored in self._stored:
            kept |= {self.book(stored.release, stored.digest), self.index(stored.release, stored.digest)}
        for path in (*self._folder.glob("*.book"), *self._folder.glob("*.search")):
            if path not in kept:
                path.unlink(missing_ok=True)


def terms_for(release: Release, stored: Iterable[StoredRelease]) -> list[StoredRelease]:
    """The Alphabetic Index whose terms lead to the codes of `release`: of each part the edition of its time.

    Where none is as old, the first one. Everybody's, or its own workspace's. So another year's index, loaded beside
    it, changes nothing for this release, and its search index stands.
    """
    whose = (PUBLIC, release.workspace)
    parts: dict[str, list[StoredRelease]] = {}
    for each in stored:
        if each.release.system is System.ICD10CM_INDEX and each.release.workspace in whose:
            parts.setdefault(part_of(each.release), []).append(each)
    return [_of_its_time(release, editions) for _, editions in sorted(parts.items())]


def _of_its_time(release: Release, editions: Iterable[StoredRelease]) -> StoredRelease:
    ordered = sorted(editions, key=lambda s: (s.release.effective, s.release.workspace != PUBLIC, s.digest))
    begun = [each for each in ordered if each.release.effective <= release.effective]
    return begun[-1] if begun else ordered[0]


def _stem(release: Release, digest: str) -> str:
    return f"{release.system.name.lower()}-{_short([digest, *map(str, astuple(release))])}"


def _short(parts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:_SHORT]
