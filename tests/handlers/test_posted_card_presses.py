"""Presses on posted cards that change nothing, and other updates of posted cards."""

import re
from collections.abc import AsyncIterator, Coroutine
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.applications.application import Category, CodeForm
from bot.domain.applications.confidentiality import ViewingPlace
from bot.domain.roles import Role
from bot.services.applications import ApplicationUseCases
from bot.services.applications.create import NewApplicationInput
from bot.services.library.code_library import CodeLibrary
from bot.services.ports.applications import PostedCard
from bot.services.ports.request_context import RequestContext
from bot.services.team.roles import TeamRoles
from bot.services.team.team_cache import TeamCache
from handlers.applications import forms, step_buttons
from handlers.applications.services import ApplicationServices
from handlers.slack.forms import Fields
from handlers.slack.screen_types import (
    ActionPress,
    FormSubmission,
    NoVisibleChange,
    PushForm,
    Reply,
    Submitted,
)
from tests.fakes import FakeClock, FakeDatabase
from tests.handlers.test_application_cards import refused

NOW = datetime(2026, 11, 26, 15, tzinfo=UTC)
_PLACES = {
    "": ViewingPlace.ALONE,
    "C1": ViewingPlace.PRIVATE,
    "C2": ViewingPlace.PUBLIC,
    "C3": ViewingPlace.PRIVATE,
}
CARD = PostedCard("T1", 1, "C1", "1.000100")


@dataclass
class Slack:
    """Records what is drawn, posted and sent as ephemeral."""

    drawn: list[str] = field(default_factory=list)
    whispered: list[str] = field(default_factory=list)
    posted: list[tuple[str, str]] = field(default_factory=list)
    modal: list[str] = field(default_factory=list)
    takes: str = "CDGU"
    """Accepts posts to ids with these first letters."""

    async def chat_update(self, *, blocks: Any, **_: Any) -> None:
        """Draw a card."""
        self.drawn.append(str(blocks))

    async def chat_postEphemeral(self, *, user: str, blocks: Any, **_: Any) -> dict[str, str]:
        """An ephemeral message."""
        self.whispered.append(f"{user}: {blocks}")
        return {}

    async def views_update(self, *, view: Any, **_: Any) -> dict[str, str]:
        """Draw a modal."""
        self.modal.append(str(view["blocks"]))
        return {}

    async def chat_postMessage(self, *, channel: str, blocks: Any, **_: Any) -> dict[str, str]:
        """Post in a channel or to a person."""
        if channel[0] not in self.takes:
            raise refused("not_in_channel")
        self.posted.append((channel, str(blocks)))
        return {"channel": channel, "ts": "9.000100"}


class Privately:
    """C1 and C3 are private, C2 is public, others are unknown."""

    async def place(self, _workspace: str, channel: str) -> ViewingPlace:
        """The channel's type."""
        return _PLACES.get(channel, ViewingPlace.UNKNOWN)

    async def is_known(self, _workspace: str, _channel: str) -> bool:
        """Always True."""
        return True


@dataclass
class World:
    """U1's application A-1, with its card in C1 up to date."""

    database: FakeDatabase
    clock: FakeClock
    slack: Slack
    application_services: ApplicationServices

    @property
    def asked(self) -> RequestContext:
        """A request by U1 in C1."""
        return RequestContext("T1", "U1", self.clock.today(), channel="C1")

    def pressed(self, value: str) -> ActionPress:
        """A press by U1 on the posted card."""
        client: AsyncWebClient = self.slack  # type: ignore[assignment]
        return ActionPress(self.asked, "app", value, "k", _once, client, "C1", "1.000100")

    async def chosen(self, channel: str, origin: str, user: str = "U1") -> Submitted:
        """Submit the edit form with this channel, opened from `origin`, and finish its background work."""
        entries = {"text": {"value": "Example"}, "channel": {"selected_conversation": channel}}
        fields = Fields({"values": {block: {"value": entry} for block, entry in entries.items()}})
        client: AsyncWebClient = self.slack  # type: ignore[assignment]
        asked = replace(self.asked, user=user)
        submission = FormSubmission(asked, fields, f"1 2 - {origin}", "form", _once, client)
        submitted = await forms.submit_edit(submission, applications=self.application_services)
        await self.done(None if isinstance(submitted, PushForm) else submitted.then)
        return submitted

    async def done(self, *jobs: Coroutine[Any, Any, None] | None) -> None:
        """Wait for background work."""
        for job in jobs:
            if job is not None:
                await job
        await self.application_services.cards.settled()

    async def replied(self, reply: Reply) -> None:
        """Check that the reply shows nothing at once, and finish its background work."""
        assert isinstance(reply, NoVisibleChange)
        await self.done(reply.then)


async def _once() -> bool:
    return True


@pytest.fixture
async def world() -> AsyncIterator[World]:
    """A step was taken, and the card shows it."""
    database, clock, slack = FakeDatabase(), FakeClock(NOW), Slack()
    roles, team_cache = TeamRoles(database, clock), TeamCache(database, clock)
    await roles.first_admin("T1", "U1")

    async def client_of(_workspace: str) -> AsyncWebClient:
        return slack  # type: ignore[return-value]

    application_services = ApplicationServices.of(
        team_cache, clock, roles, CodeLibrary(()), Privately(), client_of=client_of
    )
    made = World(database, clock, slack, application_services)
    new = NewApplicationInput("Example", [CodeForm(Category.I)], None, None, "C1")
    await application_services.use_cases.editor.create(made.asked, new)
    await application_services.use_cases.stages.close(made.asked, 1, expected=1)
    await application_services.cards.track(CARD, news_up_to=2)
    await made.done()
    assert "Undo" in slack.drawn.pop()
    yield made
    await application_services.cards.close()


async def test_undo_pressed_when_it_is_too_late_says_so_to_the_presser_and_leaves_the_card(
    world: World,
) -> None:
    """The card was drawn when undo was still possible."""
    world.clock.advance(timedelta(minutes=11))
    await world.replied(
        await step_buttons.undo(world.pressed("1 2"), applications=world.application_services)
    )
    (now,) = world.slack.drawn
    assert "Undo" not in now
    (said,) = world.slack.whispered
    assert re.search(r"U1: .*older than 10 minutes.*how it stands", said)
    assert world.slack.posted == []


async def test_a_press_on_an_old_card_draws_it_anew_whatever_its_row_says(world: World) -> None:
    """The pressed button was outdated. Only the user who pressed sees why."""
    await world.replied(
        await step_buttons.step(
            world.pressed("1 1 assess_need>not_pursued"), applications=world.application_services
        )
    )
    (now,) = world.slack.drawn
    assert "Not pursued" in now
    assert len(world.slack.whispered) == 1
    assert world.slack.posted == []


async def test_a_press_that_acts_draws_the_card_once(world: World) -> None:
    """And its thread gets the news."""
    await world.replied(
        await step_buttons.undo(world.pressed("1 2"), applications=world.application_services)
    )
    assert len(world.slack.drawn) == 1
    assert [channel for channel, _ in world.slack.posted] == ["C1"]
    assert world.slack.whispered == []


async def test_a_thread_that_is_not_told_all_at_once_says_how_many_went_before(world: World) -> None:
    """The newest twenty. History has the others."""
    elsewhere = ApplicationUseCases.of(world.database, world.clock, TeamRoles(world.database, world.clock))
    for n in range(23):
        await elsewhere.people.note(world.asked, 1, f"note {n}.")
    await world.application_services.cards.sweep()
    await world.done()
    ((channel, told),) = world.slack.posted
    assert (channel, told.count("note ")) == ("C1", 20)
    assert "note 2." not in told
    assert (
        told.index("3 changes before these: press *History*") < told.index("note 3.") < told.index("note 22.")
    )


@pytest.mark.parametrize(
    ("channel", "takes", "words"),
    [
        ("C2", "CU", "others read along there"),
        ("C4", "CU", "can't tell who reads there"),
        ("C3", "U", "Slack didn't take the card"),
        ("C1", "CU", "stands in <#C1> already"),
    ],
)
async def test_whoever_chose_a_channel_reads_why_no_card_is_posted_there(
    world: World, channel: str, takes: str, words: str
) -> None:
    """In the modal or under the posted card where the form was opened, or else as a direct message."""
    world.slack.takes = takes
    await world.chosen(channel, "VIEW1")
    await world.chosen(channel, "C1@1.000100")
    await world.chosen(channel, "-")
    assert words in world.slack.modal[-1]
    assert [words in said for said in world.slack.whispered] == [True]
    told = [said for to, said in world.slack.posted if to == "U1"]
    assert [words in said for said in told] == [True]
    assert not [to for to, said in world.slack.posted if to == channel and "Checklist" in said]


async def test_a_card_that_slack_did_not_take_is_posted_when_the_channel_is_chosen_again(
    world: World,
) -> None:
    """Once. If chosen a third time, the card already exists."""
    world.slack.takes = "U"
    await world.chosen("C3", "VIEW1")
    world.slack.takes = "CU"
    await world.chosen("C3", "VIEW1")
    assert "is posted in <#C3>" in world.slack.modal[-1]
    await world.chosen("C3", "VIEW1")
    assert "stands in <#C3> already" in world.slack.modal[-1]
    assert [to for to, _ in world.slack.posted].count("C3") == 1


async def test_a_card_that_somebody_posts_who_is_not_named_tells_nothing_of_what_was_before(
    world: World,
) -> None:
    """A lead may choose the channel without being named. The thread starts with later events."""
    await TeamRoles(world.database, world.clock).give(world.asked, "U9", Role.LEAD)
    await world.chosen("C3", "VIEW1", user="U9")
    await world.application_services.use_cases.people.note(world.asked, 1, "after that")
    await world.done()
    in_c3 = [said for to, said in world.slack.posted if to == "C3"]
    assert len(in_c3) == 2
    assert "after that" in in_c3[1]
    assert "created" not in in_c3[1]
