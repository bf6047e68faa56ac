"""The playground's initial data: two made-up open applications, entered once through the services."""

from datetime import timedelta

from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.applications.application import Category, CodeForm
from bot.domain.applications.confidentiality import ViewingPlace
from bot.domain.applications.facts import StepFacts
from bot.domain.applications.papers import Article, Design
from bot.domain.applications.targets import next_targets
from bot.services.applications import ApplicationUseCases
from bot.services.applications.create import NewApplicationInput
from bot.services.applications.plan_deadlines import ReminderPlanner
from bot.services.ports.applications import ApplicationFilter
from bot.services.ports.request_context import RequestContext
from bot.wiring import Library
from handlers.applications.channel import post_card
from handlers.applications.channel_privacy import ChannelPrivacyLookup
from handlers.applications.services import ApplicationServices
from playground import BALANCE, DANA, MARIA, PRIYA

_STEPS = ("submitted>staff_review", "staff_review>advisor_review")
_CARDS = 5
"""The number of cards that the playground allows to be posted in a channel at once."""
_LATER = ("coi", "copyright_assignment", "article_copies")
"""The open checklist entries of the second application."""


async def enter_example_team(library: Library, workspace: str) -> bool:
    """Enter them if the workspace has no application. Returns whether it did."""
    apps = ApplicationUseCases.of(
        library.database, library.clock, library.roles, ReminderPlanner(library.clock)
    )
    dana = RequestContext(workspace, DANA, library.clock.today())
    if (await apps.queries.list(dana, ApplicationFilter(), ViewingPlace.ALONE, limit=1)).total:
        return False
    await _balance(apps, dana)
    await _gait(apps, dana)
    return True


async def post_example_cards(library: Library, workspace: str, client: AsyncWebClient) -> None:
    """Post the cards of open applications in their channels, because the playground starts without messages."""

    async def client_of(_workspace: str) -> AsyncWebClient:
        return client

    places = ChannelPrivacyLookup(client_of)
    application_services = ApplicationServices.of(
        library.team_cache, library.clock, library.roles, library.code_library, places, client_of=client_of
    )
    dana = RequestContext(workspace, DANA, library.clock.today())
    found = await application_services.use_cases.queries.list(
        dana, ApplicationFilter(over=False), ViewingPlace.ALONE, limit=_CARDS
    )
    numbers = [seen.number for seen in reversed(found.seen)]
    await application_services.cards.request_redraw(
        workspace, numbers
    )  # the cards of an earlier start are gone, so forget them
    await application_services.cards.settled()
    for number in numbers:
        async with library.database.read() as work:
            of = await work.applications.get(workspace, number)
        if of is not None and of.channel is not None:
            await post_card(application_services, dana, client, number, of.channel)
    await application_services.cards.close()


async def _balance(apps: ApplicationUseCases, dana: RequestContext) -> None:
    """Maria's application, under advisor review."""
    maria = RequestContext(dana.workspace, MARIA, dana.today)
    target = next_targets(dana.today, quarterly=False)[1]
    new = NewApplicationInput(
        "Example Remote Balance Check (made up)",
        [CodeForm(Category.III), CodeForm(Category.III)],
        target,
        owner=MARIA,
        channel=BALANCE,
        members=(DANA, PRIYA),
        considered=[("97750", "Measured in person with the patient on site; ours is done from a distance.")],
    )
    number = (await apps.editor.create(dana, new)).application.number
    await apps.papers.contact(
        maria, number, society="Example Society of Balance", role="coding committee chair",
        on=dana.today - timedelta(days=40), answer="Supports it; asks for a second vignette.",
    )  # fmt: skip
    version = await _prepared(apps, maria, number, leave=())
    for key in ("pre_submission>submitted", *_STEPS):
        version = (await apps.stages.advance(maria, number, key, expected=version)).application.version
    await apps.people.note(maria, number, "Waiting for the agenda; Priya keeps the mailbox.")


async def _gait(apps: ApplicationUseCases, dana: RequestContext) -> None:
    """Dana's application, still a draft with open questions."""
    target = next_targets(dana.today, quarterly=False)[2]
    new = NewApplicationInput(
        "Example Group Gait Add-on (made up)",
        [CodeForm(Category.I)],
        target,
        channel=BALANCE,
        members=(PRIYA,),
        considered=[("97116", "One patient at a time."), ("97150", "No measured gait, no add-on time.")],
    )
    number = (await apps.editor.create(dana, new)).application.number
    await _prepared(apps, dana, number, leave=_LATER)
    await apps.papers.add_evidence(
        dana, number, "frequency", text="About 300 sessions a month in three example clinics."
    )
    article = Article(
        "Example trial of group gait training", "Example A, Example B", "Journal of Examples", dana.today.year - 1,
        DANA, apps.editor.writer.clock.now(), patients=64, population="Adults after stroke",
        design=Design.RANDOMISED, copy_held=True,
    )  # fmt: skip
    await apps.papers.add_article(dana, number, article)


async def _prepared(
    apps: ApplicationUseCases, request: RequestContext, number: int, *, leave: tuple[str, ...]
) -> int:
    """Create an application with a code, and check off the checklist except `leave`. Returns the version after that."""
    card = await apps.queries.card(request, number, ViewingPlace.ALONE)
    needed = next(step for step in card.steps if step.key == "assess_need>pre_submission")
    assert card.seen.target is not None  # noqa: S101 - each was begun with one
    done = await apps.stages.advance(
        request, number, needed.key, StepFacts(target=card.seen.target), expected=card.seen.version
    )
    list_ = (await apps.queries.papers(request, number, ViewingPlace.ALONE)).checklist
    for line in list_.lines if list_ else ():
        if not line.done and line.entry.item.id not in leave:
            await apps.papers.tick(request, number, line.entry.key)
    return done.application.version
