"""A running bot shows what is loaded within a second, and starts no worker again and again for what none mends."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.domain.codes.edition_file import EditionFault, UnusableEdition
from bot.domain.codes.releases import System
from bot.domain.errors import WorkerFailed
from bot.services.library.build import prepare_library
from bot.services.library.code_library import CodeLibrary
from bot.services.library.edition_cache import EditionCache
from bot.services.library.paths import LibraryPaths
from bot.services.library.refresh import LibraryRefresh, RefreshFault
from bot.services.loading.load_files import load_files, unload
from bot.services.loading.release_names import LoadOptions
from storage.editions.store import SqliteEditions
from tests.fakes import FakeClock, FakeDatabase
from tests.services.loaded_library import cpt, install_small

_AT = datetime(2026, 11, 21, 17, tzinfo=UTC)


class _Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Bot:
    """A library, its database, and a worker that counts how often it was started."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.database = FakeDatabase()
        self.clock = _Clock()
        self.cache = EditionCache(LibraryPaths(folder), SqliteEditions(), clock=self.clock)
        self.library = CodeLibrary(cache=self.cache)
        self.built = 0
        self.refresh = self._with(self.build)

    def _with(self, build: Callable[[], Awaitable[None]]) -> LibraryRefresh:
        return LibraryRefresh(
            self.library, self.cache, self.database, build, FakeClock(_AT), seconds=self.clock
        )

    async def build(self) -> None:
        """What the worker does."""
        self.built += 1
        await prepare_library(
            self.database, self.folder, SqliteEditions(), clock=FakeClock(_AT), progress=lambda *_: None
        )

    async def fail(self) -> None:
        """A worker that ends with an error."""
        self.built += 1
        raise WorkerFailed("exit 1")

    async def load(self, workspace: str, name: str) -> None:
        """A CPT file of one code."""
        file = ("2026 LONGULT.txt", cpt(("97140", name)))
        options = LoadOptions(workspace=workspace)
        await load_files(self.database, [file], at=_AT, progress=lambda *_: None, options=options)

    def names(self, workspace: str) -> list[str]:
        """What the workspace's CPT calls the code."""
        editions = self.library.editions_of(workspace).procedures(System.CPT)
        return [listing.name for each in editions if (listing := each.get("97140"))]


@pytest.fixture
async def bot(tmp_path: Path) -> Bot:
    """With small stand-ins for what comes with the install."""
    bot = Bot(tmp_path)
    await install_small(bot.database)
    await bot.refresh.start()
    bot.built = 0
    return bot


async def test_what_another_process_loaded_is_shown_without_a_worker(bot: Bot) -> None:
    """The loader builds what it loads; the bot reads which releases came."""
    await bot.load("T1", "Invented name")
    await bot.build()
    bot.built = 0
    await bot.refresh.poll()

    assert bot.names("T1") == ["Invented name"]
    assert bot.names("T2") == []
    assert bot.built == 0
    assert bot.refresh.problem is None


async def test_a_load_touches_no_other_workspace_s_editions(bot: Bot) -> None:
    """Another workspace's open files and what was put together for it stay as they are."""
    await bot.load("T1", "Of the first")
    await bot.refresh.poll()
    before = bot.library.editions_of("T1")
    file = bot.cache.edition(before.procedures(System.CPT)[0].digest)
    bot.clock.now = 60
    await bot.load("T2", "Of the second")
    await bot.refresh.poll()

    assert bot.names("T2") == ["Of the second"]
    assert bot.library.editions_of("T1") is before
    assert bot.cache.edition(before.procedures(System.CPT)[0].digest) is file


async def test_a_workspace_that_unloads_a_shared_file_sees_it_no_longer_and_the_other_does(bot: Bot) -> None:
    """The license ends with the release; the file stays for who has another one."""
    await bot.load("T1", "Same name")
    await bot.load("T2", "Same name")
    await bot.refresh.poll()
    assert bot.names("T1") == bot.names("T2") == ["Same name"]
    bot.clock.now = 60
    await unload(bot.database, "2026 long", "T1")
    await bot.build()
    await bot.refresh.poll()

    assert (bot.names("T1"), bot.names("T2")) == ([], ["Same name"])


async def test_a_missing_file_is_built_again_once(bot: Bot) -> None:
    """Somebody deleted it: the next second it is there again."""
    await bot.load("T1", "Invented name")
    await bot.refresh.poll()
    bot.cache.close_all()
    bot.clock.now, bot.built = 60, 0
    digest = bot.library.editions_of("T1").procedures(System.CPT)[0].digest
    bot.cache.paths.edition(digest).unlink()
    with pytest.raises(UnusableEdition):
        bot.names("T1")
    for _ in range(3):
        await bot.refresh.poll()

    assert bot.names("T1") == ["Invented name"]
    assert bot.built == 1


async def test_a_worker_that_fails_is_not_started_again_each_second(bot: Bot) -> None:
    """The pause doubles up to five minutes; the bot goes on with what it has, and says what is wrong."""
    refresh = bot._with(bot.fail)
    await bot.load("T1", "Invented name")
    for bot.clock.now in range(900):
        await refresh.poll()

    assert refresh.problem is RefreshFault.WORKER_FAILED
    assert bot.built <= 12
    assert bot.library.editions_of("T1").diagnoses()

    await bot.build()
    bot.clock.now = 2000
    await refresh.poll()
    assert refresh.problem is None
    assert bot.names("T1") == ["Invented name"]


async def test_a_file_that_is_missing_after_every_build_starts_few_workers(bot: Bot) -> None:
    """A disk that loses files is no reason to keep a processor busy."""

    async def build_nothing() -> None:
        bot.built += 1

    refresh = bot._with(build_nothing)
    bot.cache.close_all()
    bot.cache.paths.edition(bot.library.editions_of("T1").diagnoses()[0].digest).unlink()
    for bot.clock.now in range(900):
        with pytest.raises(UnusableEdition):
            bot.library.editions_of("T1").diagnoses()[0].get("A00")
        await refresh.poll()

    assert bot.built < 100


async def test_where_handles_run_out_no_worker_is_started_and_the_fault_is_named(bot: Bot) -> None:
    """Another process has handles of its own: it would build what is there already."""

    class Full(SqliteEditions):
        def open(self, path: Path) -> object:  # type: ignore[override]
            raise UnusableEdition(EditionFault.TOO_MANY_OPEN, path.name)

    cache = EditionCache(bot.cache.paths, Full(), clock=bot.clock)  # type: ignore[arg-type]
    refresh = LibraryRefresh(
        CodeLibrary(cache=cache), cache, bot.database, bot.build, FakeClock(_AT), seconds=bot.clock
    )
    for bot.clock.now in range(900):
        await refresh.poll()

    assert refresh.problem is EditionFault.TOO_MANY_OPEN
    assert bot.built == 0
