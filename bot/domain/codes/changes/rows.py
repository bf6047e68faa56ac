"""Codes of a release for a comparison: only what can change, without notes or instructions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.domain.codes.releases import Release


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """One row of a release.

    `starts` and `ends` (both inclusive) narrow the release's date range; None: the release's own.
    """

    code: str
    name: str
    billable: bool
    starts: date | None = None
    ends: date | None = None

    def touches(self, release: Release) -> bool:
        """Whether the row is valid on any day of the release. Some files keep terminated codes for years."""
        begun = self.starts is None or release.ends is None or self.starts <= release.ends
        return begun and (self.ends is None or self.ends >= release.effective)


@dataclass(frozen=True, slots=True)
class ComparedRelease:
    """One of two releases. `rows` are those of the codes that differ, or all rows.

    `sizes`: the number of billable rows in the whole release, by the first character of the code.
    """

    release: Release
    rows: Sequence[ComparedRow]
    sizes: Mapping[str, int] = field(default_factory=dict)


def by_code(rows: Iterable[ComparedRow]) -> Mapping[str, tuple[ComparedRow, ...]]:
    """The rows of each code. A code with several date ranges has several rows."""
    found: dict[str, tuple[ComparedRow, ...]] = {}
    for row in rows:
        found[row.code] = (*found.get(row.code, ()), row)
    return found


def newest(rows: Sequence[ComparedRow], release: Release) -> ComparedRow | None:
    """A code's row that is valid in the release; of several, the one that starts last."""
    held = [row for row in rows if row.touches(release)]
    return max(held, key=lambda row: row.starts or date.min, default=None)
