"""The result of a search."""

from dataclasses import dataclass
from typing import NamedTuple

from bot.domain.codes.search.entries import TextOrigin
from bot.domain.codes.search.term import WordReading


@dataclass(frozen=True, slots=True)
class Filters:
    """What to find: codes that begin with `prefix` (a chapter's letter, a category), or only billable ones."""

    billable: bool = False
    prefix: str = ""


class FamilyMember(NamedTuple):
    """Another code of a hit's family. `differs` names the difference: a side, or the 7th character's meaning."""

    code: str
    name: str
    billable: bool
    differs: str


class MatchReason(NamedTuple):
    """Why a hit matched if its name does not show it: the other text that matched, and how the query was read."""

    text: str | None = None
    kind: TextOrigin = TextOrigin.NAME
    readings: tuple[WordReading, ...] = ()


PLAIN = MatchReason()


class SearchHit(NamedTuple):
    """One line of the answer. `family` is the header that `members` share with it, None where it stands alone.

    `other_side` is the code that is billed beside it where both sides were asked for and no code says bilateral.
    """

    code: str
    name: str
    billable: bool
    system: str
    score: float
    why: MatchReason = PLAIN
    family: str | None = None
    members: tuple[FamilyMember, ...] = ()
    other_side: str = ""


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Hits, best first. `total` counts all codes that matched; `dropped` are the unknown words."""

    hits: tuple[SearchHit, ...]
    total: int
    readings: tuple[WordReading, ...] = ()
    dropped: tuple[str, ...] = ()
