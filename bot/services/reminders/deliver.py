"""The delivery tick: claim due rows, post them, record the outcome.

A committed reminder is never lost. It is posted once. If Slack's answer is lost, it may be posted again and the
repeat says so. This holds because:

- A row is claimed under a lease. It is marked as posting in its own transaction before the call, and marked again
  after the call. If a worker dies, rows that were only claimed are free when the lease expires. A row marked as
  posting is suspect: the channel is searched before it is posted again.
- A call starts only if the lease covers its time limit, and only soon after its mark. This is checked at the last
  moment before sending. A worker that takes over a row waits until that call must be over, then searches.
- A mark changes only rows that its worker still holds. The exception is 'posted', which always counts.
"""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from bot.domain.deadlines.delivery import Delivery, DeliveryFailure, Uncertainty
from bot.domain.deadlines.planning import Firing, MessageKind, Occurrence
from bot.logs import LogEvent, get_logger
from bot.services.ports.database import Clock, Database
from bot.services.ports.delivery_outcomes import Dead, DeliveredOutcome, Retry, Started, Unsure
from bot.services.rate_limit import RateLimiter
from bot.services.reminders.channel_info import Channel, ChannelInfo, load_channel_info
from bot.services.reminders.delivery_settings import DeliverySettings, Tally
from bot.services.reminders.ledger import DeliveryLedger
from bot.services.reminders.message_batches import MessageBatch, group_deliveries
from bot.services.reminders.post_decision import (
    GiveUp,
    PostNow,
    RecordOutcome,
    decide_after_post,
    decide_after_search,
)
from bot.services.reminders.poster import ChannelPoster, MessageContext, ReminderMessage, Render

_log = get_logger("reminders")
_WORKSPACE_WIDE = frozenset({DeliveryFailure.ACCOUNT_INACTIVE, DeliveryFailure.TOKEN_REVOKED})
_WITHOUT_LETTER = frozenset({MessageKind.DEAD_LETTER, MessageKind.DIRECT, MessageKind.NUDGE})
"""Direct messages: where a person cannot be written to, no letter is sent about it."""
_UTC = "UTC"
_MAX_DOUBLINGS = 20
REVIVE_EVERY = timedelta(minutes=1)
REVIVE_FOR = timedelta(days=30)
"""Older messages than that are not taken up again: their deadlines are long over."""
StartCheck = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class ClaimedBatch:
    """Rows claimed together: the claim id in the database, the channel info, and a check that posting may still
    start.
    """

    holder: str
    info: ChannelInfo
    may_send: StartCheck


class Deliverer:
    """Delivers due rows.

    One per process. `tick` returns soon and its work continues in tasks; `drain` waits for them.
    """

    def __init__(
        self,
        database: Database,
        poster: ChannelPoster,
        clock: Clock,
        render: Render,
        *,
        settings: DeliverySettings | None = None,
        limiter: RateLimiter | None = None,
        observe: Callable[[str, float], None] = lambda _outcome, _late: None,
    ) -> None:
        """`observe(outcome, seconds_late)` is called for every message. Outcomes: posted, found, retry, ...

        `limiter` is shared with everything else that posts in these channels; without one the deliverer makes its own.
        """
        self.tally = Tally()
        self._database = database
        self._poster = poster
        self._clock = clock
        self._render = render
        self._settings = settings or DeliverySettings()
        self._observe = observe
        self._ledger = DeliveryLedger(database, gather=self._settings.gather, retry_for=self._settings.lease)
        self._limiter = limiter or RateLimiter(self._settings.gap)
        self._calls = asyncio.Semaphore(self._settings.at_once)
        self._in_flight: dict[int, str] = {}
        """Row ids, with the claim that holds them."""
        self._waiting: set[int] = set()
        self._started_at: float | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._renewed_at = (float("-inf"), datetime.min.replace(tzinfo=UTC))
        self._channel_locks: dict[Channel, asyncio.Lock] = {}
        self._looked_for_dead: dict[str, datetime] = {}
        """When each workspace was last found to have no dead rows."""

    async def tick(self) -> int:
        """Start everything that is due and fits. Returns the number of deliveries."""
        begun = 0
        while (room := min(self._settings.batch, self._row_limit() - self._rows_in_progress())) > 0:
            await self._renew()
            taken = await self._claim(room)
            begun += taken
            if taken < room:
                break
        await self._renew()
        self.tally.last_tick = self._clock.now()
        return begun

    async def drain(self) -> None:
        """Wait until all started deliveries end."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    def _rows_in_progress(self) -> int:
        """Rows in flight, without those that wait before a search. Otherwise a new process would hold little else."""
        return len(self._in_flight) - len(self._waiting)

    def _row_limit(self) -> int:
        """The limit of rows to hold.

        It grows after the first tick: a process that has run for a while is likely to keep running.
        """
        self._started_at = _time() if self._started_at is None else self._started_at
        doubled = min((_time() - self._started_at) / self._settings.doubles, _MAX_DOUBLINGS)
        return min(int(self._settings.first * 2.0**doubled), self._settings.in_flight)

    async def _renew(self) -> None:
        """Extend the lease of waiting rows. Otherwise a long queue would expire and be claimed again and again."""
        if not self._in_flight or _time() - self._renewed_at[0] < self._settings.lease / 4:
            return
        at = _time(), self._clock.now()
        async with self._database.write() as work:
            until = at[1] + timedelta(seconds=self._settings.lease)
            for holder, ids in _by_holder(self._in_flight).items():
                await work.reminders.outbox.renew(holder, ids, until)
            await work.commit()
        self._renewed_at = at

    async def _claim(self, room: int) -> int:
        # Each claim has its own id. This process may still hold rows from an older claim that another worker took
        # meanwhile. Those must not count as part of the new claim.
        now, holder = self._clock.now(), uuid4().hex
        until, late = (
            now + timedelta(seconds=self._settings.lease),
            now - timedelta(seconds=self._settings.late),
        )
        async with self._database.write() as work:
            outbox = work.reminders.outbox
            rows = list(await outbox.claim(holder, now, until, room))
            held_back = frozenset(row.channel for row in rows if row.due_at < late)
            if held_back:
                rows += await outbox.claim_late(holder, now, until, late, held_back)
            info = await load_channel_info(work, rows)
            await work.commit()
        claim = ClaimedBatch(holder, info, self._start_check(now))
        self._in_flight.update(dict.fromkeys((row.id for row in rows), holder))
        for channel, channel_rows in _by_channel(rows).items():
            batches = group_deliveries(channel_rows, late)
            # A message that waits before a search must not delay the others.
            suspects = [[batch] for batch in batches if batch.suspect]
            for part in filter(None, (*suspects, [batch for batch in batches if not batch.suspect])):
                task = asyncio.create_task(self._channel(channel, part, claim))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)
        return len(rows)

    async def _channel(self, channel: Channel, in_order: Sequence[MessageBatch], claim: ClaimedBatch) -> None:
        if in_order[0].suspect:
            # Wait by the monotonic clock, because the worker that marked the row may have had a wrong clock. A dead
            # worker's call may still be starting or running. A message whose answer was lost may appear a moment
            # later.
            self._waiting.update(in_order[0].ids)
            await asyncio.sleep(2 * self._settings.call if in_order[0].orphaned else self._settings.settle)
            self._waiting.difference_update(in_order[0].ids)
        lock = self._channel_locks.setdefault(channel, asyncio.Lock())
        async with lock:
            for batch in in_order:
                await self._deliver_and_forget(channel, batch, claim)
        if not lock.locked():
            self._channel_locks.pop(channel, None)

    async def _deliver_and_forget(self, channel: Channel, batch: MessageBatch, claim: ClaimedBatch) -> None:
        """Remove the rows from `_in_flight` at the end.

        A row set to retry may be due again before the channel's other messages are done.
        """
        try:
            await self._deliver(channel, batch, claim)
        except Exception as error:
            _log.error(LogEvent.JOB_FAILED, error)
        finally:
            for id_ in batch.ids:
                if self._in_flight.get(id_) == claim.holder:
                    del self._in_flight[id_]

    async def _deliver(self, channel: Channel, batch: MessageBatch, claim: ClaimedBatch) -> None:
        if not self._is_current(batch, claim):
            return
        searched = await self._search(channel, batch, claim) if batch.suspect else PostNow(may_repeat=False)
        if searched is None:
            return
        may_repeat = searched.may_repeat
        await self._limiter.turn(channel)
        if not self._is_current(batch, claim):
            return
        async with self._calls:
            if not claim.may_send():
                await self._release(batch, claim, may_repeat=may_repeat)
                return
            message = await self._message(channel, batch, claim.info, may_repeat=may_repeat)
            begin_by = _time() + self._settings.call
            started = Started(batch.ids, batch.marker, self._clock.now(), batch.thread)
            try:
                held = await self._ledger.record(claim.holder, started)
            except (
                Exception
            ) as error:  # the database is down; nothing was sent, whether or not the mark was written
                _log.error(LogEvent.JOB_FAILED, error)
                await self._release(batch, claim, may_repeat=may_repeat)
                return
            if not held:
                return
            if len(held) < len(batch.rows):  # some rows were replanned or taken by another worker meanwhile
                batch = MessageBatch(tuple(row for row in batch.rows if row.id in held))
                message = await self._message(channel, batch, claim.info, may_repeat=may_repeat)
            self._limiter.begins(channel)
            answer = await self._poster.post(
                *channel,
                message,
                thread=started.thread,
                marker=started.marker,
                may_send=lambda: _time() <= begin_by and claim.may_send(),
            )
        verdict = decide_after_post(answer, batch, self._clock.now(), self._settings, may_repeat=may_repeat)
        await self._apply(channel, batch, verdict, claim)

    def _is_current(self, batch: MessageBatch, claim: ClaimedBatch) -> bool:
        """Whether this claim still holds any of the rows. If not, it must not use the channel's turn."""
        return any(self._in_flight.get(id_) == claim.holder for id_ in batch.ids)

    def _start_check(self, claimed: datetime) -> StartCheck:
        """Returns a check that the claim may still post.

        It uses the monotonic clock and the wall clock, which runs during sleep.
        """
        left, monotonic = self._settings.lease - self._settings.call, _time()

        def may_send() -> bool:
            held_since = max(monotonic, self._renewed_at[0])
            wall = max(claimed, self._renewed_at[1]) + timedelta(seconds=left)
            return _time() <= held_since + left and self._clock.now() <= wall

        return may_send

    async def _release(self, batch: MessageBatch, claim: ClaimedBatch, *, may_repeat: bool) -> None:
        await self._record("released", batch, claim, Retry(batch.ids, self._clock.now(), may_repeat))

    async def _message(
        self, channel: Channel, batch: MessageBatch, info: ChannelInfo, *, may_repeat: bool
    ) -> ReminderMessage:
        zone = info.zones.get(channel, _UTC)
        return await self._render(
            batch.rows,
            MessageContext(self._clock.now(), zone, may_repeat, len(batch.rows) > 1, self._late_since(batch)),
        )

    def _late_since(self, batch: MessageBatch) -> datetime | None:
        """When the batch was due, if that is long enough ago to be said; corrections and letters are due at once."""
        due = min(row.due_at for row in batch.rows)
        late = self._clock.now() - due >= timedelta(seconds=self._settings.said_late)
        return due if late and batch.rows[0].kind is not MessageKind.DEAD_LETTER else None

    async def _search(self, channel: Channel, batch: MessageBatch, claim: ClaimedBatch) -> PostNow | None:
        """Search for the message. Returns how to post it, or None if it is not to be posted now."""
        since = batch.first_sent_at or batch.rows[0].due_at
        async with self._calls:
            found = await self._poster.find(*channel, batch.marker, since=since, thread=batch.thread)
        flag = claim.info.uncertainty.get(channel[0]) is Uncertainty.FLAG
        verdict = decide_after_search(found, batch, self._clock.now(), self._settings, flag=flag)
        if isinstance(verdict, PostNow):
            return verdict
        await self._apply(channel, batch, verdict, claim)
        return None

    async def _apply(
        self, channel: Channel, batch: MessageBatch, verdict: RecordOutcome | GiveUp, claim: ClaimedBatch
    ) -> None:
        if isinstance(verdict, GiveUp):
            await self._give_up(channel, batch, verdict, claim)
            return
        if verdict.hold:
            self._limiter.hold(channel, verdict.hold)
        await self._record(verdict.name, batch, claim, verdict.what)
        if isinstance(verdict.what, DeliveredOutcome):
            await self._revive(channel)

    async def _revive(self, channel: Channel) -> None:
        """Take up again what is dead for a cause that is gone: Slack has just taken a message here.

        Each workspace is asked for dead rows at most every REVIVE_EVERY: most have none.
        """
        now, (workspace, _) = self._clock.now(), channel
        if now - self._looked_for_dead.get(workspace, datetime.min.replace(tzinfo=UTC)) < REVIVE_EVERY:
            return
        async with self._database.read() as work:
            dead = await work.reminders.outbox.undelivered(workspace)
        if not dead:
            self._looked_for_dead[workspace] = now
            return
        async with self._database.write() as work:
            if await work.reminders.outbox.revive(*channel, now, now - REVIVE_FOR):
                await work.commit()

    async def _give_up(
        self, channel: Channel, batch: MessageBatch, verdict: GiveUp, claim: ClaimedBatch
    ) -> None:
        """Mark as undeliverable and notify the workspace's admins by direct message, at most once a day."""
        (workspace, name), reason = channel, verdict.reason
        notices: list[tuple[str, Occurrence]] = []
        if reason not in _WORKSPACE_WIDE and batch.rows[0].kind not in _WITHOUT_LETTER:
            now = self._clock.now()
            notice = Firing(
                f"dead:{name}",
                f"{now:%Y-%m-%d}/{reason}",
                now,
                MessageKind.DEAD_LETTER,
                batch.rows[0].content,
            )
            notices += [(workspace, Occurrence(user, notice)) for user in claim.info.recipients(channel)]
        await self._record("dead", batch, claim, Dead(batch.ids, reason, verdict.suspect), notices)

    async def _record(
        self,
        outcome: str,
        batch: MessageBatch,
        claim: ClaimedBatch,
        what: DeliveredOutcome | Retry | Unsure | Dead,
        extra_messages: Sequence[tuple[str, Occurrence]] = (),
    ) -> None:
        await self._ledger.record(claim.holder, what, extra_messages)
        now = self._clock.now()
        for row in batch.rows:
            self.tally.outcomes[outcome] += 1
            self._observe(outcome, (now - row.due_at).total_seconds())


def _by_channel(rows: Iterable[Delivery]) -> dict[Channel, list[Delivery]]:
    found: dict[Channel, list[Delivery]] = {}
    for row in rows:
        found.setdefault((row.workspace, row.channel), []).append(row)
    return found


def _by_holder(in_flight: Mapping[int, str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for id_, holder in in_flight.items():
        found.setdefault(holder, []).append(id_)
    return found


def _time() -> float:
    return asyncio.get_running_loop().time()
