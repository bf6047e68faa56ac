"""Backups of a database in use, and the way back."""

import asyncio
import itertools
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage import schema_version
from storage.backup import backup, restore
from storage.engine import SqlDatabase
from storage.errors import AlreadyThere, AnotherBotRuns, InUse, NoDatabase, NotForPostgres, NotOurBackup
from storage.lock import only_bot
from tests.storage.examples import editions, generation, names, publish, record, release

_AT = datetime(2026, 11, 21, 15, 4, 5, tzinfo=UTC)


@pytest.fixture
async def filled(sqlite_url: str) -> str:
    """A database with one edition, and no bot on it."""
    await _publish(sqlite_url, "April 2026")
    return sqlite_url


async def _publish(url: str, edition: str) -> None:
    database = SqlDatabase(url)
    await publish(database, release(edition))
    await database.close()


async def _editions(url: str) -> list[str]:
    database = SqlDatabase(url)
    found = await editions(database, "T1")
    await database.close()
    return found


async def test_a_backup_under_write_load_is_whole(sqlite_url: str, tmp_path: Path) -> None:
    """Intact, and every transaction is in it wholly or not at all."""
    database = SqlDatabase(sqlite_url)
    stop = asyncio.Event()

    async def load() -> None:
        for i in itertools.count():
            if stop.is_set():
                return
            await publish(database, release(f"edition {i % 7}"), [record(f"M{n:05d}") for n in range(300)])

    await publish(database, release("edition 0"), [record(f"M{n:05d}") for n in range(300)])
    writing = asyncio.create_task(load())
    copies = [tmp_path / f"{i}.db" for i in range(5)]
    for copy in copies:
        await asyncio.sleep(0.05)
        await asyncio.to_thread(backup, sqlite_url, copy)
    stop.set()
    await writing
    await database.close()

    for copy in copies:
        with closing(sqlite3.connect(copy)) as raw:
            assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            assert raw.execute("PRAGMA foreign_key_check").fetchall() == []
            counts = raw.execute("SELECT count(*) FROM code GROUP BY content_id").fetchall()
        assert counts
        assert set(counts) == {(300,)}


async def test_a_backup_is_private_and_alone(filled: str, tmp_path: Path) -> None:
    """Mode 0600, nothing half-made beside it, no log left where no bot runs."""
    target = tmp_path / "out" / "backup.db"
    target.parent.mkdir()

    backup(filled, target)

    assert target.stat().st_mode & 0o777 == 0o600
    assert list(target.parent.iterdir()) == [target]
    assert not (tmp_path / "codedesk.db-wal").exists()


async def test_a_backup_never_overwrites(filled: str, tmp_path: Path) -> None:
    """Last month's backup under the same name stays as it is."""
    target = tmp_path / "backup.db"
    target.write_text("precious")

    with pytest.raises(AlreadyThere):
        backup(filled, target)

    assert target.read_text() == "precious"


async def test_what_was_backed_up_comes_back_and_what_was_there_is_kept(filled: str, tmp_path: Path) -> None:
    """The whole way round, with the replaced database beside it under a dated name."""
    backup(filled, tmp_path / "backup.db")
    await _publish(filled, "loaded later")

    kept = restore(filled, tmp_path / "backup.db", now=_AT)

    assert kept == tmp_path / "codedesk.db.before-restore-20261121T150405Z"
    assert await _editions(filled) == ["April 2026"]
    assert await _editions(f"sqlite:///{kept}") == ["loaded later", "April 2026"]
    assert (tmp_path / "codedesk.db").stat().st_mode & 0o777 == 0o600
    assert schema_version.is_current(filled)


async def test_a_restored_database_has_a_generation_never_seen(filled: str, tmp_path: Path) -> None:
    """An index kept for the replaced content must not pass for the restored one."""
    backup(filled, tmp_path / "backup.db")
    await _publish(filled, "two")
    await _publish(filled, "three")

    restore(filled, tmp_path / "backup.db")

    database = SqlDatabase(filled)
    assert await generation(database) == 4
    await database.close()


async def test_a_backup_can_be_restored_on_a_new_machine(filled: str, tmp_path: Path) -> None:
    """Where there is neither file nor directory yet."""
    backup(filled, tmp_path / "backup.db")
    fresh = f"sqlite+aiosqlite:///{tmp_path}/new/var/codedesk.db"

    assert restore(fresh, tmp_path / "backup.db") is None
    assert await _editions(fresh) == ["April 2026"]


async def test_nothing_is_restored_under_a_running_bot(filled: str, tmp_path: Path) -> None:
    """Its open files would go on with the old database."""
    backup(filled, tmp_path / "backup.db")

    with only_bot(filled), pytest.raises(AnotherBotRuns):
        restore(filled, tmp_path / "backup.db")


async def test_nothing_is_restored_while_a_loader_has_the_file_open(filled: str, tmp_path: Path) -> None:
    """It holds no lock, but what it wrote would be lost."""
    backup(filled, tmp_path / "backup.db")
    loader = SqlDatabase(filled, loader=True)
    await loader.ping()

    with pytest.raises(InUse):
        restore(filled, tmp_path / "backup.db")

    await loader.close()
    assert await _editions(filled) == ["April 2026"]
    assert names(tmp_path) == ["backup.db", "codedesk.db", "codedesk.db.lock"]


async def test_a_damaged_database_can_be_replaced(filled: str, tmp_path: Path) -> None:
    """The very day that a backup is for; the ruin is kept, log and all."""
    backup(filled, tmp_path / "backup.db")
    (tmp_path / "codedesk.db").write_bytes(b"ruin" * 5000)
    (tmp_path / "codedesk.db-wal").write_bytes(b"log")

    kept = restore(filled, tmp_path / "backup.db", now=_AT)

    assert kept
    assert kept.read_bytes() == b"ruin" * 5000
    assert await _editions(filled) == ["April 2026"]


def _text(path: Path) -> None:
    path.write_text("not a database at all")


def _foreign(path: Path) -> None:
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("CREATE TABLE alembic_version (version_num TEXT)")
        raw.execute(f"INSERT INTO alembic_version VALUES ('{schema_version.head()}')")
        raw.commit()


def _truncated(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def _scribbled(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(4096 * 2)
        file.write(b"\xff" * 4096)


def _newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
        raw.commit()


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (_text, "not codedesk"),
        (_foreign, "not codedesk"),
        (_truncated, "damaged"),
        (_scribbled, "damaged"),
        (_newer, "unknown version"),
    ],
)
async def test_only_an_intact_backup_of_a_known_version_is_taken(
    filled: str, tmp_path: Path, spoil: Callable[[Path], None], why: str
) -> None:
    """Any other file is refused, says why, and the database stays as it is."""
    source = tmp_path / "backup.db"
    if spoil is _foreign:
        _foreign(source)
    else:
        backup(filled, source)
        spoil(source)
    before = (tmp_path / "codedesk.db").read_bytes()

    with pytest.raises(NotOurBackup) as refused:
        restore(filled, source)

    assert refused.value.why == why
    assert (tmp_path / "codedesk.db").read_bytes() == before
    assert names(tmp_path) == ["backup.db", "codedesk.db", "codedesk.db.lock"]


def test_what_is_not_there_is_neither_backed_up_nor_restored(tmp_path: Path, sqlite_url: str) -> None:
    """And asking makes no file."""
    with pytest.raises(NoDatabase):
        backup(f"sqlite:///{tmp_path}/none.db", tmp_path / "backup.db")
    with pytest.raises(NoDatabase):
        restore(sqlite_url, tmp_path / "backup.db")

    assert not (tmp_path / "none.db").exists()


def test_postgres_has_tools_of_its_own(tmp_path: Path) -> None:
    """pg_dump and pg_restore; which one, the error tells."""
    with pytest.raises(NotForPostgres, check=lambda e: e.task == "backup"):
        backup("postgresql://h/d", tmp_path / "backup.db")
    with pytest.raises(NotForPostgres, check=lambda e: e.task == "restore"):
        restore("postgresql://h/d", tmp_path / "backup.db")
