"""This channel's reminders. Everyone can see them; leads and admins change them."""

import re

from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.deadlines.deadline import Topic
from bot.domain.deadlines.requests import ChannelAct
from bot.domain.deadlines.subscription import BadSchedule, Schedule, Subscription, zone_named
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

_SEPARATORS = re.compile(r"[\s,;]+")


async def answer(act: ChannelAct, request: RequestContext, services: Deadlines) -> Answer:
    """The card or the form. Raises NotAllowed and NotSubscribed."""
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
    return paused_card(
        await services.channels.pause(request.workspace, request.channel, paused=paused, by=request.user)
    )


async def subscribed(submission: FormSubmission, *, services: Deadlines) -> Submitted:
    """Apply the subscription form. Saving the same twice changes nothing; a double submit gives the same answer."""
    request = submission.request
    await services.roles.require(request, Permission.SET_REMINDERS)
    wanted = _read(submission.fields, request.user)
    before = await services.channels.get(request.workspace, wanted.channel)
    done = await services.channels.subscribe(request.workspace, wanted)
    first = before is None and await submission.once()
    then = _welcome(submission.client, wanted) if first else None
    return UpdateForm(answer_view(subscribed_card(done).checked()), then=then)


async def _subscribe(request: RequestContext, services: Deadlines) -> Answer:
    kept = await services.channels.get(request.workspace, request.channel)
    may = await services.may(request, Permission.SET_REMINDERS)
    return channel_card(kept, subscribe_form(request.channel, kept), may_change=may)


async def _welcome(client: AsyncWebClient, subscription: Subscription) -> None:
    """The first message shows whether the app can post there. If not, notify the user who subscribed it."""
    posted = await post(client, subscription.channel, welcome_message(subscription, subscription.by))
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
