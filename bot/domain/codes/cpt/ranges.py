"""The CPT range of a number, and the meaning of HCPCS Level II letters and CPT suffixes.

A range is not a section: some codes are resequenced, that is, printed in a section other than their number's (99091
is in Evaluation and Management). The range follows from the number alone.
"""

from dataclasses import dataclass

from bot.domain.codes.cpt.grammar import CodeKind, ProcedureCode


@dataclass(frozen=True, slots=True)
class CodeRange:
    """Numbers `low` through `high` of Category I. `parent` is the wider range's name, if there is one."""

    low: str
    high: str
    name: str
    parent: str | None = None


_SURGERY = "Surgery"
RANGES: tuple[CodeRange, ...] = (
    CodeRange("00100", "01999", "Anesthesia"),
    CodeRange("10004", "10021", "fine needle aspiration", _SURGERY),
    CodeRange("10030", "19499", "skin and breast", _SURGERY),
    CodeRange("20100", "29999", "muscles and bones", _SURGERY),
    CodeRange("30000", "32999", "airways and lungs", _SURGERY),
    CodeRange("33016", "37799", "heart and vessels", _SURGERY),
    CodeRange("38100", "38999", "blood and lymph", _SURGERY),
    CodeRange("39000", "39599", "mediastinum and diaphragm", _SURGERY),
    CodeRange("40490", "49999", "digestive system", _SURGERY),
    CodeRange("50010", "53899", "urinary system", _SURGERY),
    CodeRange("54000", "55899", "male genital system", _SURGERY),
    CodeRange("55920", "55980", "reproductive and intersex surgery", _SURGERY),
    CodeRange("56405", "58999", "female genital system", _SURGERY),
    CodeRange("59000", "59899", "maternity", _SURGERY),
    CodeRange("60000", "60699", "endocrine system", _SURGERY),
    CodeRange("61000", "64999", "nervous system", _SURGERY),
    CodeRange("65091", "68899", "eye", _SURGERY),
    CodeRange("69000", "69979", "ear", _SURGERY),
    CodeRange("69990", "69990", "operating microscope", _SURGERY),
    CodeRange("70010", "79999", "Radiology"),
    CodeRange("80047", "89398", "Pathology and Laboratory"),
    CodeRange("99201", "99499", "Evaluation and Management"),  # inside Medicine's range, so checked first
    CodeRange("98000", "98016", "Evaluation and Management"),  # telemedicine visits, since 2025
    CodeRange("99100", "99140", "qualifying circumstances for anesthesia", "Medicine"),
    CodeRange("90281", "99607", "Medicine"),
)

# The main use of each first letter of HCPCS Level II: CMS's headings, in our own words.
HCPCS_LETTERS: dict[str, str] = {
    "A": "transport, supplies, and some drugs and agents",
    "B": "tube feeding and feeding by vein",
    "C": "hospital outpatient items (OPPS)",
    "E": "durable medical equipment",
    "G": "services that CMS defines itself",
    "H": "alcohol, drug and behavioral health services",
    "J": "drugs that are not taken by mouth, and chemotherapy",
    "K": "equipment codes for Medicare's DME contractors",
    "L": "orthotics and prosthetics",
    "M": "medical services and quality measures",
    "P": "pathology and laboratory services",
    "Q": "temporary codes",
    "R": "portable x-ray and EKG transport",
    "S": "private payers' codes; Medicare does not take them",
    "T": "codes for state Medicaid programs",
    "U": "coronavirus laboratory tests",
    "V": "vision and hearing",
}


def range_of(code: ProcedureCode) -> CodeRange | None:
    """The narrowest range of a Category I number; None for other kinds and outside all ranges."""
    if code.kind is not CodeKind.CATEGORY_I:
        return None
    return next((r for r in RANGES if r.low <= code.code <= r.high), None)
