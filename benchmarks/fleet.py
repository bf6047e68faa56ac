"""Many workspaces in one bot: what each costs in memory and file handles, and what it costs to open a file again.

(a) 2,000 workspaces that have loaded one and the same CPT file of 11,000 rows, beside none.
(b) 300 workspaces with files of their own, in a process that may open 256 files. Their rows are left out of the
database, which answers no question, and their search indexes are copies of one: only their opening is measured.
"""

import asyncio
import gc
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from pathlib import Path

import psutil

from benchmarks.loaded_files import CPT_CODES, cpt_codes
from bot.domain.codes.cpt.grammar import read_code
from bot.domain.codes.edition_file import Holds
from bot.domain.codes.listing import Listing
from bot.domain.codes.releases import Release, System
from bot.services.library.editions import editions_of
from bot.services.library.paths import LibraryPaths
from bot.services.loading.load_files import load_files
from bot.services.loading.release_names import LoadOptions
from bot.services.lookup.search import search_procedures
from bot.services.ports.database import ReleaseRepository, StoredRelease
from bot.services.ports.request_context import RequestContext
from bot.settings import Settings
from bot.wiring import Library, opened
from bot.worker.prepare import prepare
from storage.editions.store import SqliteEditions
from storage.engine import SqlDatabase

_ALIKE, _DIFFERENT, _HANDLES = 2_000, 300, 256
_AT, _TODAY = datetime(2026, 11, 21, 17, tzinfo=UTC), date(2026, 11, 21)
_WORDS = (
    "kite",
    "sled",
    "raft",
    "lantern",
    "copper",
    "willow",
    "repair",
    "insertion",
    "therapy",
    "left",
    "right",
)


def settings_in(folder: Path) -> Settings:
    """A database and its editions in this folder."""
    return Settings(_env_file=None, database_url=f"sqlite+aiosqlite:///{folder}/fleet.db")


def names(seed: int) -> dict[str, str]:
    """An invented CPT: code to name."""
    chance = random.Random(seed)
    return {code: " ".join(chance.choices(_WORDS, k=chance.randint(3, 12))) for code in cpt_codes()}


def workspaces(many: int) -> list[str]:
    """Their ids."""
    return [f"T{number:05d}" for number in range(many)]


# -- (a) -------------------------------------------------------------------------------------------------
async def load_alike(folder: Path) -> None:
    """The first two load the file as people do; the others get what the second one got: a release, no rows."""
    settings = settings_in(folder)
    content = "\n".join(("Invented notice", "", *(f"{code}\t{name}" for code, name in names(1).items())))
    database = SqlDatabase(settings.database_url, loader=True)
    first, second, *others = workspaces(_ALIKE)
    for workspace in (first, second):
        began = time.perf_counter()
        await load_files(
            database,
            [("2026 LONGULT.txt", content.encode())],
            at=_AT,
            progress=lambda *_: None,
            options=LoadOptions(workspace=workspace),
        )
        print(f"loaded for {workspace}: {time.perf_counter() - began:.2f} s")
    async with database.read() as work:
        stored = next(s for s in await work.releases.visible(second) if s.release.workspace == second)
    async with database.write() as work:
        for workspace in others:
            await _share(work.releases, stored, workspace)
        await work.commit()
    await database.close()
    await prepare(settings, lambda *_: None)


async def _share(releases: ReleaseRepository, stored: StoredRelease, workspace: str) -> None:
    mine = Release(
        stored.release.system,
        stored.release.edition,
        stored.release.effective,
        stored.release.ends,
        stored.release.source,
        workspace,
    )
    shared = await releases.share(mine, stored.digest, _AT)
    assert shared
    await releases.publish(workspace, shared.id, shared.rows)


# -- (b) -------------------------------------------------------------------------------------------------
async def load_different(folder: Path) -> None:
    """Releases without rows; edition files as the worker writes them, and copies of one search index."""
    settings, store = settings_in(folder), SqliteEditions()
    paths = LibraryPaths(settings.library_folder)
    database = SqlDatabase(settings.database_url, loader=True)
    index: Path | None = None
    for number, workspace in enumerate(workspaces(_DIFFERENT)):
        release = Release(
            System.CPT, "2026 long", date(2026, 1, 1), date(2026, 12, 31), "LONGULT.txt", workspace
        )
        async with database.write() as work:
            id_ = await work.releases.stage(release, f"file {number}", _AT)
            await work.releases.publish(workspace, id_, 0)
            await work.commit()
        [edition] = editions_of([StoredRelease(id_, release, 0, f"file {number}", _AT)])
        listings = {code: Listing(code, f"{workspace} {name}") for code, name in names(number).items()}
        store.write_procedures(paths.edition(edition.digest), listings, {}, {}, {Holds.NAMES})
        assert edition.index_digest
        if index is None:
            index = paths.index(edition.index_digest)
            _build_index(listings.values(), index)
        else:
            shutil.copyfile(index, paths.index(edition.index_digest))
    await database.close()


def _build_index(listings: Iterable[Listing], path: Path) -> None:
    from bot.built_files.own_tables import own_tables  # noqa: PLC0415 - one of this script's processes needs it
    from bot.built_files.search_index import save  # noqa: PLC0415
    from bot.domain.codes.search.build import build  # noqa: PLC0415
    from bot.domain.codes.search.listed import ListedCodes  # noqa: PLC0415

    codes = ListedCodes()
    codes.take(System.CPT, ((listing, ()) for listing in listings))
    save(build(codes.entries({}), own_tables()), path)


# -- a bot -----------------------------------------------------------------------------------------------
async def ask(folder: Path, many: int, *, limited: bool) -> None:
    """Ask for each workspace, and say what that holds; a process of its own."""
    if limited:
        resource.setrlimit(resource.RLIMIT_NOFILE, (_HANDLES, _HANDLES))
    async with opened(settings_in(folder), lambda *_: None, loader=False) as library:
        library.code_library.open_indexes(_TODAY)
        gc.collect()
        gc.freeze()  # as the bot does once it is ready
        if limited:
            _different(library)
        else:
            _alike(library, many)


def _alike(library: Library, many: int) -> None:
    code = read_code(cpt_codes()[500])
    assert code
    licensed = 0
    for workspace in workspaces(_ALIKE):  # those without a license ask as well
        found = library.code_library.files.procedure(code, None, _TODAY, workspace)
        licensed += bool(found and found.listing)
        search_procedures("kite repair", None, RequestContext(workspace, "U1", _TODAY), library.code_library)
    assert licensed == many
    held = psutil.Process().memory_full_info().uss
    print(held, psutil.Process().num_fds())


def _different(library: Library) -> None:
    code = cpt_codes()[500]
    looked_up: list[float] = []
    searched: list[float] = []
    for _ in range(2):  # each is closed again before it is asked the second time
        for workspace in workspaces(_DIFFERENT):
            [edition] = library.code_library.editions_of(workspace).procedures(System.CPT)
            looked_up.append(_milliseconds(lambda edition=edition: _named(edition.get(code))))  # type: ignore[misc]
            asked = RequestContext(workspace, "U1", _TODAY)
            searched.append(
                _milliseconds(
                    lambda asked=asked: search_procedures("kite repair", None, asked, library.code_library)  # type: ignore[misc]
                )
            )
            assert edition.get(code).long.startswith(workspace)  # type: ignore[union-attr]
    again = slice(_DIFFERENT, None)
    print(
        f"all {_DIFFERENT} workspaces answered twice; file handles {psutil.Process().num_fds()} of {_HANDLES}"
    )
    _report("  first look-up, edition opened again", looked_up[again])
    _report("  first search, index opened again and asked", searched[again])


def _named(listing: Listing | None) -> str:
    assert listing
    return listing.name


def _milliseconds(work: Callable[[], object]) -> float:
    """In processor time: what else the machine does is not the bot's."""
    began = time.thread_time()
    work()
    return (time.thread_time() - began) * 1000


def _report(name: str, took: list[float]) -> None:
    p99 = statistics.quantiles(took, n=100)[98]
    print(f"{name:48}{statistics.median(took):8.2f} ms p50{p99:8.2f} ms p99{max(took):8.2f} ms at most")


# -- all of it -------------------------------------------------------------------------------------------
def _process(*arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.fleet", *arguments], stdout=subprocess.PIPE, text=True, check=True
    )
    return done.stdout


def report() -> None:
    """Print both."""
    with tempfile.TemporaryDirectory() as made:
        none, alike, different = (Path(made) / name for name in ("none", "alike", "different"))
        none.mkdir()
        asyncio.run(prepare(settings_in(none), lambda *_: None))
        for folder in (alike, different):
            shutil.copytree(none, folder)
        _report_alike(none, alike)
        print(f"\n{_DIFFERENT} workspaces with CPT files of their own, each of {CPT_CODES:,} rows")
        asyncio.run(load_different(different))
        print(_process("ask-different", str(different)), end="")


def _report_alike(none: Path, alike: Path) -> None:
    print(f"{_ALIKE:,} workspaces with one and the same CPT file of {CPT_CODES:,} rows")
    asyncio.run(load_alike(alike))
    before = [int(number) for number in _process("ask", str(none), "0").split()]
    after = [int(number) for number in _process("ask", str(alike), str(_ALIKE)).split()]
    more = (after[0] - before[0]) / 1e6
    print(f"memory {before[0] / 1e6:.0f} MB with none, {after[0] / 1e6:.0f} MB with them: {more:.0f} MB more")
    print(f"file handles {before[1]} with none, {after[1]} with them")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["ask", folder, many]:
            asyncio.run(ask(Path(folder), int(many), limited=False))
        case ["ask-different", folder]:
            asyncio.run(ask(Path(folder), _DIFFERENT, limited=True))
        case _:
            report()
