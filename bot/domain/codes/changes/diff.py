"""Compare two releases of one code set: codes added, removed, turned into headers, and reworded."""

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
"""A series (codes with the same first character) this small may end within a year. A larger one never loses more than
half."""
_KEPT_IN_A_YEAR = 0.98
"""The share of a series that a year keeps. If a file seems cut off and less is left, the missing codes were cut."""
_LONGEST = 7  # characters of an ICD-10-CM code with its 7th character


class ChangeKind(StrEnum):
    """What happened to a code."""

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
    """One code. `before` and `after` are its names; '' if it had or has none.

    `last_day`: the last day on which the code is valid, if a file states it. `successors` are replacement codes that
    a file names, or a header's new codes.
    """

    kind: ChangeKind
    code: str
    before: str
    after: str
    last_day: date | None = None
    successors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CodeSetChanges:
    """All changes to billable codes, by kind and code.

    `uncovered` are first characters whose codes the later release mostly lacks, so it isn't meant to replace them;
    none of those codes counts as removed. `cut_before` are first characters whose codes the earlier release, which
    seems cut off, mostly lacked; none of those codes counts as added. `respelled` counts names that differ only in
    accents, case or punctuation; they are not in `found`.
    """

    earlier: Release
    later: Release
    found: tuple[CodeChange, ...]
    uncovered: tuple[str, ...] = ()
    respelled: int = 0
    cut_before: tuple[str, ...] = ()

    @property
    def by_list(self) -> bool:
        """Whether the changes come from a published list of changes, not from a comparison of two releases."""
        return self.earlier == self.later

    def of(self, *kinds: ChangeKind) -> tuple[CodeChange, ...]:
        """The changes of these kinds, by kind and then by code."""
        return tuple(change for kind in kinds for change in self.found if change.kind is kind)

    def watched(self, codes: Collection[str]) -> tuple[CodeChange, ...]:
        """The changes to a team's watched codes, including codes below a watched header."""
        return tuple(change for change in self.found if is_watched(change.code, codes))


def is_watched(code: str, codes: Collection[str]) -> bool:
    """Whether `code` is in the watched `codes` or is below a watched ICD-10-CM header."""
    return code in codes or any(code[:end] in codes for end in range(3, len(code)) if code[3:4] == ".")


def compare(
    earlier: ComparedRelease,
    later: ComparedRelease,
    named: Mapping[str, tuple[str, ...]] | None = None,
    *,
    reworded: bool = True,
) -> CodeSetChanges:
    """Return the changes from `earlier` to `later`. `named` are successors from files, by old code.

    `reworded` False: the releases have names of different lengths, so wording is not compared.

    If the later release has few or none of the earlier one's codes with some first character, it does not cover them.
    So a partial file never makes codes look removed.
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
    """The end date from the later file if it has one. A row without an end gives no information."""
    for rows in (after, before):
        if ends := [row.ends for row in rows if row.ends]:
            return max(ends)
    return None


def _uncovered(before: Mapping[str, int], after: Mapping[str, int]) -> tuple[str, ...]:
    """Series that the later file mostly lacks.

    If the file seems cut off, each series that lost more than a year's changes.
    """
    if shrunk(sum(after.values()), sum(before.values())):
        return _cut(before, after)
    whole = 2 * sum(after.values()) >= sum(before.values())
    return tuple(
        first
        for first, count in sorted(before.items())
        if not (whole and count < _SMALL) and 2 * after.get(first, 0) < count
    )


def _cut(whole: Mapping[str, int], cut: Mapping[str, int]) -> tuple[str, ...]:
    """Series of which `cut`, much shorter than `whole`, lost more than a year's changes; none if it is not shorter."""
    if not shrunk(sum(cut.values()), sum(whole.values())):
        return ()
    return tuple(f for f, count in sorted(whole.items()) if cut.get(f, 0) < _KEPT_IN_A_YEAR * count)


def _succeeded(
    found: Iterable[CodeChange],
    after: Mapping[str, tuple[ComparedRow, ...]],
    named: Mapping[str, tuple[str, ...]],
) -> Iterable[CodeChange]:
    """Each ended code with its successors: those that a file names, else the new codes under its header."""
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
    """New codes below a code that became a header, such as `M54.50` below `M54.5`.

    For a code with a 7th character (`T78.1XXA`), the header is the code without it (`T78.1`), and only new codes with
    the same 7th character count.
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
    """The ICD-10-CM code that all successors of `code` begin with: itself, or the header without the 7th character.

    >>> stem_of("M54"), stem_of("T78.1XXA")
    ('M54', 'T78.1')
    """
    return code[:-1].rstrip("X") if len(code.replace(".", "")) == _LONGEST else code


def _in_order(changes: Iterable[CodeChange]) -> tuple[CodeChange, ...]:
    order = {kind: place for place, kind in enumerate(ChangeKind)}
    return tuple(sorted(changes, key=lambda change: (order[change.kind], change.code)))


def counts(changes: CodeSetChanges) -> Counter[ChangeKind]:
    """The number of changes of each kind."""
    return Counter(change.kind for change in changes.found)
