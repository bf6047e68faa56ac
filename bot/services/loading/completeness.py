"""Check whether a file being loaded holds its whole table, by its codes and the releases that are already loaded."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from bot.domain.codes.completeness import Lack, lack, shrunk
from bot.domain.codes.editions import part_of
from bot.domain.codes.releases import Release, System
from bot.services.loading.drafts import ReleaseDraft
from bot.services.ports.database import CodeRecord, StoredRelease

_OTHER_WORDS = ("consumer", "clinician")
"""CPT's files for other readers, which hold fewer codes."""
_OF_ANY_SIZE = (System.OWN, System.HCPCS_CHANGES, System.ICD10CM_CONVERSIONS)
_LENGTH = 5


def with_codes_noted(draft: ReleaseDraft) -> tuple[ReleaseDraft, list[str]]:
    """The same draft, and a list that collects its codes as its rows are read. Only for CPT and HCPCS."""
    codes: list[str] = []
    wanted = draft.release.system in (System.CPT, System.HCPCS) and part_of(draft.release) not in _OTHER_WORDS
    if draft.records is None or not wanted:
        return draft, codes
    return replace(draft, records=_noted(draft.records, codes)), codes


def _noted(records: Iterator[Sequence[CodeRecord]], codes: list[str]) -> Iterator[Sequence[CodeRecord]]:
    for batch in records:
        codes.extend(record.code for record in batch if len(record.code) == _LENGTH)  # without modifiers
        yield batch


def lack_of_file(
    new: Release, rows: int, codes: Sequence[str], visible: Iterable[StoredRelease]
) -> Lack | None:
    """Why the file of `new` seems cut off: missing codes, or too few rows. None if there is no sign of that.

    It is compared with the release that it replaces and with the previous release of the same part.
    """
    alike = [s for s in visible if _table(s.release) == _table(new) and s.release.effective <= new.effective]
    before = max(alike, key=lambda s: s.release.effective, default=None)
    if before and new.system not in _OF_ANY_SIZE and shrunk(rows, before.rows):
        return Lack(rows, max(codes, default=""), before.rows)
    return lack(new.system, codes) if codes else None


def rows_replaced(new: Release, visible: Iterable[StoredRelease]) -> int:
    """The row count of the release that `new` replaces: same name, same workspace. 0 if there is none."""
    name = (new.workspace, new.system, new.edition)
    same = (s for s in visible if name == (s.release.workspace, s.release.system, s.release.edition))
    return next((stored.rows for stored in same), 0)


def _table(release: Release) -> tuple[System, str]:
    return release.system, part_of(release)
