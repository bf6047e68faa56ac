"""One bot at a time on a SQLite file."""

from pathlib import Path

import pytest

from storage.errors import AnotherBotRuns
from storage.lock import lock_file, only_bot
from tests.storage.processes import Worker


def test_a_second_bot_is_refused_while_the_first_runs(sqlite_url: str, workers: list[Worker]) -> None:
    """By a real process, at once, and the refusal names the lock file."""
    first = workers[0]
    first.tell("hold", sqlite_url)
    assert first.hear() == "held"

    with pytest.raises(AnotherBotRuns) as refused, only_bot(sqlite_url):
        pass
    first.tell("stop")
    assert first.hear() == "released"

    assert refused.value.lock.name == "codedesk.db.lock"
    with only_bot(sqlite_url):
        pass


def test_a_bot_that_was_killed_leaves_no_lock(sqlite_url: str, workers: list[Worker]) -> None:
    """kill -9 at night must not need a person in the morning."""
    first = workers[0]
    first.tell("hold", sqlite_url)
    assert first.hear() == "held"
    first.kill()

    with only_bot(sqlite_url):
        pass


def test_a_second_name_of_the_file_meets_the_same_lock(sqlite_url: str, tmp_path: Path) -> None:
    """A link to the database is the same database."""
    link = tmp_path / "link.db"
    link.symlink_to(tmp_path / "codedesk.db")

    with only_bot(sqlite_url), pytest.raises(AnotherBotRuns), only_bot(f"sqlite:///{link}"):
        pass


def test_a_failing_bot_lets_go(sqlite_url: str) -> None:
    """Whatever it raised."""
    with pytest.raises(ZeroDivisionError), only_bot(sqlite_url):
        raise ZeroDivisionError

    with only_bot(sqlite_url):
        pass


def test_the_lock_file_is_private(tmp_path: Path) -> None:
    """In a directory that is made for it where there is none."""
    path = tmp_path / "var" / "codedesk.db"
    with only_bot(f"sqlite:///{path}"):
        assert lock_file(path).stat().st_mode & 0o777 == 0o600
        assert path.parent.stat().st_mode & 0o777 == 0o700


def test_postgres_takes_any_number_of_bots() -> None:
    """Nothing is locked, nothing is even reached."""
    with only_bot("postgresql://nowhere.invalid/x"), only_bot("postgresql://nowhere.invalid/x"):
        pass
