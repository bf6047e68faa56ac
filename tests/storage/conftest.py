"""The same database three times: in memory, on SQLite, on PostgreSQL."""

from collections.abc import AsyncIterator, Iterator

import pytest

from bot.services.ports import Database
from storage.engine import SqlDatabase
from tests.fakes import FakeDatabase
from tests.storage.examples import KEYS
from tests.storage.processes import Worker


@pytest.fixture(scope="module")
def workers() -> Iterator[list[Worker]]:
    """Two other processes, ready."""
    both = [Worker(), Worker()]
    assert [worker.hear() for worker in both] == ["ready", "ready"]
    yield both
    for worker in both:
        worker.kill()


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest) -> str:
    """DATABASE_URL of a fresh, migrated database of each kind."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture
async def sql(url: str) -> AsyncIterator[SqlDatabase]:
    """A real database of each kind."""
    database = SqlDatabase(url, token_keys=KEYS)
    yield database
    await database.close()


@pytest.fixture(params=["fake", "sqlite", "postgres"])
async def database(request: pytest.FixtureRequest) -> AsyncIterator[Database]:
    """Each implementation of the port; that they fit it, mypy proves here."""
    if request.param == "fake":
        yield FakeDatabase()
        return
    real = SqlDatabase(request.getfixturevalue(f"{request.param}_url"), token_keys=KEYS)
    yield real
    await real.close()
