"""Dates of meetings and other deadlines. Everyone can see them; admins confirm or change them."""

from datetime import date

from bot.domain.deadlines.calendar import meeting_ids_after
from bot.domain.deadlines.deadline import MEETING_END, Deadline, in_order
from bot.domain.deadlines.offsets import Milestone
from bot.domain.deadlines.requests import KEY, ChangeDate, EnterDate, MeetingRequest, RemoveDate, SayPassed
from bot.domain.roles import Permission
from bot.services.ports.request_context import RequestContext
from bot.services.reminders.dates import DateSet
from bot.services.reminders.errors import (
    FarFromExpected,
    MeetingDatesOutOfOrder,
    NoSuchDeadline,
    SummaryNotEntered,
)
from handlers.deadlines.services import Deadlines
from handlers.slack.answer import Answer
from handlers.slack.forms import Fields
from handlers.slack.screen_types import FormSubmission, Submitted, UpdateForm, parts
from handlers.views.answer_modal import answer_view
from handlers.views.deadlines.errors import doubtful_card
from handlers.views.deadlines.meetings import (
    DAY,
    MEANT,
    SURE,
    WHICH,
    DateDoubt,
    Sure,
    ask_card,
    change_card,
    date_form,
    meeting_card,
    meeting_form,
    meetings_card,
    moved_card,
)
from handlers.views.deadlines.nudge import passed_card

_MEETING = r"20[0-9]{2}-(?:02|05|09)"
_MEETINGS = 4


async def answer(
    deadline_request: MeetingRequest | ChangeDate | EnterDate | RemoveDate | SayPassed,
    request: RequestContext,
    services: Deadlines,
) -> Answer:
    """A meeting's card, a form, or the dates that moved. Raises NotAllowed and NoSuchDeadline."""
    match deadline_request:
        case MeetingRequest(id="", change=_):
            calendar = await services.dates.calendar(request.workspace)
            return meetings_card([calendar.meeting(i) for i in meeting_ids_after(request.today, _MEETINGS)])
        case MeetingRequest(id_, change=True):
            await services.roles.require(request, Permission.SET_DATES)
            return change_card("Confirm or change a date", f"/deadlines meeting {id_}", meeting_form(id_))
        case MeetingRequest(id_):
            return await _meeting(id_, request, services)
        case ChangeDate(key):
            await services.roles.require(request, Permission.SET_DATES)
            deadline = await _known(key, request, services)
            return change_card("Confirm or change a date", f"/deadlines date {key}", date_form(deadline))
        case EnterDate() as entered:
            return await _enter(entered, request, services)
        case RemoveDate() | SayPassed() as taken:
            return await _without_day(taken, request, services)


async def _without_day(
    deadline_request: RemoveDate | SayPassed, request: RequestContext, services: Deadlines
) -> Answer:
    """Back to the rule, or: the day has passed without anybody's knowing it."""
    key = deadline_request.key
    if isinstance(deadline_request, SayPassed):
        await services.roles.require(request, Permission.MARK_REMINDERS)
        return passed_card(await services.dates.say_passed(request.workspace, key, by=request.user))
    await services.roles.require(request, Permission.SET_DATES)
    return moved_card(await services.dates.remove_date(request.workspace, key, by=request.user))


async def meeting_entered(submission: FormSubmission, *, services: Deadlines) -> Submitted:
    """Apply the form with a meeting's dates."""
    (id_,) = parts(submission.ids, _MEETING)
    which = submission.fields.option(WHICH, r"[a-z_]{3,40}", needed=True)
    return await _submitted(submission, f"panel:{id_}:{which}", services)


async def date_entered(submission: FormSubmission, *, services: Deadlines) -> Submitted:
    """Apply the form with one date."""
    (key,) = parts(submission.ids, KEY)
    return await _submitted(submission, key, services)


async def _submitted(submission: FormSubmission, key: str, services: Deadlines) -> Submitted:
    """Apply a submitted date. Entering the same day twice changes nothing; a double submit needs no check."""
    request, fields = submission.request, submission.fields
    await services.roles.require(request, Permission.SET_DATES)
    entered = _read(key, fields)
    try:
        done = await _set(entered, request, services)
    except (FarFromExpected, MeetingDatesOutOfOrder, NoSuchDeadline) as error:
        fields.refuse(DAY, error)
        fields.done()
        raise
    return UpdateForm(answer_view(moved_card(done).checked()))


def _read(key: str, fields: Fields) -> EnterDate:
    day = fields.day(DAY, needed=True)
    sure = fields.choice(SURE, Sure, needed=True)
    meant = bool(fields.choices(MEANT, DateDoubt))
    fields.done()
    return EnterDate(key, day or date.min, sure is Sure.CONFIRMED, meant)


async def _enter(entered: EnterDate, request: RequestContext, services: Deadlines) -> Answer:
    await services.roles.require(request, Permission.SET_DATES)
    if entered.confirmed is None:
        return ask_card(await _known(entered.key, request, services), entered.day)
    try:
        return moved_card(await _set(entered, request, services))
    except (FarFromExpected, MeetingDatesOutOfOrder) as doubtful:
        return doubtful_card(doubtful, confirmed=entered.confirmed)


async def _set(entered: EnterDate, request: RequestContext, services: Deadlines) -> DateSet:
    return await services.dates.enter(
        request.workspace,
        entered.key,
        entered.day,
        confirmed=bool(entered.confirmed),
        by=request.user,
        accept_unlikely=entered.meant,
    )


async def _known(key: str, request: RequestContext, services: Deadlines) -> Deadline:
    calendar = await services.dates.calendar(request.workspace)
    found = calendar.by_key(key)
    if found is None and key.startswith("app:"):
        waits = await services.dates.of_application(request.workspace, key.split(":")[1])
        found = next((d for d in waits if d.key == key), None)
    if found is None and key.endswith(f":{Milestone.RECONSIDERATION}"):
        raise SummaryNotEntered(key)
    if found is None:
        raise NoSuchDeadline(key)
    return found


async def _meeting(id_: str, request: RequestContext, services: Deadlines) -> Answer:
    calendar = await services.dates.calendar(request.workspace)
    keys = [f"panel:{id_}:{kind}" for kind in (*Milestone, MEETING_END)]
    found = [d for key in keys if (d := calendar.by_key(key))]
    aims = await services.aims(request.workspace, request.channel)
    return meeting_card(id_, in_order(found), aims.get(id_, ()), request.today)
