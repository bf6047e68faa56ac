"""Export applications: one draft as Markdown, all as CSV limited to what the user may see."""

from dataclasses import dataclass

from bot.domain.applications.checklist import checklist
from bot.domain.applications.confidentiality import ViewingPlace, VisibleApplication, audience_of, visible
from bot.domain.applications.dossier import dossier
from bot.domain.applications.errors import NoSuchApplication
from bot.domain.applications.rights import must_work
from bot.domain.csv_text import csv_text
from bot.services.applications.writer import ApplicationWriter
from bot.services.ports.applications import EVERYTHING
from bot.services.ports.request_context import RequestContext

HEADING = (
    "application", "owner", "share_class", "title", "phase", "stages", "target", "code", "kind", "category",
    "existing_code", "stage", "outcome", "outcome_on", "summary_posted_on", "number", "valuation",
)  # fmt: skip
_MOST = 5_000


@dataclass(frozen=True, slots=True)
class ExportApplications:
    """Use cases: the dossier of a draft, the table of all applications."""

    writer: ApplicationWriter

    async def dossier(self, request: RequestContext, number: int) -> str:
        """Markdown in the order of the Smart App form, for people who work on the draft.

        Raises AfterSubmission once it is with the AMA, NoSuchApplication, NotAllowed, GuestRefused.
        """
        role = await self.writer.role(request)
        async with self.writer.database.read() as work:
            application = await work.applications.get(request.workspace, number)
            if application is None:
                raise NoSuchApplication(f"A-{number}")
            must_work(application, request.user, role)
            papers = await work.application_papers.of(request.workspace, number)
        return dossier(application, papers, checklist(application, papers))

    async def table(self, request: RequestContext) -> str:
        """CSV with one line per code, newest application first. The file goes only to the user.

        Fields that the user may not see are empty. There is no wording column.
        """
        await self.writer.role(request)
        async with self.writer.database.read() as work:
            found = await work.applications.choose(request.workspace, EVERYTHING, _MOST)
        seen = [
            visible(application, audience_of(application, request.user, ViewingPlace.ALONE))
            for application in found
        ]
        return csv_text(
            HEADING, [line for visible_application in seen for line in _lines(visible_application)]
        )


def _lines(seen: VisibleApplication) -> list[tuple[str, ...]]:
    head = (
        seen.id,
        seen.owner,
        seen.share.id,
        seen.title or "",
        seen.phase or "",
        " ".join(seen.stages),
        seen.target.id if seen.target else "",
    )
    if not seen.codes:
        return [(*head, *("",) * (len(HEADING) - len(head)))]
    return [
        (*head, *("" if value is None else str(value) for value in (
            c.position, c.kind, c.category, c.existing, c.stage, c.outcome, c.outcome_on, c.posted_on, c.number,
            c.valuation,
        )))
        for c in seen.codes
    ]  # fmt: skip
