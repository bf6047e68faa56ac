"""The editions that one workspace may see: public ones and its own, never those of another workspace."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, TypeVar, cast

from bot.domain.codes.releases import PUBLIC, Release, SelectedRelease, System, choose
from bot.services.library.loaded_editions import (
    LoadedAddOns,
    LoadedConversions,
    LoadedDiagnoses,
    LoadedEdition,
    LoadedFees,
    LoadedLocalities,
    LoadedPairs,
    LoadedProcedures,
    LoadedUnits,
)

_MOST_KEPT = 64
_E = TypeVar("_E", bound=LoadedEdition[Any])


class WorkspaceEditions:
    """Editions by system, oldest first. If two cover the same days, the workspace's own comes later and answers.

    Immutable. Raises PermissionError for an edition of another workspace. That would be a bug, and it must not lead
    to an answer.
    """

    def __init__(
        self, workspace: str, editions: Iterable[LoadedEdition[Any]], releases: Iterable[Release]
    ) -> None:
        """`releases` are all releases that the workspace may see, including those without an edition of their own."""
        self.workspace = workspace
        self.releases = tuple(sorted(releases, key=lambda r: r.effective, reverse=True))
        self._by_system: dict[System, list[LoadedEdition[Any]]] = {}
        self._kept: dict[
            tuple[System, date | None, date], tuple[SelectedRelease, LoadedEdition[Any] | None]
        ] = {}
        for edition in editions:
            if not edition.visible_to(workspace):
                raise PermissionError(edition.release.system.value)
            self._by_system.setdefault(edition.release.system, []).append(edition)

    @property
    def systems(self) -> Iterable[System]:
        """The systems with a loaded edition."""
        return self._by_system.keys()

    @property
    def editions(self) -> Iterable[LoadedEdition[Any]]:
        """All editions."""
        return (edition for held in self._by_system.values() for edition in held)

    @property
    def public(self) -> Iterable[LoadedEdition[Any]]:
        """The public editions."""
        return (edition for edition in self.editions if edition.release.workspace == PUBLIC)

    def diagnoses(self) -> Sequence[LoadedDiagnoses]:
        """The releases of ICD-10-CM."""
        return self._of(System.ICD10CM, LoadedDiagnoses)

    def procedures(self, system: System) -> Sequence[LoadedProcedures]:
        """The editions of a set of procedure codes or modifiers."""
        return self._of(system, LoadedProcedures)

    def conversions(self) -> Sequence[LoadedConversions]:
        """NCHS's conversion tables."""
        return self._of(System.ICD10CM_CONVERSIONS, LoadedConversions)

    def pairs(self, system: System, on: date | None, today: date) -> LoadedPairs | None:
        """The NCCI pairs of the day, or those of the next quarter, whose rows carry their own dates."""
        return self._that_day_or_next(system, LoadedPairs, on, today)

    def add_ons(self, on: date | None, today: date) -> LoadedAddOns | None:
        """The add-on codes of the day, or those of the next edition."""
        return self._that_day_or_next(System.ADD_ONS, LoadedAddOns, on, today)

    def units(self, system: System, on: date | None, today: date) -> LoadedUnits | None:
        """The MUE values of the day."""
        return self._that_day(system, LoadedUnits, on, today)

    def choose_fees(self, on: date | None, today: date) -> tuple[SelectedRelease, LoadedFees | None]:
        """Which fee schedule answers for the day: the standard one, or the QPP schedule if only that is loaded."""
        found = self._choose(System.FEES, on, today)
        if found[1] is None and self._by_system.get(System.FEES_QPP):
            found = self._choose(System.FEES_QPP, on, today)
        chosen, edition = found
        return chosen, edition if isinstance(edition, LoadedFees) else None

    def localities(self, on: date | None, today: date) -> LoadedLocalities | None:
        """Medicare's localities of the day."""
        return self._that_day(System.LOCALITIES, LoadedLocalities, on, today)

    def fee_schedules(self) -> Sequence[LoadedFees]:
        """All fee schedules, oldest first."""
        every = (*self._of(System.FEES, LoadedFees), *self._of(System.FEES_QPP, LoadedFees))
        return sorted(every, key=lambda each: each.release.effective)

    def choose_procedures(
        self, system: System, on: date | None, today: date
    ) -> tuple[SelectedRelease, LoadedProcedures | None]:
        """Which edition of a set answers for the day."""
        chosen, edition = self._choose(system, on, today)
        return chosen, edition if isinstance(edition, LoadedProcedures) else None

    def choose_diagnoses(
        self, on: date | None, today: date
    ) -> tuple[SelectedRelease, LoadedDiagnoses | None]:
        """Which release of ICD-10-CM answers for the day."""
        chosen, edition = self._choose(System.ICD10CM, on, today)
        return chosen, edition if isinstance(edition, LoadedDiagnoses) else None

    def _of(self, system: System, kind: type[_E]) -> Sequence[_E]:  # noqa: ARG002 - the system decides the kind
        return cast("Sequence[_E]", self._by_system.get(system, ()))

    def _that_day(self, system: System, kind: type[_E], on: date | None, today: date) -> _E | None:
        edition = self._choose(system, on, today)[1]
        return edition if isinstance(edition, kind) else None

    def _that_day_or_next(self, system: System, kind: type[_E], on: date | None, today: date) -> _E | None:
        day = on or today
        later = (each for each in self._of(system, kind) if each.release.effective > day)
        return self._that_day(system, kind, on, today) or next(later, None)

    def _choose(
        self, system: System, on: date | None, today: date
    ) -> tuple[SelectedRelease, LoadedEdition[Any] | None]:
        """Which edition of a system answers for the day. Cached, because a team asks about the same few days."""
        key = system, on, today
        kept = self._kept.get(key)
        if kept is None:
            held = {edition.release: edition for edition in self._by_system.get(system, ())}
            chosen = choose(held, on, today)
            kept = chosen, held[chosen.release] if chosen.release else None
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            self._kept[key] = kept
        return kept
