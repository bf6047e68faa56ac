"""Open the forms about one application."""

from collections.abc import Callable, Mapping
from datetime import date

from bot.domain.applications.parse import AddApplicationNote, AssignOwner, ChangeMeeting, ReopenApplication
from bot.domain.applications.transitions import TABLE
from bot.services.applications.queries import Card
from bot.services.ports.request_context import RequestContext
from handlers.applications.services import (
    NUMBER,
    PAGE,
    VERSION,
    ApplicationServices,
    origin_of,
    privately,
    track_pressed,
)
from handlers.slack.answer import Answer
from handlers.slack.block_kit import View
from handlers.slack.screen_types import ActionPress, Reply, StalePress, parts
from handlers.views.applications import forms
from handlers.views.applications.step_form import step_form
from handlers.views.blocks import code, section

ABOUT = r"-|[A-Za-z0-9_]{1,60}(?:#[0-9]{1,2})?"
"""The subject of a form: id of a checklist entry, person or code."""
Make = Callable[[Card, date, str, str], View]
FORMS: Mapping[str, Make] = {
    "note": forms.note_form,
    "assign": forms.assign_form,
    "target": forms.target_form,
    "edit": forms.edit_form,
    "codes": forms.codes_form,
    "member": forms.member_form,
    "sign": forms.sign_form,
    "evidence": forms.evidence_form,
    "society": forms.society_form,
    "consider": forms.consider_form,
    "article": forms.article_form,
    "minimum": forms.minimum_form,
}


async def open_form(pressed: ActionPress, *, applications: ApplicationServices) -> Reply:
    """Open a form from a button. Permissions are checked on submission."""
    number, _, name, about = parts(pressed.value, NUMBER, VERSION, PAGE, ABOUT)
    if name not in FORMS:
        raise StalePress
    card = (await applications.card_context(privately(pressed.request), int(number))).card
    await track_pressed(applications, pressed, int(number))
    return _opened(name, card, pressed.request, about, origin_of(pressed))


async def open_form_for_line(
    pressed: ActionPress, applications: ApplicationServices, number: int, name: str, about: str
) -> Reply:
    """Open form `name` for one line of a page."""
    card = (await applications.card_context(privately(pressed.request), number)).card
    return _opened(name, card, pressed.request, about, origin_of(pressed))


def form_for_command(
    change: AddApplicationNote | AssignOwner | ChangeMeeting, card: Card, request: RequestContext
) -> Answer:
    """The form for an incomplete command."""
    names = {AddApplicationNote: "note", AssignOwner: "assign", ChangeMeeting: "target"}
    return _opened(names[type(change)], card, request, "-", "-")


def reopen_form(change: ReopenApplication, card: Card, request: RequestContext) -> Answer:
    """The form for the step that reopens a closed application."""
    key = TABLE[card.seen.stages[0]].transitions[0].key
    step = next(step for step in card.steps if step.key == key)
    ids = f"{change.number} {card.seen.version} {key} -"
    return _fallback(card, step_form(card, step, request.today, ids))


def _opened(name: str, card: Card, request: RequestContext, about: str, origin: str) -> Answer:
    ids = f"{card.seen.number} {card.seen.version} {about} {origin}"
    return _fallback(card, FORMS[name](card, request.today, about, ids))


def _fallback(card: Card, view: View) -> Answer:
    example = code(f"/application note {card.seen.id} waiting for the society")
    words = f"This takes a form, and none could be opened. Typed, a note is {example}."
    return Answer(f"Application {card.seen.id}", (section(words),), opens=view)
