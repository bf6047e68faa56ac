"""Reminders while the disk is full: nothing lost, doubled, or posted without a record."""

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from storage.engine import SqlDatabase
from storage.urls import Postgres, parse
from tests.faults.troubled import REMINDERS, each_stands_once, noted, put_all, ticks, worker_in


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """Four megabytes, in a folder that the database server's user can access."""
    disk = Path(tempfile.mkdtemp(prefix="codedesk-disk-"))
    if not (mount := shutil.which("mount")) or not (umount := shutil.which("umount")):
        pytest.skip("this system mounts nothing")
    command = [mount, "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(disk)]
    if subprocess.run(command, check=False, capture_output=True).returncode:
        disk.rmdir()
        pytest.skip("only root may make a small disk to fill")
    disk.chmod(0o755)
    yield disk
    subprocess.run([umount, "-l", str(disk)], check=True)
    disk.rmdir()


async def test_while_the_disk_is_full_nothing_is_posted_and_nothing_lost(
    sqlite_url: str, small_disk: Path
) -> None:
    """Filled to the last byte during a call, then freed."""
    shutil.copy(sqlite_url.partition("///")[2], small_disk / "codedesk.db")
    await _deliver_while_full(f"sqlite+aiosqlite:///{small_disk}/codedesk.db", small_disk)


async def test_the_same_on_postgres(postgres_url: str, small_disk: Path) -> None:
    """The table is on the small disk. An open transaction stops the server from reusing old rows' space."""
    address = parse(postgres_url)
    assert isinstance(address, Postgres)
    with _lying_on(small_disk, address.libpq), psycopg.connect(address.libpq) as report:
        report.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        report.execute("SELECT 1 FROM delivery")
        await _deliver_while_full(postgres_url, small_disk)


@contextlib.contextmanager
def _lying_on(disk: Path, libpq: str) -> Iterator[None]:
    """The outbox in a tablespace of a server on this machine."""
    with psycopg.connect(libpq, autocommit=True) as admin:
        found = admin.execute("SHOW data_directory").fetchone()
        if found is None or not Path(found[0]).exists():
            pytest.skip("the server is on another machine")
        here, there = disk / "space", Path(found[0]).stat()
        here.mkdir()
        os.chown(here, there.st_uid, there.st_gid)
        admin.execute(sql.SQL("CREATE TABLESPACE small LOCATION {}").format(str(here)))
        admin.execute("ALTER TABLE delivery SET TABLESPACE small")
        try:
            yield
        finally:
            admin.execute("ALTER TABLE delivery SET TABLESPACE pg_default")
            admin.execute("DROP TABLESPACE small")


async def _deliver_while_full(url: str, disk: Path) -> None:
    database, filler = SqlDatabase(url), disk / "filler"
    await put_all(database)

    async def fill() -> None:
        with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
            while file.write(b"x" * 4096):
                pass

    poster, worker = worker_in(database, fill)
    await ticks(worker, lambda: False, 0.7)
    assert await noted(database) < REMINDERS
    filler.unlink()
    await ticks(worker, lambda: each_stands_once(poster), 20)
    await worker.drain()

    assert each_stands_once(poster)
    assert await noted(database) == REMINDERS
    await database.close()
