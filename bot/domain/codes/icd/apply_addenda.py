"""Build the next edition of ICD-10-CM from an edition and the order addenda of the one after it.

The addenda have only names and validity. Notes, chapters and sections come from the edition before.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.domain.codes.diagnosis import Block, Diagnosis, SeventhCharacter
from bot.domain.codes.icd.grammar import bare, dotted
from bot.domain.codes.icd.order_addenda import AddendumAction, AddendumRow, CodeCounts, OrderAddenda
from bot.domain.errors import CodeDeskError

_CATEGORY, _WHOLE = 3, 7
_OUT = (AddendumAction.DELETE, AddendumAction.REVISE_FROM)


class AddendaMismatch(StrEnum):
    """Why addenda do not fit an edition."""

    COUNTS_BEFORE = "the edition has other numbers of codes than the addenda start from"
    COUNTS_AFTER = "the result has other numbers of codes than the addenda state"
    NOT_THERE = "a code to delete or rename is not in the edition"
    ALREADY_THERE = "a code to add is in the edition already"
    NO_PLACE = "a code to add stands below nothing that the edition has"


@dataclass
class AddendaDoNotFit(CodeDeskError):
    """The addenda belong to another edition. `code` is the first that does not fit, or ''."""

    why: AddendaMismatch
    code: str = ""


@dataclass(frozen=True, slots=True)
class _Listed:
    name: str
    billable: bool


def apply_addenda(
    diagnoses: Sequence[Diagnosis], blocks: Sequence[Block], addenda: OrderAddenda
) -> list[Diagnosis]:
    """The codes of the new edition, in code order. Raises AddendaDoNotFit if the edition is not the one before."""
    before = {d.code: d for d in diagnoses}
    _compare(_counts(before.values()), addenda.before, AddendaMismatch.COUNTS_BEFORE)
    listed = _applied(before, addenda.rows)
    made = _Builder(before, blocks, listed, {row.code for row in addenda.rows}).diagnoses()
    _compare(_counts(made), addenda.after, AddendaMismatch.COUNTS_AFTER)
    return made


def _counts(diagnoses: Iterable[Diagnosis]) -> CodeCounts:
    flags = [d.billable for d in diagnoses]
    billable = sum(flags)
    return CodeCounts(billable, len(flags) - billable)


def _compare(found: CodeCounts, stated: CodeCounts | None, why: AddendaMismatch) -> None:
    if stated is not None and found != stated:
        raise AddendaDoNotFit(why)


def _applied(before: Mapping[str, Diagnosis], rows: Iterable[AddendumRow]) -> dict[str, _Listed]:
    """Names and flags after the addenda. All deletions are applied first, then all additions."""
    listed = {code: _Listed(d.name, d.billable) for code, d in before.items()}
    rows = tuple(rows)
    for row in rows:
        if row.action in _OUT:
            found = listed.pop(row.code, None)
            if found is None or found.billable is not row.billable:
                raise AddendaDoNotFit(AddendaMismatch.NOT_THERE, row.code)
    for row in rows:
        if row.action not in _OUT:
            if row.code in listed:
                raise AddendaDoNotFit(AddendaMismatch.ALREADY_THERE, row.code)
            listed[row.code] = _Listed(row.name, row.billable)
    return listed


class _Builder:
    """Adds the changes under their headers, sections and chapters. All other codes are unchanged."""

    def __init__(
        self,
        before: Mapping[str, Diagnosis],
        blocks: Sequence[Block],
        listed: Mapping[str, _Listed],
        touched: set[str],
    ) -> None:
        self._before, self._listed, self._touched = before, listed, touched
        self._has_blocks = bool(blocks)
        self._in_order = sorted(before)  # the dot sorts before digits and letters, so this is code order
        self._categories = [code for code in self._in_order if len(code) == _CATEGORY]
        self._named = {_plain(row.name) for code, row in listed.items() if code not in before}
        self._children = self._all_children()

    def diagnoses(self) -> list[Diagnosis]:
        """All codes in code order."""
        changed = (
            self._children.keys() | self._touched | {c for below in self._children.values() for c in below}
        )
        made = (
            self._diagnosis(code) if code in changed or code not in self._before else self._before[code]
            for code in sorted(self._listed)
        )
        return [self._renamed(d) if d.instructions.inclusion_terms else d for d in made]

    def _all_children(self) -> dict[str, list[str]]:
        """The direct children of each header with a change below it."""
        moved = {code for code in self._touched if code in self._listed} | self._below_new()
        headers = {header for code in moved if (header := self._header(code))}
        headers |= {self._before[code].parent or "" for code in self._touched if code in self._before}
        headers |= {code for code in moved if not self._listed[code].billable}
        children: dict[str, set[str]] = defaultdict(set)
        for header in headers & self._listed.keys():
            old = self._before[header].children if header in self._before else ()
            children[header].update(c for c in old if c in self._listed and self._header(c) == header)
        for code in moved:
            if header := self._header(code):
                children[header].add(code)
        return {header: sorted(found) for header, found in children.items()}

    def _below_new(self) -> set[str]:
        """Codes of the edition before that now have a new header."""
        found = set[str]()
        for code in self._listed.keys() - self._before.keys():
            at = bisect_right(self._in_order, code)
            prefix = code if "." in code else f"{code}."
            while at < len(self._in_order) and self._in_order[at].startswith(prefix):
                found.add(self._in_order[at])
                at += 1
        return found & self._listed.keys()

    def _header(self, code: str) -> str | None:
        plain = bare(code)
        shorter = (dotted(plain[:length]) for length in range(len(plain) - 1, _CATEGORY - 1, -1))
        return next((one for one in shorter if one in self._listed), None)

    def _below(self, code: str) -> Sequence[str]:
        old = self._before.get(code)
        return self._children.get(code, old.children if old else ())

    def _diagnosis(self, code: str) -> Diagnosis:
        row, old, parent = self._listed[code], self._before.get(code), self._header(code)
        chapter, section = (old.chapter, old.section) if old else self._place(code)
        made = Diagnosis(
            code,
            row.name,
            row.billable,
            parent,
            chapter,
            section,
            children=tuple(self._below(code)),
            sevenths=self._sevenths(code),
            seventh=self._seventh(code) if parent and self._sevenths(parent) else None,
        )
        return replace(made, instructions=old.instructions) if old else made

    def _place(self, code: str) -> tuple[str, str]:
        """Chapter and section of a new code: its category's, or those of the category before it."""
        category = code[:_CATEGORY]
        at = bisect_right(self._categories, category)
        near = self._before[self._categories[at - 1]] if at else None
        if near is None or (self._has_blocks and near.code[0] != category[0]):
            raise AddendaDoNotFit(AddendaMismatch.NO_PLACE, code)
        return near.chapter, near.section

    def _sevenths(self, code: str) -> tuple[SeventhCharacter, ...]:
        """A header's 7th characters, if each child's name is the header's name plus the character's meaning."""
        children, name = self._below(code), self._listed[code].name
        whole = children and all(
            len(bare(child)) == _WHOLE and self._listed[child].name.startswith(f"{name}, ")
            for child in children
        )
        return tuple(map(self._seventh, children)) if whole else ()

    def _seventh(self, code: str) -> SeventhCharacter:
        header = self._listed[self._header(code) or ""].name
        return SeventhCharacter(code[-1], self._listed[code].name.removeprefix(f"{header}, "))

    def _renamed(self, diagnosis: Diagnosis) -> Diagnosis:
        """Remove other names that are now a new code's own name: plantar fasciitis moved from M72.2 to M67.A-."""
        terms = diagnosis.instructions.inclusion_terms
        kept = tuple(term for term in terms if _plain(term) not in self._named)
        if len(kept) == len(terms):
            return diagnosis
        return replace(diagnosis, instructions=replace(diagnosis.instructions, inclusion_terms=kept))


def _plain(name: str) -> str:
    return " ".join(name.lower().split())
