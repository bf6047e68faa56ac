"""Reminders under faults, short form: killed workers, lost answers, HTML pages. `make faults` is the long form."""

import pytest

from tests.faults.runs import Run, deliver, short


@pytest.mark.parametrize(("kind", "processes"), [("postgres", 2), ("sqlite", 1)])
async def test_nothing_is_lost_and_nothing_doubled(
    request: pytest.FixtureRequest, kind: str, processes: int
) -> None:
    """Workers are killed during calls, and one post in five fails."""
    url = request.getfixturevalue(f"{kind}_url")
    found = await deliver(url, short(Run(processes=processes, rate=20)))

    assert (found.lost, found.doubled - found.overtaken, found.dead) == (0, 0, 0), str(found)
    assert found.kills >= 1
    assert found.late.count + found.orphaned.count == found.posted
    assert found.faults > 3


async def test_where_the_history_is_closed_every_repeat_says_so(postgres_url: str) -> None:
    """And nothing is lost."""
    found = await deliver(postgres_url, short(Run(readable=False, rate=40, kills=0)))

    assert (found.lost, found.unlabelled, found.unexplained, found.dead) == (0, 0, 0, 0), str(found)
    assert found.doubled > 0
