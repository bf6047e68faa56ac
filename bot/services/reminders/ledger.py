"""Marks of many deliveries in one transaction: what waits while one is being written goes with the next."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.deadlines.planning import Occurrence
from bot.services.ports import Database
from bot.services.reminder_ports import Outcome

_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class _Waiting:
    outcome: Outcome
    also: Sequence[tuple[str, Occurrence]]
    done: asyncio.Future[frozenset[int]]


class Ledger:
    """Writes outcomes for one holder. A mark singly costs a commit to disk, 550 a second; together some thousands."""

    def __init__(self, database: Database, holder: str) -> None:
        self._database = database
        self._holder = holder
        self._waiting: list[_Waiting] = []
        self._writer: asyncio.Task[None] | None = None

    async def record(self, outcome: Outcome, also: Sequence[tuple[str, Occurrence]] = ()) -> frozenset[int]:
        """Note it, committed when this returns; which rows were still held.

        `also` are messages to add (workspace, occurrence) in the same transaction. Raises what the database raises.
        """
        waiting = _Waiting(outcome, also, asyncio.get_running_loop().create_future())
        self._waiting.append(waiting)
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._write())
        return await waiting.done

    async def _write(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:_AT_ONCE], self._waiting[_AT_ONCE:]
            try:
                held = await self._together(batch)
            except Exception as error:
                for each in batch:
                    if not each.done.done():
                        each.done.set_exception(error)
                continue
            for each, ids in zip(batch, held, strict=True):
                if not each.done.done():
                    each.done.set_result(ids)

    async def _together(self, batch: Sequence[_Waiting]) -> list[frozenset[int]]:
        async with self._database.write() as work:
            outbox = work.reminders.outbox
            held = []
            for each in batch:
                held.append(frozenset(await outbox.record(self._holder, each.outcome)))
                for workspace, occurrence in each.also:
                    await outbox.add(workspace, [occurrence])
            await work.commit()
        return held
