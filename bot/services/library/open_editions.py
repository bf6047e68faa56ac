"""All loaded files except diagnoses: which edition answers which workspace, for which day.

A workspace's own set answers only that workspace. If the workspace and the public releases have the same edition, the
workspace's own is used.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date

from bot.domain.codes.claim.claim import ClaimSetting
from bot.domain.codes.completeness import Lack
from bot.domain.codes.cpt.grammar import CodeKind, ProcedureCode
from bot.domain.codes.file_rows import Conversion
from bot.domain.codes.listing import ListedModifier
from bot.domain.codes.releases import Release, ReleaseStatus, System
from bot.services.library.code_status import (
    Judge,
    LoadedCodeStatus,
    lack_of,
    told_by_changes,
    told_by_fees,
    told_by_list,
)
from bot.services.library.editions import PROCEDURES
from bot.services.library.loaded_editions import (
    LoadedAddOns,
    LoadedFees,
    LoadedLocalities,
    LoadedPairs,
    LoadedProcedures,
    LoadedUnits,
)
from bot.services.library.workspace_editions import WorkspaceEditions

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

EditionsOf = Callable[[str], WorkspaceEditions]
"""Returns the editions that a workspace may see."""


class OpenEditions:
    """What the loaded editions say to each workspace, from the editions that it may see. Thread-safe.

    Every query may raise UnusableEdition.
    """

    def __init__(self, editions_of: EditionsOf | None = None, judge: Judge = lack_of) -> None:
        """`judge` decides whether a list of codes was cut off. It is called once for each list."""
        self.editions_of = editions_of or no_editions
        self._judge = judge
        self._lacks: dict[tuple[str, ...], Lack | None] = {}

    # -- Medicare's files -----------------------------------------------------------------------------
    def pairs(
        self, setting: ClaimSetting, on: date | None, today: date, workspace: str
    ) -> LoadedPairs | None:
        """The NCCI pairs for the day. A later quarter can answer for earlier days, because its rows carry dates."""
        system = _PAIRS.get(setting)
        return self.editions_of(workspace).pairs(system, on, today) if system else None

    def units(self, on: date | None, today: date, workspace: str) -> dict[ClaimSetting, LoadedUnits]:
        """The MUE values for the day, for each setting that is loaded."""
        mine = self.editions_of(workspace)
        found = {setting: mine.units(system, on, today) for setting, system in _UNITS.items()}
        return {setting: units for setting, units in found.items() if units}

    def add_ons(self, on: date | None, today: date, workspace: str) -> LoadedAddOns | None:
        """The add-on codes for the day. As with pairs, a later edition can answer for earlier days."""
        return self.editions_of(workspace).add_ons(on, today)

    def fees(self, on: date | None, today: date, workspace: str) -> LoadedFees | None:
        """The fee schedule for the day: the standard one, or the QPP schedule if only that is loaded."""
        return self.editions_of(workspace).choose_fees(on, today)[1]

    def localities(self, on: date | None, today: date, workspace: str) -> LoadedLocalities | None:
        """Medicare's localities for the day, with the indices and anesthesia factors that are loaded."""
        return self.editions_of(workspace).localities(on, today)

    # -- codes ----------------------------------------------------------------------------------------
    def procedure(
        self, code: ProcedureCode, on: date | None, today: date, workspace: str
    ) -> LoadedCodeStatus | None:
        """What is known about `code` on `on` (None: today); None if no loaded edition can answer for its set.

        If no HCPCS list is in force on the day, CMS's list of changes answers for the codes that it names. If the
        code's own set has no edition for the day, the fee schedule of the day answers for its codes.
        """
        system, mine = _system_of(code), self.editions_of(workspace)
        found = self._published(system, code, on, today, mine) if system else None
        if system in (None, System.OWN) or (found and found.chosen.release):
            return found
        by_fees = told_by_fees(code.code, mine.choose_fees(on, today), mine.fee_schedules())
        return by_fees if by_fees and (found is None or by_fees.chosen.release) else found

    def _published(
        self, system: System, code: ProcedureCode, on: date | None, today: date, mine: WorkspaceEditions
    ) -> LoadedCodeStatus | None:
        """What the loaded lists of the code's own set say."""
        found = self._listed(system, code, on, today, mine)
        if system is not System.HCPCS or (found and found.validity and _in_force(found)):
            return found
        changed = _changed(code, on, today, mine)
        if changed is None:
            return found
        newer = changed.validity is not None and _in_force(changed)
        return changed if newer or not (found and found.validity) else found

    def _listed(
        self, system: System, code: ProcedureCode, on: date | None, today: date, mine: WorkspaceEditions
    ) -> LoadedCodeStatus | None:
        held = mine.procedures(system)
        if not held:
            return None
        return told_by_list(code.code, mine.choose_procedures(system, on, today), held, self._lack)

    def cut_off(self, workspace: str) -> Mapping[Release, Lack]:
        """The lists of codes that a workspace may see and that seem cut off, with the reason. Reads all codes once."""
        found = (
            (edition.release, self._lack(edition, held)) for held in self._sets(workspace) for edition in held
        )
        return {release: lacks for release, lacks in found if lacks}

    def _lack(self, edition: LoadedProcedures, held: Sequence[LoadedProcedures]) -> Lack | None:
        """How a list seems cut off, or None. Workspaces that loaded the same files share the result."""
        key = (edition.digest, *(each.digest for each in held))
        if key not in self._lacks:
            if len(self._lacks) >= _MOST_KEPT:
                self._lacks.clear()
            self._lacks[key] = self._judge(edition, held)
        return self._lacks[key]

    def modifiers(self, on: date | None, today: date, workspace: str) -> tuple[LoadedProcedures, ...]:
        """The lists of modifiers that answer for the day, in lookup order."""
        mine = self.editions_of(workspace)
        found = (mine.choose_procedures(system, on, today)[1] for system in _MODIFIERS)
        return tuple(edition for edition in found if edition is not None and edition.has_modifiers)

    def modifier(self, modifier: str, on: date | None, today: date, workspace: str) -> ListedModifier | None:
        """A modifier as printed in the day's first list that holds it."""
        return listed_modifier(modifier, self.modifiers(on, today, workspace))

    def knows_modifier(self, modifier: str, workspace: str) -> bool:
        """Whether any loaded list that the workspace may see holds the modifier, for any day."""
        mine = self.editions_of(workspace)
        every = (edition for system in _MODIFIERS for edition in mine.procedures(system))
        return any(edition.modifier(modifier) for edition in every)

    def own(self, code: str, workspace: str) -> bool:
        """Whether `code` is one of the team's own codes, in any edition."""
        return any(code in edition for edition in self.editions_of(workspace).procedures(System.OWN))

    def knows(self, code: str, workspace: str) -> bool:
        """Whether the workspace may see `code` in the newest edition of any set, or in the newest fee schedule."""
        schedules = self.editions_of(workspace).fee_schedules()
        listed = any(code in held[-1] for held in self._sets(workspace))
        return listed or any(code in schedule for schedule in schedules[-1:])

    def codes(self, workspace: str) -> Iterator[str]:
        """The codes of the newest edition of each set, and of the newest fee schedule, that the workspace may see."""
        for held in self._sets(workspace):
            yield from held[-1].codes()
        for schedule in self.editions_of(workspace).fee_schedules()[-1:]:
            yield from schedule.codes()

    def instead_of(self, diagnosis: str, workspace: str) -> tuple[Conversion, ...]:
        """The codes that NCHS's loaded conversion tables name as replacements of a diagnosis code."""
        newest_first = reversed(self.editions_of(workspace).conversions())
        return next((found for table in newest_first if (found := table.instead_of(diagnosis))), ())

    def holds(self, system: System, workspace: str) -> bool:
        """Whether the workspace may see an edition of the system."""
        return system in self.editions_of(workspace).systems

    def _sets(self, workspace: str) -> Iterable[Sequence[LoadedProcedures]]:
        mine = self.editions_of(workspace)
        return (held for system in PROCEDURES if (held := mine.procedures(system)))


def no_editions(workspace: str) -> WorkspaceEditions:
    """EditionsOf with nothing loaded."""
    return WorkspaceEditions(workspace, (), ())


def listed_modifier(modifier: str, lists: Iterable[LoadedProcedures]) -> ListedModifier | None:
    """A modifier as printed in the first of `lists` that holds it."""
    for edition in lists:
        if row := edition.modifier(modifier):
            return ListedModifier(modifier, row.long or row.short, edition.edition, row.starts, row.ends)
    return None


def _changed(
    code: ProcedureCode, on: date | None, today: date, mine: WorkspaceEditions
) -> LoadedCodeStatus | None:
    choice = mine.choose_procedures(System.HCPCS_CHANGES, on, today)
    return told_by_changes(code.code, choice, mine.procedures(System.HCPCS_CHANGES))


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
