"""Posted cards are redrawn by one process at a time, within Slack's limits."""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.domain.applications.confidentiality import ViewingPlace
from bot.services.applications.posted_cards import PostedCardUseCases
from bot.services.ports.applications import HeldCard, PostedCard
from bot.services.rate_limit import RateLimiter
from handlers.applications.posted_cards import Cards, Drawing
from handlers.slack.answer import Answer
from handlers.views.applications.channel_card import events_answer
from tests.fakes import FakeClock, FakeDatabase
from tests.storage.test_applications import application, event

NOW = datetime(2026, 11, 26, 15, tzinfo=UTC)
CARD = PostedCard("T1", 1, "C1", "1.000100")


@dataclass
class Slack:
    """Records each drawing. Raises the given errors one by one."""

    drawn: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    raises: list[Exception] = field(default_factory=list)
    refuses: list[Exception] = field(default_factory=list)
    """Errors for posts."""
    before: asyncio.Event | None = None

    async def chat_update(self, *, channel: str, ts: str, text: str, blocks: Any) -> None:
        """Draw the card."""
        if self.before is not None:
            await self.before.wait()
        if self.raises:
            raise self.raises.pop(0)
        self.drawn.append(text)

    async def chat_postMessage(self, *, channel: str, thread_ts: str, text: str, blocks: Any) -> None:
        """Post in the thread."""
        if self.refuses:
            raise self.refuses.pop(0)
        self.told.append(f"{thread_ts}: {str(blocks).count('section')}")


@dataclass
class World:
    """A database with one application and its card, and the processes that draw it."""

    database: FakeDatabase
    clock: FakeClock
    slack: Slack
    place_untold: bool = False
    tells: bool = False

    async def happens(self, *cards: Cards) -> None:
        """Record an event and notify these processes."""
        async with self.database.write() as work:
            await work.applications.record(event(application()))
            await work.commit()
        for each in cards:
            each.changed("T1", 1)

    def process(self, limiter: RateLimiter | None = None) -> Cards:
        """A process with the database."""
        cards = Cards(PostedCardUseCases(self.database, self.clock), self._client, limiter)
        cards.set_drawing(partial(self._drawing, PostedCardUseCases(self.database, self.clock)))
        return cards

    async def swept(self, cards: Cards, after: float = 0) -> None:
        """Sweep after this many seconds and wait for its work."""
        self.clock.advance(timedelta(seconds=after))
        await cards.sweep()
        await cards.settled()

    async def known(self) -> bool:
        """Whether the card is still kept up to date."""
        async with self.database.read() as work:
            return await work.posted_cards.has(CARD)

    async def _client(self, _workspace: str) -> AsyncWebClient:
        return self.slack  # type: ignore[return-value]

    async def _drawing(self, posted: PostedCardUseCases, held: HeldCard) -> Drawing | None:
        if self.place_untold:
            return None
        answer, news = Answer(f"up to {held.seq}", ()), await posted.news(held, ViewingPlace.PRIVATE)
        return Drawing(answer, events_answer("A-1", news.events) if self.tells and news.events else None)


@pytest.fixture
async def world() -> World:
    """One event has happened and the card shows it."""
    database = FakeDatabase()
    async with database.write() as work:
        await work.applications.add(application())
        await work.applications.record(event(application()))
        await work.posted_cards.add(CARD, shows=1, told=1, on=NOW.date())
        await work.commit()
    return World(database, FakeClock(NOW), Slack())


def refused(code: str, status: int = 200, **headers: str) -> SlackApiError:
    """Slack's error answer."""
    data = {"ok": False, "error": code}
    answer = AsyncSlackResponse(
        client=None, http_verb="POST", api_url="", req_args={}, data=data, headers=headers, status_code=status
    )
    return SlackApiError(code, answer)  # type: ignore[no-untyped-call]


async def test_many_changes_while_a_card_is_drawn_come_to_one_drawing_more(world: World) -> None:
    """Of the latest state. Two notified processes draw as often as one."""
    world.slack.before = asyncio.Event()
    one, two = world.process(), world.process()
    await world.happens(one, two)
    await asyncio.sleep(0.01)
    for _ in range(9):
        await world.happens(one, two)
    world.slack.before.set()
    await asyncio.gather(one.settled(), two.settled())
    assert world.slack.drawn == ["up to 2", "up to 11"]


async def test_a_card_asked_for_again_is_drawn_anew_and_its_thread_told_nothing(world: World) -> None:
    """Also if requested while it is being drawn."""
    world.tells = True
    world.slack.before = asyncio.Event()
    cards = world.process()
    await cards.request_redraw("T1", [1])
    await asyncio.sleep(0.01)
    await cards.request_redraw("T1", [1])
    world.slack.before.set()
    await cards.settled()
    assert (world.slack.drawn, world.slack.told) == (["up to 1", "up to 1"], [])


async def test_a_card_whose_message_is_gone_is_forgotten(world: World) -> None:
    """It is not requested again."""
    world.slack.raises = [refused("message_not_found")]
    cards = world.process()
    await world.happens(cards)
    await cards.settled()
    assert not await world.known()
    assert world.slack.drawn == []


@pytest.mark.parametrize(
    ("error", "seconds"),
    [
        (refused("ratelimited", 429, **{"Retry-After": "7"}), 7),
        (refused("internal_error"), 60),
        (aiohttp.ServerDisconnectedError(), 60),
    ],
)
async def test_what_slack_did_not_draw_is_drawn_later_by_whoever_sweeps(
    world: World, error: Exception, seconds: int
) -> None:
    """Not before Slack allows it, and also by a process started since."""
    world.slack.raises = [error]
    cards = world.process()
    await world.happens(cards)
    await cards.settled()
    after = world.process()
    world.clock.advance(timedelta(seconds=seconds - 1))
    await after.sweep()
    await after.settled()
    assert world.slack.drawn == []
    world.clock.advance(timedelta(seconds=1))
    await after.sweep()
    await after.settled()
    assert world.slack.drawn == ["up to 2"]


async def test_a_card_stays_as_it_is_while_nobody_can_say_who_reads_there(world: World) -> None:
    """It is drawn a minute later."""
    world.place_untold = True
    cards = world.process()
    await world.happens(cards)
    await cards.settled()
    world.place_untold = False
    await cards.sweep()
    await cards.settled()
    assert world.slack.drawn == []
    world.clock.advance(timedelta(seconds=60))
    await cards.sweep()
    await cards.settled()
    assert world.slack.drawn == ["up to 2"]


async def test_a_bot_that_ends_draws_the_card_that_it_has_begun_and_leaves_the_rest(world: World) -> None:
    """The next sweep of any process draws them."""
    async with world.database.write() as work:
        await work.posted_cards.add(replace(CARD, ts="2.000100"), shows=1, told=1, on=NOW.date())
        await work.commit()
    world.slack.before = asyncio.Event()
    cards = world.process()
    await world.happens(cards)
    await asyncio.sleep(0.01)
    closing = asyncio.create_task(cards.close())
    await asyncio.sleep(0)
    world.slack.before.set()
    await closing
    cards.changed("T1", 1)
    await cards.settled()
    assert world.slack.drawn == ["up to 2"]


async def test_what_a_busy_slack_did_not_take_for_a_thread_is_told_once_when_it_may(world: World) -> None:
    """Not before Slack allows it, also by a new process. Nothing is posted in that channel meanwhile."""
    world.tells = True
    world.slack.refuses = [refused("ratelimited", 429, **{"Retry-After": "7"})]
    cards = world.process()
    await world.happens(cards)
    await cards.settled()
    assert world.slack.drawn == ["up to 2"]
    await world.happens(cards)
    await world.swept(cards, after=6)
    assert world.slack.told == []
    after = world.process()
    await world.swept(after, after=1)
    await world.swept(after, after=3600)
    assert world.slack.drawn[-1] == "up to 3"
    assert world.slack.told == ["1.000100: 2"]


async def test_a_workspace_that_slack_wants_silent_has_none_of_its_cards_drawn_meanwhile(
    world: World,
) -> None:
    """A refusal extends the pause."""
    async with world.database.write() as work:
        await work.posted_cards.add(replace(CARD, ts="2.000100"), shows=1, told=1, on=NOW.date())
        await work.commit()
    world.slack.raises = [refused("ratelimited", 429, **{"Retry-After": "0.05"})]
    cards = world.process()
    await world.happens(cards)
    await cards.settled()
    assert world.slack.drawn == []
    await asyncio.sleep(0.06)
    await world.swept(cards, after=1)
    assert world.slack.drawn == ["up to 2", "up to 2"]


async def test_a_channel_that_slack_wants_silent_is_left_alone_for_its_other_cards_too(world: World) -> None:
    """They are drawn at once and get their news after the pause."""
    world.tells = True
    async with world.database.write() as work:
        await work.posted_cards.add(replace(CARD, ts="2.000100"), shows=1, told=1, on=NOW.date())
        await work.commit()
    world.slack.refuses = [refused("ratelimited", 429, **{"Retry-After": "0.05"})]
    cards = world.process()
    await world.happens(cards)
    await cards.settled()
    assert (world.slack.drawn, world.slack.told) == (["up to 2", "up to 2"], [])
    await asyncio.sleep(0.06)
    await world.swept(cards, after=1)
    assert sorted(world.slack.told) == ["1.000100: 1", "2.000100: 1"]


@pytest.mark.parametrize(
    "error", [refused("internal_error"), refused("thread_not_found"), aiohttp.ServerDisconnectedError()]
)
async def test_what_may_stand_in_a_thread_or_never_will_is_not_told_again(
    world: World, error: Exception
) -> None:
    """News may be missing but is never posted twice."""
    world.tells = True
    world.slack.refuses = [error]
    cards = world.process()
    await world.happens(cards)
    await cards.settled()
    await world.swept(cards, after=3600)
    assert world.slack.told == []
    await world.happens(cards)
    await cards.settled()
    assert world.slack.told == ["1.000100: 1"]


async def test_a_card_s_thread_waits_for_a_reminder_in_its_channel(world: World) -> None:
    """Both use the channel's rate limiter. The card itself is redrawn at once."""
    world.tells = True
    slept: list[tuple[float, list[str]]] = []

    async def sleep(seconds: float) -> None:
        slept.append((round(seconds, 1), [*world.slack.drawn]))

    limiter = RateLimiter(sleep=sleep)
    cards = world.process(limiter)
    await limiter.turn(("T1", "C1"))
    await world.happens(cards)
    await cards.settled()

    assert slept == [(1.0, ["up to 2"])]
    assert world.slack.told == ["1.000100: 1"]
