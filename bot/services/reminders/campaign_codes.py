"""What an update does to the team's watched codes, and the age of the loaded code sets."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.domain.codes.changes.diff import CodeChange
from bot.domain.codes.editions import table_of
from bot.domain.codes.releases import System
from bot.domain.deadlines.campaigns import Campaign
from bot.services.ports.database import Database, StoredRelease
from bot.services.team.compare_releases import ReleasePair
from bot.services.team.watched_changes import missing_in, pair_on, watched_changes

_JANUARY, _OCTOBER = (System.CPT, System.HCPCS), (System.ICD10CM,)


@dataclass(frozen=True, slots=True)
class LoadedSet:
    """A code set's newest loaded release as of the campaign's day.

    `is_new`: it takes effect on that day. `watched` is the number of watched codes in this set. For a new release:
    `changes` of watched codes against edition `before` (`ids` are both release ids); `uncovered` are codes that a
    partial release does not cover; `absent` are codes in neither release. `by_list`: the changes come from a
    published change list.
    """

    system: System
    edition: str = ""
    effective: date | None = None
    loaded_at: datetime | None = None
    is_new: bool = False
    watched: int = 0
    before: str = ""
    ids: tuple[int, int] | None = None
    changes: tuple[CodeChange, ...] = ()
    uncovered: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    by_list: bool = False


@dataclass(frozen=True, slots=True)
class CampaignCodes:
    """The campaign's code sets."""

    sets: tuple[LoadedSet, ...]

    @property
    def watched(self) -> int:
        """Number of watched codes in these sets."""
        return sum(loaded_set.watched for loaded_set in self.sets)


class CampaignCodeReader:
    """Reads loaded releases and watched codes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def __call__(self, workspace: str, campaign: Campaign) -> CampaignCodes:
        """The effect of the new release on watched codes, as of the campaign's day."""
        systems = _JANUARY if campaign.day.month == 1 else _OCTOBER
        async with self._database.read() as work:
            visible = await work.releases.visible(workspace)
            watched = await work.watched.all(workspace)
        sets: list[LoadedSet] = []
        for system in systems:
            codes = frozenset(w.code for w in watched if w.system is system)
            sets.append(await self.on(system, workspace, codes, visible, campaign.day))
        return CampaignCodes(tuple(sets))

    async def on(
        self,
        system: System,
        workspace: str,
        codes: Collection[str],
        visible: Sequence[StoredRelease],
        day: date,
    ) -> LoadedSet:
        """`visible` is newest first.

        Releases that take effect after the campaign's day belong to a later campaign.
        """
        if pair := pair_on(day, system, visible):
            return await self._compared(pair, system, workspace, codes)
        fitting = [r for r in visible if r.release.system is system and r.release.effective <= day]
        if not fitting:
            return LoadedSet(system, watched=len(codes))
        newest = max(fitting, key=lambda r: (r.release.effective, r.loaded_at))
        loaded = _loaded(system, newest, day, len(codes))
        if not loaded.is_new:
            return loaded
        return replace(loaded, absent=await missing_in(self._database, workspace, newest, codes))

    async def _compared(
        self, pair: ReleasePair, system: System, workspace: str, codes: Collection[str]
    ) -> LoadedSet:
        new = pair.later
        loaded = replace(
            _loaded(system, new, new.release.effective, len(codes)),
            before=table_of(pair.earlier.release),
            ids=(pair.earlier.id, new.id),
            by_list=pair.earlier.id == new.id,
        )
        if not codes:
            return loaded
        changes = await watched_changes(self._database, workspace, pair, codes)
        return replace(loaded, changes=changes.found, uncovered=changes.uncovered, absent=changes.absent)


def _loaded(system: System, newest: StoredRelease, day: date, watched: int) -> LoadedSet:
    release = newest.release
    is_new = release.effective == day
    return LoadedSet(system, table_of(release), release.effective, newest.loaded_at, is_new, watched)
