"""How SQLite is opened, and what a file looks like while a bot runs and after."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from storage.engine import SqlDatabase
from storage.errors import NotADatabaseUrl
from storage.urls import Postgres, SqliteFile, parse
from tests.storage.examples import names, publish, record, release


@pytest.mark.parametrize("scheme", ["postgresql+psycopg", "postgresql", "postgres"])
def test_postgres_is_taken_by_any_of_its_names(scheme: str) -> None:
    """Hosting companies hand out `postgres://`."""
    assert parse(f"{scheme}://u:p@h:5432/d?sslmode=require") == Postgres(
        "postgresql://u:p@h:5432/d?sslmode=require"
    )


@pytest.mark.parametrize("scheme", ["sqlite+aiosqlite", "sqlite"])
@pytest.mark.parametrize(
    ("rest", "path"), [("/var/x.db", "var/x.db"), ("//srv/x.db", "/srv/x.db"), ("/a b%20.db", "a b%20.db")]
)
def test_sqlite_is_a_path_relative_or_absolute(scheme: str, rest: str, path: str) -> None:
    """Three slashes are relative to the working directory, four absolute."""
    assert parse(f"{scheme}://{rest}") == SqliteFile(Path(path))


@pytest.mark.parametrize(
    "url",
    [
        "", "codedesk.db", "mysql://u:secret@h/d", "sqlite://", "sqlite:///", "sqlite:///:memory:",
        "sqlite:///x.db?mode=ro", "postgresql+asyncpg://u:secret@h/d", "postgresql://",
    ],
)  # fmt: skip
def test_anything_else_is_refused_without_repeating_a_password(url: str) -> None:
    """The error knows the scheme alone."""
    with pytest.raises(NotADatabaseUrl) as refused:
        parse(url)

    assert "secret" not in repr(refused.value)


def test_a_password_is_not_shown_where_an_address_is_printed() -> None:
    """In a traceback, say."""
    assert "secret" not in repr(parse("postgres://u:secret@h/d"))


async def test_the_database_and_its_log_are_private(sqlite_url: str, tmp_path: Path) -> None:
    """0600 from the first byte, -wal and -shm too, whatever the umask."""
    path = tmp_path / "var" / "codedesk.db"
    path.parent.mkdir()
    (tmp_path / "codedesk.db").rename(path)
    path.chmod(0o600)
    database = SqlDatabase(f"sqlite:///{path}")
    await publish(database, release())

    assert {f.name: oct(f.stat().st_mode & 0o777) for f in path.parent.iterdir()} == {
        "codedesk.db": "0o600",
        "codedesk.db-wal": "0o600",
        "codedesk.db-shm": "0o600",
    }
    await database.close()


def test_a_new_file_is_private_before_anything_is_written(tmp_path: Path) -> None:
    """And so is the directory that is made for it."""
    path = tmp_path / "var" / "codedesk.db"
    SqlDatabase(f"sqlite:///{path}")

    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


async def test_a_bot_that_stops_leaves_one_file(sqlite_url: str, tmp_path: Path) -> None:
    """Its log is folded in: what is copied then is whole."""
    database = SqlDatabase(sqlite_url)
    await publish(database, release())
    await database.close()

    assert names(tmp_path) == ["codedesk.db"]


async def test_a_loader_leaves_the_log_to_the_bot(sqlite_url: str, tmp_path: Path) -> None:
    """Neither while it writes nor when it stops does it move a page; the bot then can."""
    bot = SqlDatabase(sqlite_url)
    await bot.ping()
    before = (tmp_path / "codedesk.db").read_bytes()

    loader = SqlDatabase(sqlite_url, loader=True)
    await publish(loader, release(), [record(f"M{i:05d}", "x" * 1000) for i in range(6_000)])
    await loader.checkpoint()
    await loader.close()
    assert (tmp_path / "codedesk.db").read_bytes() == before

    await bot.checkpoint()
    assert (tmp_path / "codedesk.db").stat().st_size > 6_000_000
    await bot.close()


@pytest.mark.parametrize(
    ("pragma", "writer", "reader"),
    [
        ("journal_mode", "wal", "wal"),
        ("synchronous", 2, 2),
        ("foreign_keys", 1, None),
        ("query_only", 0, 1),
        ("busy_timeout", 2, 10_000),
    ],
)
async def test_sqlite_is_opened_as_designed(
    sqlite_url: str, pragma: str, writer: object, reader: object
) -> None:
    """Write-ahead log, a real flush at commit, keys enforced, readers that can't write; writers ask every 2 ms."""
    database = SqlDatabase(sqlite_url)
    for engine, wanted in ((database._writer, writer), (database._reader, reader)):
        async with engine.connect() as connection:
            told = (await connection.execute(sa.text(f"PRAGMA {pragma}"))).scalar_one()
        assert wanted in (None, told)
    await database.close()


async def test_a_ping_answers_or_raises(url: str) -> None:
    """For /readyz."""
    database = SqlDatabase(url)
    await database.ping()
    await database.close()


async def test_a_database_that_cannot_answer_fails_the_ping(tmp_path: Path) -> None:
    """Or was never migrated, or is a file that is not there any more."""
    for url in ("postgresql://u@127.0.0.1:1/none", f"sqlite:///{tmp_path}/empty.db"):
        database = SqlDatabase(url)
        with pytest.raises(sa.exc.OperationalError):
            await database.ping()
        await database.close()


async def test_a_server_that_was_restarted_is_reached_again(postgres_url: str, postgres_server: str) -> None:
    """Dead connections of the pool are noticed before they are used."""
    import psycopg

    database = SqlDatabase(postgres_url)
    await database.ping()
    with psycopg.connect(postgres_server, autocommit=True) as admin:
        admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
            [postgres_url.partition("?")[0].rpartition("/")[2]],
        )

    await database.ping()
    await database.close()
