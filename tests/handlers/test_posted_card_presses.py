"""Presses on posted cards that do nothing, and what reaches a posted card beside presses."""

import re
from collections.abc import AsyncIterator, Coroutine
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.applications.application import Category, Wanted
from bot.domain.applications.confidentiality import Place
from bot.services.application_ports import PostedCard
from bot.services.applications import Applications
from bot.services.applications.opening import New
from bot.services.asking import Asked
from bot.services.habits import Habits
from bot.services.roles import Roles
from bot.services.shelf import Shelf
from handlers.applications import steps
from handlers.applications.office import Office
from handlers.screens import Meanwhile, Pressed, Reply
from tests.fakes import FakeClock, FakeDatabase

NOW = datetime(2026, 11, 26, 15, tzinfo=UTC)
CARD = PostedCard("T1", 1, "C1", "1.000100")


@dataclass
class Slack:
    """Notes what is drawn, posted and whispered."""

    drawn: list[str] = field(default_factory=list)
    whispered: list[str] = field(default_factory=list)
    posted: list[tuple[str, str]] = field(default_factory=list)

    async def chat_update(self, *, blocks: Any, **_: Any) -> None:
        """Draw a card."""
        self.drawn.append(str(blocks))

    async def chat_postEphemeral(self, *, user: str, blocks: Any, **_: Any) -> dict[str, str]:
        """For one person."""
        self.whispered.append(f"{user}: {blocks}")
        return {}

    async def chat_postMessage(self, *, channel: str, blocks: Any, **_: Any) -> dict[str, str]:
        """In a channel, or to a person."""
        self.posted.append((channel, str(blocks)))
        return {"channel": channel, "ts": "9.000100"}


class Privately:
    """C1 is private, C2 public."""

    async def place(self, _workspace: str, channel: str) -> Place:
        """As Slack tells."""
        return {"": Place.ALONE, "C1": Place.PRIVATE}.get(channel, Place.PUBLIC)

    async def told(self, _workspace: str, _channel: str) -> bool:
        """Always."""
        return True


@dataclass
class World:
    """U1's application A-1, its card posted in C1 and up to date."""

    database: FakeDatabase
    clock: FakeClock
    slack: Slack
    office: Office

    @property
    def asked(self) -> Asked:
        """U1 asks, in C1."""
        return Asked("T1", "U1", self.clock.today(), channel="C1")

    def pressed(self, value: str) -> Pressed:
        """U1 presses on the posted card."""
        client: AsyncWebClient = self.slack  # type: ignore[assignment]
        return Pressed(self.asked, "app", value, "k", _once, client, "C1", "1.000100")

    async def done(self, *jobs: Coroutine[Any, Any, None] | None) -> None:
        """What goes on behind the ack."""
        for job in jobs:
            if job is not None:
                await job
        await self.office.cards.settled()

    async def replied(self, reply: Reply) -> None:
        """Nothing is shown at once, and all of it behind the ack."""
        assert isinstance(reply, Meanwhile)
        await self.done(reply.then)


async def _once() -> bool:
    return True


@pytest.fixture
async def world() -> AsyncIterator[World]:
    """A step was taken, and the card shows it."""
    database, clock, slack = FakeDatabase(), FakeClock(NOW), Slack()
    roles, habits = Roles(database, clock), Habits(database, clock)
    await roles.first_admin("T1", "U1")

    async def client_of(_workspace: str) -> AsyncWebClient:
        return slack  # type: ignore[return-value]

    office = Office.of(habits, clock, roles, Shelf(()), Privately(), client_of=client_of)
    made = World(database, clock, slack, office)
    new = New("Example", [Wanted(Category.I)], None, None, "C1")
    await office.applications.opening.create(made.asked, new)
    await office.applications.moving.close(made.asked, 1, expected=1)
    await office.cards.adopt(CARD, told=2)
    await made.done()
    assert "Undo" in slack.drawn.pop()
    yield made
    await office.cards.close()


async def test_undo_pressed_when_it_is_too_late_says_so_to_the_presser_and_leaves_the_card(
    world: World,
) -> None:
    """It was drawn when it could still be done, and nothing has happened since."""
    world.clock.advance(timedelta(minutes=11))
    await world.replied(await steps.undo(world.pressed("1 2"), office=world.office))
    (now,) = world.slack.drawn
    assert "Undo" not in now
    (said,) = world.slack.whispered
    assert re.search(r"U1: .*older than 10 minutes.*how it stands", said)
    assert world.slack.posted == []


async def test_a_press_on_an_old_card_draws_it_anew_whatever_its_row_says(world: World) -> None:
    """What was pressed there stood there no more; the presser alone is told why."""
    await world.replied(await steps.step(world.pressed("1 1 assess_need>not_pursued"), office=world.office))
    (now,) = world.slack.drawn
    assert "Not pursued" in now
    assert len(world.slack.whispered) == 1
    assert world.slack.posted == []


async def test_a_press_that_acts_draws_the_card_once(world: World) -> None:
    """And tells its thread."""
    await world.replied(await steps.undo(world.pressed("1 2"), office=world.office))
    assert len(world.slack.drawn) == 1
    assert [channel for channel, _ in world.slack.posted] == ["C1"]
    assert world.slack.whispered == []


async def test_a_thread_that_is_not_told_all_at_once_says_how_many_went_before(world: World) -> None:
    """Twenty at most, the newest; whoever wants the others presses History."""
    elsewhere = Applications.of(world.database, world.clock, Roles(world.database, world.clock))
    for n in range(23):
        await elsewhere.people.note(world.asked, 1, f"note {n}.")
    await world.office.cards.sweep()
    await world.done()
    ((channel, told),) = world.slack.posted
    assert (channel, told.count("note ")) == ("C1", 20)
    assert "note 2." not in told
    assert (
        told.index("3 changes before these: press *History*") < told.index("note 3.") < told.index("note 22.")
    )
