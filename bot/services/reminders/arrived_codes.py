"""The content of a message about new code sets: the editions, and what they change for the team's watched codes."""

from dataclasses import dataclass
from datetime import date

from bot.domain.codes.changes.parse import COMPARED
from bot.domain.codes.editions import gather
from bot.domain.codes.releases import System
from bot.services.ports.database import Database
from bot.services.reminders.campaign_codes import CampaignCodeReader, CampaignCodes, LoadedSet


@dataclass(frozen=True, slots=True)
class ArrivedEdition:
    """A newly loaded edition with all its parts, its first day and its row count."""

    system: System
    edition: str
    first_day: date
    rows: int


@dataclass(frozen=True, slots=True)
class ArrivedCodes:
    """The editions, and what they change for the codes that the team watches."""

    editions: tuple[ArrivedEdition, ...]
    codes: CampaignCodes


class ArrivedCodeReader:
    """Reads what is loaded and watched."""

    def __init__(self, database: Database, campaign_codes: CampaignCodeReader) -> None:
        self._database = database
        self._campaign_codes = campaign_codes

    async def __call__(self, workspace: str, first: int, last: int) -> ArrivedCodes:
        """The releases with ids from `first` to `last` that this workspace may see."""
        async with self._database.read() as work:
            visible = await work.releases.visible(workspace)
            watched = await work.watched.all(workspace)
        arrived = {s.release: s.rows for s in visible if first <= s.id <= last}
        editions = [
            ArrivedEdition(
                g.release.system, g.release.edition, g.release.effective, sum(arrived[p] for p in parts)
            )
            for system in System
            for g, parts in gather(r for r in arrived if r.system is system)
        ]
        sets: list[LoadedSet] = []
        for each in editions:
            codes = frozenset(w.code for w in watched if w.system is each.system)
            if each.system in COMPARED and codes:
                found = await self._campaign_codes.on(each.system, workspace, codes, visible, each.first_day)
                sets += [found] if found.ids else []  # without an earlier edition, there are no changes
        return ArrivedCodes(tuple(editions), CampaignCodes(tuple(sets)))
