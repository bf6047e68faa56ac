"""What the loaded editions of a code set say about a code on a day: listed, ended, future, or from another edition."""

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
    """What the loaded sets say about a procedure code for a day.

    `chosen` names the edition that answers for the day, if there is one. `validity` is None if no edition answers for
    the day, or if the edition that does says nothing about codes it lacks. `listing` is the code as the edition
    `told_by` prints it: the answering edition, else the nearest one that holds the code. It is None if no loaded
    edition holds it. `lacks`: the day's edition does not hold the code and seems cut off, so it proves nothing about
    the code.
    """

    chosen: SelectedRelease
    validity: Validity | None
    listing: Listing | None
    told_by: ReferenceEdition | None
    editions: tuple[Release, ...]
    lacks: Lack | None = None

    @property
    def by_fees(self) -> bool:
        """Whether Medicare's fee schedule answers, because the code's own set has no edition for the day."""
        return bool(self.told_by and self.told_by.file is ReferenceFile.FEES)

    @property
    def of_the_day(self) -> bool:
        """Whether `listing` comes from the edition of the day."""
        answering = self.chosen.release
        return bool(self.told_by and answering and self.told_by.effective == answering.effective)


Choice = tuple[SelectedRelease, LoadedProcedures | None]
"""The choice of edition for a day, and the edition itself."""

Judge = Callable[[LoadedProcedures, Sequence[LoadedProcedures]], Lack | None]
"""Given an edition and all held editions of its set, returns how the edition seems incomplete, or None."""


def lack_of(edition: LoadedProcedures, held: Sequence[LoadedProcedures]) -> Lack | None:
    """A Judge that uses the edition's codes and the size of the edition before it. Reads all codes: milliseconds."""
    before = [len(other) for other in held if other.edition.effective < edition.edition.effective]
    return lack(edition.release.system, edition.codes(), before[-1] if before else 0)


def told_by_list(
    code: str, choice: Choice, held: Sequence[LoadedProcedures], judge: Judge = lack_of
) -> LoadedCodeStatus:
    """What the editions `held` of a set, oldest first, say about `code`; `choice` is the edition of the day."""
    chosen, edition = choice
    listing = edition.get(code) if edition else None
    if edition and listing:
        validity = _standing(listing, edition.edition, chosen.on or chosen.today)
        return _told(chosen, validity, listing, edition.edition, held)
    lacks = judge(edition, held) if edition else None
    return replace(_elsewhere(code, chosen, edition, held, whole=lacks is None), lacks=lacks)


def told_by_changes(code: str, choice: Choice, held: Sequence[LoadedProcedures]) -> LoadedCodeStatus | None:
    """What CMS's list of changes of the day says about `code`; None if it does not name the code.

    The list has no dates. It also marks codes that ended long ago as 'No Change', so 'No Change' says nothing about
    validity.
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
    """What Medicare's fee schedules say about `code`; None if none of them has it. `held` is oldest first.

    The schedule leaves codes out (laboratory panels, Category II, many new codes), so a missing code can still be
    valid. Source: CMS, PPRRVU; status D, F or H marks a deleted code.
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
    """Look for a code in other editions if the day's edition lacks it or no edition is loaded for the day.

    If the day's edition is not `whole`, its missing code proves nothing.
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
    ):  # a later file has the real dates; an earlier one doesn't know when the code ended
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
    """The validity of a code that only another edition holds. It has a date only if the two editions adjoin."""
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
