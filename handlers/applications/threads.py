"""History in the thread of a posted card, as far as those who read there may see it."""

from dataclasses import dataclass, replace
from typing import TypeVar

from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.applications.confidentiality import Field
from bot.services.applications.desk import Done
from bot.services.asking import Asked
from handlers.applications.office import Office
from handlers.posting import post, whisper_in
from handlers.screens import Becomes, Closes, Job, Pushes, Replaces
from handlers.views.applications.told import event_answer, only_you

_R = TypeVar("_R", Closes | Becomes | Pushes, Replaces)


@dataclass(frozen=True, slots=True)
class Deed:
    """Who did what, and from where (as a form's metadata keeps it)."""

    asked: Asked
    client: AsyncWebClient
    done: Done
    origin: str


def told_in_thread(reply: _R, office: Office, deed: Deed) -> _R:
    """`reply`, and after it the event in the thread of the card, where the deed's origin is a posted one."""
    if "@" not in deed.origin or deed.done.event is None or isinstance(reply, Pushes):
        return reply
    return replace(reply, then=_both(reply.then, _tell(office, deed)))


async def whispered(client: AsyncWebClient, channel: str, user: str, said: str) -> None:
    """A sentence for the presser alone, under a card that all see."""
    await whisper_in(client, channel, user, only_you(said))


async def _both(first: Job | None, second: Job) -> None:
    if first is not None:
        await first
    await second


async def _tell(office: Office, deed: Deed) -> None:
    channel, _, ts = deed.origin.partition("@")
    there = replace(deed.asked, channel=channel)
    seen = (await office.showing(there, deed.done.application.number, posted=True)).card.seen
    if Field.EVENTS not in seen.fields or deed.done.event is None:
        return
    event = deed.done.event if Field.NOTES in seen.fields else replace(deed.done.event, note=None)
    await post(deed.client, channel, event_answer(seen.id, event), thread=ts)
