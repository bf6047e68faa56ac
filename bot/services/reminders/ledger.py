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
    also: Sequence[tuple[str, Occurrence]]
    since: float
    done: asyncio.Future[frozenset[int]]


class DeliveryLedger:
    """Writes outcomes in batches. One commit each allows about 550 a second; batches allow thousands."""

    def __init__(self, database: Database, *, gather: float = 0, patience: float = 0) -> None:
        """Both in seconds.

        Outcomes wait `gather` for others. While the database is down, outcomes of finished calls are retried for
        `patience`; without a record they would have to be searched for or posted again.
        """
        self._database = database
        self._gather = gather
        self._patience = patience
        self._waiting: list[_Waiting] = []
        self._writer: asyncio.Task[None] | None = None

    async def record(
        self, holder: str, outcome: Outcome, also: Sequence[tuple[str, Occurrence]] = ()
    ) -> frozenset[int]:
        """Record an outcome. Committed on return. Returns the rows `holder` still held.

        `also` are messages (workspace, occurrence) to add in the same transaction. Raises database errors.
        """
        loop = asyncio.get_running_loop()
        waiting = _Waiting(holder, outcome, also, loop.time(), loop.create_future())
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
                held = await self._together(batch)
            except Exception as error:
                await self._not_written(batch, error)
                continue
            for each in batch:
                if not each.done.done():
                    each.done.set_result(held[each.holder].intersection(each.outcome.ids))

    async def _not_written(self, batch: Sequence[_Waiting], error: Exception) -> None:
        """Fail marks of calls that have not started.

        Retry outcomes of finished calls; writing them twice is harmless.
        """
        now = asyncio.get_running_loop().time()
        again = [
            each
            for each in batch
            if not isinstance(each.outcome, Started) and now - each.since < self._patience
        ]
        for each in set(batch).difference(again):
            if not each.done.done():
                each.done.set_exception(error)
        if again:
            self._waiting = [*again, *self._waiting]
            await asyncio.sleep(_TRY_AGAIN_SECONDS)

    async def _together(self, batch: Sequence[_Waiting]) -> Mapping[str, frozenset[int]]:
        """The rows each holder still held."""
        by_holder: dict[str, list[Outcome]] = {}
        for each in batch:
            by_holder.setdefault(each.holder, []).append(each.outcome)
        async with self._database.write() as work:
            outbox = work.reminders.outbox
            held = {holder: await outbox.record(holder, by_holder[holder]) for holder in by_holder}
            for each in batch:
                for workspace, occurrence in each.also:
                    await outbox.add(workspace, [occurrence])
            await work.commit()
        return held
