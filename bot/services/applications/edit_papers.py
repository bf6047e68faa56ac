"""Edit an application's supporting records: ticks, evidence, society contacts, literature, considered codes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.domain.applications.checklist import entry_of
from bot.domain.applications.confidentiality import is_wording
from bot.domain.applications.errors import (
    AfterSubmission,
    DateNotPossible,
    NoSuchCode,
    NoSuchEntry,
    TooManyEntries,
    UnderConfidentiality,
)
from bot.domain.applications.history import EventKind
from bot.domain.applications.papers import Article, Considered, Evidence, Stakeholder, Tick
from bot.domain.applications.wording import (
    ANSWER,
    EVIDENCE,
    NAME,
    WHY,
    Confidential,
    checked_line,
    checked_link,
    checked_text,
)
from bot.domain.roles import NotAllowed, Permission, allows
from bot.services.applications.create import MOST_CONSIDERED, code_of
from bot.services.applications.people import refuse
from bot.services.applications.writer import ApplicationWriter, ChangeResult, LockedApplication
from bot.services.ports.request_context import RequestContext

MOST_EVIDENCE, MOST_STAKEHOLDERS, MOST_ARTICLES = 200, 100, 100
MOST_ASKED_FOR = 99
_TITLE = 300
_OLDEST = 1900


@dataclass(frozen=True, slots=True)
class EditPapers:
    """Use cases for supporting records.

    Each raises GuestRefused, NoSuchApplication, NotAllowed, and for text the errors of `wording.kept`.
    """

    writer: ApplicationWriter

    async def tick(
        self, request: RequestContext, number: int, entry: str, *, done: bool = True
    ) -> ChangeResult:
        """Check or uncheck a checklist entry. Raises NoSuchEntry."""
        async with self.writer.change(request, number) as change:
            key = entry_of(change.application, entry).key
            papers = change.work.application_papers
            if done:
                changed = await papers.tick(request.workspace, number, Tick(key, request.user, change.now))
            else:
                changed = await papers.untick(request.workspace, number, key)
            if not changed:
                return change.unchanged()
            kind = EventKind.TICKED if done else EventKind.UNTICKED
            return await change.keep(change.application, kind, about=key)

    async def add_evidence(
        self,
        request: RequestContext,
        number: int,
        entry: str,
        *,
        text: str = "",
        link: str = "",
        submission_key: str = "",
    ) -> ChangeResult:
        """Add a note, a link or both under a checklist entry.

        After submission, wording entries accept only a link. Raises NoSuchEntry, TextMissing, TooLong, NotALink,
        LooksLikePatientData, UnderConfidentiality, TooManyEntries.
        """
        async with self.writer.change(request, number, submission_key=submission_key) as change:
            key = entry_of(change.application, entry).key
            checked = checked_text(text, EVIDENCE, "text", required=not link) or None
            where = checked_link(link) if link else None
            if checked and not change.application.is_draft and is_wording(key):
                raise UnderConfidentiality(Confidential.WORDING)
            if checked:
                await refuse(change, checked)
            papers = await change.work.application_papers.of(request.workspace, number)
            _room(len(papers.evidence), MOST_EVIDENCE, "evidence")
            new = Evidence(key, checked, where, request.user, change.now)
            await change.work.application_papers.add_evidence(request.workspace, number, new)
            return await change.keep(change.application, EventKind.EVIDENCE_ADDED, about=key)

    async def remove_evidence(self, request: RequestContext, number: int, id_: int) -> ChangeResult:
        """Remove a piece of evidence. Raises NoSuchEntry."""
        async with self.writer.change(request, number) as change:
            existed = await change.work.application_papers.remove_evidence(request.workspace, number, id_)
            return await _removed(change, existed, EventKind.EVIDENCE_REMOVED, id_)

    async def contact(
        self,
        request: RequestContext,
        number: int,
        *,
        society: str,
        role: str,
        on: date,
        answer: str = "",
        submission_key: str = "",
    ) -> ChangeResult:
        """Record a society contact. Allowed only before submission (AfterSubmission).

        Raises DateNotPossible for a future day, TextMissing, TooLong, LooksLikePatientData, TooManyEntries.
        """
        async with self.writer.change(request, number, submission_key=submission_key) as change:
            application = change.application
            if not application.is_draft:
                raise AfterSubmission("contact", application.stage)
            if on > request.today:
                raise DateNotPossible(None, on, None, request.today)
            new = Stakeholder(
                checked_line(society, NAME, "society"),
                checked_line(role, NAME, "role"),
                on,
                checked_text(answer, ANSWER, "answer", required=False) or None,
                request.user,
                change.now,
            )
            papers = await change.work.application_papers.of(request.workspace, number)
            _room(len(papers.stakeholders), MOST_STAKEHOLDERS, "stakeholders")
            await change.work.application_papers.add_stakeholder(request.workspace, number, new)
            return await change.keep(application, EventKind.CONTACT_ADDED)

    async def remove_contact(self, request: RequestContext, number: int, id_: int) -> ChangeResult:
        """Remove a contact. Raises NoSuchEntry."""
        async with self.writer.change(request, number) as change:
            existed = await change.work.application_papers.remove_stakeholder(request.workspace, number, id_)
            return await _removed(change, existed, EventKind.CONTACT_REMOVED, id_)

    async def add_article(
        self, request: RequestContext, number: int, article: Article, *, submission_key: str = ""
    ) -> ChangeResult:
        """Add an article to the literature list. Sets its `by`, `at` and `id`.

        Raises TextMissing, TooLong, LooksLikePatientData, NotALink, NoSuchCode, NoSuchEntry (for an impossible year
        or number of patients), UnderConfidentiality, TooManyEntries.
        """
        async with self.writer.change(request, number, submission_key=submission_key) as change:
            new = _checked(article, change)
            await refuse(change, f"{new.title} {new.population or ''}")
            papers = await change.work.application_papers.of(request.workspace, number)
            _room(len(papers.literature), MOST_ARTICLES, "articles")
            await change.work.application_papers.add_article(request.workspace, number, new)
            return await change.keep(change.application, EventKind.ARTICLE_ADDED)

    async def remove_article(self, request: RequestContext, number: int, id_: int) -> ChangeResult:
        """Remove an article. Raises NoSuchEntry."""
        async with self.writer.change(request, number) as change:
            existed = await change.work.application_papers.remove_article(request.workspace, number, id_)
            return await _removed(change, existed, EventKind.ARTICLE_REMOVED, id_)

    async def consider(self, request: RequestContext, number: int, code: str, why: str) -> ChangeResult:
        """Record why an existing code does not describe the service."""
        async with self.writer.change(request, number) as change:
            checked = checked_text(why, WHY, "why")
            await refuse(change, checked)
            new = Considered(code_of(code), checked, request.user, change.now)
            papers = await change.work.application_papers.of(request.workspace, number)
            others: Sequence[Considered] = [c for c in papers.considered if c.code != new.code]
            _room(len(others), MOST_CONSIDERED, "considered")
            await change.work.application_papers.consider(request.workspace, number, new)
            return await change.keep(change.application, EventKind.CONSIDERED, about=new.code)

    async def unconsider(self, request: RequestContext, number: int, code: str) -> ChangeResult:
        """Remove a considered code. Raises NoSuchEntry."""
        async with self.writer.change(request, number) as change:
            existed = await change.work.application_papers.unconsider(
                request.workspace, number, code_of(code)
            )
            return await _removed(change, existed, EventKind.NOT_CONSIDERED, code_of(code))

    async def set_literature_minimum(self, request: RequestContext, minimum: int | None) -> None:
        """Set the number of articles that the current Smart App form requires, for the whole team.

        Raises NotAllowed, GuestRefused, and TooManyEntries outside 1 to 99.
        """
        role = await self.writer.role(request)
        if not allows(role, Permission.LEAD_APPLICATIONS):
            raise NotAllowed(Permission.LEAD_APPLICATIONS, role)
        if minimum is not None and not 1 <= minimum <= MOST_ASKED_FOR:
            raise TooManyEntries("articles", MOST_ASKED_FOR)
        async with self.writer.database.write() as work:
            papers = work.application_papers
            await papers.set_literature_minimum(
                request.workspace, minimum, request.user, self.writer.clock.now()
            )
            await work.commit()


async def _removed(change: LockedApplication, existed: bool, kind: EventKind, what: object) -> ChangeResult:
    if not existed:
        raise NoSuchEntry(str(what))
    return await change.keep(change.application, kind, about=str(what))


def _room(existed: int, limit: int, what: str) -> None:
    if existed >= limit:
        raise TooManyEntries(what, limit)


def _checked(a: Article, change: LockedApplication) -> Article:
    if not _OLDEST <= a.year <= change.request.today.year + 1:
        raise NoSuchEntry(str(a.year))
    if a.patients is not None and not 0 < a.patients < 10**8:
        raise NoSuchEntry(str(a.patients))
    for position in a.codes:
        if position not in {c.position for c in change.application.codes}:
            raise NoSuchCode(position)
    return replace(
        a,
        id=0,
        title=checked_line(a.title, _TITLE, "title"),
        authors=checked_line(a.authors, _TITLE, "authors"),
        journal=checked_line(a.journal, NAME, "journal"),
        population=checked_line(a.population or "", NAME, "population", required=False) or None,
        link=checked_link(a.link) if a.link else None,
        by=change.request.user,
        at=change.now,
    )
