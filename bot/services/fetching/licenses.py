"""Accepted licenses. A named person accepts for one workspace, for a year, on record."""

from dataclasses import dataclass

from bot.domain.codes.fetching.code_sets import DataLicense
from bot.domain.codes.fetching.records import (
    LicenseAcceptance,
    acceptance_in_force,
    accepted_for_a_year,
)
from bot.services.ports.database import Clock, Database


@dataclass(frozen=True, slots=True)
class Licenses:
    """Reads its rows on each call. The caller has checked that the person is an admin."""

    database: Database
    clock: Clock

    async def accept(self, workspace: str, license_: DataLicense, accepted_by: str) -> LicenseAcceptance:
        """Record that `accepted_by` accepted it today. It is valid for a year."""
        acceptance = accepted_for_a_year(license_, accepted_by, self.clock.now(), self.clock.today())
        async with self.database.write() as work:
            await work.fetches.accept(workspace, acceptance)
            await work.commit()
        return acceptance

    async def in_force(self, workspace: str, license_: DataLicense) -> LicenseAcceptance | None:
        """The acceptance that is valid today, or None."""
        async with self.database.read() as work:
            every = await work.fetches.acceptances(workspace)
        return acceptance_in_force(every, license_, self.clock.today())
