"""Every loaded file but the diagnoses, side by side: which edition answers whom, for which day.

A set that a workspace has loaded answers that workspace alone; where it and everybody have the same edition, its own.
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
"""The editions that a workspace may see."""


class OpenEditions:
    """What the loaded editions say, for each workspace by those that it may see. Any thread may ask.

    Every question may raise UnusableEdition.
    """

    def __init__(self, editions_of: EditionsOf | None = None, judge: Judge = lack_of) -> None:
        """`judge` says of a list of codes whether it was cut off; asked once for each."""
        self.editions_of = editions_of or no_editions
        self._judge = judge
        self._lacks: dict[tuple[str, ...], Lack | None] = {}

    # -- Medicare's files -----------------------------------------------------------------------------
    def pairs(
        self, setting: ClaimSetting, on: date | None, today: date, workspace: str
    ) -> LoadedPairs | None:
        """NCCI's pairs for the day; a later quarter tells of earlier days too, its rows carry their dates."""
        system = _PAIRS.get(setting)
        return self.editions_of(workspace).pairs(system, on, today) if system else None

    def units(self, on: date | None, today: date, workspace: str) -> dict[ClaimSetting, LoadedUnits]:
        """The limits of each kind that is loaded for the day."""
        mine = self.editions_of(workspace)
        found = {setting: mine.units(system, on, today) for setting, system in _UNITS.items()}
        return {setting: units for setting, units in found.items() if units}

    def add_ons(self, on: date | None, today: date, workspace: str) -> LoadedAddOns | None:
        """The add-on codes for the day; as with pairs, a later edition tells of earlier days."""
        return self.editions_of(workspace).add_ons(on, today)

    def fees(self, on: date | None, today: date, workspace: str) -> LoadedFees | None:
        """The fee schedule for the day: that of most clinicians, and the QPP's only where it alone is loaded."""
        return self.editions_of(workspace).choose_fees(on, today)[1]

    def localities(self, on: date | None, today: date, workspace: str) -> LoadedLocalities | None:
        """Medicare's localities for the day, with indices and anesthesia factors as far as they are loaded."""
        return self.editions_of(workspace).localities(on, today)

    # -- codes ----------------------------------------------------------------------------------------
    def procedure(
        self, code: ProcedureCode, on: date | None, today: date, workspace: str
    ) -> LoadedCodeStatus | None:
        """What is known of `code` on `on` (None: today); None where no loaded edition can answer for its set.

        Where no list of HCPCS is in force on the day, CMS's list of changes is asked, for the codes that it names.
        Where no edition of the code's own set answers for the day, the fee schedule of the day does, for its codes.
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
        """The lists of codes that a workspace may see and that seem cut off, and why. Reads all their codes once."""
        found = (
            (edition.release, self._lack(edition, held)) for held in self._sets(workspace) for edition in held
        )
        return {release: lacks for release, lacks in found if lacks}

    def _lack(self, edition: LoadedProcedures, held: Sequence[LoadedProcedures]) -> Lack | None:
        """The same for all workspaces that loaded the same files."""
        key = (edition.digest, *(each.digest for each in held))
        if key not in self._lacks:
            if len(self._lacks) >= _MOST_KEPT:
                self._lacks.clear()
            self._lacks[key] = self._judge(edition, held)
        return self._lacks[key]

    def modifiers(self, on: date | None, today: date, workspace: str) -> tuple[LoadedProcedures, ...]:
        """The lists of modifiers that answer for the day, in the order in which they are asked."""
        mine = self.editions_of(workspace)
        found = (mine.choose_procedures(system, on, today)[1] for system in _MODIFIERS)
        return tuple(edition for edition in found if edition is not None and edition.has_modifiers)

    def modifier(self, modifier: str, on: date | None, today: date, workspace: str) -> ListedModifier | None:
        """A modifier as the first list of the day that holds it prints it."""
        return listed_modifier(modifier, self.modifiers(on, today, workspace))

    def knows_modifier(self, modifier: str, workspace: str) -> bool:
        """Whether any loaded list that the workspace may see holds it, of whatever day."""
        mine = self.editions_of(workspace)
        every = (edition for system in _MODIFIERS for edition in mine.procedures(system))
        return any(edition.modifier(modifier) for edition in every)

    def own(self, code: str, workspace: str) -> bool:
        """Whether `code` is one of the team's own codes, in any edition."""
        return any(code in edition for edition in self.editions_of(workspace).procedures(System.OWN))

    def knows(self, code: str, workspace: str) -> bool:
        """Whether the newest edition of any set, or the newest fee schedule, that it may see holds `code`."""
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
        """What NCHS's loaded conversion tables name in place of a diagnosis code."""
        newest_first = reversed(self.editions_of(workspace).conversions())
        return next((found for table in newest_first if (found := table.instead_of(diagnosis))), ())

    def holds(self, system: System, workspace: str) -> bool:
        """Whether the workspace may see an edition of the system."""
        return system in self.editions_of(workspace).systems

    def _sets(self, workspace: str) -> Iterable[Sequence[LoadedProcedures]]:
        mine = self.editions_of(workspace)
        return (held for system in PROCEDURES if (held := mine.procedures(system)))


def no_editions(workspace: str) -> WorkspaceEditions:
    """EditionsOf where nothing is loaded."""
    return WorkspaceEditions(workspace, (), ())


def listed_modifier(modifier: str, lists: Iterable[LoadedProcedures]) -> ListedModifier | None:
    """A modifier as the first of `lists` that holds it prints it."""
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
