"""Five concurrent presses on one card over HTTP, on whole bots: one wins, four see who was first."""

import pytest

from benchmarks.presses_http import rounds

ROUNDS = 8


@pytest.mark.parametrize(("kind", "bots"), [("sqlite", 1), ("postgres", 2)])
async def test_of_five_presses_at_once_one_counts_and_four_are_told_who_was_first(
    request: pytest.FixtureRequest, kind: str, bots: int
) -> None:
    """One bot on SQLite, two on PostgreSQL. The long form is python -m benchmarks.presses_http."""
    told = await rounds(request.getfixturevalue(f"{kind}_url"), ROUNDS, bots)

    assert (told.won, told.told_who, told.wrong) == (ROUNDS, 4 * ROUNDS, 0)
