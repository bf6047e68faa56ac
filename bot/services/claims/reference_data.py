"""The loaded files for claim checks, `/cpt units` and suggestions."""

from dataclasses import dataclass, field
from datetime import date

from bot.codefiles.hcpcs_starter import hcpcs_starter
from bot.domain.codes.claim.claim import ClaimSetting
from bot.domain.codes.claim.edition import ReferenceEdition, ReferenceFile
from bot.domain.codes.claim.reference_data import AddOn, Mue, ReferenceData, Validity
from bot.domain.codes.cpt.grammar import CodeKind, ProcedureCode
from bot.domain.codes.fee_row import FeeRow
from bot.domain.codes.hcpcs.starter import starter_modifier
from bot.domain.codes.listing import ListedModifier
from bot.services.library.code_library import CodeLibrary
from bot.services.library.code_status import LoadedCodeStatus
from bot.services.library.loaded_editions import (
    LoadedAddOns,
    LoadedFees,
    LoadedProcedures,
    LoadedUnits,
)
from bot.services.library.open_editions import OpenEditions, listed_modifier
from bot.services.lookup.units import PrintedDose
from bot.services.ports.request_context import RequestContext


@dataclass(frozen=True, slots=True)
class UnitsOfTheDay:
    """MueTable over the settings that are loaded for a day."""

    kinds: dict[ClaimSetting, LoadedUnits]
    _kept: dict[tuple[str, ClaimSetting], Mue | None] = field(default_factory=dict)

    def edition(self, kind: ClaimSetting) -> ReferenceEdition | None:
        """The edition of one setting; None if it is not loaded."""
        table = self.kinds.get(kind)
        return table.edition if table else None

    def limit(self, code: str, kind: ClaimSetting) -> Mue | None:
        """The value of a code; None if the file has no row, which does not mean unlimited."""
        if (code, kind) not in self._kept:
            table = self.kinds.get(kind)
            self._kept[code, kind] = table.limit(code) if table else None
        return self._kept[code, kind]


@dataclass(frozen=True, slots=True)
class FeesOfTheDay:
    """FeeTable for one request. Each rule needs the same rows, and each is read once."""

    table: LoadedFees
    _kept: dict[tuple[str, str], FeeRow | None] = field(default_factory=dict)

    @property
    def edition(self) -> ReferenceEdition:
        """The edition of the day."""
        return self.table.edition

    def find(self, code: str, modifier: str, on: date) -> FeeRow | None:  # noqa: ARG002 - one edition, one day
        """The row of (code, modifier), or None."""
        if (code, modifier) not in self._kept:
            self._kept[code, modifier] = self.table.find(code, modifier)
        return self._kept[code, modifier]


@dataclass(frozen=True, slots=True)
class AddOnsOfTheDay:
    """AddOnTable for one request."""

    table: LoadedAddOns
    _kept: dict[tuple[str, date], AddOn | None] = field(default_factory=dict)

    @property
    def edition(self) -> ReferenceEdition:
        """The edition that answers."""
        return self.table.edition

    def primaries(self, code: str, on: date) -> AddOn | None:
        """The add-on's primary codes on `on`, or None."""
        key = code, on
        if key not in self._kept:
            self._kept[key] = self.table.primaries(code, on)
        return self._kept[key]


@dataclass(frozen=True, slots=True)
class ProceduresOfTheDay:
    """ProcedureTable of one workspace.

    `dated` False treats it as a question without a date, which also uses ended sets.
    """

    files: OpenEditions
    workspace: str
    today: date
    dated: bool
    _kept: dict[tuple[str, date], LoadedCodeStatus | None] = field(default_factory=dict)

    def validity(self, code: ProcedureCode, on: date) -> Validity | None:
        """What is known about `code` on `on`, or None, as in the Protocol."""
        found = self._told(code, on)
        return found.validity if found else None

    def cut_off(self, code: ProcedureCode, on: date) -> str:
        """The name of the edition that lacks `code` and seems cut off, or ''."""
        found = self._told(code, on)
        release = found.chosen.release if found and found.lacks else None
        return f"{release.system} {release.edition}" if release else ""

    def _told(self, code: ProcedureCode, on: date) -> LoadedCodeStatus | None:
        key = code.code, on
        if key not in self._kept:
            day = on if self.dated else None
            self._kept[key] = self.files.procedure(code, day, self.today, self.workspace)
        return self._kept[key]


@dataclass(frozen=True, slots=True)
class ModifiersOfTheDay:
    """ModifierTable over the lists that answer for a day.

    The HCPCS starter may answer for a modifier that they lack.
    """

    lists: tuple[LoadedProcedures, ...]
    _kept: dict[str, ListedModifier | None] = field(default_factory=dict)

    @property
    def editions(self) -> tuple[ReferenceEdition, ...]:
        """The lists in lookup order."""
        return tuple(table.edition for table in self.lists)

    def find(self, modifier: str) -> ListedModifier | None:
        """The modifier as printed in the first list that holds it."""
        if modifier not in self._kept:
            row = hcpcs_starter().modifiers.get(modifier)
            self._kept[modifier] = listed_modifier(modifier, self.lists) or (
                starter_modifier(row) if row else None
            )
        return self._kept[modifier]


@dataclass(frozen=True, slots=True)
class LoadedReferenceData:
    """ReferenceDataSource over the files that are loaded now."""

    code_library: CodeLibrary

    def reference(self, on: date | None, setting: ClaimSetting, request: RequestContext) -> ReferenceData:
        """As in the Protocol: each file's edition for the day; licensed ones only if they are the workspace's own."""
        files, today, workspace = self.code_library.files, request.today, request.workspace
        units, fees = files.units(on, today, workspace), files.fees(on, today, workspace)
        add_ons, lists = files.add_ons(on, today, workspace), files.modifiers(on, today, workspace)
        return ReferenceData(
            procedures=ProceduresOfTheDay(files, workspace, today, on is not None),
            pairs=files.pairs(setting, on, today, workspace),
            units=UnitsOfTheDay(units) if units else None,
            add_ons=AddOnsOfTheDay(add_ons) if add_ons else None,
            fees=FeesOfTheDay(fees) if fees else None,
            modifiers=ModifiersOfTheDay(lists),
        )


@dataclass(frozen=True, slots=True)
class LoadedDoses:
    """DoseNames: the long name of a loaded HCPCS code on its day; without a loaded list, the starter's name."""

    code_library: CodeLibrary

    def __call__(self, code: str, on: date, workspace: str) -> PrintedDose | None:
        """The name as printed in the day's edition; None if no list is loaded for the day or it lacks the code."""
        found = self.code_library.files.procedure(ProcedureCode(code, CodeKind.HCPCS), on, on, workspace)
        if found is None or found.by_fees:
            return _starter_dose(code, on)
        if not (found and found.of_the_day and found.listing and found.told_by):
            return None
        return PrintedDose(found.listing.name, found.told_by.name)

    def holds(self, code: ProcedureCode, on: date, workspace: str) -> bool:
        """Whether the edition of the day lists the code."""
        found = self.code_library.files.procedure(code, on, on, workspace)
        return found is not None and found.of_the_day


def _starter_dose(code: str, on: date) -> PrintedDose | None:
    row = hcpcs_starter().codes.get(code)
    if row is None or row.ended(on) or row.not_yet(on):
        return None
    return PrintedDose(row.name, ReferenceFile.HCPCS_STARTER)
