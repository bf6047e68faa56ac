"""`/codes fetch`: public code sets from CMS and CDC, for admins; progress and result in their direct messages."""

from dataclasses import dataclass

from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.codes.fetching.catalog import CATALOG
from bot.domain.codes.fetching.code_sets import CodeSet, DataLicense
from bot.domain.codes.fetching.records import LicenseNotAccepted
from bot.domain.roles import Permission
from bot.services.fetching.licenses import Licenses
from bot.services.fetching.request import FetchesSets, FetchRequest
from bot.services.fetching.schedule import DailyFetch
from bot.services.fetching.status import fetch_status
from bot.services.ports.database import Clock, Database
from bot.services.ports.request_context import RequestContext
from bot.services.team.roles import TeamRoles
from handlers.codes.progress import EVERY_S, progress_message
from handlers.dispatch import error_card
from handlers.slack.answer import Answer
from handlers.slack.screen_types import FormSubmission, Submitted, UpdateForm
from handlers.views.codes.fetch import (
    DAILY,
    LICENSE,
    SETS,
    DailyChoice,
    LicenseChoice,
    fetch_card,
    fetched_card,
    fetching_card,
    saved_view,
    started_view,
)


async def answer(context: RequestContext, *, roles: TeamRoles, database: Database, clock: Clock) -> Answer:
    """The form. Raises NotAllowed and GuestRefused."""
    await roles.require(context, Permission.LOAD_CODES)
    return fetch_card(await fetch_status(database, clock, context.workspace))


@dataclass(frozen=True, slots=True)
class CodeFetcher:
    """What the submitted form needs; `every` is the time between two edits, in seconds."""

    roles: TeamRoles
    database: Database
    clock: Clock
    fetch: FetchesSets
    every: float = EVERY_S

    async def submitted(self, submission: FormSubmission) -> Submitted:
        """Record the license and the daily look, answer at once, and fetch in a job. The same form twice fetches once.

        Raises BadForm, NotAllowed and GuestRefused.
        """
        fields, context = submission.fields, submission.request
        await self.roles.require(context, Permission.LOAD_CODES)
        sets = fields.choices(SETS, CodeSet)
        accepts = LicenseChoice.ACCEPT in fields.choices(LICENSE, LicenseChoice)
        daily = DailyChoice.ON in fields.choices(DAILY, DailyChoice)
        licenses = Licenses(self.database, self.clock)
        in_force = await licenses.in_force(context.workspace, DataLicense.AMA)
        licensed = any(CATALOG[each].license is DataLicense.AMA for each in sets)
        if licensed and not (accepts or in_force):
            fields.refuse(LICENSE, LicenseNotAccepted(DataLicense.AMA))
        fields.done()
        if not await submission.once():
            return UpdateForm(started_view(sets) if sets else saved_view(daily=daily))
        if accepts and not in_force:
            await licenses.accept(context.workspace, DataLicense.AMA, context.user)
        await DailyFetch(self.database, self.clock).switch(context.workspace, context.user, enabled=daily)
        if not sets:
            return UpdateForm(saved_view(daily=daily))
        request = FetchRequest(sets, context.workspace, again=True)
        return UpdateForm(started_view(sets), then=self._fetch(submission.client, context.user, request))

    async def _fetch(self, client: AsyncWebClient, user: str, request: FetchRequest) -> None:
        async with progress_message(client, user, fetching_card, self.every) as progress:
            try:
                result = fetched_card(await self.fetch(request, progress.report)).checked()
            except Exception as error:  # whatever it is, the admin reads how it ended
                result = error_card(error)
        await progress.end(user, result)
