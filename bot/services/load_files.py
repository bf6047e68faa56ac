"""Read one published code file, whatever its name, and bring its release into the database."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.codefiles.errors import Fault, UnreadableFile
from bot.codefiles.icd10cm_index import read_index
from bot.codefiles.icd10cm_index_texts import index_texts
from bot.codefiles.icd10cm_tabular import read_tabular
from bot.domain.codes.releases import PUBLIC, Release, System
from bot.domain.errors import CodeDeskError
from bot.services.diagnosis_records import to_records
from bot.services.index_records import to_index_records
from bot.services.load_release import load_release, take_out
from bot.services.ports import CodeRecord, Database, StoredRelease

Tell = Callable[[str, int, int], None]
READING, LOADING = "reading", "loading"

_HEAD = 2_000
_FISCAL_YEAR_BEGINS = (10, 1)


@dataclass
class NoSuchEdition(CodeDeskError):
    """No release, or more than one, is called `edition`; `there` are the names of those that are loaded."""

    edition: str
    there: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wished:
    """What the operator said of the release: a name, its first day, the workspace that is licensed for it."""

    name: str | None = None
    effective: date | None = None
    workspace: str = PUBLIC


@dataclass(frozen=True, slots=True)
class Loaded:
    """What came of a file: the release and its rows; `again` where the same file was loaded already."""

    release: Release
    rows: int
    again: bool = False


async def load_file(
    database: Database,
    content: bytes,
    *,
    at: datetime,
    tell: Tell,
    source: str = "",
    wished: Wished = Wished(),
    release: Release | None = None,
) -> Loaded:
    """Load `content`, all or nothing. `release` where the caller knows which it is.

    Raises UnreadableFile for a file that is damaged, hostile, or of no known kind; nothing has changed then.
    """
    digest = digest_of(content)
    if known := await _already(database, digest, wished.workspace):
        return Loaded(known.release, known.rows, again=True)
    found, records = _read(content, tell)
    meant = release or _named(found, source, wished)
    await load_release(
        database, meant, digest, records, at=at, progress=lambda done, total: tell(LOADING, done, total)
    )
    return Loaded(meant, len(records))


def digest_of(content: bytes) -> str:
    """What tells one file from another, whatever its name."""
    return hashlib.sha256(content).hexdigest()


async def unload(database: Database, edition: str, workspace: str) -> Release:
    """Take the release named `edition` ('FY2025 main', or 'ICD-10-CM FY2025 main') out of `workspace`.

    Raises NoSuchEdition. What came with the install comes back with the next start.
    """
    async with database.read() as work:
        there = [s for s in await work.releases.visible(workspace) if s.release.workspace == workspace]
        meant = [
            s for s in there if edition in (s.release.edition, f"{s.release.system} {s.release.edition}")
        ]
        if len(meant) != 1:
            raise NoSuchEdition(edition, tuple(f"{s.release.system} {s.release.edition}" for s in there))
    await take_out(database, workspace, meant[0].id)
    return meant[0].release


async def _already(database: Database, digest: str, workspace: str) -> StoredRelease | None:
    async with database.read() as work:
        return next((s for s in await work.releases.visible(workspace) if s.digest == digest), None)


def _read(content: bytes, tell: Tell) -> tuple[Release, Sequence[CodeRecord]]:
    head = content[:_HEAD]
    if b"<ICD10CM.tabular" in head:
        tabular = read_tabular(content, lambda done, total: tell(READING, done, total))
        return _yearly(System.ICD10CM, tabular.version), list(to_records(tabular))
    if b"<ICD10CM.index" in head:
        index = read_index(content, lambda read: tell(READING, min(read, len(content)), len(content)))
        release = _yearly(System.ICD10CM_INDEX, index.version)
        return replace(release, edition=f"{release.edition} {_part(index.title)}"), list(
            to_index_records(index_texts(index.terms))
        )
    raise UnreadableFile(Fault.OTHER_KIND)


def _yearly(system: System, version: str) -> Release:
    """A file that names only its fiscal year is in force from October 1 before it. Source: NCHS, release notes."""
    if not (version.isdigit() and len(version) == 4):
        raise UnreadableFile(Fault.INCOMPLETE, near=version[:40])
    month, day = _FISCAL_YEAR_BEGINS
    year = int(version)
    return Release(system, f"FY{year}", date(year - 1, month, day), date(year, 9, 30), "")


def _part(title: str) -> str:
    """Which of the three index files this is: the index, that of external causes, or the Neoplasm Table."""
    lowered = title.lower()
    return next((part for part in ("external causes", "neoplasms") if part.rstrip("s") in lowered), "main")


def _named(found: Release, source: str, wished: Wished) -> Release:
    return replace(
        found,
        edition=wished.name or found.edition,
        effective=wished.effective or found.effective,
        source=source,
        workspace=wished.workspace,
    )
