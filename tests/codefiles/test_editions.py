"""Which edition a file is, and from when to when, as far as its notices and names tell."""

from datetime import date

import pytest

from bot.codefiles.editions import describe
from bot.domain.codes.files import FileForm, FileKind, Variant
from tests.codefiles import layouts_cpt as ours
from tests.codefiles.layouts import csv_of, read_each, workbook, zipped


@pytest.mark.parametrize(
    ("kind", "name", "edition", "effective", "ends"),
    [
        (FileKind.ICD10CM_ORDER, "icd10cm_order_2026.txt", "FY2026", date(2025, 10, 1), date(2026, 9, 30)),
        (
            FileKind.ICD10CM_ORDER,
            "icd10cm-order-April-2026.txt",
            "April 2026",
            date(2026, 4, 1),
            date(2026, 9, 30),
        ),
        (
            FileKind.ICD10CM_CONVERSIONS,
            "icd10cm_conv_FY2027.xlsx",
            "FY2027",
            date(2026, 10, 1),
            date(2027, 9, 30),
        ),
        (FileKind.HCPCS, "HCPC2026_OCT_ANWEB.txt", "2026 Q4", date(2026, 10, 1), date(2026, 12, 31)),
        (FileKind.HCPCS, "HCPC2027_JAN_ANWEB_v2.xlsx", "2027 Q1", date(2027, 1, 1), date(2027, 3, 31)),
        (FileKind.HCPCS, "HCPC2019_CONTR_ANWEB.txt", "2019", date(2019, 1, 1), date(2019, 12, 31)),
        (FileKind.PTP, "ccioph-v330r0-f4.TXT", "2027 Q1", date(2027, 1, 1), date(2027, 3, 31)),
        (FileKind.MUE, "MCR_MUE_DMESupplierServices_Eff_10-01-2026.csv", "2026 Q4", date(2026, 10, 1), None),
        (FileKind.ADD_ON, "AOC_V2026Q2-MCR.xlsx", "2026 Q2", date(2026, 4, 1), date(2026, 6, 30)),
        (FileKind.FEES, "PPRRVU25_JAN.txt", "2025 Q1", date(2025, 1, 1), date(2025, 3, 31)),
        (FileKind.FEES, "PPRRVU2026_Oct_QPP.xlsx", "2026 Q4", date(2026, 10, 1), date(2026, 12, 31)),
        (FileKind.FEES, "RVU26C.zip", "2026 Q3", date(2026, 7, 1), date(2026, 9, 30)),
        (FileKind.CPT_LONG, "cpt-2027/LONGULT.txt", "2027", date(2027, 1, 1), date(2027, 12, 31)),
        (FileKind.CPT_LONG, "LONGULT.txt", "", None, None),
        (FileKind.HCPCS, "download.txt", "", None, None),
        (FileKind.MUE, "Eff_99-99-2026.csv", "2026", None, None),
    ],
)
def test_names_as_published_tell_the_edition(
    kind: FileKind, name: str, edition: str, effective: date | None, ends: date | None
) -> None:
    """A quarter where it is published by quarter, a fiscal year for ICD-10-CM; nothing where the name says nothing."""
    source = describe(kind, FileForm.TEXT, name, "")

    assert (source.edition, source.effective) == (edition, effective)
    assert source.ends == ends or name.startswith("MCR")


def test_the_fee_schedule_says_itself_which_release_it_is() -> None:
    """Its first row names year and month, in a workbook too; that goes before its name."""
    for name, content in (("x.csv", csv_of(ours.FEE_ROWS)), ("x.xlsx", workbook(ours.FEE_ROWS))):
        ((source, _rows, _skipped),) = read_each(name, content)

        assert (source.edition, source.variant) == ("2026 Q3", None)


def test_the_zip_tells_what_its_members_do_not() -> None:
    """CPT's files have the same names every year; a setting may stand on the outermost zip alone."""
    files = read_each(
        "cpt2027.zip", zipped({"CPT 2027/LONGULT.txt": ours.LONG, "CPT 2027/SHORTU.txt": ours.SHORT})
    )

    assert [source.edition for source, _rows, _skipped in files] == ["2027", "2027"]


def test_a_setting_on_the_zip_is_enough() -> None:
    """The pairs inside need not repeat it."""
    from tests.codefiles.layouts import PTP_TEXT

    ((source, _rows, _skipped),) = read_each("ncci-2026q3-outpatient.zip", zipped({"pairs-f1.txt": PTP_TEXT}))

    assert (source.variant, source.edition) == (Variant.OUTPATIENT, "2026 Q3")
