"""What the loaded editions of a code set say of one code for a day: listed, ended, to come, told by another."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.domain.codes.changes.diff import ChangeKind
from bot.domain.codes.changes.listed import kind_of
from bot.domain.codes.claim.edition import ReferenceEdition, ReferenceFile
from bot.domain.codes.claim.reference_data import CodeStatus, Validity
from bot.domain.codes.completeness import Lack, lack
from bot.domain.codes.fees import DELETED, fee_listing
from bot.domain.codes.listing import Listing
from bot.domain.codes.releases import Release, SelectedRelease
from bot.services.library.loaded_editions import LoadedFees, LoadedProcedures

_LISTED: dict[ChangeKind | None, CodeStatus] = {
    ChangeKind.ADDED: CodeStatus.VALID,
    ChangeKind.REVISED: CodeStatus.VALID,
    ChangeKind.GONE: CodeStatus.ENDED,
}


@dataclass(frozen=True, slots=True)
class LoadedCodeStatus:
    """What the loaded sets say of a procedure code for a day.

    `chosen` names the edition that answers for the day, if there is one. `validity` None: no edition answers for the
    day, or the one that does says nothing of codes it lacks. `listing` is the code as `told_by` prints it: the
    answering edition, else the nearest one that holds it; None where no loaded edition does. `lacks`: the edition of
    the day does not hold it and seems cut off, so nothing is said of it.
    """

    chosen: SelectedRelease
    validity: Validity | None
    listing: Listing | None
    told_by: ReferenceEdition | None
    editions: tuple[Release, ...]
    lacks: Lack | None = None

    @property
    def by_fees(self) -> bool:
        """Whether Medicare's fee schedule answers, because no edition of the code's own set does for the day."""
        return bool(self.told_by and self.told_by.file is ReferenceFile.FEES)

    @property
    def of_the_day(self) -> bool:
        """Whether `listing` is what the edition of the day prints."""
        answering = self.chosen.release
        return bool(self.told_by and answering and self.told_by.effective == answering.effective)


Choice = tuple[SelectedRelease, LoadedProcedures | None]
"""Which edition answers for a day, and the edition itself."""

Judge = Callable[[LoadedProcedures, Sequence[LoadedProcedures]], Lack | None]
"""What tells that a edition, of those held of its set, is not all of the edition itself."""


def lack_of(edition: LoadedProcedures, held: Sequence[LoadedProcedures]) -> Lack | None:
    """As a Judge: by its codes, and by how many the edition before it has. Reads all codes: milliseconds."""
    before = [len(other) for other in held if other.edition.effective < edition.edition.effective]
    return lack(edition.release.system, edition.codes(), before[-1] if before else 0)


def told_by_list(
    code: str, choice: Choice, held: Sequence[LoadedProcedures], judge: Judge = lack_of
) -> LoadedCodeStatus:
    """What the editions `held` of a set, oldest first, say of `code`; `choice` is the one of the day."""
    chosen, edition = choice
    listing = edition.get(code) if edition else None
    if edition and listing:
        validity = _standing(listing, edition.edition, chosen.on or chosen.today)
        return _told(chosen, validity, listing, edition.edition, held)
    lacks = judge(edition, held) if edition else None
    return replace(_elsewhere(code, chosen, edition, held, whole=lacks is None), lacks=lacks)


def told_by_changes(code: str, choice: Choice, held: Sequence[LoadedProcedures]) -> LoadedCodeStatus | None:
    """What CMS's list of changes of the day says of `code`; None where it does not name it.

    It names no days, and what ended long ago stands in it as 'No Change': of that nobody can say whether it is valid.
    """
    chosen, edition = choice
    listing = edition.get(code) if edition else None
    if not edition or not listing:
        return None
    standing = _LISTED.get(kind_of(listing.told("change")))
    validity = Validity(standing, edition.edition) if standing else None
    return _told(chosen, validity, listing, edition.edition, held)


def told_by_fees(
    code: str, choice: tuple[SelectedRelease, LoadedFees | None], held: Sequence[LoadedFees]
) -> LoadedCodeStatus | None:
    """What Medicare's fee schedules say of `code`, `held` oldest first; None where none of them has it.

    The schedule leaves codes out (laboratory panels, Category II, many new ones), so that a code is not in it says
    nothing of its validity. Source: CMS, PPRRVU; status D, F or H is a deleted code.
    """
    chosen, schedule = choice
    row = schedule.find(code, "") if schedule else None
    if schedule and row:
        standing = CodeStatus.ENDED if row.status in DELETED else CodeStatus.VALID
        validity = Validity(standing, schedule.edition)
        return _by_fees(chosen, validity, fee_listing(row), schedule.edition, held)
    for other in reversed(held):
        if listing := other.get(code):
            return _by_fees(chosen, None, listing, other.edition, held)
    return None


def _by_fees(
    chosen: SelectedRelease,
    validity: Validity | None,
    listing: Listing,
    told_by: ReferenceEdition,
    held: Sequence[LoadedFees],
) -> LoadedCodeStatus:
    return LoadedCodeStatus(
        chosen, validity, listing, told_by, tuple(each.release for each in reversed(held))
    )


def _elsewhere(
    code: str,
    chosen: SelectedRelease,
    edition: LoadedProcedures | None,
    held: Sequence[LoadedProcedures],
    *,
    whole: bool,
) -> LoadedCodeStatus:
    """A code that the edition of the day lacks, or for whose day none is loaded: who else knows it?

    Of an edition that is not `whole` nothing follows from that.
    """
    day = chosen.on or chosen.today
    whole = whole and edition is not None and edition.gathered.whole
    earlier = [b for b in reversed(held) if b.edition.effective <= day and b is not edition]
    later = [b for b in held if b.edition.effective > day]
    dated = [b for b in later if (row := b.get(code)) and row.starts] if edition is None else []
    for other in (
        *dated,
        *earlier,
        *later,
    ):  # dates in a later file are facts; an earlier one knows no end
        if listing := other.get(code):
            validity = _gone_or_to_come(listing, other, edition) if edition and whole else None
            return _told(chosen, validity, listing, other.edition, held)
    lacking = Validity(CodeStatus.NOT_IN_SET, edition.edition) if edition and whole else None
    return _told(chosen, lacking, None, None, held)


def _standing(listing: Listing, edition: ReferenceEdition, on: date) -> Validity:
    standing = CodeStatus.VALID
    if listing.ends and listing.ends < on:
        standing = CodeStatus.ENDED
    elif listing.starts and on < listing.starts:
        standing = CodeStatus.NOT_YET
    return Validity(standing, edition, listing.starts, listing.ends, listing.successors)


def _gone_or_to_come(listing: Listing, other: LoadedProcedures, edition: LoadedProcedures) -> Validity:
    """A code that another edition holds and this one does not; the day is told only where the two adjoin."""
    if other.edition.effective < edition.edition.effective:
        last = listing.ends or (other.edition.ends if _adjoin(other.edition, edition.edition) else None)
        return Validity(CodeStatus.ENDED, edition.edition, listing.starts, last, listing.successors)
    first = listing.starts or (other.edition.effective if _adjoin(edition.edition, other.edition) else None)
    return Validity(CodeStatus.NOT_YET, edition.edition, first, listing.ends, listing.successors)


def _adjoin(one: ReferenceEdition, following: ReferenceEdition) -> bool:
    return one.ends is not None and one.ends + timedelta(days=1) == following.effective


def _told(
    chosen: SelectedRelease,
    validity: Validity | None,
    listing: Listing | None,
    told_by: ReferenceEdition | None,
    held: Sequence[LoadedProcedures],
) -> LoadedCodeStatus:
    return LoadedCodeStatus(
        chosen, validity, listing, told_by, tuple(edition.release for edition in reversed(held))
    )
