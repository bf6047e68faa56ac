"""What every screen of applications works with, and how a card is made for where it is shown."""

from dataclasses import dataclass
from typing import Protocol, Self

from slack_sdk.models.views import View
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.applications.confidentiality import Place
from bot.domain.deadlines.deadline import Deadline, days_left
from bot.services.applications import Applications
from bot.services.applications.planning import PlansByReminders
from bot.services.asking import Asked
from bot.services.habits import Habits
from bot.services.ports import Clock
from bot.services.reminders.dates import Dates
from bot.services.roles import Roles
from bot.services.search_codes import HabitsOf
from bot.services.shelf import Shelf
from handlers.posting import Posted, edit, update_view
from handlers.screens import Becomes, Closes, Pressed, Replaces, Reply, Submitted, parts
from handlers.views.applications.card import Showing, card_answer, card_view
from handlers.views.kit import Answer

NUMBER, VERSION = r"[1-9][0-9]{0,8}", r"[0-9]{1,9}"
STEP = r"[a-z0-9_]{2,40}>[a-z0-9_.]{2,60}"
PAGE = r"[a-z]{2,20}"
ORIGIN = r"-|V[A-Z0-9]{1,40}|[CDG][A-Z0-9]{1,30}@[0-9]{1,20}\.[0-9]{1,20}"


class KnowsPlaces(Protocol):
    """handlers.applications.places.Places."""

    async def place(self, workspace: str, channel: str) -> Place:
        """Which kind of conversation a channel is."""


class NoPlaceKnown:
    """Where Slack can't be asked: every channel is one that nobody can tell."""

    async def place(self, workspace: str, channel: str) -> Place:  # noqa: ARG002 - the port's form
        """UNKNOWN, but where the asker is alone."""
        return Place.UNKNOWN if channel and not channel.startswith("D") else Place.ALONE


@dataclass(frozen=True, slots=True)
class Office:
    """Services of applications."""

    applications: Applications
    dates: Dates
    places: KnowsPlaces
    shelf: Shelf
    habits_of: HabitsOf

    @classmethod
    def of(cls, habits: Habits, clock: Clock, roles: Roles, shelf: Shelf, places: KnowsPlaces) -> Self:
        """On the database that the habits stand in; deadlines are planned with each change."""
        database = habits.database
        applications = Applications.of(database, clock, roles, PlansByReminders(clock))
        return cls(applications, Dates(database, clock), places, shelf, habits.of)

    async def showing(self, asked: Asked, number: int, *, said: str = "", posted: bool = False) -> Showing:
        """The card for `asked.channel`; `posted`: as a message there, that everybody who is there reads."""
        place = await self.places.place(asked.workspace, asked.channel)
        to = asked.channel if posted and place is not Place.ALONE else None
        card = await self.applications.reading.card(asked, number, place, posted_to=to)
        return Showing(card, await self._ahead(asked, f"A-{number}"), asked.today, place, said)

    async def alone(self, asked: Asked, number: int, *, said: str = "") -> View:
        """The card in a modal, which the asker reads alone."""
        return card_view(await self.showing(by_oneself(asked), number, said=said))

    async def _ahead(self, asked: Asked, ref: str) -> list[Deadline]:
        every = await self.dates.of_application(asked.workspace, ref)
        return [d for d in every if days_left(d.when, asked.today) >= 0 or d.when.latest >= asked.today]


def by_oneself(asked: Asked) -> Asked:
    """The same question where nobody reads along."""
    return Asked(asked.workspace, asked.user, asked.today, guest=asked.guest)


def origin_of(pressed: Pressed) -> str:
    """Where a form comes from, as its metadata keeps it: a modal, a posted message, or `-`."""
    if pressed.view:
        return pressed.view
    if pressed.channel and pressed.message and not pressed.ephemeral:
        return f"{pressed.channel}@{pressed.message}"
    return "-"


def read_origin(ids: str, *forms: str) -> tuple[tuple[str, ...], str]:
    """A form's metadata: ids of these forms, then its origin. Raises StalePress."""
    *before, origin = parts(ids, *forms, ORIGIN)
    return tuple(before), origin


async def redrawn(office: Office, pressed: Pressed, number: int, *, said: str = "") -> Reply:
    """The pressed card as it is now, in the place where it stands."""
    if pressed.view or not pressed.channel:
        view = await office.alone(pressed.asked, number, said=said)
        answer = Answer(f"Application A-{number}", tuple(view.blocks or ()))
        return Replaces(answer, view) if pressed.view else Answer(answer.text, answer.blocks, opens=view)
    posted = not pressed.ephemeral
    showing = await office.showing(pressed.asked, number, said="" if posted else said, posted=posted)
    return Replaces(card_answer(showing))


async def gone_back(
    office: Office,
    asked: Asked,
    client: AsyncWebClient,
    number: int,
    origin: str,
    *,
    page: View | None = None,
) -> Submitted:
    """After a form: what it was opened from is drawn anew; where that can't be, the card takes its place.

    `page`: what the modal beneath showed, if it was not the card.
    """
    if origin.startswith("V"):
        view = page or await office.alone(asked, number)
        return Closes(then=_updated(client, origin, view))
    if origin == "-":
        return Becomes(page or await office.alone(asked, number))
    return Closes(then=posted_anew(office, asked, client, number, origin))


async def _updated(client: AsyncWebClient, view_id: str, view: View) -> None:
    await update_view(client, view_id, view)


async def posted_anew(office: Office, asked: Asked, client: AsyncWebClient, number: int, origin: str) -> None:
    """A posted card drawn for the channel that it stands in, and never with more than that may read."""
    channel, _, ts = origin.partition("@")
    there = Asked(asked.workspace, asked.user, asked.today, channel=channel)
    showing = await office.showing(there, number, posted=True)
    await edit(client, Posted(channel, ts), card_answer(showing))
