"""This channel's reminders. Everyone can see them; leads and admins change them."""

import re
from collections.abc import Sequence

from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.deadlines.deadline import Deadline, Topic
from bot.domain.deadlines.planning import is_reminded
from bot.domain.deadlines.requests import ChannelAct, SubscriptionRequest
from bot.domain.deadlines.subscription import BadSchedule, Schedule, Subscription
from bot.domain.deadlines.zones import zone_named
from bot.domain.roles import Permission
from bot.services.ports.request_context import RequestContext
from handlers.deadlines.services import Deadlines
from handlers.slack.answer import Answer
from handlers.slack.forms import BadField, FieldFault, Fields
from handlers.slack.posting import post
from handlers.slack.screen_types import FormSubmission, Submitted, UpdateForm
from handlers.views.answer_modal import answer_view
from handlers.views.deadlines.channels import (
    CHANNEL,
    DIGEST,
    HOUR,
    LEADS,
    NO_DIGEST,
    OPTIONS,
    TOPICS,
    ZONE,
    SubscriptionOption,
    all_card,
    channel_card,
    no_channel_card,
    not_in_channel,
    paused_card,
    subscribe_form,
    subscribed_card,
    unsubscribed_card,
    welcome_message,
)

OPEN_DAYS = 30
_SEPARATORS = re.compile(r"[\s,;]+")


async def answer(asked: SubscriptionRequest, request: RequestContext, services: Deadlines) -> Answer:
    """The card or the form. Raises NotAllowed, NotSubscribed, and NotAhead for a pause that ends in the past."""
    act = asked.act
    if act is ChannelAct.ALL:
        await services.roles.require(request, Permission.SET_REMINDERS)
        return all_card(await services.channels.all(request.workspace))
    if not request.channel:
        return no_channel_card()
    if act is ChannelAct.SUBSCRIBE:
        return await _subscribe(request, services)
    await services.roles.require(request, Permission.SET_REMINDERS)
    if act is ChannelAct.UNSUBSCRIBE:
        existed = await services.channels.unsubscribe(request.workspace, request.channel)
        return unsubscribed_card(existed=existed)
    paused = act is ChannelAct.PAUSE
    done = await services.channels.pause(
        request.workspace, request.channel, paused=paused, by=request.user, until=asked.until
    )
    return paused_card(done, request.today)


async def subscribed(submission: FormSubmission, *, services: Deadlines) -> Submitted:
    """Apply the subscription form. Saving the same twice changes nothing; a double submit gives the same answer."""
    request = submission.request
    await services.roles.require(request, Permission.SET_REMINDERS)
    wanted = _read(submission.fields, request.user)
    before = await services.channels.get(request.workspace, wanted.channel)
    done = await services.channels.subscribe(request.workspace, wanted)
    first = before is None and await submission.once()
    then = None
    if first:
        open_now = await _open_now(request, wanted, services)
        then = _welcome(submission.client, wanted, welcome_message(wanted, open_now, request.today))
    return UpdateForm(answer_view(subscribed_card(done).checked()), then=then)


async def _subscribe(request: RequestContext, services: Deadlines) -> Answer:
    kept = await services.channels.get(request.workspace, request.channel)
    may = await services.may(request, Permission.SET_REMINDERS)
    return channel_card(kept, subscribe_form(request.channel, kept), may_change=may)


async def _open_now(
    request: RequestContext, subscription: Subscription, services: Deadlines
) -> Sequence[Deadline]:
    """What the channel would have been told of already: windows that are open, and what is near."""
    if subscription.paused:
        return ()
    topics = subscription.schedule.topics
    found = await services.dates.upcoming(
        request.workspace, days=OPEN_DAYS, topics=topics, channel=subscription.channel
    )
    return list(filter(is_reminded, found))


async def _welcome(client: AsyncWebClient, subscription: Subscription, welcome: Answer) -> None:
    """The first message shows whether the app can post there. If not, notify the user who subscribed it."""
    posted = await post(client, subscription.channel, welcome)
    if posted is None:
        await post(client, subscription.by, not_in_channel(subscription.channel))


def _read(fields: Fields, by: str) -> Subscription:
    """Read the form. Raises BadForm with all errors at once."""
    channel = fields.conversation(CHANNEL, needed=True)
    topics = fields.choices(TOPICS, Topic)
    if not topics and fields.sound:
        fields.refuse(TOPICS, BadField(FieldFault.MISSING))
    leads: tuple[int, ...] = ()
    with fields.under(LEADS):
        leads = _leads(fields.text(LEADS, most=60, needed=True))
    hour = fields.option(HOUR, r"1?[0-9]|2[0-3]", needed=True)
    zone = "UTC"
    with fields.under(ZONE):
        zone = zone_named(fields.text(ZONE, most=60, needed=True) or zone)
    digest = fields.option(DIGEST, rf"[0-6]|{NO_DIGEST}")
    extra = fields.choices(OPTIONS, SubscriptionOption)
    fields.done()
    schedule = Schedule(
        frozenset(topics),
        leads,
        int(hour),
        zone,
        SubscriptionOption.WEEKDAYS_ONLY in extra,
        int(digest) if digest not in ("", NO_DIGEST) else None,
        SubscriptionOption.CAMPAIGNS in extra,
    )
    return Subscription(channel, by, schedule, SubscriptionOption.PAUSED in extra)


def _leads(text: str) -> tuple[int, ...]:
    """Parse `30, 14 and 7` days. Raises BadSchedule."""
    words = [word for word in _SEPARATORS.split(text.replace("days", "")) if word and word != "and"]
    if not all(re.fullmatch(r"\d{1,3}", word, re.ASCII) for word in words):
        raise BadSchedule("leads")
    leads = tuple(sorted({int(word) for word in words}, reverse=True))
    return Schedule(leads=leads).leads
