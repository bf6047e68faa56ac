"""A team's notes by command, `/cpt note 97110 UHC needs GP`: shown, written, taken out."""

from bot.domain.codes.changes.watched import CodeName, read_one
from bot.domain.codes.notes.note import RemoveNote, ShowNotes, WriteNote, read_note
from bot.domain.roles import GuestRefused, Permission
from bot.services.ports.request_context import RequestContext
from handlers.codes.team import TeamCodes
from handlers.slack.answer import Answer
from handlers.views.codes.notes import how_card, kept_card, notes_card, removed_card


async def answer(
    code: str, behind: str, request: RequestContext, *, team: TeamCodes, diagnoses: bool
) -> Answer | None:
    """The card of a note on `code`; None where a search for words that begin with `note` may be meant.

    `diagnoses`: codes of both forms are diagnoses here. Raises GuestRefused and what writing a note raises.
    """
    name = read_one(code, team.watching.is_diagnosis(request), diagnosis_first=diagnoses)
    if name is not None:
        return await _of(name, behind, request, team)
    return None if behind and diagnoses else how_card(code)


async def _of(name: CodeName, behind: str, request: RequestContext, team: TeamCodes) -> Answer:
    if request.guest:
        raise GuestRefused
    notes = team.notes
    match read_note(name, behind):
        case ShowNotes(_, payer):
            return notes_card(name, await notes.on(request, name), payer)
        case WriteNote(_, payer, text):
            await team.roles.require(request, Permission.TEACH)
            return kept_card(await notes.write(request, name, payer, text))
        case RemoveNote(_, payer):
            await team.roles.require(request, Permission.TEACH)
            removed = await notes.remove(request, name, payer)
            return removed_card(name, payer, await notes.on(request, name), removed=removed)
