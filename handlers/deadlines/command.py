"""`/deadlines`: next deadlines, a year at a glance, dates, this channel's reminders, calendars."""

from datetime import date, timedelta
from functools import partial

from dateutil.relativedelta import relativedelta

from bot.domain.deadlines.campaigns import Campaign, campaign_of, campaign_on
from bot.domain.deadlines.deadline import REMINDED, Deadline, Topic, in_order
from bot.domain.deadlines.offsets import Milestone
from bot.domain.deadlines.parse import read_question
from bot.domain.deadlines.requests import (
    ChangeDate,
    ChecklistRequest,
    EnterDate,
    ExportCalendar,
    FeedRequest,
    MeetingRequest,
    MonthRequest,
    RemoveDate,
    SayPassed,
    SubjectRequest,
    SubscriptionRequest,
    UncertaintyRequest,
    UndeliveredRequest,
    UpcomingRequest,
    YearRequest,
)
from bot.domain.deadlines.subjects import KINDS
from bot.domain.roles import Permission
from bot.services.ports.request_context import RequestContext
from handlers.deadlines import calendars, date_forms, subscribe_form
from handlers.deadlines.services import Deadlines
from handlers.slack.answer import Answer, Attachment
from handlers.views.deadlines.campaign import checklist_card, no_campaign_card
from handlers.views.deadlines.channels import no_channel_card, uncertain_card
from handlers.views.deadlines.listed import SOON_DAYS, month_card, next_card, subject_card
from handlers.views.deadlines.undelivered import undelivered_card
from handlers.views.deadlines.year import year_card

_MILESTONES = frozenset(str(each) for each in Milestone)
_YEARS = 3660
_SUBJECT_DAYS = 800
_SOON = timedelta(days=SOON_DAYS)


async def answer(text: str, request: RequestContext, *, services: Deadlines) -> Answer:
    """The answer to `/deadlines text`. Raises NotUnderstood, NotADay, NotAllowed and NoSuchDeadline."""
    match read_question(text, request.today):
        case UpcomingRequest() as deadline_request:
            return await _next(deadline_request, request, services)
        case (SubjectRequest() | MonthRequest()) as asked:
            return await _of_subject_or_month(asked, request, services)
        case MeetingRequest() | ChangeDate() | EnterDate() | RemoveDate() | SayPassed() as dates:
            return await date_forms.answer(dates, request, services)
        case SubscriptionRequest() as subscription_request:
            return await subscribe_form.answer(subscription_request, request, services)
        case other:
            return await _other(other, request, services)


async def _other(
    deadline_request: YearRequest
    | ExportCalendar
    | FeedRequest
    | ChecklistRequest
    | UndeliveredRequest
    | UncertaintyRequest,
    request: RequestContext,
    services: Deadlines,
) -> Answer:
    match deadline_request:
        case YearRequest(year):
            return await _year(year or (request.today + _SOON).year, request, services)
        case ExportCalendar():
            return await calendars.export(request, services)
        case FeedRequest(act):
            return await calendars.feed(act, request, services)
        case ChecklistRequest(key):
            return await _checklist(key, request, services)
        case UndeliveredRequest():
            await services.roles.require(request, Permission.SET_REMINDERS)
            return undelivered_card(await services.channels.undelivered(request.workspace))
        case UncertaintyRequest(choice):
            await services.roles.require(request, Permission.SET_REMINDERS)
            if choice is not None:
                await services.channels.set_uncertainty(request.workspace, choice)
            return uncertain_card(choice)


async def _next(deadline_request: UpcomingRequest, request: RequestContext, services: Deadlines) -> Answer:
    topics = tuple(Topic) if deadline_request.topic is None else (deadline_request.topic,)
    found = await services.dates.upcoming(request.workspace, topics=topics, channel=request.channel or None)
    shown = found if deadline_request.topic is Topic.PANEL else list(filter(is_main, found))
    aims = await services.aims(request.workspace, request.channel)
    return next_card(shown, request.today, aims, deadline_request.topic, deadline_request.page)


async def _of_subject_or_month(
    asked: SubjectRequest | MonthRequest, request: RequestContext, services: Deadlines
) -> Answer:
    if isinstance(asked, SubjectRequest):
        return await _subject(asked, request, services)
    return await _month(asked, request, services)


async def _subject(subject_request: SubjectRequest, request: RequestContext, services: Deadlines) -> Answer:
    """The next dates of one subject, with the rule behind each, or those of one month."""
    subject, month = subject_request.subject, subject_request.month
    found = await services.dates.upcoming(
        request.workspace, days=_SUBJECT_DAYS, topics=(Topic.PANEL, Topic.CODE_SETS)
    )
    kinds = KINDS[subject]
    shown = [d for d in found if d.kind in kinds and (month is None or _in(month, d))]
    aims = await services.aims(request.workspace, request.channel)
    return subject_card(subject, shown, request.today, aims)


async def _month(month: MonthRequest, request: RequestContext, services: Deadlines) -> Answer:
    """What is likely to fall in a month."""
    first = date(month.year, month.month, 1)
    last = first + relativedelta(months=1, days=-1)
    shown = await _between(first, last, request, services)
    aims = await services.aims(request.workspace, request.channel)
    return month_card(month, [d for d in shown if _in(month, d)], request.today, aims)


def _in(month: MonthRequest, deadline: Deadline) -> bool:
    on = deadline.when.expected
    return (on.year, on.month) == (month.year, month.month)


def is_main(deadline: Deadline) -> bool:
    """Whether the deadline is of general interest. Other Panel milestones matter only to an application."""
    return deadline.topic is not Topic.PANEL or deadline.kind not in _MILESTONES or deadline.kind in REMINDED


async def _year(year: int, request: RequestContext, services: Deadlines) -> Answer:
    first, last = date(year, 1, 1), date(year, 12, 31)
    shown = await _between(first, last, request, services)
    picture = None
    if services.may_send:
        picture = Attachment(f"deadlines {year}.png", made=partial(_picture, year, shown, request.today))
    return year_card(year, request.today.year, shown, picture, may_send=services.may_send)


async def _between(first: date, last: date, request: RequestContext, services: Deadlines) -> list[Deadline]:
    calendar = await services.dates.calendar(request.workspace)
    applications = await services.dates.upcoming(
        request.workspace, days=_YEARS, topics=(Topic.APPLICATIONS,), channel=request.channel or None
    )
    mine = [d for d in applications if d.when.within(first, last)]
    return in_order([*filter(is_main, calendar.between(first, last)), *mine])


def _picture(year: int, deadlines: list[Deadline], today: date) -> bytes:
    """Draw the image in a thread, after the answer: importing Pillow and drawing take some hundred milliseconds."""
    from handlers.views.deadlines.strip import year_picture  # noqa: PLC0415 - 30 ms, and few request the image

    return year_picture(year, deadlines, today)


async def _checklist(key: str, request: RequestContext, services: Deadlines) -> Answer:
    campaign = campaign_of(key) if key else next(iter(services.checklists.open()), None)
    if campaign is None:
        return no_campaign_card(_next_campaign(request.today).day)
    if not request.channel:
        return no_channel_card()
    states = await services.checklists.of(request.workspace, request.channel, campaign.key)
    codes = await services.codes(request.workspace, campaign)
    files = await services.files(request.workspace, campaign.day)
    return checklist_card(campaign, states, codes, request.today, files)


def _next_campaign(today: date) -> Campaign:
    days = (today + timedelta(days=n) for n in range(400))
    return next(found for day in days if (found := campaign_on(day)))
