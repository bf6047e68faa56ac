"""Fetch what is due: read the landing pages, download, verify, load.

Sets are independent; an edition is all or none.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Protocol

from bot.codefiles.errors import UnreadableFile
from bot.domain.codes.fetching.catalog import CATALOG
from bot.domain.codes.fetching.choose import ChosenEdition, ChosenFile, chosen_editions
from bot.domain.codes.fetching.code_sets import CodeSet, DataLicense, PublishedFile, PublishedSet
from bot.domain.codes.fetching.due import (
    implausible,
    loaded_gatherings,
    missing_systems,
    row_counts,
    rows_before,
)
from bot.domain.codes.fetching.editions import PublishedEdition, current_edition
from bot.domain.codes.fetching.hosts import agreed_url, file_name
from bot.domain.codes.fetching.records import FetchedFile
from bot.domain.codes.releases import PUBLIC
from bot.services.fetching.download import Downloaded, Downloader
from bot.services.fetching.faults import FetchFailure, FetchFault, NotFetched
from bot.services.fetching.folder import DownloadFolder, DownloadState
from bot.services.fetching.licenses import Licenses
from bot.services.fetching.outcome import EditionOutcome, FetchedName, FetchReport, FetchResult, SetOutcome
from bot.services.fetching.pages import LandingPages
from bot.services.fetching.polite import PoliteReader
from bot.services.fetching.request import FetchRequest
from bot.services.fetching.verify import verify
from bot.services.loading.outcome import (
    EditionBeforeNeeded,
    LoadedFile,
    Outcome,
    ProgressCallback,
    SameRelease,
)
from bot.services.loading.release_names import EditionsDisagree, LoadOptions, NeedsToKnow
from bot.services.ports.database import Clock, Database, StoredRelease
from bot.services.ports.fetching import Sleep, WebClient

LOOKING, DOWNLOADING = "looking", "downloading"
_NOT_FOUND = (404, 410)


class LoadsFiles(Protocol):
    """Loads files: all or none. `check` sees what would be loaded, and raises to refuse it."""

    async def __call__(
        self,
        paths: Sequence[Path],
        options: LoadOptions,
        check: Callable[[Sequence[LoadedFile]], None],
        progress: ProgressCallback,
    ) -> Outcome: ...


@dataclass(frozen=True, slots=True)
class FetchCodeSets:
    """The use case. Only tests replace `catalog`."""

    database: Database
    clock: Clock
    client: WebClient
    folder: DownloadFolder
    load: LoadsFiles
    catalog: Mapping[CodeSet, PublishedSet] = field(default_factory=lambda: CATALOG)
    sleep: Sleep = asyncio.sleep

    async def fetch(self, request: FetchRequest, progress: ProgressCallback) -> FetchReport:
        """Fetch set by set. A failure in one set does not stop the next one."""
        reader = PoliteReader(self.client, self.clock, self.sleep)
        run = _Run(self, request, LandingPages(reader), Downloader(reader, self.folder), progress)
        wanted = request.sets or tuple(self.catalog)
        outcomes = []
        for number, code_set in enumerate(wanted):
            progress(LOOKING, number, len(wanted))
            outcomes.append(await run.set(self.catalog[code_set]))
        progress(LOOKING, len(wanted), len(wanted))
        await asyncio.to_thread(self.folder.clean)
        return FetchReport(tuple(outcomes))


@dataclass(frozen=True, slots=True)
class _Run:
    """One call. Each page is read once."""

    use_case: FetchCodeSets
    request: FetchRequest
    pages: LandingPages
    downloader: Downloader
    progress: ProgressCallback

    async def set(self, published: PublishedSet) -> SetOutcome:
        today = self.use_case.clock.today()
        now = current_edition(published.cadence, today)
        pages = published.page_urls(now)
        outcome = SetOutcome(published.code_set, published.title, published.license, pages, ())
        accepted = await self._accepted(published)
        if not accepted and not self.request.dry_run:
            names = _guessed_names(published, now)
            needed = EditionOutcome(now.name, now.first_day, FetchResult.LICENSE, names)
            return replace(outcome, editions=(needed,))
        links = await self.pages.links(published, today)
        editions = [
            await self._edition(published, each, accepted)
            for each in chosen_editions(published, links, today)
        ]
        failures = [failure for page in pages if (failure := self.pages.failures.get(page))]
        if self.request.dry_run and len(failures) == len(pages):
            editions = [_not_seen(each, failures[0]) for each in editions]
        return replace(outcome, editions=tuple(editions))

    async def _accepted(self, published: PublishedSet) -> bool:
        if published.license is DataLicense.PUBLIC:
            return True
        licenses = Licenses(self.use_case.database, self.use_case.clock)
        return await licenses.in_force(self.request.workspace, published.license) is not None

    async def _edition(
        self, published: PublishedSet, chosen: ChosenEdition, accepted: bool
    ) -> EditionOutcome:
        owner = PUBLIC if published.license is DataLicense.PUBLIC else self.request.workspace
        async with self.use_case.database.read() as work:
            stored = await work.releases.everywhere()
            records = {r.url: r for r in await work.fetches.fetched(owner)}
        gathered = loaded_gatherings(published, [s.release for s in stored], self.request.workspace)
        missing = missing_systems(published, chosen.edition, gathered)
        outcome = EditionOutcome(
            chosen.edition.name, chosen.edition.first_day, FetchResult.CURRENT, _names(chosen.files)
        )
        if not (missing or self.request.again or _revised(published, chosen, records)):
            return replace(outcome, files=())
        if self.request.dry_run:
            result = FetchResult.AVAILABLE if accepted else FetchResult.LICENSE
            return replace(outcome, result=result)
        work_on = _Edition(self, published, chosen, owner, stored, {} if missing else records)
        try:
            return await work_on.fetch(outcome)
        except NotFetched as error:
            return replace(outcome, result=_ended(chosen, error.failure), failure=error.failure)


def _not_seen(edition: EditionOutcome, failure: FetchFailure) -> EditionOutcome:
    """The outcome of a dry run whose page could not be read.

    A dry run tries no file address, so the files are unknown.
    """
    if edition.result is not FetchResult.AVAILABLE:
        return edition
    return replace(edition, result=FetchResult.FAILED, failure=failure)


def _ended(chosen: ChosenEdition, failure: FetchFailure) -> FetchResult:
    """The result for a failed edition.

    If no page links to it and its usual address has no file, it is not published yet.
    """
    absent = failure.fault is FetchFault.REFUSED and failure.status in _NOT_FOUND
    if not chosen.published and (absent or failure.fault is FetchFault.NOT_LINKED):
        return FetchResult.NOT_PUBLISHED
    return FetchResult.FAILED


def _guessed_names(published: PublishedSet, edition: PublishedEdition) -> tuple[FetchedName, ...]:
    """File names to look for when the pages were not read."""
    urls = (url for f in published.files if not f.optional for url in f.guessed_urls(edition)[:1])
    return tuple(FetchedName(file_name(url), url) for url in urls)


def _names(files: Sequence[ChosenFile]) -> tuple[FetchedName, ...]:
    return tuple(FetchedName(file_name(f.urls[0]), f.urls[0]) for f in files if f.urls)


def _revised(published: PublishedSet, chosen: ChosenEdition, records: Mapping[str, FetchedFile]) -> bool:
    """Whether a page links to a different file than the one fetched for this edition."""
    same = [
        r for r in records.values() if (r.code_set, r.edition) == (published.code_set, chosen.edition.name)
    ]
    return bool(same) and any(file.linked and file.urls[0] not in records for file in chosen.files)


@dataclass(frozen=True, slots=True)
class _Edition:
    """One edition while it is fetched. `records` identify files that have not changed."""

    run: _Run
    published: PublishedSet
    chosen: ChosenEdition
    owner: str
    stored: Sequence[StoredRelease]
    records: Mapping[str, FetchedFile]

    async def fetch(self, outcome: EditionOutcome) -> EditionOutcome:
        """Fetch the edition. Raises NotFetched; then nothing of the edition was loaded."""
        arrived: list[tuple[str, Downloaded]] = []
        for file in self.chosen.files:
            found = await self._file(file)
            if found:
                arrived.append(found)
        if not arrived:
            return replace(outcome, files=())
        loaded = await self._load([downloaded for _, downloaded in arrived])
        await self._record(arrived)
        files = tuple(FetchedName(file_name(url), url, d.size, d.sha256) for url, d in arrived)
        again = all(each.again for each in loaded.loaded)
        result = FetchResult.CURRENT if again else FetchResult.LOADED
        return replace(outcome, result=result, files=files, loaded=loaded.loaded)

    async def _file(self, file: ChosenFile) -> tuple[str, Downloaded] | None:
        """The verified file from the first address that has it; None if it has not changed."""
        first: FetchFailure | None = None
        for url in file.urls:
            try:
                found = await self._download(url)
            except NotFetched as error:
                first = first or error.failure
                continue
            if found:
                await self._verify(found, url, file.file)
                return url, found
            return None
        raise NotFetched(first or FetchFailure(FetchFault.NOT_LINKED, detail=file.file.name))

    async def _verify(self, found: Downloaded, url: str, file: PublishedFile) -> None:
        try:
            await asyncio.to_thread(
                verify, found.path, url, file, self.published.cadence, self.chosen.edition
            )
        except NotFetched as error:
            if error.failure.fault is FetchFault.UNREADABLE:
                self.run.downloader.forget(found)
            raise

    async def _download(self, url: str) -> Downloaded | None:
        """Download a file. If a license page comes first, send the acceptance that is on record."""
        known = self.records.get(url)
        state = DownloadState(url, known.etag, known.last_modified, known.size, whole=True) if known else None
        progress = partial(self.run.progress, DOWNLOADING)
        try:
            return await self.run.downloader.fetch(url, progress, state)
        except NotFetched as error:
            if error.failure.fault is not FetchFault.WEB_PAGE or self.published.license is DataLicense.PUBLIC:
                raise
        return await self.run.downloader.fetch(agreed_url(url), progress, state)

    async def _load(self, files: Sequence[Downloaded]) -> Outcome:
        # Name only April updates: with a name, the loader no longer checks that the files are of this
        # edition. April's files name only their fiscal year, as October's do.
        options = LoadOptions(
            name=self.chosen.edition.name if self.chosen.edition.is_april_update else None,
            effective=self.chosen.edition.first_day,
            workspace=None if self.owner == PUBLIC else self.owner,
            variant=self.published.variant,
        )
        try:
            paths = [file.path for file in files]
            return await self.run.use_case.load(paths, options, self._check, self.run.progress)
        except UnreadableFile as error:
            for file in files:
                self.run.downloader.forget(file)
            failure = FetchFailure(
                FetchFault.UNREADABLE, self.chosen.files[0].urls[0], detail=error.fault.value, line=error.line
            )
            raise NotFetched(failure) from None
        except EditionsDisagree as error:
            detail = error.found[0][0]
            failure = FetchFailure(FetchFault.OTHER_EDITION, self.chosen.files[0].urls[0], detail=detail)
            raise NotFetched(failure) from None
        except (NeedsToKnow, SameRelease, EditionBeforeNeeded) as error:
            detail = error.what.value if isinstance(error, NeedsToKnow) else error.edition
            failure = FetchFailure(FetchFault.UNCLEAR, self.chosen.files[0].urls[0], detail=detail)
            raise NotFetched(failure) from None

    def _check(self, loaded: Sequence[LoadedFile]) -> None:
        """Refuse a table whose size is far from that of the edition before it."""
        new = [(each.release, each.rows) for each in loaded if not each.again]
        before = rows_before([r for r, _ in new], [(s.release, s.rows) for s in self.stored])
        if wrong := implausible(row_counts(new), before):
            failure = FetchFailure(
                FetchFault.ROWS,
                self.chosen.files[0].urls[0],
                detail=wrong.system.value,
                rows=wrong.rows,
                before=wrong.before,
            )
            raise NotFetched(failure)

    async def _record(self, arrived: Sequence[tuple[str, Downloaded]]) -> None:
        at = self.run.use_case.clock.now()
        async with self.run.use_case.database.write() as work:
            for url, d in arrived:
                file = FetchedFile(
                    url,
                    self.published.code_set,
                    self.chosen.edition.name,
                    d.sha256,
                    d.size,
                    d.etag,
                    d.last_modified,
                    at,
                )
                await work.fetches.record(self.owner, file)
            await work.commit()
