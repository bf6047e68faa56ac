"""A CodeDesk that fetches from stand-ins of the publishers' sites: everything is real but the network and the clock."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import aiohttp

from bot.domain.codes.fetching.code_sets import CodeSet, DataLicense
from bot.services.fetching.fetch_code_sets import FetchCodeSets
from bot.services.fetching.folder import DownloadFolder
from bot.services.fetching.licenses import Licenses
from bot.services.fetching.outcome import EditionOutcome, FetchReport
from bot.services.fetching.request import FetchRequest
from bot.services.loading.load_files import load_files
from bot.services.loading.outcome import Outcome
from bot.services.ports.database import Database, StoredRelease
from bot.worker.http_client import http_client
from tests.fakes import FakeClock, FakeDatabase
from tests.fetching.published import (
    ADD_ON_PAGE,
    HCPCS_PAGE,
    ICD_PAGE,
    MUE_PAGE,
    PFS_PAGE,
    PTP_PAGE,
    add_ons,
    fees,
    hcpcs,
    icd10cm,
    pairs,
    units,
)
from tests.fetching.site import CDC, Site, serving

NOW = datetime(2026, 12, 1, 17, 0, tzinfo=UTC)
WORKSPACE = "T1"
_IDLE = aiohttp.ClientTimeout(total=20, sock_connect=2, sock_read=0.3)


@dataclass
class World:
    """What a test touches; `waits` are the seconds that the fetcher would have slept, `steps` its progress."""

    fetcher: FetchCodeSets
    database: Database
    clock: FakeClock
    cms: Site
    cdc: Site
    waits: list[float]
    steps: list[tuple[str, int, int]] = field(default_factory=list)

    async def fetch(self, *sets: CodeSet, again: bool = False, dry_run: bool = False) -> FetchReport:
        """Fetch for the workspace."""
        request = FetchRequest(sets, WORKSPACE, again=again, dry_run=dry_run)
        return await self.fetcher.fetch(request, lambda *step: self.steps.append(step))

    async def one(self, code_set: CodeSet, *, again: bool = False) -> EditionOutcome:
        """Fetch one set, and give how its first edition ended."""
        return (await self.fetch(code_set, again=again)).sets[0].editions[0]

    async def accept(self) -> None:
        """Maria accepts the AMA's license."""
        await Licenses(self.database, self.clock).accept(WORKSPACE, DataLicense.AMA, "Maria Lopez")

    async def stored(self) -> list[StoredRelease]:
        """What answers now."""
        async with self.database.read() as work:
            return list(await work.releases.everywhere())

    async def names(self) -> list[str]:
        """The same, as 'SYSTEM EDITION WORKSPACE', sorted."""
        every = [stored.release for stored in await self.stored()]
        return sorted(f"{r.system} {r.edition} {r.workspace}" for r in every)


def publish_december(cms: Site) -> None:
    """Everything that stands on CMS's pages on December 1, 2026."""
    cms.publish(ICD_PAGE, {**icd10cm(2026), **icd10cm(2027)})
    cms.publish(HCPCS_PAGE, {**hcpcs(2026, 7), **hcpcs(2026, 10)})
    cms.publish(PFS_PAGE, {**fees(3), **fees(4)}, licensed=True)
    for kind in ("pra", "oph"):
        for quarter, version in (("2026q3", "322"), ("2026q4", "323")):
            cms.publish(PTP_PAGE, pairs(quarter, version, kind), licensed=True)
    cms.publish(MUE_PAGE, {**units(3), **units(4)})
    cms.publish(ADD_ON_PAGE, {**add_ons(3), **add_ons(4)}, licensed=True)


@asynccontextmanager
async def fetching_world(folder: Path, database: Database | None = None) -> AsyncIterator[World]:
    """A world whose sites are empty."""
    cms, cdc, waits = Site(), Site(), list[float]()
    database, clock = database or FakeDatabase(), FakeClock(NOW)

    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    async def load(paths: object, options: object, check: object, progress: object) -> Outcome:
        call = partial(load_files, database, at=clock.now())
        return await call(paths, progress=progress, options=options, check=check)  # type: ignore[arg-type]

    async with serving([cms, cdc]) as origins, http_client(origins, _IDLE) as client:
        assert origins[CDC] == cdc.origin
        fetcher = FetchCodeSets(database, clock, client, DownloadFolder(folder), load, sleep=sleep)
        yield World(fetcher, database, clock, cms, cdc, waits)
