"""What CMS and CDC would publish on December 1, 2026: invented content in the real layouts, by the real names."""

from tests.codefiles import layouts_cpt as ours
from tests.codefiles.addenda_files import addenda
from tests.codefiles.invented import INVENTED_TABULAR
from tests.codefiles.layouts import HCPCS_TEXT, PTP_PREAMBLE, csv_of, mue_cells, text, zipped
from tests.codefiles.layouts_localities import anes, gpci, locco

ICD_PAGE = "/medicare/coding-billing/icd-10-codes"
CDC_PAGE = "/pub/Health_Statistics/NCHS/Publications/ICD10CM/2027/"
HCPCS_PAGE = "/medicare/coding-billing/healthcare-common-procedure-system/quarterly-update"
PFS_PAGE = "/medicare/payment/fee-schedules/physician/pfs-relative-value-files"
_NCCI = "/medicare/coding-billing/national-correct-coding-initiative-ncci-edits"
PTP_PAGE = f"{_NCCI}/medicare-ncci-procedure-procedure-ptp-edits"
MUE_PAGE = f"{_NCCI}/medicare-ncci-medically-unlikely-edits-mues"
ADD_ON_PAGE = f"{_NCCI}/medicare-ncci-add-code-edits"

_INDEX = b"""<?xml version="1.0" encoding="utf-8"?>
<ICD10CM.index><version>2027</version><title>ICD-10-CM INDEX TO DISEASES and INJURIES</title>
<letter><title>F</title><mainTerm><title>Football</title><code>A00.1</code></mainTerm></letter></ICD10CM.index>
"""
_MUE_KINDS = {
    "practitioner-services": ("Practitioner", "PractitionerServices"),
    "facility-outpatient-hospital-services": ("Outpatient Hospital", "OutpatientHospitalServices"),
    "dme-supplier-services": ("DME Supplier", "DMESupplierServices"),
}
_MONTHS = {1: "january", 4: "april", 7: "july", 10: "october"}


def hcpcs(year: int = 2026, month: int = 10, content: bytes = HCPCS_TEXT) -> dict[str, bytes]:
    """One quarter of HCPCS Level II."""
    word = _MONTHS[month]
    inside = f"HCPC{year}_{word[:3].upper()}_ANWEB.txt"
    return {
        f"{word}-{year}-alpha-numeric-hcpcs-file.zip": zipped(
            {inside: content, "record layout.pdf": b"%PDF-1"}
        )
    }


def icd10cm(year: int = 2027) -> dict[str, bytes]:
    """A fiscal year: descriptions, tables and conversions."""
    conversions = text(*("\t".join(map(str, row)) for row in ours.CONVERSION_ROWS))
    tabular = INVENTED_TABULAR.replace(b"<version>2026<", f"<version>{year}<".encode())
    tables = {f"icd10cm-tabular-{year}.xml": tabular, f"icd10cm-index-{year}.xml": _INDEX}
    order = {
        f"icd10cm_order_{year}.txt": ours.ORDER,
        f"icd10cm_codes_{year}.txt": ours.CODES,
        f"icd10cm_order_addenda_{year}.txt": addenda(year=year),
    }
    return {
        f"{year}-code-descriptions-tabular-order.zip": zipped(order),
        f"{year}-code-tables-tabular-index.zip": zipped(tables),
        f"{year}-conversion-table.zip": zipped({f"icd10cm_conversion_table_{year}.txt": conversions}),
    }


_BY_LOCALITY = {"GPCI2026.csv": gpci(), "26LOCCO.csv": locco(), "ANES2026.csv": anes()}


def fees(quarter: int = 4, name: str = "", release: str = "") -> dict[str, bytes]:
    """One release of the fee schedule, both conversion factors."""
    month = _MONTHS[3 * quarter - 2].capitalize()
    titled = [[cell.replace("July", release or month) for cell in row] for row in ours.FEE_ROWS]
    inside = {f"PPRRVU2026_{month[:3]}_{which}.csv": csv_of(titled) for which in ("QPP", "nonQPP")}
    return {
        name or f"rvu26{'abcd'[quarter - 1]}.zip": zipped({**inside, **_BY_LOCALITY, "RVU26.pdf": b"%PDF-1"})
    }


def pairs(
    quarter: str = "2026q4", version: str = "323", kind: str = "pra", rows: int = 3, parts: int = 4
) -> dict[str, bytes]:
    """The files of one quarter of NCCI pairs, `rows` pairs each."""
    words = {"pra": "practitioner-ptp-edits", "oph": "hospital-ptp-edits"}[kind]
    found = {}
    for part in range(1, parts + 1):
        stem = f"cci{kind}-v{version}r0-f{part}"
        lines = [f"9{part}{n:03}\t97140\t\t20200101\t*\t1\tInvented" for n in range(rows)]
        found[f"medicare-ncci-{quarter}-{words}-{stem}.zip"] = zipped(
            {f"{stem}.TXT": text(*PTP_PREAMBLE, *lines)}
        )
    return found


def units(quarter: int = 4) -> dict[str, bytes]:
    """The three unlikely-edit tables of a quarter of 2026."""
    first = f"{3 * quarter - 2:02}-01-2026"
    return {
        f"medicare-ncci-2026-q{quarter}-{slug}-mue-table.zip": zipped(
            {f"MCR_MUE_{inside}_Eff_{first}.csv": csv_of(mue_cells(heading))}
        )
        for slug, (heading, inside) in _MUE_KINDS.items()
    }


def add_ons(quarter: int = 4, year: int = 2026) -> dict[str, bytes]:
    """The add-on table of a quarter."""
    name = f"medicare-ncci-{year}-q{quarter}-add-code-edits.zip"
    return {name: zipped({f"AOC_V{year}Q{quarter}-MCR.txt": ours.ADD_ON_TEXT})}
