"""The outbox: one row per message, one holder per row; on the fake, SQLite and PostgreSQL."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from bot.domain.deadlines.delivery import Delivery, DeliveryFailure, Status
from bot.domain.deadlines.planning import Firing, Occurrence
from bot.services.ports.database import Database
from bot.services.ports.delivery_outcomes import Dead, DeliveredOutcome, Outcome, Retry, Started, Unsure
from storage.engine import SqlDatabase
from tests.services.reminder_setup import NOW, deadline, occurrence, put

LEASE = NOW + timedelta(seconds=60)
AFTER = LEASE + timedelta(seconds=1)


async def _claim(
    database: Database, holder: str = "A", now: datetime = NOW, until: datetime = LEASE, limit: int = 100
) -> Sequence[Delivery]:
    async with database.write() as work:
        rows = await work.reminders.outbox.claim(holder, now, until, limit)
        await work.commit()
    return rows


async def _record(database: Database, *outcomes: Outcome, holder: str = "A") -> list[list[int]]:
    async with database.write() as work:
        changed = [sorted(await work.reminders.outbox.record(holder, [o])) for o in outcomes]
        await work.commit()
    return changed


async def _rows(database: Database, workspace: str = "T1") -> Sequence[Delivery]:
    async with database.read() as work:
        return await work.reminders.outbox.planned(workspace, NOW - timedelta(days=400), None)


async def _row(database: Database, id_: int) -> Delivery:
    async with database.read() as work:
        found = await work.reminders.outbox.get("T1", id_)
    assert found
    return found


async def test_a_message_comes_back_as_it_was_planned(database: Database) -> None:
    """With all its content. Other workspaces do not see it."""
    planned = occurrence()
    await put(database, planned)
    [row] = await _rows(database)

    assert (row.channel, row.reminder, row.occurrence) == ("C1", "panel:x:1", "2026-12-01/7")
    assert (row.content, row.due_at, row.status) == (planned.firing.content, NOW, Status.DUE)
    assert await _rows(database, "T2") == []


async def test_the_same_message_stands_once(database: Database) -> None:
    """Planned twice, in one or two transactions. Other channels and workspaces have their own."""
    await put(database, occurrence(), occurrence())
    await put(database, occurrence(), occurrence(channel="C2"))
    await put(database, occurrence(), workspace="T2")

    assert len(await _rows(database)) == 2
    assert len(await _rows(database, "T2")) == 1


async def test_what_replanning_took_back_stands_up_again_and_nothing_else(database: Database) -> None:
    """For a date that was changed and changed back."""
    await put(database, occurrence(1), occurrence(2))
    first, second = await _rows(database)
    async with database.write() as work:
        await work.reminders.outbox.cancel("T2", [first.id], DeliveryFailure.REPLANNED)
        await work.reminders.outbox.cancel("T1", [first.id], DeliveryFailure.REPLANNED)
        await work.reminders.outbox.cancel("T1", [second.id], DeliveryFailure.REFUSED)
        await work.commit()
    assert await _rows(database) == []
    await put(database, occurrence(1), occurrence(2))

    assert [row.id for row in await _rows(database)] == [first.id]


async def test_a_row_has_one_holder_until_its_lease_is_over(database: Database) -> None:
    """The next worker gets it then, not before. It was only claimed, so no search is needed."""
    await put(database, occurrence())
    assert len(await _claim(database, "A")) == 1
    assert await _claim(database, "B") == []
    [row] = await _claim(database, "B", AFTER, AFTER + timedelta(seconds=60))

    assert (row.status, row.suspect, row.attempts) == (Status.CLAIMED, False, 0)


async def test_a_lease_is_renewed_by_its_holder_alone(database: Database) -> None:
    """While it waits for its turn. Nothing else about the row changes."""
    await put(database, *(occurrence(n, f"C{n}") for n in range(3)))
    a, b, c = (row.id for row in await _claim(database))
    await _record(database, Started((b,), "d", NOW), DeliveredOutcome((c,), "1.1", NOW))
    until = AFTER + timedelta(seconds=60)
    async with database.write() as work:
        await work.reminders.outbox.renew("B", [a, b, c], until + timedelta(days=1))
        await work.reminders.outbox.renew("A", [a, b, c], until)
        await work.commit()

    assert await _claim(database, "B", AFTER, until) == []
    assert [(await _row(database, i)).next_at for i in (a, b, c)] == [until, until, None]


async def test_what_was_being_posted_is_suspect_afterwards(database: Database) -> None:
    """With its marker, thread and time of the first attempt."""
    await put(database, occurrence())
    [row] = await _claim(database)
    assert await _record(database, Started((row.id,), "d1", NOW, "9.1")) == [[row.id]]
    assert await _claim(database) == []
    [again] = await _claim(database, "B", AFTER, AFTER + timedelta(seconds=60))

    assert (again.suspect, again.marker, again.thread) == (True, "d1", "9.1")
    assert (again.first_sent_at, again.attempts) == (NOW, 1)


async def test_a_worker_that_lost_its_lease_changes_nothing(database: Database) -> None:
    """It woke up too late: another worker has the row."""
    await put(database, occurrence())
    [row] = await _claim(database)
    await _claim(database, "B", AFTER, AFTER + timedelta(seconds=60))
    ids = (row.id,)
    tried = await _record(
        database,
        Started(ids, "d1", AFTER),
        DeliveredOutcome(ids, "1.1", AFTER),
        Retry(ids, AFTER),
        Unsure(ids, None),
        Dead(ids, DeliveryFailure.REFUSED),
    )

    assert tried == [[]] * 5
    assert (await _row(database, row.id)).status is Status.CLAIMED


@pytest.mark.parametrize(
    ("outcome", "status", "free_at"),
    [
        (DeliveredOutcome((1,), "1.1", NOW), Status.POSTED, None),
        (Retry((1,), AFTER), Status.DUE, AFTER),
        (Retry((1,), AFTER, suspect=True), Status.DUE, AFTER),
        (Unsure((1,), AFTER), Status.UNCERTAIN, AFTER),
        (Unsure((1,), None), Status.UNCERTAIN, None),
        (Dead((1,), DeliveryFailure.IS_ARCHIVED), Status.DEAD, None),
    ],
)
async def test_an_outcome_says_when_the_row_is_free_again(
    database: Database,
    outcome: DeliveredOutcome | Retry | Unsure | Dead,
    status: Status,
    free_at: datetime | None,
) -> None:
    """Or that it is not free."""
    await put(database, occurrence())
    [row] = await _claim(database)
    await _record(database, Started((row.id,), "d1", NOW), replace(outcome, ids=(row.id,)))
    after = await _row(database, row.id)
    assert (after.status, after.next_at) == (status, free_at)
    assert await _claim(database, "B", AFTER - timedelta(seconds=1), AFTER + timedelta(seconds=60)) == []

    taken = await _claim(database, "B", AFTER, AFTER + timedelta(seconds=60))
    suspect = isinstance(outcome, Unsure) or (isinstance(outcome, Retry) and outcome.suspect)
    assert [t.suspect for t in taken] == ([suspect] if free_at else [])


async def test_an_attempt_that_never_left_counts_for_none(database: Database) -> None:
    """A late mark says nothing about the channel."""
    await put(database, occurrence())
    [row] = await _claim(database)
    await _record(
        database, Started((row.id,), "d1", NOW), Retry((row.id,), AFTER, suspect=True, unbegun=True)
    )
    after = await _row(database, row.id)
    assert (after.attempts, after.suspect) == (0, True)


@pytest.mark.parametrize("suspect", [True, False])
async def test_what_was_given_up_stays_as_suspect_as_it_was(database: Database, suspect: bool) -> None:
    """The next try searches first, or posts."""
    await put(database, occurrence())
    [row] = await _claim(database)
    await _record(
        database, Started((row.id,), "d1", NOW), Dead((row.id,), DeliveryFailure.IS_ARCHIVED, suspect=suspect)
    )
    async with database.write() as work:
        await work.reminders.outbox.try_again("T1", row.channel, AFTER)
        await work.commit()
    [again] = await _claim(database, "B", AFTER, AFTER + timedelta(seconds=60))
    assert (again.suspect, again.attempts) == (suspect, 0)


async def test_what_was_posted_counts_whoever_holds_it_now(database: Database) -> None:
    """A worker was suspended past its lease during its call, and then has Slack's answer."""
    await put(database, occurrence())
    [row] = await _claim(database)
    await _record(database, Started((row.id,), "d1", NOW))
    [taken] = await _claim(database, "B", AFTER, AFTER + timedelta(seconds=60))
    assert (row.orphaned, taken.orphaned) == (False, True)
    assert await _record(database, DeliveredOutcome((row.id,), "1.1", AFTER, "d2")) == [[]]
    assert await _record(database, DeliveredOutcome((row.id,), "1.1", AFTER, "d1")) == [[row.id]]
    assert await _record(database, Started((row.id,), "d1", AFTER), holder="B") == [[]]
    assert await _record(database, DeliveredOutcome((row.id,), "2.2", AFTER, "d1"), holder="B") == [[]]

    assert (await _row(database, row.id)).posted_ts == "1.1"


async def test_a_channel_s_messages_of_one_instant_go_to_one_worker(database: Database) -> None:
    """It keeps them a second apart. Two workers would not."""
    await put(database, *(occurrence(n, f"C{n % 2}") for n in range(6)))

    assert [row.channel for row in await _claim(database, "A", limit=2)] == ["C0"] * 3
    assert [row.channel for row in await _claim(database, "B", limit=3)] == ["C1"] * 3


async def test_the_oldest_are_claimed_first_and_no_more_than_asked(database: Database) -> None:
    """For any channel."""
    await put(database, *(occurrence(n, f"C{n}", NOW - timedelta(minutes=n)) for n in (1, 3, 2)))

    assert [row.channel for row in await _claim(database, limit=2)] == ["C3", "C2"]
    assert [row.channel for row in await _claim(database, "B", limit=2)] == ["C1"]


async def test_a_later_message_knows_the_thread_of_the_first(database: Database) -> None:
    """Of its own reminder, in its own channel and workspace."""
    await put(database, occurrence(1))
    await put(database, occurrence(1), workspace="T2")
    rows = await _claim(database)
    for n, row in enumerate(rows):
        await _record(database, Started((row.id,), "d", NOW), DeliveredOutcome((row.id,), f"10.{n}", NOW))
    mine = next(n for n, row in enumerate(rows) if row.workspace == "T1")
    await put(database, _at(occurrence(1), "x/2"), _at(occurrence(2), "x/2"), _at(occurrence(1, "C2"), "x/2"))

    assert {(r.channel, r.reminder): r.thread for r in await _claim(database)} == {
        ("C1", "panel:x:1"): f"10.{mine}",
        ("C1", "panel:x:2"): None,
        ("C2", "panel:x:1"): None,
    }
    async with database.read() as work:
        assert await work.reminders.outbox.thread("T1", "C1", "panel:x:1") == f"10.{mine}"
        assert await work.reminders.outbox.thread("T1", "C1", "panel:x:2") is None
        assert await work.reminders.outbox.known("T1", "C1", "panel:x:2")
        assert not await work.reminders.outbox.known("T2", "C1", "panel:x:2")
        content = await work.reminders.outbox.of_message("T1", "C1", f"10.{mine}")
        assert [row.reminder for row in content] == ["panel:x:1"]
        assert await work.reminders.outbox.of_message("T2", "C1", f"10.{mine}") == []
        assert await work.reminders.outbox.of_message("T1", "C2", f"10.{mine}") == []


async def test_a_message_on_its_way_is_found_however_long_ago_it_was_due(database: Database) -> None:
    """A user may press it before its mark is written, even after weeks of downtime."""
    await put(database, occurrence(1, at=NOW - timedelta(days=40)), occurrence(2, at=NOW))
    first, _ = await _claim(database)
    await _record(database, Started((first.id,), "d1", NOW))
    async with database.read() as work:
        sent = await work.reminders.outbox.under_way("T1", "C1")
        assert [row.marker for row in sent] == ["d1"]
        assert await work.reminders.outbox.under_way("T2", "C1") == []
        assert await work.reminders.outbox.under_way("T1", "C2") == []

    await _record(database, DeliveredOutcome((first.id,), "10.1", NOW))
    async with database.read() as work:
        assert await work.reminders.outbox.under_way("T1", "C1") == []


async def test_what_a_downtime_held_back_is_taken_by_channel(database: Database) -> None:
    """All rows due before then, only in these channels."""
    old = NOW - timedelta(hours=5)
    await put(
        database,
        *(occurrence(n, at=old + timedelta(minutes=n)) for n in range(4)),
        *(occurrence(9, at=NOW), occurrence(1, "C2", old + timedelta(minutes=1))),
    )
    [first] = await _claim(database, limit=1)
    async with database.write() as work:
        rest = await work.reminders.outbox.claim_late(
            "A", NOW, LEASE, NOW - timedelta(hours=1), frozenset({first.channel})
        )
        await work.commit()

    assert {r.reminder for r in (first, *rest)} == {f"panel:x:{n}" for n in range(4)}


async def test_a_refreshed_row_is_taken_from_whoever_has_only_claimed_it(database: Database) -> None:
    """That worker holds the old content. A row being posted stays as it is."""
    await put(database, occurrence(1), occurrence(2))
    first, second = await _claim(database)
    await _record(database, Started((second.id,), "d2", NOW))
    content = replace(first.content, deadlines=(deadline(day=date(2027, 2, 11)),))
    new = Firing(first.reminder, first.occurrence, NOW + timedelta(hours=1), first.kind, content)
    async with database.write() as work:
        await work.reminders.outbox.refresh("T1", [(first.id, new), (second.id, new)])
        await work.commit()
    refreshed = await _row(database, first.id)

    assert (refreshed.status, refreshed.content, refreshed.next_at) == (Status.DUE, content, new.at)
    assert (await _row(database, second.id)).content == second.content
    assert await _record(database, Started((first.id,), "d1", NOW)) == [[]]


async def test_many_outcomes_are_noted_together(database: Database) -> None:
    """Each with its own marker, thread and time."""
    await put(database, *(occurrence(n, f"C{n}") for n in range(5)))
    a, b, c, d, e = (row.id for row in await _claim(database))
    async with database.write() as work:
        outbox = work.reminders.outbox
        begun: list[Outcome] = [Started((i,), f"d{i}", NOW, f"{i}.0") for i in (a, b, c, d)]
        assert await outbox.record("A", begun) == {a, b, c, d}
        noted: list[Outcome] = [
            DeliveredOutcome((a,), "1.1", NOW),
            Retry((b,), AFTER),
            Unsure((c,), AFTER),
            Dead((d,), DeliveryFailure.REFUSED),
        ]
        assert await outbox.record("A", [*noted, Started((e,), "d", NOW)]) == {a, b, c, d, e}
        await work.commit()
    rows = [await _row(database, i) for i in (a, b, c, d, e)]

    expected = [Status.POSTED, Status.DUE, Status.UNCERTAIN, Status.DEAD, Status.POSTING]
    assert [row.status for row in rows] == expected
    assert [(row.marker, row.thread) for row in rows[:4]] == [(f"d{i}", f"{i}.0") for i in (a, b, c, d)]
    assert (rows[0].posted_ts, rows[1].next_at, rows[3].reason) == ("1.1", AFTER, DeliveryFailure.REFUSED)


async def test_a_cancelled_row_is_not_started(database: Database) -> None:
    """Unsubscribed while a worker held it."""
    await put(database, occurrence())
    [row] = await _claim(database)
    async with database.write() as work:
        await work.reminders.outbox.cancel("T1", [row.id], DeliveryFailure.REPLANNED)
        await work.commit()

    assert await _record(database, Started((row.id,), "d1", NOW)) == [[]]


async def test_operators_see_what_is_due_late_uncertain_and_dead(database: Database) -> None:
    """And a user can requeue stuck rows of a channel."""
    await put(database, *(occurrence(n) for n in range(4)), occurrence(9, "C2", NOW + timedelta(days=1)))
    a, b, c, d = await _claim(database, limit=3)
    for row in (a, b, c):
        await _record(database, Started((row.id,), "d", NOW))
    await _record(
        database,
        *(
            DeliveredOutcome((a.id,), "1.1", NOW),
            Unsure((b.id,), None),
            Dead((c.id,), DeliveryFailure.IS_ARCHIVED),
        ),
        Retry((d.id,), NOW, suspect=False),
    )
    async with database.write() as work:
        outbox = work.reminders.outbox
        numbers = await outbox.numbers(NOW)
        assert (numbers.due, numbers.planned, numbers.posted) == (1, 2, 1)
        assert (numbers.uncertain, numbers.dead, numbers.oldest_due_at) == (1, 1, NOW)
        assert {r.id for r in await outbox.undelivered("T1")} == {b.id, c.id}
        assert await outbox.undelivered("T2") == []
        assert await outbox.try_again("T2", "C1", NOW) == 0
        assert await outbox.try_again("T1", "C1", NOW) == 2
        assert await outbox.undelivered("T1") == []
        await work.commit()

    assert len(await _claim(database, "B")) == 3


async def test_leases_of_a_clock_that_was_set_back_are_freed(database: Database) -> None:
    """Leases that end too late are freed. A real lease stays."""
    await put(database, occurrence(1), occurrence(2, "C2"))
    await _claim(database, limit=1, until=NOW + timedelta(days=1))
    await _claim(database, limit=1)
    async with database.write() as work:
        assert await work.reminders.outbox.recover(NOW, NOW + timedelta(minutes=15)) == 1
        await work.commit()

    assert len(await _claim(database, "B")) == 1


async def test_what_a_clock_ahead_has_put_off_till_tomorrow_is_freed(database: Database) -> None:
    """Rows that Slack delayed for half an hour, and rows planned for tomorrow, stay as they are."""
    tomorrow = NOW + timedelta(days=1)
    await put(database, occurrence(1), occurrence(2), occurrence(3, at=tomorrow))
    a, b = (row.id for row in await _claim(database))
    await _record(database, Retry((a,), tomorrow), Retry((b,), NOW + timedelta(minutes=30)))
    async with database.write() as work:
        assert await work.reminders.outbox.recover(NOW, NOW + timedelta(minutes=15)) == 1
        await work.commit()

    assert [row.id for row in await _claim(database, "B")] == [a]


async def test_many_who_claim_at_once_share_and_never_double(sql: SqlDatabase) -> None:
    """Each row has one holder, and no row is left."""
    await put(sql, *(occurrence(n, f"C{n % 7}") for n in range(120)))

    async def all_of(holder: str) -> list[int]:
        mine: list[int] = []
        while rows := await _claim(sql, holder, limit=10):
            mine += [row.id for row in rows]
        return mine

    taken = await asyncio.gather(*(all_of(h) for h in "ABCD"))

    assert sorted(id_ for ids in taken for id_ in ids) == sorted(r.id for r in await _rows(sql))


def _at(planned: Occurrence, name: str) -> Occurrence:
    return planned._replace(firing=replace(planned.firing, occurrence=name))
