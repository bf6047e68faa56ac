"""The same database three times: in memory, on SQLite, on PostgreSQL."""

from collections.abc import AsyncIterator, Iterator

import pytest

from bot.services.ports.database import Database
from storage.engine import SqlDatabase
from tests.fakes import FakeDatabase
from tests.storage.examples import KEYS
from tests.storage.processes import Worker


@pytest.fixture(scope="session")
def _waiting() -> Iterator[list[Worker]]:
    waiting: list[Worker] = []
    yield waiting
    for worker in waiting:
        worker.kill()


@pytest.fixture
def workers(_waiting: list[Worker]) -> list[Worker]:
    """Two other processes, ready; one that a test killed has a follower."""
    _waiting[:] = [worker for worker in _waiting if worker.alive]
    new = [Worker() for _ in range(2 - len(_waiting))]
    assert [worker.hear() for worker in new] == ["ready"] * len(new)
    _waiting.extend(new)
    return [*_waiting]


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
