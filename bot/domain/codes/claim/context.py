"""The input of every rule: the claim, the reference data for its date, and the date itself."""

from dataclasses import dataclass, replace
from datetime import date

from bot.domain.codes.claim.claim import Claim, ClaimLine
from bot.domain.codes.claim.edition import ReferenceEdition, ReferenceFile
from bot.domain.codes.claim.reference_data import ReferenceData
from bot.domain.codes.diagnosis import Diagnosis
from bot.domain.codes.edition_file import Holds
from bot.domain.codes.icd.billable_days import ICD10_BEGAN, BillableHistory, answers
from bot.domain.codes.icd.resolve import Billable, Header, NeedsSeventh, Resolution, resolve


@dataclass(frozen=True, slots=True)
class Context:
    """`reference` has only tables that cover `on`. `resolved` are the diagnoses in the claim's order, or empty."""

    claim: Claim
    reference: ReferenceData
    on: date
    resolved: tuple[Resolution, ...]

    def diagnosis(self, position: int) -> Diagnosis | None:
        """The diagnosis at a position from 1, if the table has it."""
        if not 1 <= position <= len(self.resolved):
            return None
        found = self.resolved[position - 1]
        return found.diagnosis if isinstance(found, Billable | Header | NeedsSeventh) else None

    @property
    def history(self) -> BillableHistory | None:
        """The lists of billable days, if they cover the date and no release does."""
        history = self.reference.history if self.reference.diagnoses is None else None
        return history if history and answers(history, self.on) else None

    @property
    def has_notes(self) -> bool:
        """Whether the day's release has Excludes, 'code first' and other notes."""
        return self.reference.diagnoses is not None and Holds.NOTES in self.reference.diagnoses.holds

    def pointed(self, line: ClaimLine) -> tuple[int, ...]:
        """The positions that a line points to; all positions if it has no pointers."""
        return line.pointers or tuple(range(1, len(self.claim.diagnoses) + 1))


def context(claim: Claim, reference: ReferenceData, today: date) -> Context:
    """Leave out every table that does not cover the claim's date: not checked is better than wrong."""
    answering = _answering(reference, claim, today)
    table = answering.diagnoses
    resolved = tuple(resolve(typed, table) for typed in claim.diagnoses) if table else ()
    return Context(claim, answering, claim.on or today, resolved)


def _answering(reference: ReferenceData, claim: Claim, today: date) -> ReferenceData:
    def kept(edition: ReferenceEdition | None, *, history: bool = False) -> bool:
        return edition is not None and edition.answers(claim.on, today, history=history)

    diagnoses = reference.diagnoses
    units = reference.units.edition(claim.setting) if reference.units else None
    pairs = reference.pairs.edition if reference.pairs else None
    whose = pairs is None or pairs.setting in (None, claim.setting)
    return replace(
        reference,
        diagnoses=diagnoses if diagnoses and kept(diagnosis_edition(reference)) else None,
        pairs=reference.pairs if kept(pairs, history=True) and whose else None,
        units=reference.units if kept(units) else None,
        add_ons=reference.add_ons
        if reference.add_ons and kept(reference.add_ons.edition, history=True)
        else None,
        fees=reference.fees if reference.fees and kept(reference.fees.edition) else None,
    )


def history_edition(history: BillableHistory) -> ReferenceEdition:
    """The lists of billable days as an edition."""
    return ReferenceEdition(
        ReferenceFile.DIAGNOSES, "Medicare code editor list", ICD10_BEGAN, history.through
    )


def diagnosis_edition(reference: ReferenceData) -> ReferenceEdition | None:
    """The loaded release of ICD-10-CM as an edition."""
    if reference.diagnoses is None:
        return None
    release = reference.diagnoses.release
    name = f"{release.edition}, notes {release.notes}" if release.notes else release.edition
    return ReferenceEdition(ReferenceFile.DIAGNOSES, name, release.effective, release.ends)
