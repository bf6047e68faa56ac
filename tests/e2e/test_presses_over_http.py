"""Five people press one card at the same moment, over HTTP, at whole bots: one wins, four are told who."""

import pytest

from benchmarks.presses_http import rounds

ROUNDS = 8


@pytest.mark.parametrize(("kind", "bots"), [("sqlite", 1), ("postgres", 2)])
async def test_of_five_presses_at_once_one_counts_and_four_are_told_who_was_first(
    request: pytest.FixtureRequest, kind: str, bots: int
) -> None:
    """One bot on SQLite, two on PostgreSQL; the long form is python -m benchmarks.presses_http."""
    told = await rounds(request.getfixturevalue(f"{kind}_url"), ROUNDS, bots)

    assert (told.won, told.told_who, told.wrong) == (ROUNDS, 4 * ROUNDS, 0)
