"""What `codedesk doctor` is told."""

from pathlib import Path

import pytest

from storage import migrate, schema_version
from storage.health import look


def test_a_sound_database_is_told_as_sound(url: str) -> None:
    """Reached, migrated, private."""
    health = look(url)

    assert health.reachable
    assert health.migrated
    assert health.private
    assert health.problem is None


def test_sqlite_tells_its_file(sqlite_url: str, tmp_path: Path) -> None:
    """Path, mode, journal and the room that is left."""
    health = look(sqlite_url)

    assert (health.kind, health.path, health.mode) == ("sqlite", tmp_path / "codedesk.db", 0o600)
    assert health.journal_mode == "wal"
    assert health.free_bytes
    assert [f.name for f in tmp_path.iterdir()] == ["codedesk.db"]


def test_a_file_that_others_can_read_is_noticed(sqlite_url: str, tmp_path: Path) -> None:
    """Somebody copied it into place."""
    (tmp_path / "codedesk.db").chmod(0o644)

    assert not look(sqlite_url).private


def test_a_database_that_waits_for_migration_is_noticed(url: str) -> None:
    """Reached, but not at the version that this program wants."""
    migrate.downgrade(url, "base")

    health = look(url)

    assert health.reachable
    assert not health.migrated
    assert (health.revision, health.head) == (None, schema_version.head())


def test_a_file_that_is_not_there_is_a_finding_and_is_not_made(tmp_path: Path) -> None:
    """Even the directory may be missing."""
    health = look(f"sqlite:///{tmp_path}/no/such.db")

    assert (health.reachable, health.problem) == (False, "FileNotFoundError")
    assert health.free_bytes
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_database_is_a_finding(tmp_path: Path) -> None:
    """Not an exception."""
    (tmp_path / "x.db").write_text("hello, this is no database, only some text " * 50)

    assert look(f"sqlite:///{tmp_path}/x.db").problem == "DatabaseError"


@pytest.mark.parametrize("url", ["postgresql://u:secret@127.0.0.1:1/none"])
def test_a_server_that_is_away_is_a_finding_without_its_password(url: str) -> None:
    """The driver's own text is not passed on."""
    health = look(url)

    assert (health.reachable, health.problem) == (False, "OperationalError")
    assert "secret" not in repr(health)
