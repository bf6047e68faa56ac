"""Deadline calendars: the file, and the feed link with its token."""

import asyncio

from bot.domain.deadlines.deadline import Deadline
from bot.domain.deadlines.requests import FeedAct
from bot.domain.roles import Permission
from bot.services.ports.request_context import RequestContext
from handlers.deadlines.services import Deadlines
from handlers.slack.answer import Answer, Attachment
from handlers.slack.ids import FEED_PATH
from handlers.views.deadlines.feed import export_card, feed_card, made_card, no_address_card, revoked_card
from handlers.views.deadlines.ics import calendar_bytes, event_contents

AHEAD_DAYS = 550
"""A year and a half: every meeting that an application can target."""


async def export(request: RequestContext, services: Deadlines) -> Answer:
    """The calendar file, with the deadlines that may be shown in this channel."""
    found = await services.dates.upcoming(request.workspace, days=AHEAD_DAYS, channel=request.channel or None)
    held = await calendar_of(request.workspace, found, services)
    file = Attachment("codedesk deadlines.ics", data=held)
    return export_card(len(found), file, may_send=services.may_send, link=bool(services.public_url))


async def feed(act: FeedAct, request: RequestContext, services: Deadlines) -> Answer:
    """Show, create or revoke the feed link. Raises NotAllowed."""
    await services.roles.require(request, Permission.SET_DATES)
    match act:
        case FeedAct.SHOW:
            kept = await services.feeds.get(request.workspace)
            return feed_card(kept, possible=bool(services.public_url))
        case FeedAct.NEW if services.public_url:
            token = await services.feeds.make(request.workspace, by=request.user)
            return made_card(f"{services.public_url}{FEED_PATH}/{token}.ics")
        case FeedAct.NEW:
            return no_address_card()
        case FeedAct.REVOKE:
            return revoked_card(existed=await services.feeds.revoke(request.workspace))


async def calendar_of(workspace: str, deadlines: list[Deadline], services: Deadlines) -> bytes:
    """The iCalendar file, created in a thread because hundreds of events take a while.

    What changed since the file was last made gets a new revision first.
    """
    now = services.clock.now()
    contents = await asyncio.to_thread(event_contents, deadlines)
    revisions = await services.feeds.revisions(workspace, contents, now)
    return await asyncio.to_thread(calendar_bytes, deadlines, now, revisions)
