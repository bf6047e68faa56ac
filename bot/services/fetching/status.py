"""The status of each fetchable code set for a workspace: the edition expected today, and what of it is missing."""

from dataclasses import dataclass

from bot.domain.codes.fetching.catalog import CATALOG
from bot.domain.codes.fetching.code_sets import CodeSet, DataLicense
from bot.domain.codes.fetching.due import is_partly_loaded, loaded_gatherings, missing_systems
from bot.domain.codes.fetching.editions import PublishedEdition, current_edition
from bot.domain.codes.fetching.records import FetchSchedule, LicenseAcceptance, acceptance_in_force
from bot.domain.codes.releases import System
from bot.services.ports.database import Clock, Database


@dataclass(frozen=True, slots=True)
class FetchableSet:
    """A code set, the edition that must be in force today, and the systems for which it is not loaded."""

    code_set: CodeSet
    title: str
    license: DataLicense
    page: str
    edition: PublishedEdition
    missing: tuple[System, ...]
    partly: bool = False
    """Whether a part of the edition is loaded."""


@dataclass(frozen=True, slots=True)
class FetchStatus:
    """The status of all sets. It includes the AMA license acceptance valid today and the daily check, if they exist."""

    sets: tuple[FetchableSet, ...]
    acceptance: LicenseAcceptance | None
    schedule: FetchSchedule | None

    @property
    def missing(self) -> tuple[FetchableSet, ...]:
        """The sets that lack today's edition."""
        return tuple(each for each in self.sets if each.missing)


async def fetch_status(database: Database, clock: Clock, workspace: str) -> FetchStatus:
    """The status according to the database. It does not contact the publishers."""
    today = clock.today()
    async with database.read() as work:
        releases = [stored.release for stored in await work.releases.visible(workspace)]
        acceptances = await work.fetches.acceptances(workspace)
        schedule = await work.fetches.schedule(workspace)
    sets = []
    for published in CATALOG.values():
        edition = current_edition(published.cadence, today)
        gathered = loaded_gatherings(published, releases, workspace)
        missing = missing_systems(published, edition, gathered)
        partly = bool(missing) and is_partly_loaded(edition, gathered)
        page = published.page_urls(edition)[0]
        sets.append(
            FetchableSet(
                published.code_set, published.title, published.license, page, edition, missing, partly
            )
        )
    return FetchStatus(tuple(sets), acceptance_in_force(acceptances, DataLicense.AMA, today), schedule)
