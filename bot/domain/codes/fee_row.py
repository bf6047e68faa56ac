"""One row of Medicare's physician fee schedule (PPRRVU), as published."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class FeeRow:
    """Relative value units and payment indicators of a code with one modifier ('' for none, '26', 'TC', '53').

    RVUs and the conversion factor (dollars per RVU, national) are Decimals as printed. `*_na`: the service is not
    performed in that setting. Indicators are one character as printed; CMS's RVUPUF document of the year defines
    them. `global_days` is 000, 010, 090, XXX, YYY, ZZZ or MMM; `pre`, `intra` and `post` are shares of the global fee
    (0.10, 0.80, 0.10). `pricing` is '' in the fixed-width form, which lacks it.
    """

    code: str
    modifier: str
    description: str
    status: str
    work: Decimal
    pe_non_facility: Decimal
    pe_non_facility_na: bool
    pe_facility: Decimal
    pe_facility_na: bool
    malpractice: Decimal
    total_non_facility: Decimal
    total_facility: Decimal
    pctc: str
    global_days: str
    pre: Decimal
    intra: Decimal
    post: Decimal
    multiple_procedure: str
    bilateral: str
    assistant: str
    co_surgeon: str
    team: str
    pricing: str
    endoscopic_base: str
    conversion_factor: Decimal
    supervision: str
    calculation_flag: str
    imaging_family: str
    opps_pe_non_facility: Decimal
    opps_pe_facility: Decimal
    opps_malpractice: Decimal
