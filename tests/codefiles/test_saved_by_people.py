"""Files as people really have them: saved by Excel, a web page under the zip's name, another quarter's table."""

import codecs
from datetime import date
from pathlib import Path

import pytest

from bot.codefiles.code_files import open_files
from bot.codefiles.editions import describe, with_version
from bot.codefiles.errors import Fault, UnreadableFile
from bot.codefiles.utf16 import in_utf8
from bot.domain.codes.changes.diff import ChangeKind
from bot.domain.codes.changes.listed import kind_of
from bot.domain.codes.file_rows import ChangeRow, CodeRow, ModifierRow
from bot.domain.codes.files import FileForm, FileKind, NamedEdition
from tests.codefiles import layouts_cpt as ours
from tests.codefiles.invented import INVENTED_TABULAR
from tests.codefiles.layouts import csv_of, read_each, zipped

SHARED = Path(__file__).parents[2] / ".." / "shared" / "data" / "hcpcs_2020_excerpts"
needs_excerpts = pytest.mark.skipif(not SHARED.is_dir(), reason="the excerpts of 2020 are not at hand")
_PAGE = b"\r\n<!DOCTYPE html>\n<html><head><title>License</title></head><body>I accept</body></html>"
_CHANGES = [
    ["Note regarding coverage", "", "", ""],
    *[["", "", "", ""]] * 8,
    ["HCPC", "ACTION CD", "SHORT DESCRIPTION", "LONG DESCRIPTION", ""],
    ["Q9", "ADD", "Kite mod", "Kite modifier", ""],
    ["G9999", "ADD", "Kite lesson", "Kite lesson, one hour", ""],
    ["G9998", "Discontinued", "Kite repair", "Kite repair, simple", ""],
    ["G9997", "Coverage Change", "Kite rental", "Kite rental, one day", ""],
]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_text_from_excel_is_read_like_any_other(encoding: str) -> None:
    """With its mark or without; an order file and a table."""
    for name, content in (("icd10cm_order_2026.txt", ours.ORDER), ("ours.csv", ours.OWN)):
        plain = content.decode("cp1252")
        ((_source, rows, _skipped),) = read_each(name, plain.encode(encoding))
        ((_source, expected, _skipped),) = read_each(name, content)

        assert rows == expected


def test_a_tabular_list_in_utf16_is_read_too() -> None:
    """Its declaration names an encoding that it no longer has."""
    ((source, stream),) = [
        (file.source, file.stream.read())
        for file in open_files([("icd10cm-tabular-2026.xml", INVENTED_TABULAR.decode().encode("utf-16"))])
    ]

    assert source.kind is FileKind.ICD10CM_TABULAR
    assert stream.startswith(b"\n<ICD10CM.tabular>")


def test_half_a_character_is_a_download_that_broke_off() -> None:
    """No text is guessed."""
    from io import BytesIO

    with pytest.raises(UnreadableFile) as refused:
        in_utf8(BytesIO(codecs.BOM_UTF16_LE + "Z990    Kite".encode("utf-16-le")[:-1]))

    assert refused.value.fault is Fault.CUT_OFF


@pytest.mark.parametrize("name", ["rvu26d.zip", "rvu26d.csv", "ncci.txt"])
def test_a_web_page_saved_in_place_of_the_file_is_called_one(name: str) -> None:
    """CMS shows its license first; who saves that has a page and no zip."""
    with pytest.raises(UnreadableFile) as refused:
        list(open_files([(name, _PAGE)]))

    assert refused.value.fault is Fault.WEB_PAGE


def test_a_web_page_in_a_zip_is_passed_over() -> None:
    """The files beside it are read."""
    files = read_each("x.zip", zipped({"license.html": _PAGE, "icd10cm-codes-2024.txt": ours.CODES}))

    assert [source.kind for source, _rows, _skipped in files] == [FileKind.ICD10CM_CODES]


@pytest.mark.parametrize("heading", ["HCPC", "HCPC/MOD"])
def test_the_change_list_of_2020_is_read_below_its_notes(heading: str) -> None:
    """Nine or ten rows of notes, other names of columns, an empty one at the end; modifiers too."""
    rows = [[heading if cell == "HCPC" else cell for cell in row] for row in _CHANGES]
    ((source, found, _skipped),) = read_each("HCPC2020_OCT_Trans_Alpha.csv", csv_of(rows))

    assert source.kind is FileKind.HCPCS_CHANGES
    assert found[0] == ChangeRow("Q9", "ADD", "Kite mod", "Kite modifier", modifier=True)
    assert [kind_of(row.change) for row in found if isinstance(row, ChangeRow)] == [
        ChangeKind.ADDED,
        ChangeKind.ADDED,
        ChangeKind.GONE,
        None,
    ]


@needs_excerpts
def test_the_real_excerpts_of_october_2020_are_read() -> None:
    """The list and its changes, as CMS published them."""
    changes = SHARED / "HCPC2020_OCT_Trans_Alpha.excerpt.csv"
    codes = SHARED / "HCPC2020_OCT_ANWEB.excerpt.csv"
    ((change_source, changed, _skips),) = read_each(changes.name, changes.read_bytes())
    ((code_source, listed, _also),) = read_each(codes.name, codes.read_bytes())

    assert (change_source.kind, code_source.kind) == (FileKind.HCPCS_CHANGES, FileKind.HCPCS)
    assert any(isinstance(row, ChangeRow) and row.modifier for row in changed)
    assert all(isinstance(row, CodeRow | ModifierRow) for row in listed)


def test_a_table_of_another_quarter_than_its_name_says_is_both() -> None:
    """Its first row says July, its name October: somebody has to say which."""
    head = "2026 National Physician Fee Schedule Relative Value File July Release"
    source = describe(FileKind.FEES, FileForm.CSV, "PPRRVU2026_Oct_nonQPP.csv", head)

    assert (source.edition, source.effective) == ("2026 Q3", date(2026, 7, 1))
    assert source.other == NamedEdition("2026 Q4", date(2026, 10, 1), date(2026, 12, 31))
    assert describe(FileKind.FEES, FileForm.CSV, "PPRRVU2026_Jul.csv", head).other is None


@pytest.mark.parametrize(
    ("name", "version", "edition", "other"),
    [
        ("icd10cm-tabular-2026.xml", "2026", "FY2026", None),
        ("icd10cm-tabular-April-2026.xml", "2026", "April 2026", None),
        ("tabular.xml", "2027", "FY2027", None),
        ("icd10cm-tabular-2027.xml", "2026", "FY2026", "FY2027"),
        ("icd10cm-tabular-April-2027.xml", "2026", "FY2026", "April 2027"),
    ],
)
def test_the_version_inside_and_the_name_make_one_edition_or_are_both_kept(
    name: str, version: str, edition: str, other: str | None
) -> None:
    """The April edition has the year's version inside; its name is more exact."""
    source = with_version(describe(FileKind.ICD10CM_TABULAR, FileForm.XML, name, ""), version)

    assert source.edition == edition
    assert (source.other.edition if source.other else None) == other
