"""Where books and indexes lie, and by what names: whatever they are made from is in the name, so none goes stale."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import astuple
from pathlib import Path

from bot.books import search_file
from bot.domain.codes.cpt.starter import STARTER
from bot.domain.codes.cpt.starter.also_called import ALSO_CALLED
from bot.domain.codes.releases import Release, System
from bot.services.ports import StoredRelease

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
        """Its search index, which holds the terms of every loaded Alphabetic Index too."""
        terms = sorted(s.digest for s in self._stored if s.release.system is System.ICD10CM_INDEX)
        return self._folder / f"{_stem(release, digest)}-{_short([self._tables, *terms])}.search"

    def starter(self) -> Path:
        """The search index of the starter set."""
        codes = (f"{p.code} {p.words} {p.group} {ALSO_CALLED.get(p.code)}" for p in STARTER.values())
        return self._folder / f"starter-{_short([self._tables, *codes])}.search"

    def sweep(self) -> None:
        """Remove what belongs to no visible release any more. A bot that still maps a file keeps its pages."""
        kept = {self.starter()}
        for stored in self._stored:
            kept |= {self.book(stored.release, stored.digest), self.index(stored.release, stored.digest)}
        for path in (*self._folder.glob("*.book"), *self._folder.glob("*.search")):
            if path not in kept:
                path.unlink(missing_ok=True)


def _stem(release: Release, digest: str) -> str:
    return f"{release.system.name.lower()}-{_short([digest, *map(str, astuple(release))])}"


def _short(parts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:_SHORT]
