"""Where edition and search index files are, and their digests. A digest covers every input, so no file goes stale.

A digest doesn't include workspaces, names or dates. Two workspaces that loaded the same files share one edition.
"""

import hashlib
import os
from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path

from bot.built_files.own_tables import procedure_tables_digest, tables_digest
from bot.codefiles.hcpcs_starter import starter_digest
from bot.domain.codes.cpt.starter import STARTER
from bot.domain.codes.cpt.starter.also_called import ALSO_CALLED
from bot.domain.codes.edition_file import EDITION_FORMAT
from bot.domain.codes.releases import System

_EDITION, _INDEX = ".edition", ".search"
_BUILT = (_EDITION, _INDEX)
_BEFORE_2027 = (".book", ".search")
"""File name endings of CodeDesk 0.1, which kept its built files in a folder named books."""


class LibraryPaths:
    """The files in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def edition(self, digest: str) -> Path:
        """The edition file of a digest."""
        return self.folder / f"{digest}{_EDITION}"

    def index(self, digest: str) -> Path:
        """The search index file of a digest."""
        return self.folder / f"{digest}{_INDEX}"

    def existing(self) -> frozenset[str]:
        """The names of the existing files; empty if the folder does not exist."""
        try:
            return frozenset(os.listdir(self.folder))  # noqa: PTH208 - names, not paths: there may be thousands
        except FileNotFoundError:
            return frozenset()

    def unneeded(self, editions: Iterable[str], indexes: Iterable[str]) -> list[Path]:
        """Built files with other digests."""
        needed = {self.edition(d).name for d in editions} | {self.index(d).name for d in indexes}
        built = (name for name in self.existing() if name.endswith(_BUILT) and name not in needed)
        return [self.folder / name for name in built]

    def remove_old_folder(self) -> None:
        """Remove the files that an earlier version built next to this folder."""
        old = self.folder.with_name("books")
        if old.is_dir() and old != self.folder:
            for path in old.iterdir():
                if path.suffix in _BEFORE_2027 or path.name.startswith("."):
                    path.unlink(missing_ok=True)
            if not any(old.iterdir()):
                old.rmdir()


def edition_digest(system: System, parts: Iterable[tuple[str, str]]) -> str:
    """The digest of an edition made of these files. Each is (its part, the digest of its content)."""
    return _digest(
        ["edition", str(EDITION_FORMAT), system.name, *(f"{part} {digest}" for part, digest in parts)]
    )


def diagnosis_index_digest(edition: str, effective: date, terms: Iterable[str] = ()) -> str:
    """The digest of a search index: an edition of ICD-10-CM with the terms of these Alphabetic Index files.

    Rows of our own tables start or end with an edition. `effective`, the edition's first day, decides which of them
    are in the index.
    """
    return _digest(["diagnoses", tables_digest(effective), edition, *sorted(terms)])


def procedure_index_digest(edition: str) -> str:
    """The digest of a search index: an edition of procedure codes with the starter set's words for them."""
    return _digest(["procedures", procedure_tables_digest(), *_starter(), edition])


def starter_index_digest() -> str:
    """The digest of the starter set's search index."""
    return _digest(["starter", procedure_tables_digest(), *_starter()])


@cache
def _starter() -> tuple[str, ...]:
    codes = (f"{p.code} {p.words} {p.group} {ALSO_CALLED.get(p.code)}" for p in STARTER.values())
    return (starter_digest(), *codes)


def _digest(parts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
