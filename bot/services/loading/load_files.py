"""Read published code files, whatever their names, and load their releases into the database: all or none."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from bot.codefiles.code_files import CodeFile, OpenedFiles, open_files
from bot.domain.codes.editions import table_of
from bot.domain.codes.files import FileForm, FileKind
from bot.domain.codes.releases import Release, System
from bot.services.loading.addenda import addenda_draft
from bot.services.loading.completeness import lack_of_file, rows_replaced, with_codes_noted
from bot.services.loading.drafts import ReleaseDraft, digest_of_stream, draft_of
from bot.services.loading.outcome import (
    EditionBeforeNeeded,
    LoadedFile,
    NoSuchEdition,
    Outcome,
    ProgressCallback,
    SameRelease,
)
from bot.services.loading.release_names import LoadOptions, NeedsToKnow, release_of, workspace_of
from bot.services.loading.stage_release import Staged, count_rows, publish, share, stage, sweep
from bot.services.ports.database import Database, StoredRelease

READING, LOADING = "reading", "loading"
_LISTED = 10
NOTHING_SAID = LoadOptions()
Check = Callable[[Sequence[LoadedFile]], None]
"""Checks what is about to be loaded. Raises to refuse all of it."""


async def load_files(
    database: Database,
    inputs: Sequence[Path | tuple[str, bytes]],
    *,
    at: datetime,
    progress: ProgressCallback,
    options: LoadOptions = NOTHING_SAID,
    release: Release | None = None,
    check: Check | None = None,
) -> Outcome:
    """Load the code files among `inputs`, including those in zips: all or none. `release` is set if it is known.

    Raises UnreadableFile for a file that is damaged, hostile, or of an unknown kind; NeedsToKnow if files and
    `options` say too little; EditionsDisagree if they contradict each other; EditionBeforeNeeded for addenda to an
    edition that is not loaded; SameRelease if two files would be the same release. After any of these, nothing has
    changed. Loads run one at a time; a second one waits. `check` sees everything before it becomes visible. If it
    raises, so does this call, and nothing has changed.
    """
    async with database.loading():
        async with database.read() as work:
            known = tuple(await work.workspaces.known())
        load = _Load(database, at, progress, options, release, known)
        await sweep(database)  # rows left by a loader that was killed
        try:
            opening = OpenedFiles()
            for file in open_files(inputs, opening):
                await load.take(file)
            opening.passed_over += load.needless()
            if check is not None:
                check(load.loaded)
            if load.staged:
                await publish(database, load.staged)
        finally:
            await sweep(database)  # rows that were replaced, or staged by a load that failed
    return Outcome(tuple(load.loaded), tuple(opening.passed_over))


@dataclass
class _Load:
    """The files of one call while they are loaded; `known` are the existing workspaces."""

    database: Database
    at: datetime
    progress: ProgressCallback
    options: LoadOptions
    release: Release | None
    known: tuple[str, ...]
    staged: list[Staged] = field(default_factory=list)
    loaded: list[LoadedFile] = field(default_factory=list)
    digests: dict[str, LoadedFile] = field(default_factory=dict)
    unplaced: list[EditionBeforeNeeded] = field(default_factory=list)
    replaced_addenda: list[str] = field(default_factory=list)
    """Names of addenda that were not needed, because the files also hold their whole edition."""

    async def take(self, file: CodeFile) -> None:
        """Stage one file, unless it is already loaded."""
        if file.source.kind is FileKind.ICD10CM_ADDENDA:
            await self._take_addenda(file)
            return
        digest = digest_of_stream(file.stream)
        known = self.digests.get(digest)
        if known is None or self._says_otherwise(file, known.release):
            known = await self._already(file, digest)
        if known:
            self.loaded.append(replace(known, again=True))
            return
        draft, codes = self._draft(file)
        self._take_the_place_of_addenda(draft.release)
        self._refuse_the_same(draft.release)
        staged = await share(self.database, draft.release, digest, self.at)
        if staged and await count_rows(draft) != staged.rows:  # an older version read the file differently
            staged = None
            draft, codes = self._draft(file)
        if staged is None:
            staged = await stage(self.database, draft, digest, at=self.at, progress=self._telling(draft))
        self.staged.append(staged)
        await self._note(draft, staged, digest, codes)

    async def _take_addenda(self, file: CodeFile) -> None:
        """Put addenda aside if the edition before them is not loaded: the files may hold the new edition as well."""
        self.progress(READING, 0, file.size)
        try:
            draft, digest = await addenda_draft(
                self.database, file.source, file.stream, self.options, self.known
            )
        except EditionBeforeNeeded as error:
            self.unplaced.append(error)
            return
        if known := await self._already(file, digest):
            self.loaded.append(replace(known, again=True))
            return
        if any(not other.release.notes and _is_same(other.release, draft.release) for other in self.staged):
            self.replaced_addenda.append(file.source.name)
            return
        self._refuse_the_same(draft.release)
        staged = await stage(self.database, draft, digest, at=self.at, progress=self._telling(draft))
        self.staged.append(staged)
        await self._note(draft, staged, digest, ())

    def needless(self) -> list[str]:
        """The addenda that were not used because the files hold their whole edition.

        Raises EditionBeforeNeeded if the files do not.
        """
        whole = {one.release.effective for one in self.loaded if one.release.system is System.ICD10CM}
        for error in self.unplaced:
            if error.effective not in whole:
                raise error
        return [*self.replaced_addenda, *(error.name for error in self.unplaced)]

    async def _note(self, draft: ReleaseDraft, staged: Staged, digest: str, codes: Sequence[str]) -> None:
        listed = tuple(draft.skips.listed[:_LISTED])
        visible = await self._visible(draft.release.workspace)
        loaded = LoadedFile(
            draft.release,
            staged.rows,
            skipped=listed,
            left_out=draft.skips.total,
            replaced=rows_replaced(draft.release, visible),
            lacks=lack_of_file(draft.release, staged.rows, codes, visible),
        )
        self.digests[digest] = loaded
        self.loaded.append(loaded)

    def _draft(self, file: CodeFile) -> tuple[ReleaseDraft, list[str]]:
        """The draft of the file, read from its start, and a list that collects its codes."""
        file.stream.seek(0)
        draft = draft_of(
            file, self.options, self.known, lambda done, total: self.progress(READING, done, total)
        )
        return with_codes_noted(replace(draft, release=self.release or draft.release))

    def _telling(self, draft: ReleaseDraft) -> Callable[[int], None]:
        """Report the rows so far of all files, and an estimated total based on the share that has been read."""
        before = sum(one.rows for one in self.staged)

        def progress(rows: int) -> None:
            whole = rows * draft.size // max(draft.done(), 1)
            self.progress(LOADING, before + rows, before + max(rows, whole))

        return progress

    async def _already(self, file: CodeFile, digest: str) -> LoadedFile | None:
        """The release of the same content, unless the options ask for another name or first day."""
        for stored in await self._visible(workspace_of(file.source, self.options, self.known)):
            release = stored.release
            if (
                stored.digest == digest
                and self.options.effective in (None, release.effective)
                and self.options.name in (None, release.edition, table_of(release))
                and not self._says_otherwise(file, release)
            ):
                return LoadedFile(replace(release, source=file.source.name), stored.rows)
        return None

    async def _visible(self, workspace: str) -> Sequence[StoredRelease]:
        async with self.database.read() as work:
            return await work.releases.visible(workspace)

    def _says_otherwise(self, file: CodeFile, release: Release) -> bool:
        """Whether the file states another quarter. Some files do not change from one quarter to the next."""
        if file.source.form is FileForm.XML:  # it contains its year, so the same bytes are the same release
            return False
        try:
            said = release_of(file.source, self.options, self.known)
        except NeedsToKnow:
            return False
        return (said.system, said.effective) != (release.system, release.effective)

    def _take_the_place_of_addenda(self, release: Release) -> None:
        """Replace addenda by the tabular list of their edition, which says all they do and has notes.

        `sweep` removes their rows.
        """
        for other in [staged for staged in self.staged if staged.release.notes]:
            if _is_same(other.release, release):
                self.staged.remove(other)
                self.loaded = [one for one in self.loaded if one.release != other.release]
                self.replaced_addenda.append(other.release.source)

    def _refuse_the_same(self, release: Release) -> None:
        for other in self.staged:
            if _is_same(other.release, release):
                sources = (other.release.source, release.source)
                raise SameRelease(f"{release.system} {release.edition}", sources)


async def unload(database: Database, edition: str, workspace: str | None = None) -> tuple[Release, ...]:
    """Unload the release named `edition`: 'FY2025 main', 'ICD-10-CM FY2025 main', or '2026 Q1' for all its parts.

    With `workspace` None, it may be any workspace's. Raises NoSuchEdition if no release matches, or if several
    systems have one. Releases that come with the install return at the next start.
    """
    async with database.loading():
        async with database.read() as work:
            every = await work.releases.everywhere()
        there = [s for s in every if workspace in (None, s.release.workspace)]
        meant = [s for s in there if edition in (*_names(s.release), *_names(_whole(s.release)))]
        if len({(s.release.workspace, s.release.system) for s in meant}) != 1:
            raise NoSuchEdition(edition, tuple(_names(s.release)[1] for s in there))
        meant = [s for s in meant if edition in _names(s.release)] or meant
        async with database.write() as work:
            for stored in meant:
                await work.releases.withdraw(stored.release.workspace, stored.id)
            await work.commit()
        await sweep(database)
    return tuple(s.release for s in meant)


def _is_same(a: Release, b: Release) -> bool:
    return (a.workspace, a.system, a.edition) == (b.workspace, b.system, b.edition)


def _names(release: Release) -> tuple[str, str]:
    return release.edition, f"{release.system} {release.edition}"


def _whole(release: Release) -> Release:
    return replace(release, edition=table_of(release))
