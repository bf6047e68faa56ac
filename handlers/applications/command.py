"""`/application`: run each subcommand."""

from dataclasses import replace

from bot.domain.applications.errors import FactMissing
from bot.domain.applications.parse import (
    AddApplicationNote,
    ApplicationRequest,
    AssignOwner,
    ChangeMeeting,
    CloseApplication,
    ExportApplication,
    ListApplications,
    NewApplication,
    ReopenApplication,
    ShowApplication,
    ShowBoard,
    UnknownSubcommand,
    read_question,
)
from bot.services.applications.queries import PAGE
from bot.services.ports.applications import ApplicationFilter
from bot.services.ports.request_context import RequestContext
from handlers.applications.open_form import form_for_command, reopen_form
from handlers.applications.services import ApplicationServices, privately
from handlers.slack.answer import Answer
from handlers.views.applications.card import card_answer
from handlers.views.applications.export import dossier_answer, table_answer
from handlers.views.applications.lists import (
    board_card,
    history_blocks,
    list_card,
    unknown_card,
    welcome_card,
)
from handlers.views.applications.new_form import begin_answer


async def answer(
    text: str, request: RequestContext, *, applications: ApplicationServices, may_send_files: bool
) -> Answer:
    """The answer to `/application text`. Raises the errors of the application services."""
    match read_question(text):
        case ExportApplication(number):
            return await _export(number, request, applications, may_send_files=may_send_files)
        case (
            AddApplicationNote()
            | AssignOwner()
            | ChangeMeeting()
            | CloseApplication()
            | ReopenApplication() as change
        ):
            return await _change(change, request, applications)
        case parsed:
            return await _read_only(parsed, request, applications)


async def _read_only(
    parsed: ApplicationRequest, request: RequestContext, applications: ApplicationServices
) -> Answer:
    match parsed:
        case ShowApplication(number, history, before):
            return await _show(number, request, applications, history=history, before=before)
        case ListApplications() as wanted:
            return await _list(wanted, request, applications)
        case ShowBoard():
            place = await applications.channel_privacy.place(request.workspace, request.channel)
            return board_card(await applications.use_cases.queries.board(request, place), place)
        case NewApplication():
            return begin_answer()
        case UnknownSubcommand(what):
            return unknown_card(what)
    return welcome_card()


async def _show(
    number: int,
    request: RequestContext,
    applications: ApplicationServices,
    *,
    history: bool,
    before: int | None,
) -> Answer:
    if not history:
        return card_answer(await applications.card_context(request, number))
    place = await applications.channel_privacy.place(request.workspace, request.channel)
    events = await applications.use_cases.queries.history(request, number, place, before=before)
    return Answer(f"Application A-{number}", tuple(history_blocks(f"A-{number}", number, events)))


async def _list(
    wanted: ListApplications, request: RequestContext, applications: ApplicationServices
) -> Answer:
    place, offset = (
        await applications.channel_privacy.place(request.workspace, request.channel),
        PAGE * (wanted.page - 1),
    )
    choice = ApplicationFilter(
        of=request.user if wanted.mine else None,
        phase=wanted.phase,
        target=wanted.target.id if wanted.target else None,
        over=None if wanted.include_closed or wanted.phase else False,
    )
    reading = applications.use_cases.queries
    find = reading.stalled if wanted.stalled else reading.list
    return list_card(wanted, await find(request, choice, place, offset=offset), place)


async def _change(
    change: AddApplicationNote | AssignOwner | ChangeMeeting | CloseApplication | ReopenApplication,
    request: RequestContext,
    applications: ApplicationServices,
) -> Answer:
    """Make the change if it is complete; otherwise open a form. Uses the current version."""
    number = change.number
    card = (await applications.card_context(privately(request), number)).card
    apps, version = applications.use_cases, card.seen.version
    match change:
        case AddApplicationNote(_, text) if text:
            await apps.people.note(request, number, text)
        case AssignOwner(_, user) if user:
            await apps.people.assign(request, number, user, expected=version)
        case ChangeMeeting(_, target) if target:
            await apps.stages.retarget(request, number, target, expected=version)
        case CloseApplication():
            await apps.stages.close(request, number, expected=version)
        case ReopenApplication():
            try:
                await apps.stages.reopen(request, number, expected=version)
            except FactMissing:
                return reopen_form(change, card, request)
        case _:
            return form_for_command(change, card, request)
    return card_answer(
        replace(await applications.card_context(request, number), notice="Done. Here is how it stands.")
    )


async def _export(
    number: int | None, request: RequestContext, applications: ApplicationServices, *, may_send_files: bool
) -> Answer:
    if number is None:
        text = await applications.use_cases.exports.table(request)
        return table_answer(text, may_send=may_send_files)
    text = await applications.use_cases.exports.dossier(request, number)
    return dossier_answer(f"A-{number}", text, may_send=may_send_files)
