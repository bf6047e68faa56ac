"""The public ICD-10-CM files that come with CodeDesk, compressed. bot/data/icd10cm/README.md has their sources."""

import lzma
from datetime import date
from functools import cache
from importlib.resources import files
from io import BytesIO

from bot.codefiles.billable_spans import BillableSpans
from bot.codefiles.icd10cm_addenda import read_addenda
from bot.codefiles.installed import ADDENDA
from bot.domain.codes.icd.order_addenda import OrderAddenda

SPANS = "icd10cm_billable_spans_2015_2027.tsv"
SPANS_THROUGH = date(2027, 3, 31)
"""The last day of the newest list of the Medicare Code Editor."""


def shipped(name: str) -> bytes:
    """The original file, unpacked."""
    return lzma.decompress((files("bot") / "data" / "icd10cm" / f"{name}.xz").read_bytes())


def shipped_addenda() -> OrderAddenda:
    """The order addenda of FY2027."""
    return read_addenda(BytesIO(shipped(ADDENDA)))


@cache
def shipped_spans() -> BillableSpans:
    """The days of every code that was billable since 2015. Unpacked once, in about 10 ms."""
    return BillableSpans(shipped(SPANS), SPANS_THROUGH)
