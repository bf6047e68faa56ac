"""Create an application, and change its title, codes, link and channel."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain.applications.application import (
    Application,
    ApplicationKind,
    ApplicationMember,
    Category,
    CodeForm,
    new_codes,
)
from bot.domain.applications.errors import (
    AfterSubmission,
    FactMissing,
    NoSuchEntry,
    TextMissing,
    TooManyEntries,
)
from bot.domain.applications.facts import checked_target
from bot.domain.applications.history import EventKind
from bot.domain.applications.numbers import checked_number
from bot.domain.applications.papers import Considered, Papers
from bot.domain.applications.stages import RequiredFact, Stage
from bot.domain.applications.targets import Target
from bot.domain.applications.wording import (
    TITLE,
    WHY,
    checked_line,
    checked_link,
    checked_text,
    refuse_confidential,
)
from bot.domain.roles import NotAllowed, Permission, allows
from bot.domain.text import clean
from bot.services.applications.writer import (
    ApplicationWriter,
    ChangeResult,
    LockedApplication,
    Right,
    first_time,
)
from bot.services.ports.request_context import RequestContext

MOST_CONSIDERED = 100
MOST_MEMBERS = 50
_CODE = re.compile(r"[0-9]{4}[0-9A-Z]|[A-Z][0-9]{4}")


@dataclass(frozen=True, slots=True)
class NewApplicationInput:
    """Fields of the new application form. `owner` None means the user. `considered` holds (code, reason) pairs."""

    title: str
    codes: Sequence[CodeForm]
    target: Target | None = None
    owner: str | None = None
    channel: str | None = None
    members: Sequence[str] = ()
    considered: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class CreateApplication:
    """Use cases: create, retitle, change codes, set the material link and the channel."""

    writer: ApplicationWriter

    async def create(
        self, request: RequestContext, new: NewApplicationInput, *, submission_key: str = ""
    ) -> ChangeResult:
        """Create an application at the first stage. The user needs the permission to create applications.

        Raises NotAllowed, GuestRefused, TextMissing, TooLong, LooksLikePatientData, TargetInThePast, NotATarget,
        MixedCalendars, NotTheNumber, TooManyEntries, DoneBefore; then nothing is stored.
        """
        role = await self.writer.role(request)
        if not allows(role, Permission.CREATE_APPLICATION):
            raise NotAllowed(Permission.CREATE_APPLICATION, role)
        draft = self._draft(request, new)
        considered = self._considered(request, new)
        async with self.writer.database.write() as work:
            await first_time(work, request, submission_key, draft.created_at)
            number = await work.applications.next_number(request.workspace)
            application = replace(draft, number=number)
            await work.applications.add(application)
            for form in considered:
                await work.application_papers.consider(request.workspace, number, form)
            change = LockedApplication(
                work, request, application, draft.created_at, self.writer.planner, self.writer.listener
            )
            return await change.keep(application, EventKind.CREATED)

    async def retitle(
        self, request: RequestContext, number: int, title: str, *, expected: int | None = None
    ) -> ChangeResult:
        """Change the title. Raises the errors of `create`, and UnderConfidentiality after submission."""
        async with self.writer.change(request, number, expected=expected) as change:
            application = change.application
            checked = checked_line(title, TITLE, "title")
            refuse_confidential(checked, application)
            after = replace(application, title=checked, version=application.version + 1)
            return await change.keep(after, EventKind.RETITLED)

    async def set_codes(
        self, request: RequestContext, number: int, wanted: Sequence[CodeForm], *, expected: int
    ) -> ChangeResult:
        """Change the requested codes before submission.

        A code keeps its position, which ticks and evidence refer to. A new code gets an unused position. A change
        between PLA and other codes changes the calendar and clears the target. Raises AfterSubmission,
        MixedCalendars, NotTheNumber, TextMissing, FactMissing, TooManyEntries, WhoWasFirst.
        """
        async with self.writer.change(request, number, expected=expected) as change:
            application = change.application
            if not {c.stage for c in application.codes} <= {Stage.ASSESS_NEED, Stage.PRE_SUBMISSION}:
                raise AfterSubmission("codes", application.stage)
            codes = new_codes(_checked(wanted), None, change.now)
            quarterly = codes[0].category is Category.PLA
            target = application.target if quarterly == application.quarterly else None
            papers = await change.work.application_papers.of(request.workspace, number)
            positions = _positions(wanted, application, papers)
            codes = tuple(
                replace(
                    c,
                    position=p,
                    stage=application.stage,
                    stage_since=application.leading.stage_since,
                    target=target,
                )
                for c, p in zip(codes, positions, strict=True)
            )
            after = replace(application, codes=codes, version=application.version + 1)
            return await change.keep(after, EventKind.CODES_CHANGED)

    async def set_material(self, request: RequestContext, number: int, link: str | None) -> ChangeResult:
        """Set the link to wording and Panel material outside of Slack. Raises NotALink, TooLong."""
        async with self.writer.change(request, number) as change:
            kept_at = checked_link(link) if link else None
            return await change.keep(replace(change.application, material=kept_at), EventKind.MATERIAL)

    async def set_channel(self, request: RequestContext, number: int, channel: str | None) -> ChangeResult:
        """Set the private channel of the named people. Its reminders go there."""
        async with self.writer.change(request, number, Right.LEAD) as change:
            if change.application.channel == channel:
                return change.unchanged()
            after = replace(change.application, channel=channel)
            return await change.keep(after, EventKind.CHANNEL, about=channel)

    def _draft(self, request: RequestContext, new: NewApplicationInput) -> Application:
        now = self.writer.clock.now()
        codes = new_codes(_checked(new.codes), new.target, now)
        owner = new.owner or request.user
        named = [u for u in dict.fromkeys((request.user, *new.members)) if u != owner]
        if len(named) > MOST_MEMBERS:
            raise TooManyEntries("members", MOST_MEMBERS)
        members = tuple(ApplicationMember(user, request.user, now) for user in named)
        title = checked_line(new.title, TITLE, "title")
        application = Application(
            request.workspace, 0, title, owner, codes, request.user, now, now, members, channel=new.channel
        )
        if new.target is not None:
            checked_target(new.target, application, request.today)
        return application

    def _considered(self, request: RequestContext, new: NewApplicationInput) -> list[Considered]:
        if len(new.considered) > MOST_CONSIDERED:
            raise TooManyEntries("considered", MOST_CONSIDERED)
        now = self.writer.clock.now()
        return [
            Considered(code_of(code), checked_text(why, WHY, "why"), request.user, now)
            for code, why in new.considered
        ]


def _positions(wanted: Sequence[CodeForm], application: Application, papers: Papers) -> list[int]:
    held = {c.position for c in application.codes}
    named = (key.partition("#")[2] for key in (*papers.ticks, *(e.entry for e in papers.evidence)))
    used = {*held, *(int(p) for p in named if p), *(p for a in papers.literature for p in a.codes)}
    free = itertools.count(max(used) + 1)
    checked_text: set[int] = set()
    found = []
    for form in wanted:
        keeps_position = form.position in held - checked_text
        found.append(form.position if keeps_position and form.position else next(free))
        checked_text.add(found[-1])
    return found


def code_of(text: str) -> str:
    """An existing code in canonical form. Checks only the form. Raises NoSuchEntry."""
    code = clean(text).upper()
    if not _CODE.fullmatch(code):
        raise NoSuchEntry(code[:20])
    return code


def _checked(wanted: Sequence[CodeForm]) -> list[CodeForm]:
    """Normalize existing codes. Revising or deleting requires one."""
    if not wanted:
        raise TextMissing("codes")
    checked = []
    for form in wanted:
        if form.existing:
            checked.append(replace(form, existing=checked_number(form.existing, form.category)))
        elif form.kind in (ApplicationKind.REVISE, ApplicationKind.DELETE):
            raise FactMissing(RequiredFact.CODE_NUMBER)
        else:
            checked.append(form)
    return checked
