"""May two diagnoses stand together? What the Excludes notes of the tabular list say, and what they do not.

Excludes1 ('not coded here') holds as printed at one of the two codes or above it; the other need not
print it back. Guideline I.A.12.a permits both codes where the two conditions are unrelated, so a finding
means 'look again' and never 'denied'. Excludes2 ('not included here') is no conflict (I.A.12.b).
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
    """What the notes amount to for two codes."""

    LOOK_AGAIN = "look again"  # an Excludes1 note names the other code
    NO_CONFLICT = "no conflict"  # an Excludes2 note does: both may be needed
    NOTHING_PRINTED = "nothing printed"  # no note at either names the other


@dataclass(frozen=True, slots=True)
class ExcludesFinding:
    """One note that names the other code: `text`, printed at `printed.at`, which is `code` or stands above it."""

    kind: NoteKind
    code: str
    other: str
    printed: PrintedNotes
    text: str


@dataclass(frozen=True, slots=True)
class ExcludesPair:
    """What was found for two codes. `wordy` are Excludes1 notes without a code: shown, never resolved."""

    first: Diagnosis
    second: Diagnosis
    findings: tuple[ExcludesFinding, ...]
    _both: "tuple[tuple[_Noted, _Noted], ...]" = field(repr=False, compare=False)

    @property
    def verdict(self) -> ExcludesVerdict:
        """Excludes1 before Excludes2 before nothing."""
        kinds = {finding.kind for finding in self.findings}
        if NoteKind.EXCLUDES1 in kinds:
            return ExcludesVerdict.LOOK_AGAIN
        return ExcludesVerdict.NO_CONFLICT if kinds else ExcludesVerdict.NOTHING_PRINTED

    @property
    def wordy(self) -> tuple[ExcludesFinding, ...]:
        """Found when asked: a claim check never does."""
        return tuple(finding for code, other in self._both for finding in _wordy(code, other))

    @property
    def headers(self) -> tuple[Diagnosis, ...]:
        """Those of the two that are not billable, so that they cannot stand on a claim at all."""
        return tuple(d for d in (self.first, self.second) if not d.billable)

    @property
    def at_two_encounters(self) -> bool:
        """Whether the two differ in their 7th character alone (S43.421A and S43.421D)."""
        return self.first.parent == self.second.parent and bool(self.first.seventh and self.second.seventh)


def together(codes: tuple[Diagnosis, ...], table: DiagnosisTable) -> tuple[ExcludesPair, ...]:
    """Every two of `codes`, in the order given, checked both ways."""
    return tuple(_pair(*two) for two in combinations([_noted(code, table) for code in codes], 2))


def check(first: Diagnosis, second: Diagnosis, table: DiagnosisTable) -> ExcludesPair:
    """One pair, both ways, with the notes that each inherits."""
    return _pair(_noted(first, table), _noted(second, table))


@dataclass(frozen=True, slots=True)
class _Note:
    """One Excludes note at or above a code, and the codes that it names."""

    printed: PrintedNotes
    text: str
    targets: tuple[Target, ...]
    letters: tuple[str, str]
    """The letters of the alphabet between which all that it names lies."""

    @property
    def wordy(self) -> bool:
        """An Excludes1 note without a code, which is no heading."""
        return self.printed.kind is NoteKind.EXCLUDES1 and not self.targets and not self.text.endswith(":")


@dataclass(frozen=True, slots=True)
class _Noted:
    """A code with what stands above it: `above` are the ids of all of it, the code's own included."""

    code: Diagnosis
    place: CodePosition
    above: frozenset[str]
    notes: tuple[_Note, ...]


def _noted(code: Diagnosis, table: DiagnosisTable) -> _Noted:
    """Read once for each code, however many others it is held against."""
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
    """What a note names, and from which letter to which: most notes are about other chapters, one look tells."""
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

    A note at a place above both is about neither against the other: it keeps a third thing out.
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
