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
from bot.services.reminders.channel_info import Channel, ChannelInfo, about
from bot.services.reminders.delivery_settings import DeliverySettings, Tally
from bot.services.reminders.ledger import DeliveryLedger
from bot.services.reminders.message_batches import MessageBatch, units
from bot.services.reminders.post_decision import GiveUp, PostNow, RecordOutcome, after_looking, after_posting
from bot.services.reminders.poster import ChannelPoster, ReminderMessage, Render, Telling

_log = get_logger("reminders")
_WORKSPACE_WIDE = frozenset({DeliveryFailure.ACCOUNT_INACTIVE, DeliveryFailure.TOKEN_REVOKED})
_UTC = "UTC"
_DOUBLED_AT_MOST = 20
Still = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class ClaimedBatch:
    """Rows claimed together: the claim id in the database, the channel info, and a check that posting may still
    start.
    """

    holder: str
    known: ChannelInfo
    still: Still


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
        pace: DeliverySettings | None = None,
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
        self._pace = pace or DeliverySettings()
        self._observe = observe
        self._ledger = DeliveryLedger(database, gather=self._pace.gather, patience=self._pace.lease)
        self._limiter = limiter or RateLimiter(self._pace.gap)
        self._calls = asyncio.Semaphore(self._pace.at_once)
        self._in_flight: dict[int, str] = {}
        """Row ids, with the claim that holds them."""
        self._waiting: set[int] = set()
        self._began: float | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._renewed = (float("-inf"), datetime.min.replace(tzinfo=UTC))
        self._one_at_a_time: dict[Channel, asyncio.Lock] = {}

    async def tick(self) -> int:
        """Start everything that is due and fits. Returns the number of deliveries."""
        begun = 0
        while (room := min(self._pace.batch, self._may_hold() - self._busy())) > 0:
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

    def _busy(self) -> int:
        """Rows in flight, without those that wait before a search. Otherwise a new process would hold little else."""
        return len(self._in_flight) - len(self._waiting)

    def _may_hold(self) -> int:
        """The limit of rows to hold.

        It grows after the first tick: a process that has run for a while is likely to keep running.
        """
        self._began = _time() if self._began is None else self._began
        doubled = min((_time() - self._began) / self._pace.doubles, _DOUBLED_AT_MOST)
        return min(int(self._pace.first * 2.0**doubled), self._pace.in_flight)

    async def _renew(self) -> None:
        """Extend the lease of waiting rows. Otherwise a long queue would expire and be claimed again and again."""
        if not self._in_flight or _time() - self._renewed[0] < self._pace.lease / 4:
            return
        at = _time(), self._clock.now()
        async with self._database.write() as work:
            until = at[1] + timedelta(seconds=self._pace.lease)
            for holder, ids in _by_holder(self._in_flight).items():
                await work.reminders.outbox.renew(holder, ids, until)
            await work.commit()
        self._renewed = at

    async def _claim(self, room: int) -> int:
        # Each claim has its own id. This process may still hold rows from an older claim that another worker took
        # meanwhile. Those must not count as part of the new claim.
        now, holder = self._clock.now(), uuid4().hex
        until, late = now + timedelta(seconds=self._pace.lease), now - timedelta(seconds=self._pace.late)
        async with self._database.write() as work:
            outbox = work.reminders.outbox
            rows = list(await outbox.claim(holder, now, until, room))
            held_back = frozenset(row.channel for row in rows if row.due_at < late)
            if held_back:
                rows += await outbox.claim_late(holder, now, until, late, held_back)
            known = await about(work, rows)
            await work.commit()
        claim = ClaimedBatch(holder, known, self._still(now))
        self._in_flight.update(dict.fromkeys((row.id for row in rows), holder))
        for channel, theirs in _by_channel(rows).items():
            made = units(theirs, late)
            # A message that waits before a search must not delay the others.
            suspects = [[unit] for unit in made if unit.suspect]
            for part in filter(None, (*suspects, [unit for unit in made if not unit.suspect])):
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
            await asyncio.sleep(2 * self._pace.call if in_order[0].orphaned else self._pace.settle)
            self._waiting.difference_update(in_order[0].ids)
        lock = self._one_at_a_time.setdefault(channel, asyncio.Lock())
        async with lock:
            for unit in in_order:
                await self._deliver_and_forget(channel, unit, claim)
        if not lock.locked():
            self._one_at_a_time.pop(channel, None)

    async def _deliver_and_forget(self, channel: Channel, unit: MessageBatch, claim: ClaimedBatch) -> None:
        """Remove the rows from `_in_flight` at the end.

        A row set to retry may be due again before the channel's other messages are done.
        """
        try:
            await self._deliver(channel, unit, claim)
        except Exception as error:
            _log.error(LogEvent.JOB_FAILED, error)
        finally:
            for id_ in unit.ids:
                if self._in_flight.get(id_) == claim.holder:
                    del self._in_flight[id_]

    async def _deliver(self, channel: Channel, unit: MessageBatch, claim: ClaimedBatch) -> None:
        if not self._is_current(unit, claim):
            return
        looked = await self._look(channel, unit, claim) if unit.suspect else PostNow(may_repeat=False)
        if looked is None:
            return
        may_repeat = looked.may_repeat
        await self._limiter.turn(channel)
        if not self._is_current(unit, claim):
            return
        async with self._calls:
            if not claim.still():
                await self._release(unit, claim, may_repeat=may_repeat)
                return
            message = await self._message(channel, unit, claim.known, may_repeat=may_repeat)
            begin_by = _time() + self._pace.call
            started = Started(unit.ids, unit.marker, self._clock.now(), unit.thread)
            try:
                held = await self._ledger.record(claim.holder, started)
            except (
                Exception
            ) as error:  # the database is down; nothing was sent, whether or not the mark was written
                _log.error(LogEvent.JOB_FAILED, error)
                await self._release(unit, claim, may_repeat=may_repeat)
                return
            if not held:
                return
            if len(held) < len(unit.rows):  # some rows were replanned or taken by another worker meanwhile
                unit = MessageBatch(tuple(row for row in unit.rows if row.id in held))
                message = await self._message(channel, unit, claim.known, may_repeat=may_repeat)
            self._limiter.begins(channel)
            answer = await self._poster.post(
                *channel,
                message,
                thread=started.thread,
                marker=started.marker,
                still=lambda: _time() <= begin_by and claim.still(),
            )
        verdict = after_posting(answer, unit, self._clock.now(), self._pace, may_repeat=may_repeat)
        await self._settle(channel, unit, verdict, claim)

    def _is_current(self, unit: MessageBatch, claim: ClaimedBatch) -> bool:
        """Whether this claim still holds any of the rows. If not, it must not use the channel's turn."""
        return any(self._in_flight.get(id_) == claim.holder for id_ in unit.ids)

    def _still(self, claimed: datetime) -> Still:
        """Returns a check that the claim may still post.

        It uses the monotonic clock and the wall clock, which runs during sleep.
        """
        left, monotonic = self._pace.lease - self._pace.call, _time()

        def still() -> bool:
            held_since = max(monotonic, self._renewed[0])
            wall = max(claimed, self._renewed[1]) + timedelta(seconds=left)
            return _time() <= held_since + left and self._clock.now() <= wall

        return still

    async def _release(self, unit: MessageBatch, claim: ClaimedBatch, *, may_repeat: bool) -> None:
        await self._note("released", unit, claim, Retry(unit.ids, self._clock.now(), may_repeat))

    async def _message(
        self, channel: Channel, unit: MessageBatch, known: ChannelInfo, *, may_repeat: bool
    ) -> ReminderMessage:
        zone = known.zones.get(channel, _UTC)
        return await self._render(unit.rows, Telling(self._clock.now(), zone, may_repeat, len(unit.rows) > 1))

    async def _look(self, channel: Channel, unit: MessageBatch, claim: ClaimedBatch) -> PostNow | None:
        """Search for the message. Returns how to post it, or None if it is not to be posted now."""
        since = unit.first_sent_at or unit.rows[0].due_at
        async with self._calls:
            found = await self._poster.find(*channel, unit.marker, since=since, thread=unit.thread)
        flag = claim.known.uncertainty.get(channel[0]) is Uncertainty.FLAG
        verdict = after_looking(found, unit, self._clock.now(), self._pace, flag=flag)
        if isinstance(verdict, PostNow):
            return verdict
        await self._settle(channel, unit, verdict, claim)
        return None

    async def _settle(
        self, channel: Channel, unit: MessageBatch, verdict: RecordOutcome | GiveUp, claim: ClaimedBatch
    ) -> None:
        if isinstance(verdict, GiveUp):
            await self._bury(channel, unit, verdict, claim)
            return
        if verdict.hold:
            self._limiter.hold(channel, verdict.hold)
        await self._note(verdict.name, unit, claim, verdict.what)

    async def _bury(self, channel: Channel, unit: MessageBatch, verdict: GiveUp, claim: ClaimedBatch) -> None:
        """Mark as undeliverable and notify the workspace's admins by direct message, at most once a day."""
        (workspace, name), reason = channel, verdict.reason
        letters: list[tuple[str, Occurrence]] = []
        if reason not in _WORKSPACE_WIDE and unit.rows[0].kind is not MessageKind.DEAD_LETTER:
            now = self._clock.now()
            letter = Firing(
                f"dead:{name}", f"{now:%Y-%m-%d}/{reason}", now, MessageKind.DEAD_LETTER, unit.rows[0].told
            )
            letters += [(workspace, Occurrence(user, letter)) for user in claim.known.told(channel)]
        await self._note("dead", unit, claim, Dead(unit.ids, reason, verdict.suspect), letters)

    async def _note(
        self,
        outcome: str,
        unit: MessageBatch,
        claim: ClaimedBatch,
        what: DeliveredOutcome | Retry | Unsure | Dead,
        also: Sequence[tuple[str, Occurrence]] = (),
    ) -> None:
        await self._ledger.record(claim.holder, what, also)
        now = self._clock.now()
        for row in unit.rows:
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
