"""The release that comes with the install: read once; its edition and index are built while its rows are loaded."""

import gc
import sys
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path

from bot.codefiles.icd10cm_tabular import Tabular, read_tabular
from bot.codefiles.installed import installed_tabular
from bot.domain.codes.releases import System
from bot.services.ports.editions import EditionStore


@dataclass(frozen=True, slots=True)
class InstalledBuild:
    """What was read of the file, and the process that builds its edition and index."""

    digest: str
    tabular: Tabular
    process: BaseProcess


def begin_build(
    folder: Path, store: EditionStore, read: Callable[[int, int], None], *, alone: bool
) -> InstalledBuild:
    """Read the file, and build its edition and index in a process of its own, on the second core.

    `alone`: this process has one thread and next to nothing imported, so that a copy of it will do, which has read
    the file already. Whoever joins the process looks afterwards what was built. `read` hears (done, total).
    """
    content = installed_tabular().read_bytes()
    digest = sha256(content).hexdigest()
    if alone and sys.platform == "linux":
        tabular = read_tabular(content, read)
        copied = get_context("fork").Process(
            target=_build, args=(folder, store, digest, tabular), daemon=True
        )
        copied.start()
        return InstalledBuild(digest, tabular, copied)
    process = get_context("spawn").Process(target=_read_and_build, args=(folder, store), daemon=True)
    process.start()
    return InstalledBuild(digest, read_tabular(content, read), process)


def _read_and_build(folder: Path, store: EditionStore) -> None:
    gc.disable()  # a short life full of objects that all stay
    content = installed_tabular().read_bytes()
    _build(folder, store, sha256(content).hexdigest(), read_tabular(content))


def _build(folder: Path, store: EditionStore, digest: str, tabular: Tabular) -> None:
    """The edition and the index, where they are missing. Seconds of processor time."""
    # Imported here, by the process that needs them, not by the one that begins it.
    from bot.built_files import search_index  # noqa: PLC0415
    from bot.built_files.own_tables import own_tables  # noqa: PLC0415
    from bot.domain.codes.edition_file import HOLDS_OF_TABULAR  # noqa: PLC0415
    from bot.domain.codes.search.build import build  # noqa: PLC0415
    from bot.domain.codes.search.entries import diagnosis_entries  # noqa: PLC0415
    from bot.services.library.paths import (  # noqa: PLC0415
        LibraryPaths,
        diagnosis_index_digest,
        edition_digest,
    )

    paths = LibraryPaths(folder)
    edition = edition_digest(System.ICD10CM, [("", digest)])
    index = paths.index(diagnosis_index_digest(edition))
    if paths.edition(edition).exists() and index.exists():
        return
    store.write_diagnoses(paths.edition(edition), tabular.blocks, tabular.diagnoses, HOLDS_OF_TABULAR)
    entries = diagnosis_entries(tabular.diagnoses, tabular.blocks)
    search_index.save(build(entries, own_tables()), index)
