"""Use cases of applications: a change is stored with its event, or not at all."""

import asyncio
import csv
import io
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.applications.application import Application, Category, CodeForm
from bot.domain.applications.checklist import checklist
from bot.domain.applications.confidentiality import Audience, Field, ViewingPlace
from bot.domain.applications.errors import (
    AfterSubmission,
    CannotClose,
    CannotReopen,
    ChecklistOpen,
    NoSuchApplication,
    NoSuchEntry,
    TargetInThePast,
    TextMissing,
    TooManyEntries,
    UnderConfidentiality,
    WhoWasFirst,
)
from bot.domain.applications.facts import NO_FACTS, StepFacts
from bot.domain.applications.history import EventKind
from bot.domain.applications.papers import Article
from bot.domain.applications.stages import Phase, Stage
from bot.domain.applications.targets import PanelMeeting
from bot.domain.errors import CodeDeskError, LooksLikePatientData, TooLong
from bot.domain.roles import GuestRefused, NotAllowed, Role
from bot.services.applications import ApplicationUseCases
from bot.services.applications.create import NewApplicationInput
from bot.services.applications.writer import ChangeResult
from bot.services.ports.applications import ApplicationFilter
from bot.services.ports.database import UnitOfWork
from bot.services.ports.request_context import RequestContext
from tests.fakes import FakeClock, FakeDatabase

TODAY = date(2026, 11, 21)
MAY, FALL = PanelMeeting(2027, 5), PanelMeeting(2027, 9)
NEW = NewApplicationInput("Remote balance assessment", (CodeForm(Category.PLA),))
REQUEST = RequestContext("T1", "U1", TODAY)
ANOTHER = replace(REQUEST, user="U2")


@dataclass
class KnownRoles:
    """Everyone is a member except those named here."""

    named: dict[str, Role] = field(default_factory=dict)

    async def role_of(self, workspace: str, user: str) -> Role:
        """See the port."""
        return self.named.get(user, Role.MEMBER)


@dataclass
class Planner:
    """Records its calls. Fails on request."""

    told: list[tuple[str, int]] = field(default_factory=list)
    fails: bool = False

    async def application_changed(self, work: UnitOfWork, application: Application) -> None:
        """See the port. Reads inside the transaction see what will be committed."""
        stored = await work.applications.get(application.workspace, application.number)
        assert stored == application
        if self.fails:
            raise RuntimeError("no plan")
        self.told.append((application.id, application.version))


@dataclass
class World:
    """The use cases on a database in memory."""

    apps: ApplicationUseCases
    database: FakeDatabase
    clock: FakeClock
    roles: KnownRoles
    planner: Planner

    async def events(self, number: int = 1) -> list[EventKind]:
        """Event kinds, oldest first."""
        async with self.database.read() as work:
            return [e.kind for e in reversed(await work.applications.events("T1", number, 999))]

    async def get(self, number: int = 1) -> Application:
        """The stored application."""
        async with self.database.read() as work:
            found = await work.applications.get("T1", number)
        assert found
        return found


@pytest.fixture
def world() -> World:
    """No applications yet."""
    database, roles, planner = FakeDatabase(), KnownRoles({"LEAD": Role.LEAD, "V": Role.VIEWER}), Planner()
    clock = FakeClock(datetime(2026, 11, 21, 15, 0, tzinfo=UTC))
    return World(ApplicationUseCases.of(database, clock, roles, planner), database, clock, roles, planner)


async def _create(world: World, *categories: Category, asked: RequestContext = REQUEST) -> Application:
    new = replace(NEW, codes=[CodeForm(c) for c in categories or (Category.I,)], target=MAY)
    return (await world.apps.editor.create(asked, new)).application


async def _tick_all(world: World, number: int = 1) -> None:
    async with world.database.read() as work:
        of = await work.applications.get("T1", number)
        papers = await work.application_papers.of("T1", number)
    assert of
    for key in checklist(of, papers).blocking:
        await world.apps.papers.tick(REQUEST, number, key)


async def _advance(world: World, *keys: str, facts: StepFacts = NO_FACTS) -> Application:
    for key in keys:
        at = (await world.get()).version
        await world.apps.stages.advance(REQUEST, 1, key, facts, expected=at)
    return await world.get()


async def _submitted(world: World) -> Application:
    await _create(world)
    await _advance(world, "assess_need>pre_submission")
    await _tick_all(world)
    return await _advance(world, "pre_submission>submitted")


async def test_an_application_begins_with_its_number_and_what_was_considered(world: World) -> None:
    """A-1, then A-2. The creator is a named member even if another user is the owner."""
    new = replace(
        NEW, owner="U2", members=("U3", "U3", "U2"), considered=[("97750", "no balance"), ("0592t", "x")]
    )
    first = await world.apps.editor.create(REQUEST, new)
    second = await world.apps.editor.create(REQUEST, NEW)

    assert (first.application.id, second.application.id) == ("A-1", "A-2")
    assert first.application.owner == "U2"
    assert [m.user for m in first.application.members] == ["U1", "U3"]
    shown = await world.apps.queries.papers(REQUEST, 1, ViewingPlace.ALONE)
    assert [c.code for c in shown.papers.considered] == ["0592T", "97750"]
    assert await world.events() == [EventKind.CREATED]
    assert world.planner.told == [("A-1", 1), ("A-2", 1)]


@pytest.mark.parametrize(
    "new",
    [
        replace(NEW, title="   "),
        replace(NEW, title="x" * 151),
        replace(NEW, title="for John Smith 01/02/1960"),
        replace(NEW, codes=()),
        replace(NEW, codes=(CodeForm(Category.PLA), CodeForm(Category.I))),
        replace(NEW, codes=(CodeForm(Category.I),), target=PanelMeeting(2026, 5)),
        replace(NEW, target=MAY),
        replace(NEW, considered=[("97750", "MRN 0012345")]),
        replace(NEW, considered=[("not a code", "why")]),
        replace(NEW, codes=(CodeForm(Category.III, existing="97750"),)),
        replace(NEW, members=[f"U{i}" for i in range(99)]),
    ],
)
async def test_what_cannot_be_begun_leaves_nothing(world: World, new: NewApplicationInput) -> None:
    """No number is used up either."""
    with pytest.raises(CodeDeskError):
        await world.apps.editor.create(REQUEST, new)

    assert world.database.state.applications.kept == {}
    assert (await world.apps.editor.create(REQUEST, NEW)).application.id == "A-1"


async def test_of_five_at_once_one_wins_and_four_are_told_who_was_first(world: World) -> None:
    """One transition, one event."""
    await _create(world)

    async def press(user: str) -> ChangeResult | WhoWasFirst:
        asked = replace(REQUEST, user=user)
        try:
            return await world.apps.stages.advance(asked, 1, "assess_need>pre_submission", expected=1)
        except WhoWasFirst as error:
            return error

    world.roles.named |= {f"L{i}": Role.LEAD for i in range(5)}
    told = await asyncio.gather(*(press(f"L{i}") for i in range(5)))

    won = [t for t in told if isinstance(t, ChangeResult)]
    lost = [t for t in told if isinstance(t, WhoWasFirst)]
    assert (len(won), len(lost)) == (1, 4)
    assert won[0].event
    assert {(e.user, e.action, e.version) for e in lost} == {
        (won[0].event.by, "assess_need>pre_submission", 2)
    }
    assert await world.events() == [EventKind.CREATED, EventKind.STEP]


async def test_a_press_on_an_old_card_acts_on_nothing(world: World) -> None:
    """The same for a version that never existed."""
    await _create(world)
    await _advance(world, "assess_need>pre_submission")
    for version in (1, 0, -5, 99):
        with pytest.raises(WhoWasFirst) as told:
            await world.apps.stages.advance(REQUEST, 1, "pre_submission>not_pursued", expected=version)
        assert told.value.version == 2

    assert (await world.get()).stage is Stage.PRE_SUBMISSION


async def test_notes_and_ticks_do_not_make_a_card_old(world: World) -> None:
    """A tick by a colleague does not block the owner's press."""
    await _create(world)
    await world.apps.papers.tick(REQUEST, 1, "coi")
    await world.apps.people.note(REQUEST, 1, "forms are in")

    done = await world.apps.stages.advance(REQUEST, 1, "assess_need>pre_submission", expected=1)
    assert done.application.version == 2


async def test_a_failing_planner_leaves_the_application_as_it_was(world: World) -> None:
    """Deadlines are planned with the change, or the change fails."""
    await _create(world)
    world.planner.fails = True

    with pytest.raises(RuntimeError):
        await world.apps.stages.advance(REQUEST, 1, "assess_need>pre_submission", expected=1)
    assert (await world.get()).version == 1
    assert await world.events() == [EventKind.CREATED]


async def test_submission_waits_for_every_required_entry(world: World) -> None:
    """The error lists open entries. Once all are checked, the submission works and is dated."""
    await _create(world)
    await _advance(world, "assess_need>pre_submission")
    with pytest.raises(ChecklistOpen) as refused:
        await _advance(world, "pre_submission>submitted")
    assert "coi" in refused.value.entries

    await _tick_all(world)
    after = await _advance(world, "pre_submission>submitted")
    assert after.stage is Stage.SUBMITTED
    assert after.submitted_at == world.clock.now()


async def test_the_last_step_is_undone_on_the_record(world: World) -> None:
    """Once, within ten minutes."""
    await _create(world)
    await _advance(world, "assess_need>pre_submission")
    world.clock.advance(timedelta(minutes=10))
    done = await world.apps.stages.undo(REQUEST, 1, expected=2)

    assert (done.application.stage, done.application.version) == (Stage.ASSESS_NEED, 3)
    assert done.event
    assert done.event.about == "assess_need>pre_submission"
    assert await world.events() == [EventKind.CREATED, EventKind.STEP, EventKind.UNDONE]
    with pytest.raises(CodeDeskError):
        await world.apps.stages.undo(REQUEST, 1, expected=3)


async def test_undoing_a_submission_makes_it_a_draft_that_was_never_submitted(world: World) -> None:
    """Contacts may then be recorded again."""
    of = await _submitted(world)
    with pytest.raises(AfterSubmission):
        await _contact(world)

    undone = await world.apps.stages.undo(REQUEST, 1, expected=of.version)
    assert undone.application.submitted_at is None
    await _contact(world)


async def _contact(world: World) -> ChangeResult:
    return await world.apps.papers.contact(REQUEST, 1, society="A society", role="coding desk", on=TODAY)


async def test_another_target_is_aimed_at_and_a_past_one_is_not(world: World) -> None:
    """The event has both targets."""
    await _create(world)
    done = await world.apps.stages.retarget(REQUEST, 1, FALL, expected=1)

    assert done.application.target == FALL
    assert done.event
    assert done.event.about == "2027-05>2027-09"
    with pytest.raises(TargetInThePast):
        await world.apps.stages.retarget(REQUEST, 1, PanelMeeting(2026, 2), expected=2)


async def test_closing_and_reopening_go_through_the_table(world: World) -> None:
    """While with the AMA it can't be closed, only withdrawn."""
    await _create(world)
    closed = await world.apps.stages.close(REQUEST, 1, expected=1)
    assert closed.application.stage is Stage.NOT_PURSUED
    again = await world.apps.stages.reopen(REQUEST, 1, expected=2)
    assert again.application.stage is Stage.ASSESS_NEED
    with pytest.raises(CannotReopen):
        await world.apps.stages.reopen(REQUEST, 1, expected=3)

    await _advance(world, "assess_need>pre_submission")
    await _tick_all(world)
    of = await _advance(world, "pre_submission>submitted")
    with pytest.raises(CannotClose) as refused:
        await world.apps.stages.close(REQUEST, 1, expected=of.version)
    assert refused.value.withdraw
    withdrawn = await _advance(world, "submitted>withdrawn")
    back = await world.apps.stages.reopen(REQUEST, 1, StepFacts(target=FALL), expected=withdrawn.version)
    assert back.application.stage is Stage.PRE_SUBMISSION


_USES: Sequence[Callable[[ApplicationUseCases, RequestContext], Awaitable[object]]] = [
    lambda a, q: a.stages.advance(q, 1, "assess_need>pre_submission", expected=1),
    lambda a, q: a.stages.undo(q, 1, expected=1),
    lambda a, q: a.stages.retarget(q, 1, FALL, expected=1),
    lambda a, q: a.stages.close(q, 1, expected=1),
    lambda a, q: a.stages.reopen(q, 1, expected=1),
    lambda a, q: a.papers.tick(q, 1, "coi"),
    lambda a, q: a.papers.add_evidence(q, 1, "coi", text="in"),
    lambda a, q: a.papers.remove_evidence(q, 1, 1),
    lambda a, q: a.papers.contact(q, 1, society="S", role="R", on=TODAY),
    lambda a, q: a.papers.remove_contact(q, 1, 1),
    lambda a, q: a.papers.add_article(q, 1, Article("T", "A", "J", 2024, "", datetime.now(UTC))),
    lambda a, q: a.papers.remove_article(q, 1, 1),
    lambda a, q: a.papers.consider(q, 1, "97750", "why"),
    lambda a, q: a.papers.unconsider(q, 1, "97750"),
    lambda a, q: a.people.assign(q, 1, "U7"),
    lambda a, q: a.people.add_member(q, 1, "U7"),
    lambda a, q: a.people.remove_member(q, 1, "U7"),
    lambda a, q: a.people.sign(q, 1, "U7", TODAY),
    lambda a, q: a.people.note(q, 1, "a note"),
    lambda a, q: a.editor.retitle(q, 1, "Another"),
    lambda a, q: a.editor.set_codes(q, 1, [CodeForm(Category.I)], expected=1),
    lambda a, q: a.editor.set_material(q, 1, "https://docs.example.com/x"),
    lambda a, q: a.editor.set_channel(q, 1, "C1"),
    lambda a, q: a.exports.dossier(q, 1),
]


@pytest.mark.parametrize("use", _USES)
async def test_whoever_has_no_right_changes_nothing(
    world: World, use: Callable[[ApplicationUseCases, RequestContext], Awaitable[object]]
) -> None:
    """An unnamed member, a viewer, a guest. Another workspace has no such application."""
    await _create(world)
    for asked, refusal in (
        (ANOTHER, NotAllowed),
        (replace(REQUEST, user="V"), NotAllowed),
        (replace(REQUEST, guest=True), GuestRefused),
        (replace(REQUEST, workspace="T2"), NoSuchApplication),
    ):
        with pytest.raises(refusal):
            await use(world.apps, asked)

    assert (await world.get()).version == 1
    assert await world.events() == [EventKind.CREATED]


async def test_a_named_member_works_but_does_not_give_it_away(world: World) -> None:
    """Only the owner and leads assign and name people."""
    await _create(world)
    await world.apps.people.add_member(REQUEST, 1, "U2")
    await world.apps.people.note(ANOTHER, 1, "on it")
    with pytest.raises(NotAllowed):
        await world.apps.people.assign(ANOTHER, 1, "U2")

    lead = replace(REQUEST, user="LEAD")
    done = await world.apps.people.assign(lead, 1, "U2")
    assert done.application.owner == "U2"
    assert done.application.names("U1")
    assert (await world.apps.people.assign(lead, 1, "U2")).event is None


@pytest.mark.parametrize("text", ["", "x" * 2001, "John Smith 01/02/1960 called", "call 555-867-5309"])
async def test_a_note_that_may_not_be_kept_is_not(world: World, text: str) -> None:
    """The same for a title, evidence, a reason or an answer."""
    await _create(world)
    apps = world.apps
    for change in (
        apps.people.note(REQUEST, 1, text),
        apps.editor.retitle(REQUEST, 1, text),
        apps.papers.add_evidence(REQUEST, 1, "coi", text=text * 2),
        apps.papers.consider(REQUEST, 1, "97750", text),
        apps.papers.contact(REQUEST, 1, society=text, role="R", on=TODAY),
    ):
        with pytest.raises((TextMissing, TooLong, LooksLikePatientData)):
            await change

    assert await world.events() == [EventKind.CREATED]


async def test_after_submission_wording_goes_nowhere_into_slack(world: World) -> None:
    """Not as evidence and not in a note that repeats the draft. A link is allowed."""
    await _create(world)
    draft = "Quantitative assessment of postural sway by wearable sensor, remote, with physician review"
    await world.apps.papers.add_evidence(REQUEST, 1, "descriptor#1", text=draft)
    await _advance(world, "assess_need>pre_submission")
    await _tick_all(world)
    await _advance(world, "pre_submission>submitted")

    gathering = world.apps.papers
    for change in (
        gathering.add_evidence(REQUEST, 1, "descriptor#1", text="anything at all"),
        gathering.add_evidence(REQUEST, 1, "coi", text=draft),
        world.apps.people.note(REQUEST, 1, f"as sent: {draft.lower()}"),
        world.apps.editor.retitle(REQUEST, 1, "Descriptor: remote assessment"),
        gathering.consider(REQUEST, 1, "97750", f"unlike {draft}"),
    ):
        with pytest.raises(UnderConfidentiality):
            await change
    await gathering.add_evidence(REQUEST, 1, "descriptor#1", link="https://docs.example.com/d")
    with pytest.raises(AfterSubmission):
        await world.apps.exports.dossier(REQUEST, 1)


async def test_ticking_twice_is_one_event_and_entries_of_others_are_none(world: World) -> None:
    """A double submit has no second effect."""
    await _create(world)
    first = await world.apps.papers.tick(REQUEST, 1, "coi")
    second = await world.apps.papers.tick(REQUEST, 1, "coi")
    off = await world.apps.papers.tick(REQUEST, 1, "coi", done=False)

    assert (first.event is None, second.event is None, off.event is None) == (False, True, False)
    for key in ("pla", "vignette#9", "'; drop"):
        with pytest.raises(NoSuchEntry):
            await world.apps.papers.tick(REQUEST, 1, key)


async def test_an_article_is_kept_with_its_attributes_and_counts_toward_the_minimum(world: World) -> None:
    """An impossible year, patient number or code is refused."""
    await _create(world)
    article = Article(" Balance\nat home ", "A. Author", "Journal", 2024, "", world.clock.now(), codes=(1,))
    with pytest.raises(NotAllowed):
        await world.apps.papers.set_literature_minimum(REQUEST, 1)
    await world.apps.papers.set_literature_minimum(replace(REQUEST, user="LEAD"), 1)
    for bad in (replace(article, year=1700), replace(article, patients=0), replace(article, codes=(2,))):
        with pytest.raises(CodeDeskError):
            await world.apps.papers.add_article(REQUEST, 1, bad)
    await world.apps.papers.add_article(REQUEST, 1, article)

    shown = await world.apps.queries.papers(REQUEST, 1, ViewingPlace.ALONE)
    assert [(a.title, a.by) for a in shown.papers.literature] == [("Balance at home", "U1")]
    assert shown.checklist
    assert "literature_minimum_count" not in shown.checklist.blocking
    await world.apps.papers.remove_article(REQUEST, 1, shown.papers.literature[0].id)
    with pytest.raises(NoSuchEntry):
        await world.apps.papers.remove_article(REQUEST, 1, shown.papers.literature[0].id)


async def test_lists_of_papers_have_an_end(world: World) -> None:
    """A hundred contacts at most."""
    await _create(world)
    for _ in range(100):
        await _contact(world)
    with pytest.raises(TooManyEntries):
        await _contact(world)


async def test_a_card_shows_what_its_reader_may_see_and_press(world: World) -> None:
    """The owner sees everything; a public channel shows id and owner; another user gets no steps."""
    await _create(world)
    mine = await world.apps.queries.card(REQUEST, 1, ViewingPlace.ALONE)
    assert [s.key for s in mine.steps] == ["assess_need>pre_submission", "assess_need>not_pursued"]
    assert mine.total
    assert [m.phase for m in mine.bar] == list(Phase)
    assert mine.events[0].kind is EventKind.CREATED
    assert mine.undo is None

    public = await world.apps.queries.card(REQUEST, 1, ViewingPlace.PUBLIC)
    assert (public.seen.title, public.steps, public.events, public.total, public.bar) == (
        None,
        (),
        (),
        None,
        (),
    )
    other = await world.apps.queries.card(ANOTHER, 1, ViewingPlace.ALONE)
    assert (other.audience, other.steps, other.undo) == (Audience.WORKSPACE, (), None)
    with pytest.raises(GuestRefused):
        await world.apps.queries.card(replace(REQUEST, guest=True), 1, ViewingPlace.ALONE)
    with pytest.raises(NoSuchApplication):
        await world.apps.queries.card(replace(REQUEST, workspace="T2"), 1, ViewingPlace.ALONE)


async def test_a_card_offers_to_undo_and_says_what_blocks(world: World) -> None:
    """For ten minutes. The blocked submission is not among the steps."""
    await _create(world)
    await _advance(world, "assess_need>pre_submission")
    card = await world.apps.queries.card(REQUEST, 1, ViewingPlace.ALONE)

    assert card.undo
    assert card.undo.step == "assess_need>pre_submission"
    assert [s.key for s in card.blocked] == ["pre_submission>submitted"]
    assert "pre_submission>submitted" not in [s.key for s in card.steps]
    world.clock.advance(timedelta(minutes=11))
    assert (await world.apps.queries.card(REQUEST, 1, ViewingPlace.ALONE)).undo is None


async def test_what_one_may_not_know_cannot_be_found_by_asking_for_it(world: World) -> None:
    """A user who is not named searches for applications in review and does not find this one."""
    await _submitted(world)
    review = ApplicationFilter(phase=Phase.REVIEW)

    assert (await world.apps.queries.list(REQUEST, review, ViewingPlace.ALONE)).total == 1
    assert (await world.apps.queries.list(ANOTHER, review, ViewingPlace.ALONE)).total == 0
    assert (await world.apps.queries.list(REQUEST, review, ViewingPlace.PUBLIC)).total == 0
    everything = await world.apps.queries.list(ANOTHER, ApplicationFilter(), ViewingPlace.ALONE)
    assert [(s.id, s.title) for s in everything.seen] == [("A-1", None)]
    board = await world.apps.queries.board(ANOTHER, ViewingPlace.ALONE)
    assert [s.id for s in board.hidden] == ["A-1"]
    assert (await world.apps.queries.history(ANOTHER, 1, ViewingPlace.ALONE)) == ()


async def test_lists_come_in_pages(world: World) -> None:
    """Newest first."""
    for _ in range(25):
        await _create(world)
    page = await world.apps.queries.mine(REQUEST, ViewingPlace.ALONE, offset=20)

    assert page.total == 25
    assert [s.number for s in page.seen] == [5, 4, 3, 2, 1]


async def test_what_stood_still_for_a_month_is_stalled(world: World) -> None:
    """A note ends the stall."""
    await _create(world)
    await _create(world)
    world.clock.advance(timedelta(days=31))
    await world.apps.people.note(REQUEST, 2, "still at it")

    stalled = await world.apps.queries.stalled(REQUEST, ApplicationFilter(), ViewingPlace.ALONE)
    assert [s.id for s in stalled.seen] == ["A-1"]
    of_another = await world.apps.queries.stalled(REQUEST, ApplicationFilter(of="U9"), ViewingPlace.ALONE)
    assert of_another.total == 0


async def test_home_shows_mine_and_what_waits_for_me(world: World) -> None:
    """An application with the AMA waits for no team member. Other users' applications are not shown."""
    await _submitted(world)
    await _create(world)
    await _create(world, asked=ANOTHER)
    home = await world.apps.queries.home(REQUEST)

    assert [s.id for s in home.mine] == ["A-2", "A-1"]
    assert [s.id for s in home.waiting] == ["A-2"]
    assert home.total == 2


async def test_history_tells_notes_only_while_they_may_be_told(world: World) -> None:
    """While confidential, named people still see who moved what and when."""
    await _submitted(world)
    await world.apps.people.note(REQUEST, 1, "forms are in")
    told = await world.apps.queries.history(REQUEST, 1, ViewingPlace.ALONE, limit=2)
    assert [e.note for e in told] == ["forms are in", None]
    assert all(e.before is None for e in told)

    await _advance(
        world, "submitted>staff_review", "staff_review>advisor_review", "advisor_review>no_support"
    )
    told = await world.apps.queries.history(REQUEST, 1, ViewingPlace.ALONE, limit=99)
    assert {e.note for e in told} == {None}
    assert told[0].to is Stage.NO_SUPPORT
    older = await world.apps.queries.history(REQUEST, 1, ViewingPlace.ALONE, before=3, limit=99)
    assert [e.seq for e in older] == [2, 1]


async def test_the_dossier_is_the_draft_s(world: World) -> None:
    """With its collected material, for people who work on it."""
    await _create(world)
    await world.apps.papers.add_evidence(REQUEST, 1, "vignette#1", text="A 70-year-old who falls")

    assert "A 70-year-old who falls" in await world.apps.exports.dossier(REQUEST, 1)


async def test_the_table_leaves_out_what_the_asker_may_not_see(world: World) -> None:
    """One line per visible code, one line without a title for hidden applications. No cell is a formula."""
    await _submitted(world)
    await world.apps.editor.create(REQUEST, replace(NEW, title="=cmd|'/c calc'!A0"))
    mine = list(csv.DictReader(io.StringIO((await world.apps.exports.table(REQUEST)).lstrip("\ufeff"))))
    theirs = list(csv.DictReader(io.StringIO((await world.apps.exports.table(ANOTHER)).lstrip("\ufeff"))))

    assert [(r["application"], r["code"], r["category"]) for r in mine] == [
        ("A-2", "1", "PLA"),
        ("A-1", "1", "I"),
    ]
    assert mine[0]["title"].startswith("'=")
    assert [r["title"] for r in theirs] == ["'=cmd|'/c calc'!A0", ""]
    assert (theirs[1]["phase"], theirs[1]["stages"], theirs[1]["target"]) == ("", "", "")


async def test_codes_change_only_before_submission(world: World) -> None:
    """A change between meetings and quarters clears the target."""
    await _create(world)
    done = await world.apps.editor.set_codes(
        REQUEST, 1, [CodeForm(Category.I), CodeForm(Category.III)], expected=1
    )
    assert [c.target for c in done.application.codes] == [MAY, MAY]
    pla = await world.apps.editor.set_codes(REQUEST, 1, [CodeForm(Category.PLA)], expected=2)
    assert pla.application.target is None


async def test_a_code_that_stays_keeps_its_place_and_what_was_ticked_for_it(world: World) -> None:
    """The second code is replaced. Nothing of the old one counts for the new one."""
    await _create(world, Category.I, Category.III, Category.II)
    await world.apps.papers.tick(REQUEST, 1, "vignette#2")
    wanted = [CodeForm(Category.I, position=1), CodeForm(Category.II, position=3)]
    await world.apps.editor.set_codes(REQUEST, 1, wanted, expected=1)
    after = await world.apps.editor.set_codes(
        REQUEST, 1, [*wanted, CodeForm(Category.III, position=4)], expected=2
    )
    told = [(c.position, c.category) for c in after.application.codes]
    assert told == [(1, Category.I), (3, Category.II), (4, Category.III)]
    taken = await world.apps.editor.set_codes(REQUEST, 1, [CodeForm(Category.III)], expected=3)
    assert [c.position for c in taken.application.codes] == [5]


async def test_material_stands_outside_and_its_link_is_shown_to_the_named(world: World) -> None:
    """Other users do not see the link."""
    await _create(world)
    await world.apps.editor.set_material(REQUEST, 1, "https://docs.example.com/a")

    assert (await world.apps.queries.card(REQUEST, 1, ViewingPlace.ALONE)).seen.material
    other = await world.apps.queries.card(ANOTHER, 1, ViewingPlace.ALONE)
    assert other.seen.material is None
    assert Field.MATERIAL not in other.seen.fields


async def test_a_signature_is_recorded_for_a_named_member(world: World) -> None:
    """Not for a future day, and not for a person who is not named."""
    await _create(world)
    await world.apps.people.add_member(REQUEST, 1, "U2")
    done = await world.apps.people.sign(REQUEST, 1, "U2", TODAY)
    assert done.application.members[0].signed_on == TODAY
    for user, day in (("U9", TODAY), ("U2", TODAY + timedelta(days=1))):
        with pytest.raises(CodeDeskError):
            await world.apps.people.sign(REQUEST, 1, user, day)
