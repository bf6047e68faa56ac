"""The delivery tick: claim what is due, post it, note what became of it.

A committed reminder is never lost; it is posted once, except where Slack's answer is lost, and then the repeat
says so. What makes it hold:

- a row is claimed under a lease, marked as being posted in a transaction of its own *before* the call, and marked
  again after it. Of a worker that died, rows that were only claimed are simply free again once the lease has run
  out; only what was being posted is suspect, and is looked for in the channel before it is posted again;
- a call begins only while enough of the lease is left for its time limit, and soon after its mark, asked at the last
  moment before anything leaves; whoever takes over waits until it must be over before it looks;
- a mark changes only rows that the marker's worker still holds; only 'posted' counts whoever holds the row now.
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
    """What was taken together: the mark of it in the database, what is known of it, and whether it may be begun yet."""

    holder: str
    known: ChannelInfo
    still: Still


class Deliverer:
    """One for each process. `tick` returns soon; what it began goes on, and `drain` waits for it."""

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
        """`observe(outcome, seconds late)` hears of every message; outcomes are posted, found, retry, ...

        `limiter` paces channels together with whatever else posts there; without one they have a pace of their own.
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
        """Rows, and the claim that they are held under."""
        self._waiting: set[int] = set()
        self._began: float | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._renewed = (float("-inf"), datetime.min.replace(tzinfo=UTC))
        self._one_at_a_time: dict[Channel, asyncio.Lock] = {}

    async def tick(self) -> int:
        """Begin on everything that is due and fits; how many deliveries."""
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
        """Wait until everything begun is over."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    def _busy(self) -> int:
        """What waits to be looked for takes nobody's place: a young process would hold little else."""
        return len(self._in_flight) - len(self._waiting)

    def _may_hold(self) -> int:
        """More with every second since the first tick, for a process that lives is likely to live on."""
        self._began = _time() if self._began is None else self._began
        doubled = min((_time() - self._began) / self._pace.doubles, _DOUBLED_AT_MOST)
        return min(int(self._pace.first * 2.0**doubled), self._pace.in_flight)

    async def _renew(self) -> None:
        """Keep what waits for its turn, so that a long queue is not given back and claimed again and again."""
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
        # A holder for each claim: of what another worker had meanwhile, this one may hold an older reading yet, and
        # that must not count as the claim it has just made.
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
            # What waits before a look holds up nobody else.
            suspects = [[unit] for unit in made if unit.suspect]
            for part in filter(None, (*suspects, [unit for unit in made if not unit.suspect])):
                task = asyncio.create_task(self._channel(channel, part, claim))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)
        return len(rows)

    async def _channel(self, channel: Channel, in_order: Sequence[MessageBatch], claim: ClaimedBatch) -> None:
        if in_order[0].suspect:
            # By a clock that nobody sets, for whoever noted the row may have had a wrong one. A dead worker may be
            # about to call, or in the middle of it; a message whose answer was lost may stand a moment later.
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
        """What is to wait may be due again before the channel's others are over: it is no longer in flight."""
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
            except Exception as error:  # the database is away; whatever it has noted, nothing was sent
                _log.error(LogEvent.JOB_FAILED, error)
                await self._release(unit, claim, may_repeat=may_repeat)
                return
            if not held:
                return
            if len(held) < len(unit.rows):  # planned anew or taken by another while this one waited its turn
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
        """Whether this very process has not taken all of it anew meanwhile: it takes nobody's turn then."""
        return any(self._in_flight.get(id_) == claim.holder for id_ in unit.ids)

    def _still(self, claimed: datetime) -> Still:
        """Whether what was claimed then may be begun: by a clock that nobody sets, and one that goes on in sleep."""
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
        """How the message is to be posted; None where it is not now."""
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
        """It cannot be delivered: the workspace's admins are told so, once a day, by direct message."""
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
