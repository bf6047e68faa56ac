"""Valuation of codes by button: recorded, shown, exported, undone."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.applications.application import Application, Category, CodeForm, new_codes
from bot.domain.applications.confidentiality import ViewingPlace
from bot.domain.applications.errors import ImpossibleStep, NothingToUndo, UndoTooLate, WhoWasFirst
from bot.domain.applications.history import ApplicationEvent, EventKind
from bot.domain.applications.stages import Stage, Valuation
from bot.domain.applications.targets import PanelMeeting
from bot.domain.roles import NotAllowed, Role
from bot.services.applications import ApplicationUseCases
from bot.services.ports.request_context import RequestContext
from tests.fakes import FakeClock, FakeDatabase

NOW = datetime(2027, 7, 10, 15, 0, tzinfo=UTC)
REQUEST = RequestContext("T1", "U1", date(2027, 7, 10))
FIRST, SECOND = "valuation>level_of_interest", "valuation>survey"


@dataclass
class Members:
    """Everyone is a member."""

    async def role_of(self, workspace: str, user: str) -> Role:
        """See the port."""
        return Role.MEMBER


@dataclass
class World:
    """U1's A-1: two Category I codes in valuation and one Category III code."""

    apps: ApplicationUseCases
    database: FakeDatabase
    clock: FakeClock

    async def value(self, key: str, expected: int, positions: Sequence[int] | None = None) -> Application:
        """Pressed by U1."""
        done = await self.apps.stages.value(REQUEST, 1, key, positions, expected=expected)
        return done.application

    async def history(self) -> Sequence[ApplicationEvent]:
        """Newest first."""
        return await self.apps.queries.history(REQUEST, 1, ViewingPlace.ALONE)


@pytest.fixture
async def world() -> World:
    """The state after the Panel's meeting."""
    database, clock = FakeDatabase(), FakeClock(NOW)
    wanted = [CodeForm(Category.I), CodeForm(Category.I), CodeForm(Category.III)]
    stages = (Stage.VALUATION, Stage.VALUATION, Stage.AWAIT_PUBLICATION)
    codes = tuple(
        replace(code, stage=stage, outcome=Stage.ACCEPTED)
        for code, stage in zip(new_codes(wanted, PanelMeeting(2027, 5), NOW), stages, strict=True)
    )
    async with database.write() as work:
        await work.applications.add(Application("T1", 1, "Balance", "U1", codes, "U1", NOW, NOW))
        await work.commit()
    return World(ApplicationUseCases.of(database, clock, Members()), database, clock)


async def test_a_step_is_kept_on_each_code_with_one_event(world: World) -> None:
    """Who, when, which step, which codes. No stage changes."""
    after = await world.value(FIRST, 1)

    assert [c.valuation for c in after.codes] == [Valuation.LEVEL_OF_INTEREST] * 2 + [None]
    (event,) = await world.history()
    assert (event.kind, event.by, event.at, event.version) == (EventKind.VALUED, "U1", NOW, 2)
    assert event.about == "level_of_interest#1,2"
    assert event.source is event.to is Stage.VALUATION


async def test_the_card_tells_how_far_it_is_and_what_may_come_next(world: World) -> None:
    """For people who may work on it. Others see neither."""
    await world.value(FIRST, 1)
    await world.value(SECOND, 2, [2])
    card = await world.apps.queries.card(REQUEST, 1, ViewingPlace.ALONE)
    others = await world.apps.queries.card(replace(REQUEST, user="U9"), 1, ViewingPlace.ALONE)

    assert [c.valuation for c in card.seen.codes] == [Valuation.LEVEL_OF_INTEREST, Valuation.SURVEY, None]
    assert [(s.key, s.positions) for s in card.valuing] == [(SECOND, (1,)), ("valuation>ruc_meeting", (2,))]
    assert others.valuing == ()
    assert all(c.valuation is None for c in others.seen.codes)


async def test_the_csv_has_a_column_for_it(world: World) -> None:
    """The last column. Empty if hidden from the reader."""
    await world.value(FIRST, 1, [1])
    own = list(csv.DictReader(io.StringIO(await world.apps.exports.table(REQUEST))))
    others = await world.apps.exports.table(replace(REQUEST, user="U9"))

    assert [row["valuation"] for row in own] == ["level_of_interest", "", ""]
    assert list(own[0])[-1] == "valuation"
    assert [row["valuation"] for row in csv.DictReader(io.StringIO(others))] == [""]


async def test_it_is_taken_back_within_ten_minutes_on_the_record(world: World) -> None:
    """The card offers it, the history has both, and it can't be undone twice."""
    await world.value(FIRST, 1)
    card = await world.apps.queries.card(REQUEST, 1, ViewingPlace.ALONE)
    done = await world.apps.stages.undo(REQUEST, 1, expected=2)

    assert card.undo
    assert [c.valuation for c in done.application.codes] == [None] * 3
    assert [e.kind for e in await world.history()] == [EventKind.UNDONE, EventKind.VALUED]
    with pytest.raises(NothingToUndo):
        await world.apps.stages.undo(REQUEST, 1, expected=3)
    await world.value(FIRST, 3)
    world.clock.advance(timedelta(minutes=11))
    with pytest.raises(UndoTooLate):
        await world.apps.stages.undo(REQUEST, 1, expected=4)


async def test_of_two_who_press_at_once_the_second_is_told_who_was_first(world: World) -> None:
    """The second user's card is outdated by then."""
    await world.value(FIRST, 1)
    with pytest.raises(WhoWasFirst) as told:
        await world.value(FIRST, 1)

    assert (told.value.user, told.value.action) == ("U1", "valued")


async def test_a_tampered_press_and_a_stranger_change_nothing(world: World) -> None:
    """A step out of order, and a user who is not named."""
    with pytest.raises(ImpossibleStep):
        await world.value("valuation>cms_final", 1)
    with pytest.raises(NotAllowed):
        await world.apps.stages.value(replace(REQUEST, user="U9"), 1, FIRST, expected=1)

    assert await world.history() == ()
