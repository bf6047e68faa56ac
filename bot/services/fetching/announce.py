"""Tell admins what arrived, and subscribed channels what it changes. The outbox prevents lost or repeated messages."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.domain.codes.changes.parse import COMPARED
from bot.domain.codes.releases import PUBLIC
from bot.domain.deadlines.deadline import Topic
from bot.domain.deadlines.planning import ARRIVAL, Firing, MessageContent, MessageKind, Occurrence, arrival_id
from bot.services.fetching.outcome import FetchReport
from bot.services.ports.database import Clock, Database, StoredRelease, UnitOfWork
from bot.services.team.roles import admins_of


async def announce(database: Database, clock: Clock, report: FetchReport) -> int:
    """Plan a message for each recipient, and return how many. Public sets concern every workspace."""
    loaded = {one.release for one in report.loaded}
    if not loaded:
        return 0
    names = {(r.workspace, r.system, r.edition) for r in loaded}
    async with database.read() as work:
        every = await work.releases.everywhere()
        known = await work.workspaces.known()
    arrived = [s for s in every if (s.release.workspace, s.release.system, s.release.edition) in names]
    planned = 0
    for workspace in known:
        mine = [s for s in arrived if s.release.workspace in (PUBLIC, workspace)]
        if mine:
            async with database.write() as work:
                planned += await _plan(work, workspace, mine, clock.now())
                await work.commit()
    return planned


async def _plan(work: UnitOfWork, workspace: str, arrived: Sequence[StoredRelease], now: datetime) -> int:
    to = dict.fromkeys(await admins_of(work, workspace))
    if any(s.release.system in COMPARED for s in arrived):
        subscribed = await work.reminders.subscriptions.all(workspace)
        to |= dict.fromkeys(
            s.channel for s in subscribed if not s.paused and Topic.CODE_SETS in s.schedule.topics
        )
    return await work.reminders.outbox.add(workspace, _messages(to, arrived, now))


def _messages(to: Iterable[str], arrived: Sequence[StoredRelease], now: datetime) -> list[Occurrence]:
    ids = [s.id for s in arrived]
    firing = Firing(ARRIVAL, arrival_id(min(ids), max(ids)), now, MessageKind.ARRIVAL, MessageContent((), 0))
    return [Occurrence(channel, firing) for channel in to]
