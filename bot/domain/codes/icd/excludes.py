"""May two diagnoses stand together? What the Excludes notes of the tabular list say, and what they do not.

Excludes1 ('not coded here') holds as printed at one of the two codes or above it; the other need not
print it back. Guideline I.A.12.a permits both codes where the two conditions are unrelated, so a finding
means 'look again' and never 'denied'. Excludes2 ('not included here') is no conflict (I.A.12.b).
"""

from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from bot.domain.codes.diagnosis import Block, Diagnosis, DiagnosisBook
from bot.domain.codes.icd.path import Kind, Printed, blocks, inherited, parents
from bot.domain.codes.icd.targets import hits, targets

_EXCLUDES = (Kind.EXCLUDES1, Kind.EXCLUDES2)


class Verdict(StrEnum):
    """What the notes amount to for two codes."""

    LOOK_AGAIN = "look again"  # an Excludes1 note names the other code
    NO_CONFLICT = "no conflict"  # an Excludes2 note does: both may be needed
    NOTHING_PRINTED = "nothing printed"  # no note at either names the other


@dataclass(frozen=True, slots=True)
class Finding:
    """One note that names the other code: `text`, printed at `printed.at`, which is `code` or stands above it."""

    kind: Kind
    code: str
    other: str
    printed: Printed
    text: str


@dataclass(frozen=True, slots=True)
class Pair:
    """What was found for two codes. `wordy` are Excludes1 notes without a code: shown, never resolved."""

    first: Diagnosis
    second: Diagnosis
    findings: tuple[Finding, ...]
    wordy: tuple[Finding, ...]

    @property
    def verdict(self) -> Verdict:
        """Excludes1 before Excludes2 before nothing."""
        kinds = {finding.kind for finding in self.findings}
        if Kind.EXCLUDES1 in kinds:
            return Verdict.LOOK_AGAIN
        return Verdict.NO_CONFLICT if kinds else Verdict.NOTHING_PRINTED

    @property
    def headers(self) -> tuple[Diagnosis, ...]:
        """Those of the two that are not billable, so that they cannot stand on a claim at all."""
        return tuple(d for d in (self.first, self.second) if not d.billable)

    @property
    def at_two_encounters(self) -> bool:
        """Whether the two differ in their 7th character alone (S43.421A and S43.421D)."""
        return self.first.parent == self.second.parent and bool(self.first.seventh and self.second.seventh)


def together(codes: tuple[Diagnosis, ...], book: DiagnosisBook) -> tuple[Pair, ...]:
    """Every two of `codes`, in the order given, checked both ways."""
    return tuple(_pair(*two) for two in combinations([_noted(code, book) for code in codes], 2))


def check(first: Diagnosis, second: Diagnosis, book: DiagnosisBook) -> Pair:
    """One pair, both ways, with the notes that each inherits."""
    return _pair(_noted(first, book), _noted(second, book))


@dataclass(frozen=True, slots=True)
class _Noted:
    """A code with what stands above it: `places` are the ids of all of it, the code's own included."""

    code: Diagnosis
    sections: tuple[Block, ...]
    places: frozenset[str]
    printed: tuple[Printed, ...]


def _noted(code: Diagnosis, book: DiagnosisBook) -> _Noted:
    sections = tuple(blocks(code, book))
    places = frozenset((code.code, *(h.code for h in parents(code, book)), *(b.id for b in sections)))
    return _Noted(code, sections, places, inherited(code, book, _EXCLUDES))


def _pair(first: _Noted, second: _Noted) -> Pair:
    one, wordy_one = _one_way(first, second)
    two, wordy_two = _one_way(second, first)
    findings = sorted((*one, *two), key=lambda f: (f.kind, f.printed.inherited))
    return Pair(first.code, second.code, tuple(findings), (*wordy_one, *wordy_two))


def _one_way(code: _Noted, other: _Noted) -> tuple[list[Finding], list[Finding]]:
    """Notes at or above `code` that name `other`, and the wordy Excludes1 notes at `code` and its headers.

    A note at a place above both is about neither against the other: it keeps a third thing out.
    """
    naming: list[Finding] = []
    wordy: list[Finding] = []
    for printed in code.printed:
        if printed.at in other.places:
            continue
        for note in printed.notes:
            if _names(note, other.code, other.sections):
                naming.append(Finding(printed.kind, code.code.code, other.code.code, printed, note))
            elif _is_wordy(printed.kind, note):
                wordy.append(Finding(printed.kind, code.code.code, other.code.code, printed, note))
    return naming, wordy


def _names(note: str, other: Diagnosis, sections: tuple[Block, ...]) -> bool:
    return any(hits(target, other.code, sections) for target in targets(note))


def _is_wordy(kind: Kind, note: str) -> bool:
    return kind is Kind.EXCLUDES1 and not note.endswith(":") and not targets(note)
