"""Every loaded file but the diagnoses, open side by side: which edition answers whom, for which day.

A set that a workspace has loaded answers that workspace alone; where it and everybody have the same edition, its own.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Protocol, TypeVar

from bot.books.claim_books import MappedAddOns, MappedFees, MappedUnits
from bot.books.container import Contents
from bot.books.conversion_book import MappedConversions
from bot.books.pair_book import MappedPairs
from bot.books.procedure_book import MappedProcedures
from bot.domain.codes.claim.claim import ClaimSetting
from bot.domain.codes.completeness import Lack
from bot.domain.codes.cpt.grammar import CodeKind, ProcedureCode
from bot.domain.codes.file_rows import Conversion
from bot.domain.codes.listing import ListedModifier
from bot.domain.codes.releases import PUBLIC, Release, ReleaseStatus, SelectedRelease, System, choose
from bot.services.library.code_status import Judge, LoadedCodeStatus, lack_of, told_by_changes, told_by_list

_PAIRS = {
    ClaimSetting.PRACTITIONER: System.PAIRS_PRACTITIONER,
    ClaimSetting.OUTPATIENT: System.PAIRS_OUTPATIENT,
}
_UNITS = {
    ClaimSetting.PRACTITIONER: System.UNITS_PRACTITIONER,
    ClaimSetting.OUTPATIENT: System.UNITS_OUTPATIENT,
    ClaimSetting.DME: System.UNITS_DME,
}
_MODIFIERS = (System.CPT_MODIFIERS, System.CPT, System.HCPCS, System.OWN)
_MOST_KEPT = 512


class Book(Protocol):
    """Whatever was made of one edition."""

    @property
    def contents(self) -> Contents: ...


_B = TypeVar("_B", bound=Book)


class OpenEditions:
    """The open books by system. Never changed after it was made; safe to ask from several threads."""

    def __init__(
        self,
        *,
        pairs: Iterable[MappedPairs] = (),
        units: Iterable[MappedUnits] = (),
        add_ons: Iterable[MappedAddOns] = (),
        fees: Iterable[MappedFees] = (),
        procedures: Iterable[MappedProcedures] = (),
        conversions: Iterable[MappedConversions] = (),
        judge: Judge = lack_of,
    ) -> None:
        """`judge` says of a list of codes whether it was cut off; asked once for each."""
        self._pairs, self._units = _by_system(pairs), _by_system(units)
        self._add_ons, self._fees = _by_system(add_ons), _by_system(fees)
        self._procedures, self._conversions = _by_system(procedures), _by_system(conversions)
        self._judge = judge
        self._lacks: dict[Release, Lack | None] = {}
        self._sets: dict[str, dict[System, tuple[MappedProcedures, ...]]] = {}
        self._kept: dict[tuple[System, str, date | None, date], tuple[SelectedRelease, Book | None]] = {}

    # -- Medicare's files -----------------------------------------------------------------------------
    def pairs(
        self, setting: ClaimSetting, on: date | None, today: date, workspace: str
    ) -> MappedPairs | None:
        """NCCI's pairs for the day; a later quarter tells of earlier days too, its rows carry their dates."""
        system = _PAIRS.get(setting)
        if system is None:
            return None
        held = self._pairs.get(system, ())
        return self._choice(held, system, on, today, workspace)[1] or _next(held, on or today, workspace)

    def units(self, on: date | None, today: date, workspace: str) -> dict[ClaimSetting, MappedUnits]:
        """The limits of each kind that is loaded for the day."""
        found = {
            setting: self._choice(self._units.get(system, ()), system, on, today, workspace)[1]
            for setting, system in _UNITS.items()
        }
        return {setting: book for setting, book in found.items() if book}

    def add_ons(self, on: date | None, today: date, workspace: str) -> MappedAddOns | None:
        """The add-on codes for the day; as with pairs, a later edition tells of earlier days."""
        held = self._add_ons.get(System.ADD_ONS, ())
        chosen = self._choice(held, System.ADD_ONS, on, today, workspace)[1]
        return chosen or _next(held, on or today, workspace)

    def fees(self, on: date | None, today: date, workspace: str) -> MappedFees | None:
        """The fee schedule for the day: that of most clinicians, and the QPP's only where it alone is loaded."""
        for system in (System.FEES, System.FEES_QPP):
            if book := self._choice(self._fees.get(system, ()), system, on, today, workspace)[1]:
                return book
        return None

    # -- codes ----------------------------------------------------------------------------------------
    def procedure(
        self, code: ProcedureCode, on: date | None, today: date, workspace: str
    ) -> LoadedCodeStatus | None:
        """What is known of `code` on `on` (None: today); None where no edition of its set is loaded at all.

        Where no list of HCPCS is in force on the day, CMS's list of changes is asked, for the codes that it names.
        """
        system = _system_of(code)
        found = self._listed(system, code, on, today, workspace) if system else None
        if system is not System.HCPCS or (found and found.validity and _in_force(found)):
            return found
        changed = self._changed(code, on, today, workspace)
        if changed is None:
            return found
        newer = changed.validity is not None and _in_force(changed)
        return changed if newer or not (found and found.validity) else found

    def _changed(
        self, code: ProcedureCode, on: date | None, today: date, workspace: str
    ) -> LoadedCodeStatus | None:
        held = self._mine_by_system(workspace).get(System.HCPCS_CHANGES, ())
        return told_by_changes(
            code.code, self._choice(held, System.HCPCS_CHANGES, on, today, workspace), held
        )

    def _listed(
        self, system: System, code: ProcedureCode, on: date | None, today: date, workspace: str
    ) -> LoadedCodeStatus | None:
        held = self._mine_by_system(workspace).get(system)
        if not held:
            return None
        return told_by_list(code.code, self._choice(held, system, on, today, workspace), held, self._lack)

    def cut_off(self, workspace: str) -> Mapping[Release, Lack]:
        """The lists of codes that a workspace may see and that seem cut off, and why. Reads all their keys once."""
        every = ((book, held) for held in self._mine_by_system(workspace).values() for book in held)
        found = ((_release(book), self._lack(book, held)) for book, held in every)
        return {release: lacks for release, lacks in found if lacks}

    def _lack(self, book: MappedProcedures, held: Sequence[MappedProcedures]) -> Lack | None:
        release = _release(book)
        if release not in self._lacks:
            self._lacks[release] = self._judge(book, held)
        return self._lacks[release]

    def modifiers(self, on: date | None, today: date, workspace: str) -> tuple[MappedProcedures, ...]:
        """The lists of modifiers that answer for the day, in the order in which they are asked."""
        found = (
            self._choice(self._procedures.get(system, ()), system, on, today, workspace)[1]
            for system in _MODIFIERS
        )
        return tuple(book for book in found if book is not None and book.tells_modifiers)

    def modifier(self, modifier: str, on: date | None, today: date, workspace: str) -> ListedModifier | None:
        """A modifier as the first list of the day that holds it prints it."""
        return listed_modifier(modifier, self.modifiers(on, today, workspace))

    def knows_modifier(self, modifier: str, workspace: str) -> bool:
        """Whether any loaded list that the workspace may see holds it, of whatever day."""
        every = (book for system in _MODIFIERS for book in self._procedures.get(system, ()))
        return any(_may(book, workspace) and book.modifier(modifier) for book in every)

    def own(self, code: str, workspace: str) -> bool:
        """Whether `code` is one of the team's own codes, in any edition."""
        held = self._procedures.get(System.OWN, ())
        return any(_may(book, workspace) and book.get(code) for book in held)

    def knows(self, code: str, workspace: str) -> bool:
        """Whether the newest edition of any set that the workspace may see holds `code`."""
        return any(code in mine[-1] for _, mine in self._mine(workspace))

    def codes(self, workspace: str) -> Iterator[str]:
        """The codes of the newest edition of each set that the workspace may see."""
        for _, mine in self._mine(workspace):
            yield from mine[-1].codes()

    def instead_of(self, diagnosis: str, workspace: str) -> tuple[Conversion, ...]:
        """What NCHS's loaded conversion tables name in place of a diagnosis code."""
        held = self._conversions.get(System.ICD10CM_CONVERSIONS, ())
        for book in reversed(held):
            if _may(book, workspace) and (found := book.instead_of(diagnosis)):
                return found
        return ()

    def holds(self, system: System, workspace: str | None = None) -> bool:
        """Whether an edition of the system is open, for anybody or for one workspace."""
        every = (self._pairs, self._units, self._add_ons, self._fees, self._procedures, self._conversions)
        held = [book for books in every for book in books.get(system, ())]
        return any(workspace is None or _may(book, workspace) for book in held)

    def _mine(self, workspace: str) -> Iterable[tuple[System, tuple[MappedProcedures, ...]]]:
        return self._mine_by_system(workspace).items()

    def _mine_by_system(self, workspace: str) -> Mapping[System, tuple[MappedProcedures, ...]]:
        """The sets of procedure codes that a workspace may see, each oldest first; kept, for it is asked all day."""
        if (kept := self._sets.get(workspace)) is None:
            every = (
                (s, tuple(b for b in held if _may(b, workspace))) for s, held in self._procedures.items()
            )
            kept = {system: mine for system, mine in every if mine}
            if len(self._sets) >= _MOST_KEPT:
                self._sets.clear()
            self._sets[workspace] = kept
        return kept

    def _choice(
        self, held: Sequence[_B], system: System, on: date | None, today: date, workspace: str
    ) -> tuple[SelectedRelease, _B | None]:
        """Which of `held` answers; kept, because a team asks of the same few days."""
        key = (system, workspace, on, today)
        kept = self._kept.get(key)
        if kept is None:
            mine = {_release(book): book for book in held if _may(book, workspace)}
            chosen = choose(mine, on, today)
            kept = chosen, mine[chosen.release] if chosen.release else None
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            self._kept[key] = kept
        return kept  # type: ignore[return-value]  # the system decides the type of its books


def listed_modifier(modifier: str, lists: Iterable[MappedProcedures]) -> ListedModifier | None:
    """A modifier as the first of `lists` that holds it prints it."""
    for book in lists:
        if row := book.modifier(modifier):
            return ListedModifier(modifier, row.long or row.short, book.edition, row.starts, row.ends)
    return None


def _by_system(books: Iterable[_B]) -> dict[System, tuple[_B, ...]]:
    """The books of each system, oldest first; of two for the same days a workspace's own is the later."""
    found: dict[System, list[_B]] = {}
    for book in books:
        found.setdefault(_release(book).system, []).append(book)
    return {
        system: tuple(
            sorted(held, key=lambda b: (_first(b), _release(b).workspace != PUBLIC, _release(b).edition))
        )
        for system, held in found.items()
    }


def _next(held: Sequence[_B], on: date, workspace: str) -> _B | None:
    """The first edition that begins after `on`."""
    return next((book for book in held if _may(book, workspace) and _first(book) > on), None)


def _release(book: Book) -> Release:
    return book.contents.gathered.release


def _first(book: Book) -> date:
    return _release(book).effective


def _may(book: Book, workspace: str) -> bool:
    return _release(book).workspace in (PUBLIC, workspace)


def _in_force(found: LoadedCodeStatus) -> bool:
    return found.chosen.standing is ReleaseStatus.IN_FORCE


def _system_of(code: ProcedureCode) -> System | None:
    match code.kind:
        case CodeKind.HCPCS:
            return System.HCPCS
        case CodeKind.OWN:
            return System.OWN
        case CodeKind.CDT:
            return None
    return System.CPT
