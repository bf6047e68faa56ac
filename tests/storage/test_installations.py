"""Where the app is installed, and its tokens at rest."""

import sqlite3
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from bot.services.ports.database import Database
from storage.engine import SqlDatabase
from storage.errors import BadTokenKey, NoTokenKeys, TokenUnreadable
from storage.urls import SqliteFile, parse
from tests.storage.examples import KEYS, NOW, installation


async def _save(database: Database, workspace: str = "T1", token: str = "xoxb-1") -> None:
    async with database.write() as work:
        await work.installations.save(installation(workspace, token))
        await work.commit()


async def _token(database: Database, workspace: str = "T1") -> str | None:
    async with database.read() as work:
        found = await work.installations.get(workspace)
    return found.bot_token if found else None


async def test_an_installation_comes_back_as_it_was_saved(database: Database) -> None:
    """Token, bot user, instant and person."""
    await _save(database)

    async with database.read() as work:
        assert installation() == await work.installations.get("T1")


async def test_installing_again_replaces_the_one_before(database: Database) -> None:
    """A second install brings a new token, person and time."""
    await _save(database)
    later = replace(installation(token="xoxb-2", by="U2"), installed_at=NOW + timedelta(days=1))
    async with database.write() as work:
        await work.installations.save(later)
        await work.commit()

    async with database.read() as work:
        assert later == await work.installations.get("T1")


async def test_each_workspace_has_its_own_token(database: Database) -> None:
    """And one that never installed has none."""
    await _save(database, "T1", "xoxb-1")
    await _save(database, "T2", "xoxb-2")

    assert [await _token(database, w) for w in ("T1", "T2", "T3")] == ["xoxb-1", "xoxb-2", None]


async def test_uninstalling_forgets_the_token(database: Database) -> None:
    """Once; another workspace's stays."""
    await _save(database, "T1")
    await _save(database, "T2")
    async with database.write() as work:
        assert [await work.installations.remove("T1") for _ in range(2)] == [True, False]
        await work.commit()

    assert [await _token(database, w) for w in ("T1", "T2")] == [None, "xoxb-1"]


def test_a_token_is_not_shown_where_an_installation_is_printed() -> None:
    """A traceback or a log line must not carry it."""
    assert "xoxb" not in repr(installation())


async def test_a_token_lies_encrypted_on_the_disk(sqlite_url: str) -> None:
    """Neither the file nor its log holds it in plain."""
    database = SqlDatabase(sqlite_url, token_keys=KEYS)
    await _save(database, token="xoxb-very-secret")
    files = list(_path(sqlite_url).parent.iterdir())

    assert any(b"installation" in f.read_bytes() for f in files), "the row is in none of them"
    assert not any(b"very-secret" in f.read_bytes() for f in files)
    await database.close()


async def test_an_old_key_still_opens_and_saving_again_moves_to_the_new_one(url: str) -> None:
    """Rotation: new key in front, save, and the old key may go."""
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    before, during, after = (SqlDatabase(url, token_keys=k) for k in ([old], [new, old], [new]))

    await _save(before)
    assert await _token(during) == "xoxb-1"
    with pytest.raises(TokenUnreadable):
        await _token(after)

    await _save(during)
    assert await _token(after) == "xoxb-1"
    for database in (before, during, after):
        await database.close()


async def test_without_keys_tokens_are_neither_kept_nor_read(url: str) -> None:
    """Never in plain text as a way out; the rest of the database works."""
    database = SqlDatabase(url)

    with pytest.raises(NoTokenKeys):
        await _save(database)
    assert await _token(database) is None
    await database.close()


async def test_a_row_copied_to_another_workspace_does_not_open_there(sqlite_url: str) -> None:
    """A token is sealed together with its workspace."""
    database = SqlDatabase(sqlite_url, token_keys=KEYS)
    await _save(database, "T1")
    with sqlite3.connect(_path(sqlite_url)) as raw:
        raw.execute("UPDATE installation SET workspace = 'T2'")
    raw.close()

    with pytest.raises(TokenUnreadable):
        await _token(database, "T2")
    await database.close()


@pytest.mark.parametrize("key", ["", "short", "ä" * 44])
def test_a_key_of_the_wrong_form_is_named_by_its_place_alone(sqlite_url: str, key: str) -> None:
    """The message must not repeat what may be most of a key."""
    with pytest.raises(BadTokenKey) as refused:
        SqlDatabase(sqlite_url, token_keys=[*KEYS, key])

    assert refused.value.position == 1
    assert refused.value.__cause__ is None


def _path(url: str) -> Path:
    address = parse(url)
    assert isinstance(address, SqliteFile)
    return address.path
