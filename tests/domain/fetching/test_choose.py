"""From the links of a page, the files of the edition for today and of the next one."""

from datetime import date

import pytest

from bot.domain.codes.fetching.catalog import CATALOG
from bot.domain.codes.fetching.choose import Link, chosen_editions, subpage_links
from bot.domain.codes.fetching.code_sets import CodeSet

TODAY = date(2026, 12, 1)
ZIPS = "https://www.cms.gov/files/zip/"


def _chosen(code_set: CodeSet, *names: str, today: date = TODAY) -> dict[str, dict[str, str]]:
    """Per edition, the file name that was chosen for each linked file."""
    links = [Link(name if "/" in name[:9] else ZIPS + name) for name in names]
    return {
        each.edition.name: {f.file.name: f.urls[0].removeprefix(ZIPS) for f in each.files if f.linked}
        for each in chosen_editions(CATALOG[code_set], links, today)
    }


def test_todays_edition_is_chosen_among_several() -> None:
    """Pages keep the editions of years."""
    found = _chosen(
        CodeSet.HCPCS,
        "july-2026-alpha-numeric-hcpcs-file.zip",
        "october-2026-alpha-numeric-hcpcs-file.zip",
        "october-2025-alpha-numeric-hcpcs-file.zip",
    )

    assert found == {"2026 Q4": {"alpha-numeric file": "october-2026-alpha-numeric-hcpcs-file.zip"}}


def test_the_next_edition_is_taken_too_once_it_is_out() -> None:
    """Q1 stands there in December."""
    found = _chosen(
        CodeSet.HCPCS,
        "january-2027-alpha-numeric-hcpcs-file.zip",
        "october-2026-alpha-numeric-hcpcs-file.zip",
    )

    assert list(found) == ["2026 Q4", "2027 Q1"]


def test_a_renamed_link_is_still_recognized() -> None:
    """Names drift: by the older habit the file was called by its content."""
    found = _chosen(CodeSet.HCPCS, "hcpc2026_oct_anweb_09172026.zip")

    assert found == {"2026 Q4": {"alpha-numeric file": "hcpc2026_oct_anweb_09172026.zip"}}


def test_of_two_revisions_the_newer_one_is_chosen() -> None:
    """CMS leaves the first one linked."""
    found = _chosen(CodeSet.FEES, "rvu26d-updated-10-02-2026.zip", "rvu26d.zip")

    assert found["2026 Q4"] == {"relative value files": "rvu26d-updated-10-02-2026.zip"}


def test_a_license_link_stands_for_the_file_that_it_guards() -> None:
    """`/license/ama?file=...` names the file."""
    found = _chosen(CodeSet.FEES, "https://www.cms.gov/license/ama?file=/files/zip/rvu26d.zip")

    assert found["2026 Q4"] == {"relative value files": "rvu26d.zip"}


def test_icd10cm_has_its_descriptions_its_tables_and_its_conversions() -> None:
    """ICD-10-PCS stands on the same page, and is not for billing offices."""
    found = _chosen(
        CodeSet.ICD10CM,
        "2027-code-descriptions-tabular-order.zip",
        "2027-code-tables-tabular-index.zip",
        "2027-conversion-table.zip",
        "2027-icd-10-pcs-codes-file.zip",
        "2027-icd-10-pcs-conversion-table.zip",
        "2026-code-descriptions-tabular-order.zip",
    )

    assert found == {
        "FY2027": {
            "tabular list and index": "2027-code-tables-tabular-index.zip",
            "code descriptions": "2027-code-descriptions-tabular-order.zip",
            "conversion table": "2027-conversion-table.zip",
        }
    }


def test_april_follows_october_from_its_first_day() -> None:
    """And is the next edition before that."""
    names = [
        f"{edition}-{file}.zip"
        for edition in ("2027", "april-1-2027")
        for file in ("code-descriptions-tabular-order", "code-tables-tabular-and-index")
    ]

    assert list(_chosen(CodeSet.ICD10CM, *names, today=date(2027, 3, 1))) == ["FY2027", "April 2027"]
    assert list(_chosen(CodeSet.ICD10CM, *names, today=date(2027, 4, 1))) == ["April 2027"]


def _pair_names(
    quarter: str, version: str, parts: range, kind: str = "practitioner-ptp-edits-ccipra"
) -> list[str]:
    return [f"medicare-ncci-{quarter}-{kind}-v{version}r0-f{n}.zip" for n in parts]


def test_pairs_are_all_their_parts_of_one_setting() -> None:
    """A fifth part is taken where there is one; additions and deletions are another table."""
    found = _chosen(
        CodeSet.PAIRS_PRACTITIONER,
        *_pair_names("2026q4", "323", range(1, 6)),
        *_pair_names("2026-q4", "323", range(1, 5), "hospital-ptp-edits-ccioph"),
        "medicare-ncci-2026q4-practitioner-ptp-edits-additions-deletions-f1.zip",
    )

    assert found["2026 Q4"] == {
        f"file {n}": name for n, name in enumerate(_pair_names("2026q4", "323", range(1, 6)), start=1)
    }


def test_a_next_edition_that_lacks_a_part_has_to_wait() -> None:
    """CMS puts the four files up one after the other."""
    found = _chosen(
        CodeSet.PAIRS_PRACTITIONER,
        *_pair_names("2026q4", "323", range(1, 5)),
        *_pair_names("2027q1", "330", range(1, 4)),
    )

    assert list(found) == ["2026 Q4"]


def test_a_part_of_todays_edition_that_no_page_links_to_is_looked_for_where_it_was_in_other_years() -> None:
    """A known address is the second attempt."""
    links = [Link(ZIPS + name) for name in _pair_names("2026q4", "323", range(1, 4))]
    (now,) = chosen_editions(CATALOG[CodeSet.PAIRS_PRACTITIONER], links, TODAY)

    last = now.files[-1]
    assert not last.linked
    assert last.urls == (ZIPS + _pair_names("2026q4", "323", range(4, 5))[0],)


def test_the_three_unlikely_edit_tables_are_told_apart() -> None:
    """Their change reports are not taken for them."""
    found = _chosen(
        CodeSet.UNITS,
        "medicare-ncci-2026-q4-practitioner-services-mue-table.zip",
        "medicare-ncci-2026-q4-facility-outpatient-hospital-services-mue-table.zip",
        "medicare-ncci-2026-q4-dme-supplier-services-mue-table.zip",
        "medicare-ncci-2026-q4-practitioner-services-mue-changes.zip",
    )

    assert {name: slug.split("-q4-")[1] for name, slug in found["2026 Q4"].items()} == {
        "practitioner table": "practitioner-services-mue-table.zip",
        "outpatient hospital table": "facility-outpatient-hospital-services-mue-table.zip",
        "DME supplier table": "dme-supplier-services-mue-table.zip",
    }


def test_add_on_codes_are_known_by_the_links_text() -> None:
    """Their file names tell little."""
    link = Link(ZIPS + "aoc-edits.zip", "Add-on Code Edits for Medicare Effective 10012026 (ZIP)")
    (now,) = chosen_editions(CATALOG[CodeSet.ADD_ONS], [link], TODAY)

    assert (now.edition.name, now.files[0].urls) == ("2026 Q4", (link.url,))


def test_a_page_without_any_link_leaves_the_known_addresses() -> None:
    """Said to be no published edition."""
    (now,) = chosen_editions(CATALOG[CodeSet.FEES], [], TODAY)

    assert not now.published
    assert now.files[0].urls == (f"{ZIPS}rvu26d.zip",)


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com/files/zip/rvu26d.zip",
        "http://www.cms.gov/files/zip/rvu26d.zip",
        "https://www.cms.gov.example.com/files/zip/rvu26d.zip",
        "https://www.cms.gov/license/ama?file=https://example.com/files/zip/rvu26d.zip",
    ],
)
def test_a_link_to_another_host_is_no_link(url: str) -> None:
    """Whatever the page says."""
    (now,) = chosen_editions(CATALOG[CodeSet.FEES], [Link(url)], TODAY)

    assert not now.published


def test_pages_of_single_editions_are_followed_for_today_and_the_next_one() -> None:
    """The fee schedule's list links to a page for each release."""
    base = CATALOG[CodeSet.FEES].pages[0]
    links = [Link(f"{base}/rvu{name}") for name in ("27b", "27a", "26d", "26c")]

    found = subpage_links(CATALOG[CodeSet.FEES], links, TODAY)

    assert [(edition.name, url.rpartition("/")[2]) for edition, url in found] == [
        ("2026 Q4", "rvu26d"),
        ("2027 Q1", "rvu27a"),
    ]
