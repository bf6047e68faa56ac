"""Five people press one card at the same moment, over HTTP, at whole bots: one wins, four are told who."""

import pytest

from benchmarks.presses_http import on_postgresql, on_sqlite

ROUNDS = 8


@pytest.mark.parametrize("where", [on_sqlite, on_postgresql])
def test_of_five_presses_at_once_one_counts_and_four_are_told_who_was_first(where: object) -> None:
    """One bot on SQLite, two on PostgreSQL; the long form is python -m benchmarks.presses_http."""
    assert callable(where)
    told = where(ROUNDS)

    assert (told.won, told.told_who, told.wrong) == (ROUNDS, 4 * ROUNDS, 0)
