"""Check whether two diagnoses can be coded together, according to the tabular list's Excludes notes.

Excludes1 ('not coded here') applies as printed at either code or above it; the other need not print it too. Guideline
I.A.12.a permits both codes if the two conditions are unrelated, so a finding means 'look again', never 'denied'.
Excludes2 ('not included here') is not a conflict (I.A.12.b).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from itertools import combinations

from bot.domain.codes.diagnosis import Diagnosis, DiagnosisTable
from bot.domain.codes.icd.path import NoteKind, PrintedNotes, blocks, inherited, parents
from bot.domain.codes.icd.targets import CodePosition, Target, hits, place_of, targets

_EXCLUDES = (NoteKind.EXCLUDES1, NoteKind.EXCLUDES2)


class ExcludesVerdict(StrEnum):
    """The notes' result for two codes."""

    LOOK_AGAIN = "look again"  # an Excludes1 note names the other code
    NO_CONFLICT = "no conflict"  # an Excludes2 note names it: both may be needed
    NOTHING_PRINTED = "nothing printed"  # no note of either code names the other


@dataclass(frozen=True, slots=True)
class ExcludesFinding:
    """One note that names the other code: `text`, printed at `printed.at`, which is `code` or above it."""

    kind: NoteKind
    code: str
    other: str
    printed: PrintedNotes
    text: str


@dataclass(frozen=True, slots=True)
class ExcludesPair:
    """The findings for two codes. `wordy` are Excludes1 notes without a code: shown, but never resolved."""

    first: Diagnosis
    second: Diagnosis
    findings: tuple[ExcludesFinding, ...]
    _both: "tuple[tuple[_Noted, _Noted], ...]" = field(repr=False, compare=False)

    @property
    def verdict(self) -> ExcludesVerdict:
        """Excludes1 comes before Excludes2, and Excludes2 before no note."""
        kinds = {finding.kind for finding in self.findings}
        if NoteKind.EXCLUDES1 in kinds:
            return ExcludesVerdict.LOOK_AGAIN
        return ExcludesVerdict.NO_CONFLICT if kinds else ExcludesVerdict.NOTHING_PRINTED

    @property
    def wordy(self) -> tuple[ExcludesFinding, ...]:
        """Computed on access, because a claim check never needs it."""
        return tuple(finding for code, other in self._both for finding in _wordy(code, other))

    @property
    def headers(self) -> tuple[Diagnosis, ...]:
        """Those of the two that are not billable, so they cannot be on a claim."""
        return tuple(d for d in (self.first, self.second) if not d.billable)

    @property
    def at_two_encounters(self) -> bool:
        """Whether the two differ only in their 7th character (S43.421A and S43.421D)."""
        return self.first.parent == self.second.parent and bool(self.first.seventh and self.second.seventh)


def together(codes: tuple[Diagnosis, ...], table: DiagnosisTable) -> tuple[ExcludesPair, ...]:
    """Every pair of `codes`, in the order given, checked both ways."""
    return tuple(_pair(*two) for two in combinations([_noted(code, table) for code in codes], 2))


def check(first: Diagnosis, second: Diagnosis, table: DiagnosisTable) -> ExcludesPair:
    """One pair, checked both ways, with inherited notes."""
    return _pair(_noted(first, table), _noted(second, table))


@dataclass(frozen=True, slots=True)
class _Note:
    """One Excludes note at or above a code, and the codes that it names."""

    printed: PrintedNotes
    text: str
    targets: tuple[Target, ...]
    letters: tuple[str, str]
    """The first and last first letter of the codes that it names."""

    @property
    def wordy(self) -> bool:
        """An Excludes1 note without a code that is not a heading."""
        return self.printed.kind is NoteKind.EXCLUDES1 and not self.targets and not self.text.endswith(":")


@dataclass(frozen=True, slots=True)
class _Noted:
    """A code and everything above it. `above` are all their ids, including the code's own."""

    code: Diagnosis
    place: CodePosition
    above: frozenset[str]
    notes: tuple[_Note, ...]


def _noted(code: Diagnosis, table: DiagnosisTable) -> _Noted:
    """Read once for each code, no matter how many others it is compared with."""
    sections = tuple(blocks(code, table))
    above = frozenset((code.code, *(h.code for h in parents(code, table)), *(b.id for b in sections)))
    every = [_Note(p, note, *_named(note)) for p in inherited(code, table, _EXCLUDES) for note in p.notes]
    return _Noted(
        code,
        place_of(code.code, sections),
        above,
        tuple(every),
    )


@lru_cache(maxsize=4096)
def _named(note: str) -> tuple[tuple[Target, ...], tuple[str, str]]:
    """The codes that a note names, and their range of letters, which quickly rules out notes about other chapters."""
    named = targets(note)
    first = min((target.first[:1] for target in named), default="")
    return named, (first, max((target.last[:1] for target in named), default=""))


def _pair(first: _Noted, second: _Noted) -> ExcludesPair:
    both = ((first, second), (second, first))
    naming = [finding for code, other in both for finding in _naming(code, other)]
    naming.sort(key=lambda f: (f.kind, f.printed.inherited))
    return ExcludesPair(first.code, second.code, tuple(naming), both)


def _naming(code: _Noted, other: _Noted) -> Iterator[ExcludesFinding]:
    """Notes at or above `code` that name `other`.

    A note at a place above both codes doesn't apply between them; it excludes a third condition.
    """
    letter = other.place.plain[:1]
    for note in code.notes:
        low, high = note.letters
        if (
            low <= letter <= high
            and any(hits(target, other.place) for target in note.targets)
            and note.printed.at not in other.above
        ):
            yield _finding(note, code, other)


def _wordy(code: _Noted, other: _Noted) -> Iterator[ExcludesFinding]:
    """The wordy notes at `code` and above it."""
    return (
        _finding(note, code, other)
        for note in code.notes
        if note.wordy and note.printed.at not in other.above
    )


def _finding(note: _Note, code: _Noted, other: _Noted) -> ExcludesFinding:
    return ExcludesFinding(note.printed.kind, code.code.code, other.code.code, note.printed, note.text)
