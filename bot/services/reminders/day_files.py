"""The public files that a day needs: what is loaded for it, and which file may be out already."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.domain.codes.expected_editions import LoadedRelease, upkeep
from bot.domain.codes.releases import System
from bot.domain.deadlines.campaigns import campaign_of
from bot.services.ports.database import Database, StoredRelease

_AHEAD = timedelta(days=31)
"""CMS puts the next quarter's NCCI and MUE files on its page about a month before the quarter."""
_QUARTER_DAYS = ((1, 1), (4, 1), (7, 1), (10, 1))


class PublicFile(StrEnum):
    """The files that are named on a day on which code sets change, in order."""

    FEES = "fees"
    NCCI = "ncci"
    MUE = "mue"
    HCPCS = "hcpcs"
    ICD10CM = "icd10cm"


_SYSTEMS = {
    PublicFile.FEES: (System.FEES,),
    PublicFile.NCCI: (System.PAIRS_PRACTITIONER, System.PAIRS_OUTPATIENT),
    PublicFile.MUE: (System.UNITS_PRACTITIONER, System.UNITS_OUTPATIENT),
    PublicFile.HCPCS: (System.HCPCS,),
    PublicFile.ICD10CM: (System.ICD10CM,),
}


@dataclass(frozen=True, slots=True)
class DayFile:
    """One public file for the day.

    `wanted` is the edition that should be in force then, `loaded` the one that would answer (None without any).
    `is_ready`: nothing is missing. `out_since`: the day from which CMS usually has the file; None where no day is
    customary.
    """

    file: PublicFile
    wanted: str
    loaded: str | None
    is_ready: bool
    out_since: date | None = None


@dataclass(frozen=True, slots=True)
class DayFiles:
    """All files of a day."""

    day: date
    files: tuple[DayFile, ...]

    @property
    def missing(self) -> tuple[DayFile, ...]:
        """Files that are not loaded for the day."""
        return tuple(each for each in self.files if not each.is_ready)


def day_of(reminder: str) -> date | None:
    """The day on which code sets change that a reminder is about: a campaign's, or that of `codes:2027-04-01`.

    None for another reminder, and for a day that begins no quarter.
    """
    if campaign := campaign_of(reminder):
        return campaign.day
    kind, _, text = reminder.partition(":")
    try:
        day = date.fromisoformat(text) if kind == "codes" and len(text) == 10 else None
    except ValueError:
        return None
    return day if day and (day.month, day.day) in _QUARTER_DAYS else None


class DayFileReader:
    """Reads what is loaded."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def __call__(self, workspace: str, day: date) -> DayFiles:
        """The fee schedule, NCCI, MUE, HCPCS Level II and ICD-10-CM as of `day`."""
        async with self._database.read() as work:
            visible = await work.releases.visible(workspace)
        return DayFiles(day, tuple(_files(visible, day)))


def _files(visible: Sequence[StoredRelease], day: date) -> Iterable[DayFile]:
    kept = {
        each.system: each for each in upkeep([LoadedRelease(s.release, s.loaded_at) for s in visible], day)
    }
    for file, systems in _SYSTEMS.items():
        due = [kept[system].due for system in systems]
        newest = [found.release.edition for system in systems if (found := kept[system].newest)]
        wanted = next((each.name for each in due if each), "") or (newest[0] if newest else "")
        ahead = day - _AHEAD if file in (PublicFile.NCCI, PublicFile.MUE) else None
        yield DayFile(file, wanted, newest[0] if newest else None, not any(due), ahead)
