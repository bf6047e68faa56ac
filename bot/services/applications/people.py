"""Named people of an application, and their notes."""

from dataclasses import dataclass, replace
from datetime import date

from bot.domain.applications.application import ApplicationMember
from bot.domain.applications.confidentiality import is_wording
from bot.domain.applications.errors import DateNotPossible, NoSuchEntry, TooManyEntries
from bot.domain.applications.history import EventKind
from bot.domain.applications.wording import NOTE, kept, refuse_confidential
from bot.services.applications.create import MOST_MEMBERS
from bot.services.applications.writer import ApplicationWriter, Done, LockedApplication, Right
from bot.services.request_context import RequestContext


@dataclass(frozen=True, slots=True)
class ApplicationPeople:
    """Use cases: assign, members, sign, note. Each raises GuestRefused, NoSuchApplication, NotAllowed."""

    desk: ApplicationWriter

    async def assign(
        self, asked: RequestContext, number: int, owner: str, *, expected: int | None = None
    ) -> Done:
        """Change the owner. The previous owner stays a named member."""
        async with self.desk.change(asked, number, Right.LEAD, expected=expected) as change:
            of = change.application
            if of.owner == owner:
                return change.unchanged()
            named = tuple(m for m in of.members if m.user != owner)
            if not any(m.user == of.owner for m in named):
                named = (*named, ApplicationMember(of.owner, asked.user, change.now))
            after = replace(of, owner=owner, members=named, version=of.version + 1)
            return await change.keep(after, EventKind.ASSIGNED, about=owner)

    async def add_member(self, asked: RequestContext, number: int, user: str) -> Done:
        """Add a named member, who may then see it and work on it. Raises TooManyEntries above 50."""
        async with self.desk.change(asked, number, Right.LEAD) as change:
            of = change.application
            if of.names(user):
                return change.unchanged()
            if len(of.members) >= MOST_MEMBERS:
                raise TooManyEntries("members", MOST_MEMBERS)
            after = replace(of, members=(*of.members, ApplicationMember(user, asked.user, change.now)))
            return await change.keep(after, EventKind.MEMBER_ADDED, about=user)

    async def remove_member(self, asked: RequestContext, number: int, user: str) -> Done:
        """Remove a named member. The owner can't be removed; assign another owner first."""
        async with self.desk.change(asked, number, Right.LEAD) as change:
            of = change.application
            left = tuple(m for m in of.members if m.user != user)
            if len(left) == len(of.members):
                return change.unchanged()
            return await change.keep(replace(of, members=left), EventKind.MEMBER_REMOVED, about=user)

    async def sign(self, asked: RequestContext, number: int, user: str, on: date) -> Done:
        """Record that a member signed the statement of confidentiality. Raises NoSuchEntry, DateNotPossible."""
        async with self.desk.change(asked, number) as change:
            of = change.application
            if on > asked.today:
                raise DateNotPossible(None, on, None, asked.today)
            if not any(m.user == user for m in of.members):
                raise NoSuchEntry(user)
            members = tuple(replace(m, signed_on=on) if m.user == user else m for m in of.members)
            return await change.keep(replace(of, members=members), EventKind.SIGNED, about=user)

    async def note(self, asked: RequestContext, number: int, text: str, *, once: str = "") -> Done:
        """Add a note to the history.

        Raises TextMissing, TooLong, LooksLikePatientData, UnderConfidentiality; then nothing is stored.
        """
        async with self.desk.change(asked, number, once=once) as change:
            told = kept(text, NOTE, "note")
            await refuse(change, told)
            return await change.keep(change.application, EventKind.NOTE, note=told)


async def refuse(change: LockedApplication, text: str) -> None:
    """Raise UnderConfidentiality if `text` must not be stored now. Compares it with the team's draft wording too."""
    of = change.application
    if of.submitted_at is None:
        return
    papers = await change.work.application_papers.of(of.workspace, of.number)
    drafts = [e.text for e in papers.evidence if e.text and is_wording(e.entry)]
    refuse_confidential(text, of, drafts)
