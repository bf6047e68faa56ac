"""The release that comes with the install: read once; its book and search index made beside the loading of its rows."""

import gc
import sys
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path

from bot.codefiles.icd10cm_tabular import Tabular, read_tabular
from bot.codefiles.installed import INSTALLED_ICD10CM, installed_tabular


@dataclass(frozen=True, slots=True)
class Making:
    """What was read of the file, and the process that makes book and index of it."""

    digest: str
    tabular: Tabular
    process: BaseProcess


def begin_making(folder: Path, read: Callable[[int, int], None], *, alone: bool) -> Making:
    """Read the file, and make its book and index in a process of its own, on the second core.

    `alone`: this process has one thread and next to nothing imported, so that a copy of it will do, which has read
    the file already. Whoever joins the process looks afterwards what stands. `read` hears (done, total).
    """
    content = installed_tabular().read_bytes()
    digest = sha256(content).hexdigest()
    if alone and sys.platform == "linux":
        tabular = read_tabular(content, read)
        copied = get_context("fork").Process(target=_make, args=(folder, digest, tabular), daemon=True)
        copied.start()
        return Making(digest, tabular, copied)
    process = get_context("spawn").Process(target=_read_and_make, args=(folder,), daemon=True)
    process.start()
    return Making(digest, read_tabular(content, read), process)


def _read_and_make(folder: Path) -> None:
    gc.disable()  # a short life full of objects that all stay
    content = installed_tabular().read_bytes()
    _make(folder, sha256(content).hexdigest(), read_tabular(content))


def _make(folder: Path, digest: str, tabular: Tabular) -> None:
    """The book and the index, where they are missing. Seconds of processor time."""
    # Imported here, by the process that needs them, not by the one that begins it.
    from bot.books import search_file  # noqa: PLC0415
    from bot.books.diagnosis_book import write_book  # noqa: PLC0415
    from bot.domain.codes.search.build import build  # noqa: PLC0415
    from bot.domain.codes.search.entries import diagnosis_entries  # noqa: PLC0415
    from bot.services.library.paths import LibraryFiles  # noqa: PLC0415

    files = LibraryFiles(folder, ())
    book, index = files.book(INSTALLED_ICD10CM, digest), files.index(INSTALLED_ICD10CM, digest)
    if book.exists() and index.exists():
        return
    write_book(book, INSTALLED_ICD10CM, tabular.blocks, tabular.diagnoses)
    entries = diagnosis_entries(tabular.diagnoses, tabular.blocks)
    search_file.save(build(entries, search_file.own_tables()), index)
