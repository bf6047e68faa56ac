"""Two releases of one code set: what was added, what is gone or became a header, what is worded anew."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.domain.codes.changes.rows import ComparedRelease, ComparedRow, by_code, newest
from bot.domain.codes.changes.words import same_words
from bot.domain.codes.completeness import shrunk
from bot.domain.codes.releases import Release

_SMALL = 20
"""So few codes of one first character may all go in a year; more than half of many never did."""
_KEPT_IN_A_YEAR = 0.98
"""Of a series in a file that seems cut off: where less is left, what is gone was cut."""
_LONGEST = 7  # characters of an ICD-10-CM code that is completed by its last one


class ChangeKind(StrEnum):
    """What became of a code."""

    GONE = "gone"
    DEMOTED = "became a header"
    ADDED = "added"
    BILLABLE = "became billable"
    REVISED = "revised"


ENDED = (ChangeKind.GONE, ChangeKind.DEMOTED)
"""Kinds that can no longer be billed."""
BEGUN = (ChangeKind.ADDED, ChangeKind.BILLABLE)


@dataclass(frozen=True, slots=True)
class CodeChange:
    """One code. `before` and `after` are its names, '' where it had or has none.

    `last_day`: the last day that the code may be used, where a file states it. `successors` are codes that a
    file names in its place, or a header's new codes.
    """

    kind: ChangeKind
    code: str
    before: str
    after: str
    last_day: date | None = None
    successors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CodeSetChanges:
    """All changes of the codes that can be billed, by kind and code.

    `uncovered` are first characters of codes of which the later release holds so little that it can't be
    meant to replace them: none of those is told as gone. `cut_before` are those of which the earlier one, which
    seems cut off, held so little: none of those is told as added. `respelled` counts names that differ in accents,
    case or punctuation alone; they are not in `found`.
    """

    earlier: Release
    later: Release
    found: tuple[CodeChange, ...]
    uncovered: tuple[str, ...] = ()
    respelled: int = 0
    cut_before: tuple[str, ...] = ()

    @property
    def by_list(self) -> bool:
        """Whether a published list of changes told them, and not two releases beside each other."""
        return self.earlier == self.later

    def of(self, *kinds: ChangeKind) -> tuple[CodeChange, ...]:
        """Those of the kinds, in the order of kinds and then of codes."""
        return tuple(change for kind in kinds for change in self.found if change.kind is kind)

    def watched(self, codes: Collection[str]) -> tuple[CodeChange, ...]:
        """Those of a team's watched codes; a code below a watched header counts as well."""
        return tuple(change for change in self.found if is_watched(change.code, codes))


def is_watched(code: str, codes: Collection[str]) -> bool:
    """Whether `code` is among the watched `codes`, or lies below a watched header of ICD-10-CM."""
    return code in codes or any(code[:end] in codes for end in range(3, len(code)) if code[3:4] == ".")


def compare(
    earlier: ComparedRelease,
    later: ComparedRelease,
    named: Mapping[str, tuple[str, ...]] | None = None,
    *,
    reworded: bool = True,
) -> CodeSetChanges:
    """What changed from `earlier` to `later`; `named` are successors as files name them, by old code.

    `reworded` False where the two hold names of different lengths: then no wording is compared.

    A later release that holds little or nothing of what the earlier one held under a first character does
    not cover it, so that a partial file never makes codes look gone.
    """
    uncovered = _uncovered(earlier.sizes, later.sizes)
    cut_before = _cut(later.sizes, earlier.sizes)
    before, after = by_code(earlier.rows), by_code(later.rows)
    found: list[CodeChange] = []
    respelled = 0
    for code in sorted(before.keys() | after.keys()):
        old = newest(before.get(code, ()), earlier.release)
        new = newest(after.get(code, ()), later.release)
        kind = _kind(old, new)
        if kind is None or (kind is ChangeKind.GONE and code[:1] in uncovered and code not in after):
            continue
        if kind is ChangeKind.ADDED and code[:1] in cut_before and code not in before:
            continue
        if kind is ChangeKind.REVISED and not reworded:
            continue
        if kind is ChangeKind.REVISED and same_words(_name(old), _name(new)):
            respelled += 1
            continue
        ended = _ended(before.get(code, ()), after.get(code, ())) if kind in ENDED else None
        found.append(CodeChange(kind, code, _name(old), _name(new), ended))
    told = _in_order(_succeeded(found, after, named or {}))
    return CodeSetChanges(earlier.release, later.release, told, uncovered, respelled, cut_before)


def _kind(old: ComparedRow | None, new: ComparedRow | None) -> ChangeKind | None:
    was, now = old is not None and old.billable, new is not None and new.billable
    if was and not now:
        return ChangeKind.GONE if new is None else ChangeKind.DEMOTED
    if now and not was:
        return ChangeKind.ADDED if old is None else ChangeKind.BILLABLE
    return ChangeKind.REVISED if was and _name(old) != _name(new) else None


def _name(row: ComparedRow | None) -> str:
    return row.name if row else ""


def _ended(before: Iterable[ComparedRow], after: Iterable[ComparedRow]) -> date | None:
    """The later file knows best; a row without an end says nothing."""
    for rows in (after, before):
        if ends := [row.ends for row in rows if row.ends]:
            return max(ends)
    return None


def _uncovered(before: Mapping[str, int], after: Mapping[str, int]) -> tuple[str, ...]:
    """Series of which the later file holds little; of one that seems cut off, each that lost more than a year takes."""
    if shrunk(sum(after.values()), sum(before.values())):
        return _cut(before, after)
    whole = 2 * sum(after.values()) >= sum(before.values())
    return tuple(
        first
        for first, count in sorted(before.items())
        if not (whole and count < _SMALL) and 2 * after.get(first, 0) < count
    )


def _cut(whole: Mapping[str, int], cut: Mapping[str, int]) -> tuple[str, ...]:
    """Series of which `cut`, far shorter than `whole`, lost more than a year takes; none where it is not shorter."""
    if not shrunk(sum(cut.values()), sum(whole.values())):
        return ()
    return tuple(f for f, count in sorted(whole.items()) if cut.get(f, 0) < _KEPT_IN_A_YEAR * count)


def _succeeded(
    found: Iterable[CodeChange],
    after: Mapping[str, tuple[ComparedRow, ...]],
    named: Mapping[str, tuple[str, ...]],
) -> Iterable[CodeChange]:
    """Each ended code with its successors: as a file names them, else the new codes under its header."""
    changes = list(found)
    begun = sorted(change.code for change in changes if change.kind in BEGUN)
    headers = {code for code, rows in after.items() if not any(row.billable for row in rows)}
    for change in changes:
        if change.kind in ENDED:
            ways = named.get(change.code) or _below(change.code, begun, headers)
            yield CodeChange(change.kind, change.code, change.before, change.after, change.last_day, ways)
        else:
            yield change


def _below(code: str, begun: list[str], headers: set[str]) -> tuple[str, ...]:
    """New codes below a code that became a header: `M54.50` and others below `M54.5`.

    A code with a 7th character (`T78.1XXA`) has its place in the header that it completed (`T78.1`), and
    among the header's new codes those with the same 7th character.
    """
    if code[3:4] not in ("", "."):
        return ()
    if code in headers:
        return tuple(each for each in begun if each.startswith(code if "." in code else f"{code}."))
    if len(code.replace(".", "")) < _LONGEST:
        return ()
    stem = stem_of(code)
    return tuple(each for each in begun if each.startswith(stem) and each[-1] == code[-1])


def stem_of(code: str) -> str:
    """The ICD-10-CM code below which all lies that may follow `code`: itself, or what its 7th character completes.

    >>> stem_of("M54"), stem_of("T78.1XXA")
    ('M54', 'T78.1')
    """
    return code[:-1].rstrip("X") if len(code.replace(".", "")) == _LONGEST else code


def _in_order(changes: Iterable[CodeChange]) -> tuple[CodeChange, ...]:
    order = {kind: place for place, kind in enumerate(ChangeKind)}
    return tuple(sorted(changes, key=lambda change: (order[change.kind], change.code)))


def counts(changes: CodeSetChanges) -> Counter[ChangeKind]:
    """How many there are of each kind."""
    return Counter(change.kind for change in changes.found)
