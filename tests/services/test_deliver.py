"""Each reminder is posted once: Slack refuses, an answer is lost, or the worker dies."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.deadlines.delivery import Delivery, DeliveryFailure, Status, Uncertainty
from bot.domain.deadlines.planning import Firing, MessageContent, MessageKind
from bot.domain.roles import MemberRole, Role
from bot.services.ports.clock import SystemClock
from bot.services.ports.database import Database
from bot.services.reminders.channels import Channels
from bot.services.reminders.deliver import Deliverer
from bot.services.reminders.delivery_settings import DeliverySettings
from bot.services.reminders.message_batches import group_deliveries
from bot.services.reminders.poster import (
    Answer,
    Lost,
    MessageContext,
    PostedReminder,
    PostRefused,
    ReminderMessage,
)
from tests.fakes import FakeClock, FakeDatabase, FakeUnitOfWork
from tests.services.reminder_setup import (
    NOW,
    QUICK,
    Never,
    StandIn,
    clock,
    deadline,
    deliverer,
    later,
    occurrence,
    put,
    render,
    run,
    subscribed,
)

Script = Callable[[str, int], Awaitable[PostedReminder | PostRefused | Lost | None]]


@pytest.fixture
def database() -> Database:
    """In memory. tests/storage runs the same contract on the real databases."""
    return FakeDatabase()


def first(*answers: PostedReminder | PostRefused | Lost | None) -> Script:
    """The first calls get these answers, later ones succeed."""

    async def answer(_marker: str, call: int) -> PostedReminder | PostRefused | Lost | None:
        return answers[call - 1] if call <= len(answers) else None

    return answer


async def row(database: Database, id_: int = 1) -> Delivery:
    """The stored row."""
    async with database.read() as work:
        found = await work.reminders.outbox.get("T1", id_)
    assert found
    return found


async def test_what_is_due_is_posted_once_and_never_again(database: Database) -> None:
    """For any number of ticks."""
    await put(database, occurrence(1), occurrence(2))
    poster = StandIn()
    worker = deliverer(database, poster, clock())
    assert [await run(worker) for _ in range(3)] == [2, 0, 0]

    assert len(poster.messages) == 2
    assert (await row(database)).status is Status.POSTED


async def test_what_is_not_due_yet_waits(database: Database) -> None:
    """A minute early is too early."""
    await put(database, occurrence(1, at=NOW + later(60)))
    poster, now = StandIn(), clock()
    worker = deliverer(database, poster, now)
    await run(worker)
    assert poster.messages == []

    now.advance(later(60))
    await run(worker)
    assert len(poster.messages) == 1


async def test_a_later_reminder_stands_in_the_thread_of_the_first(database: Database) -> None:
    """One message per deadline in the channel, not many."""
    await put(database, occurrence(1))
    poster, now = StandIn(), clock()
    worker = deliverer(database, poster, now)
    await run(worker)
    again = occurrence(1, at=NOW + later(60))
    await put(database, again._replace(firing=_with(again.firing, "2026-12-08/0")))
    now.advance(later(60))
    await run(worker)

    assert [thread for *_, thread in poster.messages] == [None, "1001.0"]


async def test_slack_s_retry_after_is_kept_to(database: Database) -> None:
    """A 429 posted nothing. It is retried when Slack says, not before."""
    await put(database, occurrence(1))
    poster, now = StandIn(first(PostRefused(retry_after=30))), clock()
    await run(deliverer(database, poster, now))
    now.advance(later(29))
    await run(deliverer(database, poster, now))
    assert poster.messages == []

    now.advance(later(1))
    await run(deliverer(database, poster, now))
    assert len(poster.messages) == 1


async def test_a_lost_answer_is_looked_for_before_anything_is_posted_again(database: Database) -> None:
    """Slack had it: it is found and not posted twice."""
    await put(database, occurrence(1))
    poster, now = StandIn(first(Lost())), clock()
    worker = deliverer(database, poster, now)
    await run(worker)
    assert (await row(database)).status is Status.UNCERTAIN
    await run(worker)

    assert len(poster.messages) == 1
    assert (await row(database)).posted_ts == "2000.0"


async def test_a_message_that_never_arrived_is_posted_after_looking(database: Database) -> None:
    """The history does not have it, so the post is not a repeat."""
    await put(database, occurrence(1))
    poster = StandIn(first(Never()))
    worker = deliverer(database, poster, clock())
    await run(worker)
    await run(worker)

    assert poster.texts() == ["panel:x:1 2026-12-01/7"]


async def test_without_a_look_at_the_history_a_repeat_says_that_it_may_be_one(database: Database) -> None:
    """Without the scope, a possible repeat is better than a lost reminder."""
    await put(database, occurrence(1))
    poster = StandIn(first(Lost()), readable=False)
    worker = deliverer(database, poster, clock())
    await run(worker)
    await run(worker)

    assert poster.texts() == ["panel:x:1 2026-12-01/7", "repeat: panel:x:1 2026-12-01/7"]


async def test_a_workspace_that_wants_no_repeats_is_asked(database: Database) -> None:
    """It is listed as undelivered until a user retries. The post still says that it may be a repeat."""
    await put(database, occurrence(1))
    poster, now = StandIn(first(Lost()), readable=False), clock()
    channels = Channels(database, now)
    await channels.set_uncertainty("T1", Uncertainty.FLAG)
    worker = deliverer(database, poster, now)
    for _ in range(3):
        await run(worker)
    assert [d.status for d in await channels.undelivered("T1")] == [Status.UNCERTAIN]
    assert len(poster.messages) == 1

    assert await channels.try_again("T1", "C1") == 1
    await run(worker)
    assert poster.texts()[1].startswith("repeat: ")


@pytest.mark.parametrize(
    "reason",
    [
        DeliveryFailure.CHANNEL_NOT_FOUND,
        DeliveryFailure.IS_ARCHIVED,
        DeliveryFailure.NOT_IN_CHANNEL,
        DeliveryFailure.MISSING_SCOPE,
    ],
)
async def test_who_subscribed_a_channel_is_told_that_it_cannot_be_reached(
    database: Database, reason: DeliveryFailure
) -> None:
    """One message for any number of waiting reminders. A retry requeues all of them."""
    await subscribed(database)
    await put(database, *(occurrence(n) for n in range(3)))
    poster, now = StandIn(first(*[PostRefused(reason)] * 3)), clock()
    worker = deliverer(database, poster, now)
    await run(worker)
    await run(worker)
    assert [(c, t) for c, _, t, _ in poster.messages] == [("U1", f"dead:C1 2026-12-01/{reason}")]

    channels = Channels(database, now)
    assert {d.reason for d in await channels.undelivered("T1")} == {reason}
    assert await channels.try_again("T1", "C1") == 3
    await run(worker)
    assert len(poster.texts("C1")) == 3


async def outage(worker: Deliverer, now: FakeClock, lasting: timedelta) -> None:
    """Ticks every quarter of an hour until the outage is over."""
    for _ in range(int(lasting / timedelta(minutes=15)) + 1):
        await run(worker)
        now.advance(timedelta(minutes=15))


@pytest.mark.parametrize("answer", [Never(), PostRefused(retry_after=0.0)])
@pytest.mark.parametrize("hours", [0.1, 6, 70])
async def test_an_outage_loses_nothing(database: Database, answer: Answer, hours: float) -> None:
    """Minutes, hours or nearly three days: posted when Slack takes it again, and never given up meanwhile."""
    await subscribed(database)
    await put(database, occurrence(1))
    now = clock()
    over = now.now() + timedelta(hours=hours)

    async def until_over(_marker: str, _call: int) -> Answer | None:
        return answer if now.now() < over else None

    poster = StandIn(until_over)
    await outage(deliverer(database, poster, now), now, timedelta(hours=hours + 1))
    assert (await row(database)).status is Status.POSTED
    assert len(poster.texts("C1")) == 1
    assert poster.texts("U1") == []


async def test_what_fails_for_three_days_is_given_up_and_reported(database: Database) -> None:
    """72 hours, with a search after each attempt."""
    await subscribed(database)
    await put(database, occurrence(1))
    now = clock()

    async def only_letters(marker: str, _call: int) -> Answer | None:
        return Never() if marker == "d1" else None

    poster = StandIn(only_letters)
    await outage(deliverer(database, poster, now), now, timedelta(hours=74))
    letters = poster.texts("U1")
    assert letters
    assert letters[0].startswith("dead:C1 2026-12-04/too_often")


async def test_a_letter_about_undelivered_messages_is_never_given_up(database: Database) -> None:
    """Nobody would know otherwise: an outage as long as the reminders' own patience, and longer."""
    await subscribed(database)
    await put(database, occurrence(1))
    now = clock()
    over = now.now() + timedelta(hours=100)

    async def channel_gone_then_outage(marker: str, _call: int) -> Answer | None:
        if marker == "d1":
            return PostRefused(DeliveryFailure.CHANNEL_NOT_FOUND)
        return Never() if now.now() < over else None

    poster = StandIn(channel_gone_then_outage)
    await outage(deliverer(database, poster, now), now, timedelta(hours=101))
    assert poster.texts("U1") == ["dead:C1 2026-12-01/channel_not_found"]


@pytest.mark.parametrize("reason", [DeliveryFailure.TOKEN_REVOKED, DeliveryFailure.ACCOUNT_INACTIVE])
async def test_a_token_that_is_replaced_loses_nothing(database: Database, reason: DeliveryFailure) -> None:
    """After the first success anywhere in the workspace, all channels get what is dead: late, one message each."""
    await subscribed(database)
    await subscribed(database, "C2")
    await put(database, *(occurrence(n, channel) for n in range(3) for channel in ("C1", "C2")))
    now = clock()
    replaced = now.now() + timedelta(hours=5)

    async def revoked(_marker: str, _call: int) -> Answer | None:
        return PostRefused(reason) if now.now() < replaced else None

    poster = StandIn(revoked)
    worker = deliverer(database, poster, now)
    await run(worker)
    assert poster.messages == []

    now.advance(timedelta(hours=6))
    await put(database, occurrence(9, at=now.now()))
    await run(worker)
    await run(worker)
    assert [len(poster.texts(channel)) for channel in ("C1", "C2")] == [2, 1]
    assert all(f"panel:x:{n} " in poster.texts("C2")[0] for n in range(3))


async def test_invited_again_a_channel_gets_what_it_missed(database: Database) -> None:
    """But a success elsewhere says nothing of a channel that the app was removed from."""
    await subscribed(database)
    await put(database, occurrence(1), occurrence(2, "C2"))
    now = clock()

    async def kicked(marker: str, _call: int) -> Answer | None:
        return PostRefused(DeliveryFailure.NOT_IN_CHANNEL) if marker == "d1" and now.now() < back else None

    back = now.now() + timedelta(hours=1)
    poster = StandIn(kicked)
    worker = deliverer(database, poster, now)
    await run(worker)
    now.advance(timedelta(hours=2))
    await run(worker)
    assert poster.texts("C1") == []

    await put(database, occurrence(3, at=now.now()))
    await run(worker)
    await run(worker)
    assert len(poster.texts("C1")) == 2


async def test_what_is_given_up_is_looked_for_a_last_time(database: Database) -> None:
    """The last answer was lost too, but the message had arrived. No failure is reported."""
    await subscribed(database)
    await put(database, occurrence(1))
    poster, now = StandIn(first(*[Never()] * 7, Lost())), clock()
    await outage(deliverer(database, poster, now), now, timedelta(hours=3))

    assert (await row(database)).status is Status.POSTED
    assert poster.texts("U1") == []
    assert len(poster.texts("C1")) == 1


async def test_try_again_looks_for_what_may_have_arrived_before_it_was_given_up(database: Database) -> None:
    """The history was unreadable then. Now it can be read, and a found message is not posted again."""
    await subscribed(database)
    await put(database, occurrence(1))
    now = clock()

    async def lost(marker: str, _call: int) -> Answer | None:
        return Lost() if marker == "d1" else Never()

    poster = StandIn(lost, readable=False)
    worker = deliverer(database, poster, now)
    await outage(worker, now, timedelta(hours=74))
    assert (await row(database)).reason is DeliveryFailure.TOO_OFTEN
    posted = poster.texts("C1")

    poster.readable, poster.answers = True, None
    assert await Channels(database, now).try_again("T1", "C1") == 1
    await run(worker)
    assert (await row(database)).status is Status.POSTED
    assert poster.texts("C1") == posted


async def test_try_again_without_the_history_says_that_it_may_be_a_repeat(database: Database) -> None:
    """An answer was lost, then the bot was removed. Later the search is impossible."""
    await put(database, occurrence(1))
    poster, now = StandIn(first(Lost(), PostRefused(DeliveryFailure.NOT_IN_CHANNEL)), readable=False), clock()
    worker = deliverer(database, poster, now)
    await run(worker)
    await run(worker)
    assert (await row(database)).status is Status.DEAD

    await Channels(database, now).try_again("T1", "C1")
    await run(worker)
    assert poster.texts() == ["panel:x:1 2026-12-01/7", "repeat: panel:x:1 2026-12-01/7"]


async def test_after_a_downtime_a_channel_gets_one_message(database: Database) -> None:
    """72 hours of messages at once. A message that is only a minute late stays separate."""
    await put(
        database,
        *(occurrence(n, at=NOW - later(3600 * n)) for n in (10, 40, 72)),
        occurrence(80, at=NOW - later(60)),
        occurrence(90, channel="C2", at=NOW - later(9000)),
    )
    poster = StandIn()
    await run(deliverer(database, poster, clock()))

    assert sorted(len(t.split(", ")) for t in poster.texts("C1")) == [1, 3]
    assert len(poster.texts("C2")) == 1


def test_what_is_due_just_now_goes_with_what_a_downtime_held_back_of_the_same_reminder() -> None:
    """Otherwise two messages would show one deadline, the later one outside the thread."""

    def row(n: int, reminder: str, hours: float) -> Delivery:
        due = NOW - later(3600 * hours)
        return Delivery(
            n,
            "T1",
            "C1",
            reminder,
            f"{n}",
            MessageKind.REMINDER,
            MessageContent((deadline(),), 2),
            due,
            Status.CLAIMED,
        )

    rows = [row(1, "panel:x", 24), row(2, "panel:y", 24), row(3, "panel:x", 0), row(4, "panel:z", 0)]

    assert [unit.ids for unit in group_deliveries(rows, NOW - later(3600))] == [(1, 2, 3), (4,)]


async def test_a_downtime_s_message_whose_answer_was_lost_is_found_whole(database: Database) -> None:
    """Its reminders were posted as one message, and one search covers all of them."""
    await put(database, *(occurrence(n, at=NOW - later(3600 * n)) for n in (10, 40, 72)))
    poster = StandIn(first(Lost()))
    worker = deliverer(database, poster, clock())
    await run(worker)
    await run(worker)

    assert len(poster.messages) == 1
    assert {(await row(database, i)).status for i in (1, 2, 3)} == {Status.POSTED}


async def test_a_dead_worker_s_rows_are_free_when_its_lease_is_over(database: Database) -> None:
    """It had only claimed them: no search and no repeat label."""
    await put(database, occurrence(1))
    now = clock()
    async with database.write() as work:
        await work.reminders.outbox.claim("dead", now.now(), now.now() + later(5), 10)
        await work.commit()
    poster = StandIn(readable=False)
    worker = deliverer(database, poster, now)
    await run(worker)
    assert poster.messages == []

    now.advance(later(5))
    await run(worker)
    assert poster.texts() == ["panel:x:1 2026-12-01/7"]


async def test_a_message_that_is_to_wait_is_not_forgotten_while_others_of_its_channel_go_out(
    database: Database,
) -> None:
    """It is due again before the channel's other messages are done. No lease has to end first."""
    await put(database, occurrence(1), occurrence(2))
    now, second, on = clock(), asyncio.Event(), asyncio.Event()

    async def answer(_marker: str, call: int) -> PostRefused | None:
        if call == 2:
            second.set()
            await on.wait()
        return PostRefused(retry_after=1) if call == 1 else None

    poster = StandIn(answer)
    worker = deliverer(database, poster, now)
    await worker.tick()
    await second.wait()
    now.advance(later(2))
    await worker.tick()
    on.set()
    await worker.drain()

    assert sorted(poster.texts()) == ["panel:x:1 2026-12-01/7", "panel:x:2 2026-12-01/7"]


async def test_a_message_that_cannot_be_drawn_holds_no_other_back(database: Database) -> None:
    """Including messages in its own channel."""
    await put(database, occurrence(1), occurrence(2))
    poster = StandIn()

    async def draw(rows: Sequence[Delivery], message_context: MessageContext) -> ReminderMessage:
        if rows[0].id == 1:
            raise ValueError
        return await render(rows, message_context)

    await run(Deliverer(database, poster, clock(), draw, settings=QUICK))

    assert poster.texts() == ["panel:x:2 2026-12-01/7"]


async def test_a_process_that_has_just_started_holds_little_and_then_more_and_more(
    database: Database,
) -> None:
    """A process that crashes repeatedly leaves few rows under its lease."""
    await put(database, *(occurrence(n, f"C{n}") for n in range(60)))
    worker = deliverer(database, StandIn(), clock(), replace(QUICK, first=4, doubles=0.2, in_flight=30))

    assert await worker.tick() == 4
    assert await worker.tick() < 4
    await worker.drain()
    await asyncio.sleep(0.7)
    assert await run(worker) == 30


async def test_what_a_downtime_held_back_in_one_channel_may_be_more_than_fits(database: Database) -> None:
    """A channel's late rows stay together at any number. Until they are posted no more are claimed."""
    poster = StandIn()
    await put(database, *(occurrence(n, at=NOW - later(7200)) for n in range(9)))
    worker = deliverer(database, poster, clock(), replace(QUICK, first=2, in_flight=2))
    await worker.tick()
    await put(database, *(occurrence(n, f"D{n}") for n in range(9)))

    assert await worker.tick() == 0
    await worker.drain()
    assert len(poster.messages) == 1


async def test_a_worker_that_slept_past_its_lease_posts_nothing(database: Database) -> None:
    """Another worker took its row meanwhile."""
    await put(database, occurrence(1))
    now, slow, quick = clock(), StandIn(), StandIn()
    asleep = deliverer(database, slow, now, DeliverySettings(gap=0, lease=0.3, call=0.4))
    now_taken = await asleep.tick()
    now.advance(later(1))
    await run(deliverer(database, quick, now))
    await asleep.drain()

    assert now_taken == 1
    assert (len(slow.messages), len(quick.messages)) == (0, 1)


async def test_a_worker_stopped_before_the_call_sends_nothing_when_it_goes_on(database: Database) -> None:
    """The last check is right before the first byte. The message is posted once, by whoever holds the row."""
    await put(database, occurrence(1))
    now, poster = clock(), Stopped()
    poster.until = now
    worker = deliverer(database, poster, now)
    await run(worker)
    assert poster.messages == []
    assert (await row(database)).status is Status.DUE

    await run(worker)
    assert poster.texts() == ["panel:x:1 2026-12-01/7"]


async def test_a_long_queue_keeps_its_lease_while_its_worker_ticks(database: Database) -> None:
    """Ten messages at one a second take longer than a short lease. None is released or taken over."""
    now, poster = SystemClock(ZoneInfo("UTC")), StandIn()
    worker = deliverer(database, poster, now, DeliverySettings(gap=0.1, gather=0, lease=0.7, call=0.1))
    await put(database, *(occurrence(n, at=now.now()) for n in range(8)))
    for _ in range(30):
        await worker.tick()
        await asyncio.sleep(0.05)
    await worker.drain()

    assert worker.tally.outcomes == {"posted": 8}


async def test_who_takes_over_looks_only_when_the_call_before_is_over(database: Database) -> None:
    """If clocks differ, a lease may look expired while its holder is posting."""
    await put(database, occurrence(1))
    now, slow, ahead = clock(), StandIn(), clock(NOW + later(3600))
    other = deliverer(database, slow, ahead, DeliverySettings(gap=0, gather=0, lease=5, call=0.2))

    async def in_the_middle(_marker: str, _call: int) -> None:
        await other.tick()  # an hour ahead: this worker sees the lease as expired
        await asyncio.sleep(0.05)

    poster = StandIn(in_the_middle)
    slow.messages = poster.messages
    await run(deliverer(database, poster, now))
    await other.drain()

    assert len(poster.messages) == 1
    assert (await row(database)).status is Status.POSTED


async def test_a_lost_answer_is_looked_for_after_a_moment_whatever_the_clocks_say(database: Database) -> None:
    """A worker with a fast clock skips the recorded wait; the message appears later."""
    await put(database, occurrence(1))
    settings = replace(QUICK, settle=0.2)
    poster = StandIn(first(Never()))
    await run(deliverer(database, poster, clock(), settings))
    other = deliverer(database, poster, clock(NOW + later(3600)), settings)
    await other.tick()
    await asyncio.sleep(0.05)
    poster.messages.append(("C1", (await row(database)).marker or "", "panel:x:1", None))
    await other.drain()

    assert len(poster.messages) == 1
    assert (await row(database)).status is Status.POSTED


async def test_what_waits_to_be_looked_for_holds_up_nobody_else_in_its_channel(database: Database) -> None:
    """A healthy reminder is posted meanwhile."""
    await put(database, occurrence(1))
    settings = replace(QUICK, settle=0.3)
    poster = StandIn(first(Never()))
    await run(deliverer(database, poster, clock(), settings))
    await put(database, occurrence(2))
    other = deliverer(database, poster, clock(), settings)
    await other.tick()
    await asyncio.sleep(0.1)
    early = poster.texts()
    await other.drain()

    assert early == ["panel:x:2 2026-12-01/7"]
    assert sorted(poster.texts()) == ["panel:x:1 2026-12-01/7", "panel:x:2 2026-12-01/7"]


async def test_what_another_had_meanwhile_is_read_anew_by_whoever_takes_it_again(database: Database) -> None:
    """One queue has old row data: another worker took the row, posted it and lost the answer."""
    await put(database, occurrence(1), occurrence(2))
    now, first_call, on = clock(), asyncio.Event(), asyncio.Event()

    async def wait(_marker: str, call: int) -> None:
        if call == 1:
            first_call.set()
            await on.wait()

    slow = StandIn(wait)
    queueing = deliverer(database, slow, now)
    await queueing.tick()  # the second reminder waits for the first
    await first_call.wait()
    now.advance(later(6))
    other = StandIn(first(Lost(), Lost()))
    other.messages = slow.messages
    await run(deliverer(database, other, now))
    await queueing.tick()  # this worker claims the row again, with new data
    on.set()
    await queueing.drain()
    for _ in range(2):
        await run(queueing)

    assert slow.texts().count("panel:x:2 2026-12-01/7") == 1


async def test_what_was_marked_long_ago_is_not_sent(database: Database) -> None:
    """A worker with a wrong clock may have taken it over and searched. A call must start soon after its mark."""
    await put(database, occurrence(1))
    poster = StandIn()
    await run(deliverer(database, poster, clock(), replace(QUICK, gather=0.2, call=0.1)))

    assert poster.messages == []
    assert (await row(database)).status is Status.DUE
    assert (await row(database)).attempts == 0, "a slow database is no failure of Slack's"


async def test_an_answer_is_noted_when_the_database_is_back() -> None:
    """The database was down briefly. Nothing is searched for and nothing is repeated."""
    away = Away()
    await put(away, occurrence(1))

    async def gone(_marker: str, _call: int) -> None:
        away.times = 2

    poster = StandIn(gone, readable=False)
    await run(deliverer(away, poster, clock()))

    assert away.times == 0
    assert (await row(away)).status is Status.POSTED
    assert len(poster.messages) == 1


async def test_nothing_is_posted_that_could_not_be_noted_before() -> None:
    """The database fails between claim and call. The row is free as soon as it is back."""
    away, poster = Away(), StandIn(readable=False)
    await put(away, occurrence(1))
    worker = deliverer(away, poster, clock())
    await worker.tick()
    away.times = 1
    await worker.drain()
    assert poster.messages == []

    await run(worker)
    assert poster.texts() == ["panel:x:1 2026-12-01/7"]


async def test_the_admins_are_told_of_a_dead_channel_rather_than_who_subscribed_it(
    database: Database,
) -> None:
    """Every admin, by direct message."""
    await subscribed(database)
    async with database.write() as work:
        for user in ("U8", "U9"):
            await work.roles.put("T1", MemberRole(user, Role.ADMIN, "terminal", NOW))
        await work.commit()
    await put(database, occurrence(1))
    poster = StandIn(first(PostRefused(DeliveryFailure.IS_ARCHIVED)))
    worker = deliverer(database, poster, clock())
    await run(worker)
    await run(worker)

    assert [c for c, *_ in poster.messages] == ["U8", "U9"]


async def test_the_clock_set_forward_makes_no_worker_double_its_own_message(database: Database) -> None:
    """Its own leases look expired, but it knows what it is posting."""
    await put(database, occurrence(1))
    now = clock()

    async def set_forward(_marker: str, call: int) -> None:
        now.advance(later(86_400))
        if call == 1:
            await worker.tick()

    poster = StandIn(set_forward)
    worker = deliverer(database, poster, now)
    await run(worker)
    await run(worker)

    assert len(poster.messages) == 1


async def test_the_clock_set_back_leaves_nothing_behind(database: Database) -> None:
    """A lease that ends tomorrow is invalid. The planning tick frees its rows."""
    await put(database, occurrence(1))
    ahead = clock(NOW + later(86_400))
    async with database.write() as work:
        await work.reminders.outbox.claim("dead", ahead.now(), ahead.now() + later(60), 10)
        await work.commit()
    now, poster = clock(), StandIn()
    await run(deliverer(database, poster, now))
    assert poster.messages == []

    assert await Channels(database, now).recover(later(QUICK.lease)) == 1
    await run(deliverer(database, poster, now))
    assert len(poster.messages) == 1


class Stopped(StandIn):
    """Simulates one SIGSTOP between the mark and the first byte, longer than the lease."""

    until: FakeClock | None = None

    async def post(
        self,
        workspace: str,
        channel: str,
        message: ReminderMessage,
        *,
        thread: str | None,
        marker: str,
        may_send: Callable[[], bool],
    ) -> Answer:
        """Like StandIn's, much later."""
        if self.until:
            self.until.advance(later(3600))
            self.until = None
        return await super().post(
            workspace, channel, message, thread=thread, marker=marker, may_send=may_send
        )


class Away(FakeDatabase):
    """A database whose next `count` writes fail."""

    times = 0

    @asynccontextmanager
    async def write(self) -> AsyncIterator[FakeUnitOfWork]:
        """FakeDatabase's write, or OSError."""
        if self.times:
            self.times -= 1
            raise OSError
        async with super().write() as work:
            yield work


def _with(firing: Firing, occurrence_id: str) -> Firing:
    return replace(firing, occurrence=occurrence_id)
