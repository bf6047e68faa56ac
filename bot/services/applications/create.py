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
    requested,
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
from bot.domain.applications.wording import TITLE, WHY, kept, kept_line, kept_link, refuse_confidential
from bot.domain.roles import NotAllowed, Permission, allows
from bot.domain.text import clean
from bot.services.applications.writer import ApplicationWriter, Done, LockedApplication, Right, first_time
from bot.services.request_context import RequestContext

MOST_CONSIDERED = 100
MOST_MEMBERS = 50
_CODE = re.compile(r"[0-9]{4}[0-9A-Z]|[A-Z][0-9]{4}")


@dataclass(frozen=True, slots=True)
class New:
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

    desk: ApplicationWriter

    async def create(self, asked: RequestContext, new: New, *, once: str = "") -> Done:
        """Create an application at the first stage. The user needs the permission to create applications.

        Raises NotAllowed, GuestRefused, TextMissing, TooLong, LooksLikePatientData, TargetInThePast, NotATarget,
        MixedCalendars, NotTheNumber, TooManyEntries, DoneBefore; then nothing is stored.
        """
        role = await self.desk.role(asked)
        if not allows(role, Permission.CREATE_APPLICATION):
            raise NotAllowed(Permission.CREATE_APPLICATION, role)
        draft = self._draft(asked, new)
        considered = self._considered(asked, new)
        async with self.desk.database.write() as work:
            await first_time(work, asked, once, draft.created_at)
            number = await work.applications.next_number(asked.workspace)
            application = replace(draft, number=number)
            await work.applications.add(application)
            for each in considered:
                await work.application_papers.consider(asked.workspace, number, each)
            change = LockedApplication(
                work, asked, application, draft.created_at, self.desk.plans, self.desk.hears
            )
            return await change.keep(application, EventKind.CREATED)

    async def retitle(
        self, asked: RequestContext, number: int, title: str, *, expected: int | None = None
    ) -> Done:
        """Change the title. Raises the errors of `create`, and UnderConfidentiality after submission."""
        async with self.desk.change(asked, number, expected=expected) as change:
            of = change.application
            told = kept_line(title, TITLE, "title")
            refuse_confidential(told, of)
            after = replace(of, title=told, version=of.version + 1)
            return await change.keep(after, EventKind.RETITLED)

    async def set_codes(
        self, asked: RequestContext, number: int, wanted: Sequence[CodeForm], *, expected: int
    ) -> Done:
        """Change the requested codes before submission.

        A code keeps its position, which ticks and evidence refer to. A new code gets an unused position. A change
        between PLA and other codes changes the calendar and clears the target. Raises AfterSubmission,
        MixedCalendars, NotTheNumber, TextMissing, FactMissing, TooManyEntries, WhoWasFirst.
        """
        async with self.desk.change(asked, number, expected=expected) as change:
            of = change.application
            if not {c.stage for c in of.codes} <= {Stage.ASSESS_NEED, Stage.PRE_SUBMISSION}:
                raise AfterSubmission("codes", of.stage)
            codes = requested(_checked(wanted), None, change.now)
            quarterly = codes[0].category is Category.PLA
            target = of.target if quarterly == of.quarterly else None
            papers = await change.work.application_papers.of(asked.workspace, number)
            positions = _positions(wanted, of, papers)
            codes = tuple(
                replace(c, position=p, stage=of.stage, stage_since=of.leading.stage_since, target=target)
                for c, p in zip(codes, positions, strict=True)
            )
            after = replace(of, codes=codes, version=of.version + 1)
            return await change.keep(after, EventKind.CODES_CHANGED)

    async def set_material(self, asked: RequestContext, number: int, link: str | None) -> Done:
        """Set the link to wording and Panel material outside of Slack. Raises NotALink, TooLong."""
        async with self.desk.change(asked, number) as change:
            kept_at = kept_link(link) if link else None
            return await change.keep(replace(change.application, material=kept_at), EventKind.MATERIAL)

    async def set_channel(self, asked: RequestContext, number: int, channel: str | None) -> Done:
        """Set the private channel of the named people. Its reminders go there."""
        async with self.desk.change(asked, number, Right.LEAD) as change:
            if change.application.channel == channel:
                return change.unchanged()
            after = replace(change.application, channel=channel)
            return await change.keep(after, EventKind.CHANNEL, about=channel)

    def _draft(self, asked: RequestContext, new: New) -> Application:
        now = self.desk.clock.now()
        codes = requested(_checked(new.codes), new.target, now)
        owner = new.owner or asked.user
        named = [u for u in dict.fromkeys((asked.user, *new.members)) if u != owner]
        if len(named) > MOST_MEMBERS:
            raise TooManyEntries("members", MOST_MEMBERS)
        members = tuple(ApplicationMember(user, asked.user, now) for user in named)
        title = kept_line(new.title, TITLE, "title")
        of = Application(
            asked.workspace, 0, title, owner, codes, asked.user, now, now, members, channel=new.channel
        )
        if new.target is not None:
            checked_target(new.target, of, asked.today)
        return of

    def _considered(self, asked: RequestContext, new: New) -> list[Considered]:
        if len(new.considered) > MOST_CONSIDERED:
            raise TooManyEntries("considered", MOST_CONSIDERED)
        now = self.desk.clock.now()
        return [
            Considered(code_of(code), kept(why, WHY, "why"), asked.user, now) for code, why in new.considered
        ]


def _positions(wanted: Sequence[CodeForm], of: Application, papers: Papers) -> list[int]:
    held = {c.position for c in of.codes}
    named = (key.partition("#")[2] for key in (*papers.ticks, *(e.entry for e in papers.evidence)))
    used = {*held, *(int(p) for p in named if p), *(p for a in papers.literature for p in a.codes)}
    free = itertools.count(max(used) + 1)
    kept: set[int] = set()
    found = []
    for each in wanted:
        keeps = each.position in held - kept
        found.append(each.position if keeps and each.position else next(free))
        kept.add(found[-1])
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
    for each in wanted:
        if each.existing:
            checked.append(replace(each, existing=checked_number(each.existing, each.category)))
        elif each.kind in (ApplicationKind.REVISE, ApplicationKind.DELETE):
            raise FactMissing(RequiredFact.CODE_NUMBER)
        else:
            checked.append(each)
    return checked
