"""The reference of a claim check in memory: invented pairs, limits, add-ons and fees. Nothing here is CMS's data."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from bot.domain.codes.claim.claim import ClaimSetting
from bot.domain.codes.claim.edition import ReferenceEdition, ReferenceFile
from bot.domain.codes.claim.reference_data import AddOn, CodeStatus, Indicator, Mai, Mue, NcciPair, Validity
from bot.domain.codes.cpt.grammar import ProcedureCode
from bot.domain.codes.fee_row import FeeRow

QUARTER = (date(2026, 1, 1), date(2026, 3, 31))
PAIRS_EDITION = ReferenceEdition(ReferenceFile.PAIRS, "2026 Q1", *QUARTER, ClaimSetting.PRACTITIONER)
UNITS_EDITION = ReferenceEdition(ReferenceFile.UNITS, "2026 Q1", *QUARTER, ClaimSetting.PRACTITIONER)
ADD_ONS_EDITION = ReferenceEdition(ReferenceFile.ADD_ONS, "2026", *QUARTER)
FEES_EDITION = ReferenceEdition(ReferenceFile.FEES, "2026", date(2026, 1, 1), date(2026, 12, 31))
CODES_EDITION = ReferenceEdition(
    ReferenceFile.PROCEDURES, "Invented 2026", date(2026, 1, 1), date(2026, 12, 31)
)


def pair(column1: str, column2: str, indicator: str = "1", since: date = date(2020, 1, 1)) -> NcciPair:
    """A row without an end."""
    return NcciPair(column1, column2, since, None, Indicator(indicator), "Invented rationale")


class MemoryPairs:
    """A PairTable over a mapping."""

    def __init__(
        self, *pairs: NcciPair, edition: ReferenceEdition = PAIRS_EDITION, whole: bool = True
    ) -> None:
        self.edition, self.whole = edition, whole
        self._pairs = {(p.column1, p.column2): p for p in pairs}

    def find(self, column1: str, column2: str, on: date) -> NcciPair | None:
        """As the Protocol says."""
        found = self._pairs.get((column1, column2))
        return found if found and found.in_force(on) else None

    def among(self, codes: Collection[str], on: date) -> Mapping[tuple[str, str], NcciPair]:
        """As the Protocol says."""
        return {(a, b): found for a in codes for b in codes if a != b and (found := self.find(a, b, on))}


class MemoryUnits:
    """A MueTable of the practitioners' values alone."""

    def __init__(self, *limits: tuple[str, int, int], edition: ReferenceEdition = UNITS_EDITION) -> None:
        self._edition = edition
        self._limits = {code: Mue(code, value, Mai(mai)) for code, value, mai in limits}

    def edition(self, kind: ClaimSetting) -> ReferenceEdition | None:
        """As the Protocol says."""
        return self._edition if kind is self._edition.setting else None

    def limit(self, code: str, kind: ClaimSetting) -> Mue | None:
        """As the Protocol says."""
        return self._limits.get(code) if kind is self._edition.setting else None


class MemoryAddOns:
    """An AddOnTable over a mapping."""

    def __init__(self, *add_ons: AddOn, edition: ReferenceEdition = ADD_ONS_EDITION) -> None:
        self.edition = edition
        self._add_ons = {a.code: a for a in add_ons}

    def primaries(self, code: str, on: date) -> AddOn | None:
        """As the Protocol says."""
        return self._add_ons.get(code)


def fee(code: str, status: str = "A", pctc: str = "0", bilateral: str = "0", modifier: str = "") -> FeeRow:
    """An invented row: 0.43 of work, 0.40 or 0.30 of practice expense, 0.01 of malpractice."""
    nought = Decimal(0)
    return FeeRow(
        code=code, modifier=modifier, description="Invented", status=status, work=Decimal("0.43"),
        pe_non_facility=Decimal("0.40"), pe_non_facility_na=False,
        pe_facility=Decimal("0.30"), pe_facility_na=False, malpractice=Decimal("0.01"),
        total_non_facility=Decimal("0.84"), total_facility=Decimal("0.74"), pctc=pctc, global_days="XXX",
        pre=nought, intra=nought, post=nought, multiple_procedure="5", bilateral=bilateral, assistant="0",
        co_surgeon="0", team="0", pricing="", endoscopic_base="", conversion_factor=Decimal("33.4009"),
        supervision="09", calculation_flag="0", imaging_family="99", opps_pe_non_facility=nought,
        opps_pe_facility=nought, opps_malpractice=nought,
    )  # fmt: skip


class MemoryFees:
    """A FeeTable over a mapping by code and modifier."""

    def __init__(self, fees: Iterable[FeeRow], edition: ReferenceEdition = FEES_EDITION) -> None:
        self.edition = edition
        self._fees = {(f.code, f.modifier): f for f in fees}

    def find(self, code: str, modifier: str, on: date) -> FeeRow | None:
        """As the Protocol says."""
        return self._fees.get((code, modifier))


@dataclass
class MemoryProcedures:
    """A ProcedureTable: all of `valid` are, `ended` maps a code to its last day, the rest is not in the set."""

    valid: frozenset[str] = frozenset()
    ended: Mapping[str, date] = field(default_factory=dict)
    edition: ReferenceEdition = CODES_EDITION
    lacking: frozenset[str] = frozenset()
    """Codes that the set lacks because it seems cut off."""

    def cut_off(self, code: ProcedureCode, on: date) -> str:
        """As the Protocol says."""
        return self.edition.name if code.code in self.lacking else ""

    def validity(self, code: ProcedureCode, on: date) -> Validity | None:
        """As the Protocol says."""
        if not self.edition.answers(on, on) or code.code in self.lacking:
            return None
        if (last := self.ended.get(code.code)) and on > last:
            return Validity(CodeStatus.ENDED, self.edition, last=last, successors=("99999",))
        standing = CodeStatus.VALID if code.code in {*self.valid, *self.ended} else CodeStatus.NOT_IN_SET
        return Validity(standing, self.edition)
