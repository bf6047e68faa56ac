"""Record many delivery outcomes in one transaction, to save commits."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain.deadlines.planning import Occurrence
from bot.services.ports.database import Database
from bot.services.ports.delivery_outcomes import Outcome, Started

_AT_ONCE = 200
_TRY_AGAIN_SECONDS = 0.25


@dataclass(frozen=True, slots=True, eq=False)
class _Waiting:
    holder: str
    outcome: Outcome
    extra_messages: Sequence[tuple[str, Occurrence]]
    since: float
    done: asyncio.Future[frozenset[int]]


class DeliveryLedger:
    """Writes outcomes in batches. One commit each allows about 550 a second; batches allow thousands."""

    def __init__(self, database: Database, *, gather: float = 0, retry_for: float = 0) -> None:
        """Both in seconds.

        Outcomes wait `gather` for others. While the database is down, outcomes of finished calls are retried for
        `retry_for`; without a record they would have to be searched for or posted again.
        """
        self._database = database
        self._gather = gather
        self._retry_for = retry_for
        self._waiting: list[_Waiting] = []
        self._writer: asyncio.Task[None] | None = None

    async def record(
        self, holder: str, outcome: Outcome, extra_messages: Sequence[tuple[str, Occurrence]] = ()
    ) -> frozenset[int]:
        """Record an outcome. Committed on return. Returns the rows `holder` still held.

        `extra_messages` are messages (workspace, occurrence) to add in the same transaction. Raises database errors.
        """
        loop = asyncio.get_running_loop()
        waiting = _Waiting(holder, outcome, extra_messages, loop.time(), loop.create_future())
        self._waiting.append(waiting)
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._write())
        return await waiting.done

    async def _write(self) -> None:
        while self._waiting:
            if self._gather:
                await asyncio.sleep(self._gather)
            batch, self._waiting = self._waiting[:_AT_ONCE], self._waiting[_AT_ONCE:]
            try:
                held = await self._write_batch(batch)
            except Exception as error:
                await self._handle_failure(batch, error)
                continue
            for entry in batch:
                if not entry.done.done():
                    entry.done.set_result(held[entry.holder].intersection(entry.outcome.ids))

    async def _handle_failure(self, batch: Sequence[_Waiting], error: Exception) -> None:
        """Fail marks of calls that have not started.

        Retry outcomes of finished calls; writing them twice is harmless.
        """
        now = asyncio.get_running_loop().time()
        again = [
            entry
            for entry in batch
            if not isinstance(entry.outcome, Started) and now - entry.since < self._retry_for
        ]
        for entry in set(batch).difference(again):
            if not entry.done.done():
                entry.done.set_exception(error)
        if again:
            self._waiting = [*again, *self._waiting]
            await asyncio.sleep(_TRY_AGAIN_SECONDS)

    async def _write_batch(self, batch: Sequence[_Waiting]) -> Mapping[str, frozenset[int]]:
        """The rows each holder still held."""
        by_holder: dict[str, list[Outcome]] = {}
        for entry in batch:
            by_holder.setdefault(entry.holder, []).append(entry.outcome)
        async with self._database.write() as work:
            outbox = work.reminders.outbox
            held = {holder: await outbox.record(holder, by_holder[holder]) for holder in by_holder}
            for entry in batch:
                for workspace, occurrence in entry.extra_messages:
                    await outbox.add(workspace, [occurrence])
            await work.commit()
        return held
