"""The public ICD-10-CM files that ship with CodeDesk, compressed. bot/data/icd10cm/README.md has their sources."""

import lzma
from datetime import date
from functools import cache
from importlib.resources import files
from io import BytesIO

from bot.codefiles.billable_spans import BillableSpans
from bot.codefiles.icd10cm_addenda import read_addenda
from bot.domain.codes.icd.order_addenda import OrderAddenda
from bot.domain.codes.releases import Release, System

ADDENDA = "icd10cm_order_addenda_2027.txt"
SPANS = "icd10cm_billable_spans_2015_2027.tsv"
INDEX_FILES = {
    "main": "icd10cm-index-2025.xml",
    "external causes": "icd-10-cm-eindex-2025.xml",
    "neoplasms": "icd-10-cm-neoplasm-2025.xml",
}
"""The FY2025 Alphabetic Index, by the names of its parts."""

SHIPPED_FY2027 = Release(
    System.ICD10CM,
    "FY2027",
    date(2026, 10, 1),
    date(2027, 9, 30),
    f"{ADDENDA} (CMS and NCHS)",
    notes="April 2026",
)
"""Made of April 2026 and the order addenda. An update comes on April 1, 2027."""
_INDEX_BEGINS, _INDEX_ENDS = date(2024, 10, 1), date(2025, 9, 30)


def shipped_index(part: str) -> Release:
    """One part of the Alphabetic Index as a release."""
    edition = f"FY2025 {part}"
    return Release(System.ICD10CM_INDEX, edition, _INDEX_BEGINS, _INDEX_ENDS, f"{INDEX_FILES[part]} (NCHS)")


SPANS_THROUGH = date(2027, 3, 31)
"""The last day of the newest list of the Medicare code editor."""


def shipped(name: str) -> bytes:
    """The original file, unpacked."""
    return lzma.decompress((files("bot") / "data" / "icd10cm" / f"{name}.xz").read_bytes())


def shipped_addenda() -> OrderAddenda:
    """The order addenda of FY2027."""
    return read_addenda(BytesIO(shipped(ADDENDA)))


@cache
def shipped_spans() -> BillableSpans:
    """The days of every billable code since 2015; unpacked once, in some 10 ms."""
    return BillableSpans(shipped(SPANS), SPANS_THROUGH)
