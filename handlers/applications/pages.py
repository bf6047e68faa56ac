"""Pages about one application in a modal, with buttons to page, check off and remove lines."""

from bot.domain.applications.confidentiality import ViewingPlace
from bot.services.request_context import RequestContext
from handlers.applications.open_form import ABOUT, ask_about
from handlers.applications.services import NUMBER, PAGE, ApplicationServices, by_oneself
from handlers.slack.block_kit import View
from handlers.slack.screen_types import ActionPress, ReplaceMessage, Reply, StalePress, parts
from handlers.views.answer_modal import plain_view
from handlers.views.applications.lists import history_blocks
from handlers.views.applications.pages import PAGES, pages_view
from handlers.views.blocks import Answer

AT = r"[0-9]{1,4}"


async def turn(pressed: ActionPress, *, office: ApplicationServices) -> Reply:
    """Show a page: in the button's modal, or in a new one."""
    number, name, at = parts(pressed.value, NUMBER, PAGE, AT)
    return shown(pressed, await page_view(office, pressed.asked, int(number), name, int(at)))


async def at_entry(pressed: ActionPress, *, office: ApplicationServices) -> Reply:
    """Run the action chosen on a line of a page."""
    number, what, about, at = parts(pressed.value, NUMBER, PAGE, ABOUT, AT)
    if what in ("evidence", "sign"):
        return await ask_about(pressed, office, int(number), what, about)
    page = await _done(pressed.asked, office, int(number), what, about)
    return shown(pressed, await page_view(office, pressed.asked, int(number), page, int(at)))


async def page_view(
    office: ApplicationServices, asked: RequestContext, number: int, name: str, at: int = 0
) -> View:
    """A page as the user alone may see it. Raises StalePress for an unknown page name."""
    asked = by_oneself(asked)
    if name == "card":
        return await office.alone(asked, number)
    if name == "history":
        before = at or None
        events = await office.applications.reading.history(asked, number, ViewingPlace.ALONE, before=before)
        return plain_view(history_blocks(f"A-{number}", number, events))
    if name not in PAGES:
        raise StalePress
    papers = await office.applications.reading.papers(asked, number, ViewingPlace.ALONE)
    return pages_view(name, (await office.showing(asked, number)).card, papers, at)


def shown(pressed: ActionPress, view: View) -> Reply:
    """Replace the view with the pressed button, or open a new modal."""
    answer = Answer("Application", tuple(view.blocks or ()))
    return (
        ReplaceMessage(answer, view) if pressed.view else Answer(answer.text, answer.blocks[:50], opens=view)
    )


async def _done(
    asked: RequestContext, office: ApplicationServices, number: int, what: str, about: str
) -> str:
    """Run the action and return the page that shows its result."""
    gathering, people = office.applications.gathering, office.applications.people
    match what:
        case "tick" | "untick":
            await gathering.tick(asked, number, about, done=what == "tick")
            return "checklist"
        case "drop":
            await gathering.remove_evidence(asked, number, _id(about))
            return "checklist"
        case "unconsider":
            await gathering.unconsider(asked, number, about)
            return "considered"
        case "uncontact":
            await gathering.remove_contact(asked, number, _id(about))
            return "societies"
        case "unarticle":
            await gathering.remove_article(asked, number, _id(about))
            return "literature"
        case "unname":
            await people.remove_member(asked, number, about)
            return "people"
    raise StalePress


def _id(about: str) -> int:
    if not about.isdigit() or len(about) > 15:
        raise StalePress
    return int(about)
