"""`/application`: run each subcommand."""

from dataclasses import replace

from bot.domain.applications.errors import FactMissing
from bot.domain.applications.parse import (
    AddApplicationNote,
    AssignOwner,
    ChangeMeeting,
    CloseApplication,
    ExportApplication,
    ListApplications,
    NewApplication,
    Question,
    ReopenApplication,
    ShowApplication,
    ShowBoard,
    UnknownSubcommand,
    read_question,
)
from bot.services.applications.queries import PAGE
from bot.services.ports.applications import ApplicationFilter
from bot.services.request_context import RequestContext
from handlers.applications.open_form import asked_for, reopening
from handlers.applications.services import ApplicationServices, by_oneself
from handlers.views.applications.card import card_answer
from handlers.views.applications.export import dossier_answer, table_answer
from handlers.views.applications.lists import board_card, history_blocks, list_card, unread_card, welcome_card
from handlers.views.applications.new_form import begin_answer
from handlers.views.blocks import Answer


async def answer(
    text: str, asked: RequestContext, *, office: ApplicationServices, may_send_files: bool
) -> Answer:
    """The answer to `/application text`. Raises the errors of the application services."""
    match read_question(text):
        case ExportApplication(number):
            return await _export(number, asked, office, may_send_files=may_send_files)
        case (
            AddApplicationNote()
            | AssignOwner()
            | ChangeMeeting()
            | CloseApplication()
            | ReopenApplication() as change
        ):
            return await _change(change, asked, office)
        case question:
            return await _tell(question, asked, office)


async def _tell(question: Question, asked: RequestContext, office: ApplicationServices) -> Answer:
    match question:
        case ShowApplication(number, history, before):
            return await _show(number, asked, office, history=history, before=before)
        case ListApplications() as wanted:
            return await _list(wanted, asked, office)
        case ShowBoard():
            place = await office.places.place(asked.workspace, asked.channel)
            return board_card(await office.applications.reading.board(asked, place), place)
        case NewApplication():
            return begin_answer()
        case UnknownSubcommand(what):
            return unread_card(what)
    return welcome_card()


async def _show(
    number: int, asked: RequestContext, office: ApplicationServices, *, history: bool, before: int | None
) -> Answer:
    if not history:
        return card_answer(await office.showing(asked, number))
    place = await office.places.place(asked.workspace, asked.channel)
    events = await office.applications.reading.history(asked, number, place, before=before)
    return Answer(f"Application A-{number}", tuple(history_blocks(f"A-{number}", number, events)))


async def _list(wanted: ListApplications, asked: RequestContext, office: ApplicationServices) -> Answer:
    place, offset = await office.places.place(asked.workspace, asked.channel), PAGE * (wanted.page - 1)
    choice = ApplicationFilter(
        of=asked.user if wanted.mine else None,
        phase=wanted.phase,
        target=wanted.target.id if wanted.target else None,
        over=None if wanted.every or wanted.phase else False,
    )
    reading = office.applications.reading
    find = reading.stalled if wanted.stalled else reading.list
    return list_card(wanted, await find(asked, choice, place, offset=offset), place)


async def _change(
    change: AddApplicationNote | AssignOwner | ChangeMeeting | CloseApplication | ReopenApplication,
    asked: RequestContext,
    office: ApplicationServices,
) -> Answer:
    """Make the change if it is complete; otherwise open a form. Uses the current version."""
    number = change.number
    card = (await office.showing(by_oneself(asked), number)).card
    apps, version = office.applications, card.seen.version
    match change:
        case AddApplicationNote(_, text) if text:
            await apps.people.note(asked, number, text)
        case AssignOwner(_, user) if user:
            await apps.people.assign(asked, number, user, expected=version)
        case ChangeMeeting(_, target) if target:
            await apps.moving.retarget(asked, number, target, expected=version)
        case CloseApplication():
            await apps.moving.close(asked, number, expected=version)
        case ReopenApplication():
            try:
                await apps.moving.reopen(asked, number, expected=version)
            except FactMissing:
                return reopening(change, card, asked)
        case _:
            return asked_for(change, card, asked)
    return card_answer(replace(await office.showing(asked, number), said="Done. Here is how it stands."))


async def _export(
    number: int | None, asked: RequestContext, office: ApplicationServices, *, may_send_files: bool
) -> Answer:
    if number is None:
        text = await office.applications.exporting.table(asked)
        return table_answer(text, may_send=may_send_files)
    text = await office.applications.exporting.dossier(asked, number)
    return dossier_answer(f"A-{number}", text, may_send=may_send_files)
