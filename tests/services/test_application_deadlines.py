"""An application's reminders follow its stage and target, in the same transaction."""

from datetime import UTC, date, datetime

import pytest

from bot.domain.applications.application import Category, CodeForm
from bot.domain.applications.confidentiality import ViewingPlace
from bot.domain.applications.errors import WhoWasFirst
from bot.domain.applications.stages import Stage
from bot.domain.applications.targets import PanelMeeting, Quarter
from bot.domain.deadlines.deadline import Topic
from bot.domain.deadlines.delivery import Delivery, Status
from bot.domain.deadlines.subscription import Schedule, Subscription
from bot.services.applications import ApplicationUseCases
from bot.services.applications.create import NewApplicationInput
from bot.services.applications.plan_deadlines import ReminderPlanner, aim_of
from bot.services.applications.posted_cards import PostedCardUseCases
from bot.services.ports.applications import PostedCard
from bot.services.ports.request_context import RequestContext
from bot.services.reminders.channels import Channels
from bot.services.reminders.dates import Dates
from bot.services.team.roles import TeamRoles
from tests.fakes import FakeClock, FakeDatabase

NOW = datetime(2026, 12, 14, 15, 0, tzinfo=UTC)
REQUEST = RequestContext("T1", "U1", date(2026, 12, 14))
MAY = PanelMeeting(2027, 5)


class World:
    """A channel subscribed to applications, and both features on one database."""

    def __init__(self) -> None:
        self.database, self.clock = FakeDatabase(), FakeClock(NOW)
        roles = TeamRoles(self.database, self.clock)
        self.applications = ApplicationUseCases.of(
            self.database, self.clock, roles, ReminderPlanner(self.clock)
        )
        self.channels = Channels(self.database, self.clock)
        self.dates = Dates(self.database, self.clock)

    def rows(self, status: Status = Status.DUE) -> list[Delivery]:
        """Messages about applications."""
        every = (held.row for held in self.database.state.reminders.outbox.values())
        return [row for row in every if row.reminder.startswith("app:") and row.status is status]


@pytest.fixture
async def world() -> World:
    """With one subscribed channel."""
    made = World()
    schedule = Schedule(topics=frozenset({Topic.APPLICATIONS}))
    await made.channels.subscribe("T1", Subscription("C1", "U1", schedule))
    return made


async def test_a_new_application_with_a_target_is_planned_with_it(world: World) -> None:
    """Its application deadline, and nothing beyond its stage."""
    await world.applications.editor.create(
        REQUEST, NewApplicationInput("Balance", (CodeForm(Category.I),), target=MAY)
    )

    assert {row.reminder for row in world.rows()} == {"app:A-1:app_deadline"}


async def test_moving_it_on_takes_back_what_no_longer_applies(world: World) -> None:
    """Withdrawn during preparation: every message about it is cancelled in the same transaction."""
    await world.applications.editor.create(
        REQUEST, NewApplicationInput("Balance", (CodeForm(Category.I),), target=MAY)
    )
    card = await world.applications.queries.card(REQUEST, 1, ViewingPlace.ALONE)
    before = len(world.rows())
    closing = next(s for s in card.steps if s.to in (Stage.NOT_PURSUED, Stage.WITHDRAWN))
    await world.applications.stages.advance(REQUEST, 1, closing.key, expected=card.seen.version)

    assert before > 0
    assert world.rows() == []
    assert len(world.rows(Status.CANCELLED)) == before
    assert await world.dates.of_application("T1", "A-1") == []


async def test_another_target_moves_its_messages(world: World) -> None:
    """To the fall meeting: no message is due within two months."""
    await world.applications.editor.create(
        REQUEST, NewApplicationInput("Balance", (CodeForm(Category.I),), target=MAY)
    )
    [before] = await world.dates.of_application("T1", "A-1")
    await world.applications.stages.retarget(REQUEST, 1, PanelMeeting(2027, 9), expected=1)
    [after] = await world.dates.of_application("T1", "A-1")

    assert before.when.expected.month == 2
    assert after.when.expected.month == 6
    assert world.rows() == []


async def test_a_change_that_fails_plans_nothing(world: World) -> None:
    """One transaction: an outdated version leaves the messages unchanged."""
    await world.applications.editor.create(
        REQUEST, NewApplicationInput("Balance", (CodeForm(Category.I),), target=MAY)
    )
    before = world.rows()
    with pytest.raises(WhoWasFirst):
        await world.applications.stages.retarget(REQUEST, 1, PanelMeeting(2027, 9), expected=99)

    assert world.rows() == before


async def test_a_pla_application_has_the_quarters_dates(world: World) -> None:
    """Not those of a Panel meeting."""
    new = NewApplicationInput("A test", (CodeForm(Category.PLA),), target=Quarter(2027, 3))
    done = await world.applications.editor.create(REQUEST, new)

    assert aim_of(done.application).pla
    assert {d.kind for d in await world.dates.of_application("T1", "A-1")} == {"pla_application"}


async def test_a_date_that_moves_has_the_cards_drawn_anew_that_show_it(world: World) -> None:
    """Only applications with that target, when a date is entered or withdrawn. Their threads get no message."""
    heard: list[str] = []
    dates = Dates(world.database, world.clock, heard.append)
    for target in (MAY, PanelMeeting(2027, 9)):
        await world.applications.editor.create(
            REQUEST, NewApplicationInput("Balance", (CodeForm(Category.I),), target=target)
        )
    async with world.database.write() as work:
        for number in (1, 2):
            card = PostedCard("T1", number, "C1", f"{number}.000100")
            await work.posted_cards.add(card, shows=1, told=1, on=world.clock.today())
        await work.commit()
    cards = PostedCardUseCases(world.database, world.clock)

    await dates.enter("T1", "panel:2027-05:app_deadline", date(2027, 2, 3), confirmed=True, by="U1")
    assert heard == ["T1"]
    held = await cards.lease_card("T1")
    assert held is not None
    assert (held.card.number, held.told) == (1, 1)
    await cards.mark_drawn(held)
    assert await cards.lease_card("T1") is None

    await dates.remove_date("T1", "panel:2027-05:app_deadline", by="U1")
    held = await cards.lease_card("T1")
    assert held is not None
    assert held.card.number == 1
