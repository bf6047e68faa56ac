"""Services for application handlers, and how a card is built for each place."""

from dataclasses import dataclass
from functools import partial
from typing import Protocol, Self

from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.applications.confidentiality import ViewingPlace
from bot.domain.applications.history import ApplicationEvent
from bot.domain.deadlines.deadline import Deadline, days_left
from bot.services.applications import ApplicationUseCases
from bot.services.applications.plan_deadlines import ReminderPlanner
from bot.services.applications.posted_cards import PostedCardUseCases
from bot.services.library.code_library import CodeLibrary
from bot.services.lookup.search import TeamDataOf
from bot.services.ports.applications import HeldCard, PostedCard
from bot.services.ports.database import Clock
from bot.services.ports.request_context import RequestContext
from bot.services.rate_limit import RateLimiter
from bot.services.reminders.dates import Dates
from bot.services.team.roles import TeamRoles
from bot.services.team.team_cache import TeamCache
from handlers.applications.posted_cards import Cards, ClientOf, Drawing
from handlers.slack.answer import Answer
from handlers.slack.block_kit import View
from handlers.slack.posting import update_view
from handlers.slack.screen_types import (
    ActionPress,
    CloseForm,
    NoVisibleChange,
    ReplaceMessage,
    Reply,
    Submitted,
    UpdateForm,
    parts,
)
from handlers.views.applications.card import CardContext, card_answer, card_view
from handlers.views.applications.channel_card import events_answer

NUMBER, VERSION = r"[1-9][0-9]{0,8}", r"[0-9]{1,9}"
STEP = r"[a-z0-9_]{2,40}>[a-z0-9_.]{2,60}"
PAGE = r"[a-z]{2,20}"
ORIGIN = r"-|V[A-Z0-9]{1,40}|[CDG][A-Z0-9]{1,30}@[0-9]{1,20}\.[0-9]{1,20}"


class ChannelPrivacy(Protocol):
    """Reads channel types. Implemented by handlers.applications.channel_privacy.ChannelPrivacyLookup."""

    async def place(self, workspace: str, channel: str) -> ViewingPlace:
        """The type of a channel."""

    async def is_known(self, workspace: str, channel: str) -> bool:
        """Whether the type is known, not just temporarily unavailable."""


class UnknownChannelPrivacy:
    """Used without Slack access: every channel is unknown."""

    async def place(self, workspace: str, channel: str) -> ViewingPlace:  # noqa: ARG002 - required by the port
        """UNKNOWN, or ALONE in a direct message."""
        return ViewingPlace.UNKNOWN if channel and not channel.startswith("D") else ViewingPlace.ALONE

    async def is_known(self, workspace: str, channel: str) -> bool:  # noqa: ARG002 - required by the port
        """True, because the answer will not change."""
        return True


@dataclass(frozen=True, slots=True)
class ApplicationServices:
    """Services of applications."""

    use_cases: ApplicationUseCases
    dates: Dates
    channel_privacy: ChannelPrivacy
    code_library: CodeLibrary
    team_data_of: TeamDataOf
    cards: Cards

    @classmethod
    def of(
        cls,
        team_cache: TeamCache,
        clock: Clock,
        roles: TeamRoles,
        code_library: CodeLibrary,
        channel_privacy: ChannelPrivacy,
        *,
        client_of: ClientOf | None = None,
        channels: RateLimiter | None = None,
    ) -> Self:
        """Create the services on the cache's database. Changes replan deadlines and then redraw posted cards.

        Without `client_of` there are no posted cards. `channels` paces what is posted in channels.
        """
        database = team_cache.database
        posted = PostedCardUseCases(database, clock)
        cards = Cards(posted, client_of, channels)
        use_cases = ApplicationUseCases.of(database, clock, roles, ReminderPlanner(clock), cards)
        services = cls(use_cases, Dates(database, clock), channel_privacy, code_library, team_cache.of, cards)
        cards.set_drawing(partial(_drawing, services, posted, clock))
        return services

    async def card_context(
        self, request: RequestContext, number: int, *, notice: str = "", posted: bool = False
    ) -> CardContext:
        """The card for `request.channel`. `posted`: as a message there that everyone in the channel can read."""
        place = await self.channel_privacy.place(request.workspace, request.channel)
        to = request.channel if posted and place is not ViewingPlace.ALONE else None
        card = await self.use_cases.queries.card(request, number, place, posted_to=to)
        return CardContext(card, await self._ahead(request, f"A-{number}"), request.today, place, notice)

    async def private_card(self, request: RequestContext, number: int, *, notice: str = "") -> View:
        """The card in a modal that only the user sees."""
        return card_view(await self.card_context(privately(request), number, notice=notice))

    async def _ahead(self, request: RequestContext, ref: str) -> list[Deadline]:
        deadlines = await self.dates.of_application(request.workspace, ref)
        return [
            d for d in deadlines if days_left(d.when, request.today) >= 0 or d.when.latest >= request.today
        ]


async def _drawing(
    applications: ApplicationServices, posted: PostedCardUseCases, clock: Clock, held: HeldCard
) -> Drawing | None:
    """A posted card as everyone in its channel may see it.

    None while Slack cannot report the channel's type. Otherwise a hidden card would stay hidden and its thread would
    miss news.
    """
    card = held.card
    if not await applications.channel_privacy.is_known(card.workspace, card.channel):
        return None
    channel_request = RequestContext(card.workspace, "", clock.today(), channel=card.channel)
    card_context = await applications.card_context(channel_request, card.number, posted=True)
    news = await posted.news(held, card_context.place)
    news_answer = (
        events_answer(card_context.card.seen.id, news.events, news.left_out) if news.events else None
    )
    return Drawing(card_answer(card_context), news_answer)


def posted_at(request: RequestContext, number: int, origin: str) -> PostedCard | None:
    """The posted card that an origin (see `origin_of`) names, or None."""
    channel, _, ts = origin.partition("@")
    return PostedCard(request.workspace, number, channel, ts) if ts else None


_MOST_EVENTS = 10**9
"""For a thread that needs no earlier news."""


def _news_before(event: ApplicationEvent | None) -> int:
    """The event number up to which the thread has news. `event` is the one that happens now."""
    return event.seq - 1 if event else _MOST_EVENTS


async def track_pressed(applications: ApplicationServices, pressed: ActionPress, number: int) -> None:
    """Start to keep a pressed posted card up to date, if it is not yet known."""
    card = posted_at(pressed.request, number, origin_of(pressed))
    if card and not await applications.cards.is_tracked(card):
        await applications.cards.track(card, news_up_to=_MOST_EVENTS)


def privately(request: RequestContext) -> RequestContext:
    """The same request without a channel: only the user sees the answer."""
    return RequestContext(request.workspace, request.user, request.today, guest=request.guest)


def origin_of(pressed: ActionPress) -> str:
    """Where a form was opened, for its metadata: a modal's id, a posted message, or `-`."""
    if pressed.view:
        return pressed.view
    if pressed.channel and pressed.message and not pressed.ephemeral:
        return f"{pressed.channel}@{pressed.message}"
    return "-"


def read_origin(ids: str, *forms: str) -> tuple[tuple[str, ...], str]:
    """Parse a form's metadata: ids that match these patterns, then the origin. Raises StalePress."""
    *before, origin = parts(ids, *forms, ORIGIN)
    return tuple(before), origin


async def redraw(
    applications: ApplicationServices,
    pressed: ActionPress,
    number: int,
    *,
    notice: str = "",
    event: ApplicationEvent | None = None,
) -> Reply:
    """The pressed card in its current state, in the same place. `event` is the result of the press, if any.

    A posted card is drawn only by `Cards`; an older drawing then never replaces a newer one. A card that `Cards` does
    not know yet is drawn here too. A card where nothing could be done is redrawn as well, because the button pressed
    there was outdated.
    """
    if pressed.view or not pressed.channel:
        view = await applications.private_card(pressed.request, number, notice=notice)
        answer = Answer(f"Application A-{number}", tuple(view.blocks or ()))
        return (
            ReplaceMessage(answer, view) if pressed.view else Answer(answer.text, answer.blocks, opens=view)
        )
    card = posted_at(pressed.request, number, origin_of(pressed))
    news_up_to = _news_before(event)
    if card and await applications.cards.is_tracked(card):
        cards = applications.cards
        return NoVisibleChange(
            cards.track(card, news_up_to=news_up_to)
            if event
            else cards.request_redraw(card.workspace, [card.number])
        )
    card_context = await applications.card_context(
        pressed.request, number, notice="" if card else notice, posted=card is not None
    )
    return ReplaceMessage(
        card_answer(card_context),
        then=applications.cards.track(card, news_up_to=news_up_to) if card else None,
    )


async def return_to_origin(
    applications: ApplicationServices,
    request: RequestContext,
    client: AsyncWebClient,
    number: int,
    origin: str,
    *,
    page: View | None = None,
) -> Submitted:
    """After a form: redraw where it was opened, or show the card if that is not possible.

    `page` is the view of the modal below, if it was not the card.
    """
    if origin.startswith("V"):
        view = page or await applications.private_card(request, number)
        return CloseForm(then=_updated(client, origin, view))
    if origin == "-":
        return UpdateForm(page or await applications.private_card(request, number))
    return (
        CloseForm()
    )  # a posted card is redrawn by the change itself; an origin alone does not prove that a message is ours


async def _updated(client: AsyncWebClient, view_id: str, view: View) -> None:
    await update_view(client, view_id, view)
