"""The releases that come with the install. They are read once; their files are built while their rows are loaded."""

import gc
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path

from bot.codefiles.icd10cm_index import read_index
from bot.codefiles.icd10cm_index_texts import Texts, index_texts
from bot.codefiles.icd10cm_tabular import Tabular, read_tabular
from bot.codefiles.installed import (
    ADDENDA,
    INDEX_FILES,
    INSTALLED_FY2027,
    INSTALLED_ICD10CM,
    INSTALLED_INDEX,
    installed_tabular,
)
from bot.codefiles.shipped import shipped, shipped_addenda
from bot.collection import kept_for_good
from bot.domain.codes.releases import Release
from bot.services.loading.addenda import digest_on, made_of
from bot.services.loading.diagnosis_records import to_records
from bot.services.loading.index_records import to_index_records
from bot.services.ports.database import CodeRecord

_READ, _ALL_READ = 60, 100
"""Progress in percent. Reading the tabular list is more than half of all reading."""


@dataclass(frozen=True, slots=True)
class InstalledFiles:
    """The files as read: tabular lists, and the terms of the Alphabetic Index by part, each with its digest."""

    tabulars: Mapping[Release, tuple[str, Tabular]]
    terms: Mapping[Release, tuple[str, Texts]]

    def digest(self, release: Release) -> str:
        """The digest of the release's content."""
        found = self.tabulars.get(release) or self.terms[release]
        return found[0]

    def records(self, release: Release) -> list[CodeRecord]:
        """The release's rows."""
        if release in self.tabulars:
            return list(to_records(self.tabulars[release][1]))
        return list(to_index_records(self.terms[release][1]))


@dataclass(frozen=True, slots=True)
class InstalledBuild:
    """The files as read, and the process that builds search indexes from them."""

    files: InstalledFiles
    process: BaseProcess


def begin_build(folder: Path, read: Callable[[int, int], None], *, alone: bool) -> InstalledBuild:
    """Read the files and build the search indexes in a separate process, on the second core.

    `alone`: this process has one thread and few imports, so a fork of it is enough, and the fork already has the
    files in memory. After joining it, check which files were built. `read` is called with (done, total).
    """
    if alone and sys.platform == "linux":
        with kept_for_good():
            files = read_installed(read)
        copied = get_context("fork").Process(target=_build, args=(folder, files), daemon=True)
        copied.start()
        return InstalledBuild(files, copied)
    process = get_context("spawn").Process(target=_read_and_build, args=(folder,), daemon=True)
    process.start()
    return InstalledBuild(read_installed(read), process)


def read_installed(read: Callable[[int, int], None] = lambda _done, _total: None) -> InstalledFiles:
    """Read everything that comes with the install. This takes about two seconds of processor time."""
    content = installed_tabular().read_bytes()
    digest = sha256(content).hexdigest()
    april = read_tabular(content, lambda done, total: read(done * _READ // total, _ALL_READ))
    october = made_of(april, shipped_addenda())
    terms: dict[Release, tuple[str, Texts]] = {}
    for number, (part, name) in enumerate(INDEX_FILES.items(), start=1):
        index = shipped(name)
        terms[INSTALLED_INDEX[part]] = sha256(index).hexdigest(), index_texts(read_index(index).terms)
        read(_READ + number * (_ALL_READ - _READ) // len(INDEX_FILES), _ALL_READ)
    addenda = sha256(shipped(ADDENDA)).hexdigest()
    tabulars = {
        INSTALLED_FY2027: (digest_on(digest, addenda), october),
        INSTALLED_ICD10CM: (digest, april),
    }
    return InstalledFiles(tabulars, terms)


def _read_and_build(folder: Path) -> None:
    _build(folder, read_installed())


def _build(folder: Path, files: InstalledFiles) -> None:
    gc.disable()  # the process ends soon, and its objects all stay alive until then
    from bot.services.library.build_installed import index_installed  # noqa: PLC0415 - numpy: its threads can't be copied

    index_installed(folder, files)
