"""Begin an application, and say what it is about."""

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
    """What the form for a new application brings. `owner` None: the asker. `considered`: (code, why not)."""

    title: str
    codes: Sequence[CodeForm]
    target: Target | None = None
    owner: str | None = None
    channel: str | None = None
    members: Sequence[str] = ()
    considered: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class CreateApplication:
    """Use cases: create, retitle, change codes, say where material and channel are."""

    desk: ApplicationWriter

    async def create(self, asked: RequestContext, new: New, *, once: str = "") -> Done:
        """A new application at its first stage, by somebody who may begin one.

        Raises NotAllowed, GuestRefused, TextMissing, TooLong, LooksLikePatientData, TargetInThePast, NotATarget,
        MixedCalendars, NotTheNumber, TooMany, DoneBefore; then nothing is kept.
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
        """Another title. Raises as `create`, and UnderConfidentiality after submission."""
        async with self.desk.change(asked, number, expected=expected) as change:
            of = change.application
            told = kept_line(title, TITLE, "title")
            refuse_confidential(told, of)
            after = replace(of, title=told, version=of.version + 1)
            return await change.keep(after, EventKind.RETITLED)

    async def set_codes(
        self, asked: RequestContext, number: int, wanted: Sequence[CodeForm], *, expected: int
    ) -> Done:
        """Ask for other codes, while the application was not submitted.

        A code keeps its position, which ticks and evidence name; one more gets a position that nothing names yet.
        Between PLA and other codes the calendar changes, so the target is dropped. Raises AfterSubmission,
        MixedCalendars, NotTheNumber, TextMissing, FactMissing, TooMany, WhoWasFirst.
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
        """Where the team keeps wording and Panel material, outside of Slack. Raises NotALink, TooLong."""
        async with self.desk.change(asked, number) as change:
            kept_at = kept_link(link) if link else None
            return await change.keep(replace(change.application, material=kept_at), EventKind.MATERIAL)

    async def set_channel(self, asked: RequestContext, number: int, channel: str | None) -> Done:
        """The private channel of the named; where reminders about it go."""
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
    """An existing code in canonical writing; form only. Raises NoSuchEntry for anything else."""
    code = clean(text).upper()
    if not _CODE.fullmatch(code):
        raise NoSuchEntry(code[:20])
    return code


def _checked(wanted: Sequence[CodeForm]) -> list[CodeForm]:
    """Each with its existing code in canonical writing; to revise or delete takes one."""
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
