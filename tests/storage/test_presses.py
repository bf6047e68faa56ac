"""Five concurrent presses on real databases: one transition, one event, four see who was first.

A benchmark runs a thousand rounds over HTTP. The suite runs these twenty.
"""

import asyncio
from collections import Counter
from datetime import UTC, date, datetime

from bot.domain.applications.application import Category, CodeForm
from bot.domain.applications.errors import WhoWasFirst
from bot.domain.applications.history import ApplicationEvent, EventKind
from bot.domain.applications.stages import Stage
from bot.domain.applications.targets import PanelMeeting
from bot.domain.roles import Role
from bot.services.applications import ApplicationUseCases
from bot.services.applications.create import NewApplicationInput
from bot.services.applications.writer import ChangeResult
from bot.services.ports.request_context import RequestContext
from storage.engine import SqlDatabase
from tests.fakes import FakeClock
from tests.storage.processes import Worker, together

ROUNDS = 20
NOW = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)
PRESSES = ("assess_need>pre_submission", "assess_need>not_pursued")
PEOPLE = ("U1", "U2", "U3", "U4", "U5")


class Leads:
    """Everyone is a lead."""

    async def role_of(self, workspace: str, user: str) -> Role:
        """See the port."""
        return Role.LEAD


def applications(database: SqlDatabase) -> ApplicationUseCases:
    """The use cases on a real database with a fixed clock."""
    return ApplicationUseCases.of(database, FakeClock(NOW), Leads())


def asked(user: str) -> RequestContext:
    """A request by a user of T1."""
    return RequestContext("T1", user, date(2026, 11, 21))


async def begin(apps: ApplicationUseCases, count: int = ROUNDS) -> None:
    """This many applications from A-1 on, each at version 1."""
    for _ in range(count):
        await apps.editor.create(
            asked("U9"), NewApplicationInput("Balance", [CodeForm(Category.I)], target=PanelMeeting(2027, 5))
        )


async def press(apps: ApplicationUseCases, number: int, user: str) -> ChangeResult | WhoWasFirst:
    """One press on a card at version 1. The user decides which of two steps."""
    key = PRESSES[PEOPLE.index(user) % 2]
    try:
        return await apps.stages.advance(asked(user), number, key, expected=1)
    except WhoWasFirst as error:
        return error


async def _steps(database: SqlDatabase, number: int) -> tuple[Stage, int, list[ApplicationEvent]]:
    """Its stage, version and steps."""
    async with database.read() as work:
        of = await work.applications.get("T1", number)
        events = await work.applications.events("T1", number, 99)
    assert of
    return of.stage, of.version, [e for e in events if e.kind is EventKind.STEP]


async def test_of_five_presses_at_once_one_counts_and_four_are_told_whose(sql: SqlDatabase) -> None:
    """Twenty rounds with two competing steps."""
    apps = applications(sql)
    await begin(apps)
    for number in range(1, ROUNDS + 1):
        told = await asyncio.gather(*(press(apps, number, user) for user in PEOPLE))

        won = [t for t in told if isinstance(t, ChangeResult)]
        lost = [t for t in told if isinstance(t, WhoWasFirst)]
        stage, version, steps = await _steps(sql, number)
        assert (len(won), len(lost), len(steps), version) == (1, 4, 1, 2)
        assert won[0].event == steps[0]
        assert stage is steps[0].to
        assert {(e.user, e.action, e.at, e.version) for e in lost} == {(steps[0].by, steps[0].step, NOW, 2)}


async def test_presses_of_two_processes_count_once_as_well(
    url: str, sql: SqlDatabase, workers: list[Worker]
) -> None:
    """Each worker presses all twenty as fast as it can. For each, one wins and the other sees who was first."""
    await begin(applications(sql))
    won = [int(w) for w in together(workers, "press", url, ROUNDS)]

    assert sum(won) == ROUNDS
    by = Counter[str]()
    for number in range(1, ROUNDS + 1):
        stage, version, steps = await _steps(sql, number)
        assert (len(steps), version) == (1, 2)
        assert stage is steps[0].to
        by[steps[0].by] += 1
    assert set(by) <= set(PEOPLE)
