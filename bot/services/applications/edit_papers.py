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
    kept,
    kept_line,
    kept_link,
)
from bot.domain.roles import NotAllowed, Permission, allows
from bot.services.applications.create import MOST_CONSIDERED, code_of
from bot.services.applications.people import refuse
from bot.services.applications.writer import ApplicationWriter, Done, LockedApplication
from bot.services.request_context import RequestContext

MOST_EVIDENCE, MOST_STAKEHOLDERS, MOST_ARTICLES = 200, 100, 100
MOST_ASKED_FOR = 99
_TITLE = 300
_OLDEST = 1900


@dataclass(frozen=True, slots=True)
class EditPapers:
    """Use cases for supporting records.

    Each raises GuestRefused, NoSuchApplication, NotAllowed, and for text the errors of `wording.kept`.
    """

    desk: ApplicationWriter

    async def tick(self, asked: RequestContext, number: int, entry: str, *, done: bool = True) -> Done:
        """Check or uncheck a checklist entry. Raises NoSuchEntry."""
        async with self.desk.change(asked, number) as change:
            key = entry_of(change.application, entry).key
            papers = change.work.application_papers
            if done:
                changed = await papers.tick(asked.workspace, number, Tick(key, asked.user, change.now))
            else:
                changed = await papers.untick(asked.workspace, number, key)
            if not changed:
                return change.unchanged()
            kind = EventKind.TICKED if done else EventKind.UNTICKED
            return await change.keep(change.application, kind, about=key)

    async def add_evidence(
        self,
        asked: RequestContext,
        number: int,
        entry: str,
        *,
        text: str = "",
        link: str = "",
        once: str = "",
    ) -> Done:
        """Add a note, a link or both under a checklist entry.

        After submission, wording entries accept only a link. Raises NoSuchEntry, TextMissing, TooLong, NotALink,
        LooksLikePatientData, UnderConfidentiality, TooManyEntries.
        """
        async with self.desk.change(asked, number, once=once) as change:
            key = entry_of(change.application, entry).key
            told = kept(text, EVIDENCE, "text", required=not link) or None
            where = kept_link(link) if link else None
            if told and not change.application.is_draft and is_wording(key):
                raise UnderConfidentiality(Confidential.WORDING)
            if told:
                await refuse(change, told)
            papers = await change.work.application_papers.of(asked.workspace, number)
            _room(len(papers.evidence), MOST_EVIDENCE, "evidence")
            new = Evidence(key, told, where, asked.user, change.now)
            await change.work.application_papers.add_evidence(asked.workspace, number, new)
            return await change.keep(change.application, EventKind.EVIDENCE_ADDED, about=key)

    async def remove_evidence(self, asked: RequestContext, number: int, id_: int) -> Done:
        """Remove a piece of evidence. Raises NoSuchEntry."""
        async with self.desk.change(asked, number) as change:
            there = await change.work.application_papers.remove_evidence(asked.workspace, number, id_)
            return await _removed(change, there, EventKind.EVIDENCE_REMOVED, id_)

    async def contact(
        self,
        asked: RequestContext,
        number: int,
        *,
        society: str,
        role: str,
        on: date,
        answer: str = "",
        once: str = "",
    ) -> Done:
        """Record a society contact. Allowed only before submission (AfterSubmission).

        Raises DateNotPossible for a future day, TextMissing, TooLong, LooksLikePatientData, TooManyEntries.
        """
        async with self.desk.change(asked, number, once=once) as change:
            of = change.application
            if not of.is_draft:
                raise AfterSubmission("contact", of.stage)
            if on > asked.today:
                raise DateNotPossible(None, on, None, asked.today)
            new = Stakeholder(
                kept_line(society, NAME, "society"),
                kept_line(role, NAME, "role"),
                on,
                kept(answer, ANSWER, "answer", required=False) or None,
                asked.user,
                change.now,
            )
            papers = await change.work.application_papers.of(asked.workspace, number)
            _room(len(papers.stakeholders), MOST_STAKEHOLDERS, "stakeholders")
            await change.work.application_papers.add_stakeholder(asked.workspace, number, new)
            return await change.keep(of, EventKind.CONTACT_ADDED)

    async def remove_contact(self, asked: RequestContext, number: int, id_: int) -> Done:
        """Remove a contact. Raises NoSuchEntry."""
        async with self.desk.change(asked, number) as change:
            there = await change.work.application_papers.remove_stakeholder(asked.workspace, number, id_)
            return await _removed(change, there, EventKind.CONTACT_REMOVED, id_)

    async def add_article(
        self, asked: RequestContext, number: int, article: Article, *, once: str = ""
    ) -> Done:
        """Add an article to the literature list. Sets its `by`, `at` and `id`.

        Raises TextMissing, TooLong, LooksLikePatientData, NotALink, NoSuchCode, NoSuchEntry (for an impossible year
        or number of patients), UnderConfidentiality, TooManyEntries.
        """
        async with self.desk.change(asked, number, once=once) as change:
            new = _checked(article, change)
            await refuse(change, f"{new.title} {new.population or ''}")
            papers = await change.work.application_papers.of(asked.workspace, number)
            _room(len(papers.literature), MOST_ARTICLES, "articles")
            await change.work.application_papers.add_article(asked.workspace, number, new)
            return await change.keep(change.application, EventKind.ARTICLE_ADDED)

    async def remove_article(self, asked: RequestContext, number: int, id_: int) -> Done:
        """Remove an article. Raises NoSuchEntry."""
        async with self.desk.change(asked, number) as change:
            there = await change.work.application_papers.remove_article(asked.workspace, number, id_)
            return await _removed(change, there, EventKind.ARTICLE_REMOVED, id_)

    async def consider(self, asked: RequestContext, number: int, code: str, why: str) -> Done:
        """Record why an existing code does not describe the service."""
        async with self.desk.change(asked, number) as change:
            told = kept(why, WHY, "why")
            await refuse(change, told)
            new = Considered(code_of(code), told, asked.user, change.now)
            papers = await change.work.application_papers.of(asked.workspace, number)
            others: Sequence[Considered] = [c for c in papers.considered if c.code != new.code]
            _room(len(others), MOST_CONSIDERED, "considered")
            await change.work.application_papers.consider(asked.workspace, number, new)
            return await change.keep(change.application, EventKind.CONSIDERED, about=new.code)

    async def unconsider(self, asked: RequestContext, number: int, code: str) -> Done:
        """Remove a considered code. Raises NoSuchEntry."""
        async with self.desk.change(asked, number) as change:
            there = await change.work.application_papers.unconsider(asked.workspace, number, code_of(code))
            return await _removed(change, there, EventKind.NOT_CONSIDERED, code_of(code))

    async def set_literature_minimum(self, asked: RequestContext, minimum: int | None) -> None:
        """Set the number of articles that the current Smart App form requires, for the whole team.

        Raises NotAllowed, GuestRefused, and TooManyEntries outside 1 to 99.
        """
        role = await self.desk.role(asked)
        if not allows(role, Permission.LEAD_APPLICATIONS):
            raise NotAllowed(Permission.LEAD_APPLICATIONS, role)
        if minimum is not None and not 1 <= minimum <= MOST_ASKED_FOR:
            raise TooManyEntries("articles", MOST_ASKED_FOR)
        async with self.desk.database.write() as work:
            papers = work.application_papers
            await papers.set_literature_minimum(asked.workspace, minimum, asked.user, self.desk.clock.now())
            await work.commit()


async def _removed(change: LockedApplication, there: bool, kind: EventKind, what: object) -> Done:
    if not there:
        raise NoSuchEntry(str(what))
    return await change.keep(change.application, kind, about=str(what))


def _room(there: int, limit: int, what: str) -> None:
    if there >= limit:
        raise TooManyEntries(what, limit)


def _checked(a: Article, change: LockedApplication) -> Article:
    if not _OLDEST <= a.year <= change.asked.today.year + 1:
        raise NoSuchEntry(str(a.year))
    if a.patients is not None and not 0 < a.patients < 10**8:
        raise NoSuchEntry(str(a.patients))
    for position in a.codes:
        if position not in {c.position for c in change.application.codes}:
            raise NoSuchCode(position)
    return replace(
        a,
        id=0,
        title=kept_line(a.title, _TITLE, "title"),
        authors=kept_line(a.authors, _TITLE, "authors"),
        journal=kept_line(a.journal, NAME, "journal"),
        population=kept_line(a.population or "", NAME, "population", required=False) or None,
        link=kept_link(a.link) if a.link else None,
        by=change.asked.user,
        at=change.now,
    )
