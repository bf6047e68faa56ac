"""Named people of an application, and their notes."""

from dataclasses import dataclass, replace
from datetime import date

from bot.domain.applications.application import ApplicationMember
from bot.domain.applications.confidentiality import is_wording
from bot.domain.applications.errors import DateNotPossible, NoSuchEntry, TooManyEntries
from bot.domain.applications.history import EventKind
from bot.domain.applications.wording import NOTE, checked_text, refuse_confidential
from bot.services.applications.create import MOST_MEMBERS
from bot.services.applications.writer import ApplicationWriter, ChangeResult, LockedApplication, Right
from bot.services.ports.request_context import RequestContext


@dataclass(frozen=True, slots=True)
class ApplicationPeople:
    """Use cases: assign, members, sign, note. Each raises GuestRefused, NoSuchApplication, NotAllowed."""

    writer: ApplicationWriter

    async def assign(
        self, request: RequestContext, number: int, owner: str, *, expected: int | None = None
    ) -> ChangeResult:
        """Change the owner. The previous owner stays a named member."""
        async with self.writer.change(request, number, Right.LEAD, expected=expected) as change:
            application = change.application
            if application.owner == owner:
                return change.unchanged()
            named = tuple(m for m in application.members if m.user != owner)
            if not any(m.user == application.owner for m in named):
                named = (*named, ApplicationMember(application.owner, request.user, change.now))
            after = replace(application, owner=owner, members=named, version=application.version + 1)
            return await change.keep(after, EventKind.ASSIGNED, about=owner)

    async def add_member(self, request: RequestContext, number: int, user: str) -> ChangeResult:
        """Add a named member, who may then see it and work on it. Raises TooManyEntries above 50."""
        async with self.writer.change(request, number, Right.LEAD) as change:
            application = change.application
            if application.names(user):
                return change.unchanged()
            if len(application.members) >= MOST_MEMBERS:
                raise TooManyEntries("members", MOST_MEMBERS)
            after = replace(
                application, members=(*application.members, ApplicationMember(user, request.user, change.now))
            )
            return await change.keep(after, EventKind.MEMBER_ADDED, about=user)

    async def remove_member(self, request: RequestContext, number: int, user: str) -> ChangeResult:
        """Remove a named member. The owner can't be removed; assign another owner first."""
        async with self.writer.change(request, number, Right.LEAD) as change:
            application = change.application
            left = tuple(m for m in application.members if m.user != user)
            if len(left) == len(application.members):
                return change.unchanged()
            return await change.keep(replace(application, members=left), EventKind.MEMBER_REMOVED, about=user)

    async def sign(self, request: RequestContext, number: int, user: str, on: date) -> ChangeResult:
        """Record that a member signed the statement of confidentiality. Raises NoSuchEntry, DateNotPossible."""
        async with self.writer.change(request, number) as change:
            application = change.application
            if on > request.today:
                raise DateNotPossible(None, on, None, request.today)
            if not any(m.user == user for m in application.members):
                raise NoSuchEntry(user)
            members = tuple(replace(m, signed_on=on) if m.user == user else m for m in application.members)
            return await change.keep(replace(application, members=members), EventKind.SIGNED, about=user)

    async def note(
        self, request: RequestContext, number: int, text: str, *, submission_key: str = ""
    ) -> ChangeResult:
        """Add a note to the history.

        Raises TextMissing, TooLong, LooksLikePatientData, UnderConfidentiality; then nothing is stored.
        """
        async with self.writer.change(request, number, submission_key=submission_key) as change:
            checked = checked_text(text, NOTE, "note")
            await refuse(change, checked)
            return await change.keep(change.application, EventKind.NOTE, note=checked)


async def refuse(change: LockedApplication, text: str) -> None:
    """Raise UnderConfidentiality if `text` must not be stored now. Compares it with the team's draft wording too."""
    application = change.application
    if application.submitted_at is None:
        return
    papers = await change.work.application_papers.of(application.workspace, application.number)
    drafts = [e.text for e in papers.evidence if e.text and is_wording(e.entry)]
    refuse_confidential(text, application, drafts)
