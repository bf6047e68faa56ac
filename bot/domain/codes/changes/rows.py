"""Codes of a release as a comparison needs them: no notes, no instructions, only what can change."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.domain.codes.releases import Release


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """One row of a release. `starts` and `ends` (both inclusive) narrow the release's interval; None: as it."""

    code: str
    name: str
    billable: bool
    starts: date | None = None
    ends: date | None = None

    def touches(self, release: Release) -> bool:
        """Whether the row holds on any day of the release: terminated codes stay in some files for years."""
        begun = self.starts is None or release.ends is None or self.starts <= release.ends
        return begun and (self.ends is None or self.ends >= release.effective)


@dataclass(frozen=True, slots=True)
class ComparedRelease:
    """One of two releases: `rows` are those of the codes that differ (or all of them).

    `sizes`: how many billable rows the whole release has, by the first character of their codes.
    """

    release: Release
    rows: Sequence[ComparedRow]
    sizes: Mapping[str, int] = field(default_factory=dict)


def by_code(rows: Iterable[ComparedRow]) -> Mapping[str, tuple[ComparedRow, ...]]:
    """The rows of each code; a code stands several times where its intervals differ."""
    found: dict[str, tuple[ComparedRow, ...]] = {}
    for row in rows:
        found[row.code] = (*found.get(row.code, ()), row)
    return found


def newest(rows: Sequence[ComparedRow], release: Release) -> ComparedRow | None:
    """The row of one code that holds in the release, the one that starts last where several do."""
    held = [row for row in rows if row.touches(release)]
    return max(held, key=lambda row: row.starts or date.min, default=None)
