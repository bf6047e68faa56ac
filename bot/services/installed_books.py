"""Book and search index of the release that comes with the install, made while its rows are still on their way."""

import gc
import sys
from hashlib import sha256
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path


def begin_making(folder: Path, *, alone: bool) -> BaseProcess:
    """Make both in a process of its own, on the second core; whoever joins it looks afterwards what stands.

    `alone`: this process has one thread and has imported next to nothing, so that a copy of it will do.
    """
    copied = alone and sys.platform == "linux"
    kind: type[BaseProcess] = get_context("fork").Process if copied else get_context("spawn").Process
    process = kind(target=make_installed, args=(folder,), daemon=True)
    process.start()
    return process


def make_installed(folder: Path) -> None:
    """The book and the index, where they are missing. Seconds of processor time."""
    gc.disable()  # a short life full of objects that all stay
    # Imported here, by the process that needs them, not by the one that begins it.
    from bot.books import search_file  # noqa: PLC0415
    from bot.books.diagnosis_book import write_book  # noqa: PLC0415
    from bot.codefiles.icd10cm_tabular import read_tabular  # noqa: PLC0415
    from bot.codefiles.installed import INSTALLED_ICD10CM, installed_tabular  # noqa: PLC0415
    from bot.domain.codes.search import build  # noqa: PLC0415
    from bot.domain.codes.search.entries import diagnosis_entries  # noqa: PLC0415
    from bot.services.library_files import LibraryFiles  # noqa: PLC0415

    content = installed_tabular().read_bytes()
    files, digest = LibraryFiles(folder, ()), sha256(content).hexdigest()
    book, index = files.book(INSTALLED_ICD10CM, digest), files.index(INSTALLED_ICD10CM, digest)
    if book.exists() and index.exists():
        return
    tabular = read_tabular(content)
    write_book(book, INSTALLED_ICD10CM, tabular.blocks, tabular.diagnoses)
    entries = diagnosis_entries(tabular.diagnoses, tabular.blocks)
    search_file.save(build(entries, search_file.own_tables()), index)
