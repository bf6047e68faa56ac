"""What an update does to the codes that a team watches, and how old what is loaded is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.codes.changes.watched import Standing, State
from bot.domain.codes.releases import System
from bot.domain.deadlines.campaigns import Campaign
from bot.services.asking import Asked
from bot.services.ports import Database, StoredRelease
from bot.services.watching import Watching

_JANUARY, _OCTOBER = (System.CPT, System.HCPCS), (System.ICD10CM,)


@dataclass(frozen=True, slots=True)
class LoadedSet:
    """A code set's newest loaded release by the campaign's day. `is_new`: it is the one that takes effect then."""

    system: System
    edition: str = ""
    effective: date | None = None
    loaded_at: datetime | None = None
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class CampaignCodes:
    """`sets` of the campaign; how many codes are `watched` in them, and those that are `gone` on its day."""

    sets: tuple[LoadedSet, ...]
    watched: int
    gone: tuple[Standing, ...]


class CampaignCodesOf:
    """Reads what is loaded and watched."""

    def __init__(self, database: Database, watching: Watching) -> None:
        self._database = database
        self._watching = watching

    async def __call__(self, workspace: str, campaign: Campaign) -> CampaignCodes:
        """As of the campaign's day: what the new release, once loaded, does to watched codes."""
        systems = _JANUARY if campaign.day.month == 1 else _OCTOBER
        async with self._database.read() as work:
            visible = await work.releases.visible(workspace)
        standings = await self._watching.standings(Asked(workspace, "", campaign.day))
        mine = [s for s in standings if s.watched.system in systems]
        gone = tuple(s for s in mine if s.state in (State.ENDED, State.HEADER))
        return CampaignCodes(tuple(_loaded(system, visible, campaign) for system in systems), len(mine), gone)


def _loaded(system: System, visible: Sequence[StoredRelease], campaign: Campaign) -> LoadedSet:
    """`visible` has the newest first; what takes effect after the campaign's day is another campaign's."""
    fitting = [r for r in visible if r.release.system is system and r.release.effective <= campaign.day]
    if not fitting:
        return LoadedSet(system)
    newest = max(fitting, key=lambda r: (r.release.effective, r.loaded_at))
    is_new = newest.release.effective == campaign.day
    return LoadedSet(system, newest.release.edition, newest.release.effective, newest.loaded_at, is_new)
