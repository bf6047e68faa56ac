"""Databases for every room's tests, and the order of their files.

Imports stand inside the fixtures: tests of pure rules pay for none of them.

How often hypothesis tries is said here, for all tests that name no number of their own: HYPOTHESIS_PROFILE=long looks
twenty times as long.
"""

import gc
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from tests.postgres import Reusable

_HERE = Path(__file__).parent
_LONGEST_FIRST = (
    "e2e/test_command_line.py",
    "playground/page",
    "faults",
    "e2e",
    "storage",
    "handlers",
    "services",
    "codefiles",
)
"""Of the files that are handed to several workers: a long one that begins last is waited for by all the others."""

settings.register_profile("suite", max_examples=50, deadline=None)
settings.register_profile("long", max_examples=1_000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))


def pytest_configure(config: pytest.Config) -> None:
    """Workers take the files in our order, not by the number of their tests: the longest have the fewest.

    Nothing that is collected is garbage, so nobody looks for it until all is.
    """
    gc.disable()
    if hasattr(config.option, "loadscopereorder"):
        config.option.loadscopereorder = False


def pytest_collection_finish() -> None:
    """What stands now stays, and a young heap is looked through seldom: a sixth of the processor time otherwise."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 10, 20)
    gc.enable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Only where files are handed out: who runs one folder reads it in its own order."""
    if os.environ.get("PYTEST_XDIST_WORKER"):
        items.sort(key=lambda item: _rank(item.path.relative_to(_HERE).as_posix()))


def _rank(file: str) -> int:
    return next((n for n, start in enumerate(_LONGEST_FIRST) if file.startswith(start)), len(_LONGEST_FIRST))


@pytest.fixture(scope="session")
def _sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from storage import migrate

    path = tmp_path_factory.mktemp("template") / "codedesk.db"
    migrate.upgrade(f"sqlite+aiosqlite:///{path}")
    return path


@pytest.fixture
def sqlite_url(_sqlite_template: Path, tmp_path: Path) -> str:
    """DATABASE_URL of a fresh SQLite database, migrated to head."""
    path = tmp_path / "codedesk.db"
    shutil.copy(_sqlite_template, path)
    return f"sqlite+aiosqlite:///{path}"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """URL of a database on a PostgreSQL server where tests may create others."""
    from tests.postgres import server

    with server() as url:
        yield url


@pytest.fixture(scope="session")
def _postgres_database(postgres_server: str) -> "Iterator[Reusable]":
    from tests.postgres import Reusable, fresh_database

    with fresh_database(postgres_server) as url:
        yield Reusable(url)


@pytest.fixture
def postgres_url(_postgres_database: "Reusable") -> Iterator[str]:
    """DATABASE_URL of a PostgreSQL database, migrated to head, with no rows but the migrations' own."""
    yield _postgres_database.url
    _postgres_database.reset()


@pytest.fixture
def empty_postgres_url(postgres_server: str) -> Iterator[str]:
    """DATABASE_URL of a PostgreSQL database without any table."""
    from tests.postgres import fresh_database

    with fresh_database(postgres_server) as url:
        yield url
