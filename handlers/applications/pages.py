"""Pages about one application in a modal, with buttons to page, check off and remove lines."""

from bot.domain.applications.confidentiality import ViewingPlace
from bot.services.ports.request_context import RequestContext
from handlers.applications.open_form import ABOUT, open_form_for_line
from handlers.applications.services import NUMBER, PAGE, ApplicationServices, privately
from handlers.slack.answer import Answer
from handlers.slack.block_kit import View
from handlers.slack.screen_types import ActionPress, ReplaceMessage, Reply, StalePress, parts
from handlers.views.answer_modal import plain_view
from handlers.views.applications.lists import history_blocks
from handlers.views.applications.pages import PAGES, pages_view

AT = r"[0-9]{1,4}"


async def show_page(pressed: ActionPress, *, applications: ApplicationServices) -> Reply:
    """Show a page: in the button's modal, or in a new one."""
    number, name, at = parts(pressed.value, NUMBER, PAGE, AT)
    return shown(pressed, await page_view(applications, pressed.request, int(number), name, int(at)))


async def line_action(pressed: ActionPress, *, applications: ApplicationServices) -> Reply:
    """Run the action chosen on a line of a page."""
    number, what, about, at = parts(pressed.value, NUMBER, PAGE, ABOUT, AT)
    if what in ("evidence", "sign"):
        return await open_form_for_line(pressed, applications, int(number), what, about)
    page = await _done(pressed.request, applications, int(number), what, about)
    return shown(pressed, await page_view(applications, pressed.request, int(number), page, int(at)))


async def page_view(
    applications: ApplicationServices, request: RequestContext, number: int, name: str, at: int = 0
) -> View:
    """A page as the user alone may see it. Raises StalePress for an unknown page name."""
    request = privately(request)
    if name == "card":
        return await applications.private_card(request, number)
    if name == "history":
        before = at or None
        events = await applications.use_cases.queries.history(
            request, number, ViewingPlace.ALONE, before=before
        )
        return plain_view(history_blocks(f"A-{number}", number, events))
    if name not in PAGES:
        raise StalePress
    papers = await applications.use_cases.queries.papers(request, number, ViewingPlace.ALONE)
    return pages_view(name, (await applications.card_context(request, number)).card, papers, at)


def shown(pressed: ActionPress, view: View) -> Reply:
    """Replace the view with the pressed button, or open a new modal."""
    answer = Answer("Application", tuple(view.blocks or ()))
    return (
        ReplaceMessage(answer, view) if pressed.view else Answer(answer.text, answer.blocks[:50], opens=view)
    )


async def _done(
    request: RequestContext, applications: ApplicationServices, number: int, what: str, about: str
) -> str:
    """Run the action and return the page that shows its result."""
    gathering, people = applications.use_cases.papers, applications.use_cases.people
    match what:
        case "tick" | "untick":
            await gathering.tick(request, number, about, done=what == "tick")
            return "checklist"
        case "drop":
            await gathering.remove_evidence(request, number, _id(about))
            return "checklist"
        case "unconsider":
            await gathering.unconsider(request, number, about)
            return "considered"
        case "uncontact":
            await gathering.remove_contact(request, number, _id(about))
            return "societies"
        case "unarticle":
            await gathering.remove_article(request, number, _id(about))
            return "literature"
        case "unname":
            await people.remove_member(request, number, about)
            return "people"
    raise StalePress


def _id(about: str) -> int:
    if not about.isdigit() or len(about) > 15:
        raise StalePress
    return int(about)
