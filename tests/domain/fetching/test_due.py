"""What is due, which hosts may be asked, how long an acceptance holds, and which size is plausible."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.codes.fetching.catalog import CATALOG
from bot.domain.codes.fetching.code_sets import AMA_TERMS, CodeSet, DataLicense
from bot.domain.codes.fetching.due import (
    implausible,
    loaded_gatherings,
    missing_systems,
    row_counts,
    rows_before,
)
from bot.domain.codes.fetching.editions import fiscal_year, quarter
from bot.domain.codes.fetching.hosts import agreed_url, file_name, file_url, is_license_link, may_ask
from bot.domain.codes.fetching.records import acceptance_in_force, accepted_for_a_year
from bot.domain.codes.releases import PUBLIC, Release, System

Q4 = quarter(2026, 4)
NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)


def _release(
    system: System, edition: str = "2026 Q4", workspace: str = PUBLIC, first: date = Q4.first_day
) -> Release:
    return Release(system, edition, first, None, "a.zip", workspace)


def _missing(code_set: CodeSet, *loaded: Release) -> tuple[System, ...]:
    published = CATALOG[code_set]
    return missing_systems(published, Q4, loaded_gatherings(published, loaded, "T1"))


def test_what_is_not_loaded_is_due() -> None:
    """And no longer once it is."""
    assert _missing(CodeSet.HCPCS) == (System.HCPCS,)
    assert _missing(CodeSet.HCPCS, _release(System.HCPCS)) == ()


def test_the_quarter_before_does_not_stand_for_this_one() -> None:
    """Even though it answers until then."""
    assert _missing(CodeSet.HCPCS, _release(System.HCPCS, "2026 Q3", first=date(2026, 7, 1))) == (
        System.HCPCS,
    )


def test_another_workspaces_licensed_edition_is_not_this_ones() -> None:
    """What holds CPT belongs to whoever accepted the license."""
    assert _missing(CodeSet.FEES, _release(System.FEES, workspace="T2")) == (System.FEES,)
    assert _missing(CodeSet.FEES, _release(System.FEES, workspace="T1")) == ()


def test_three_of_four_parts_are_not_the_table() -> None:
    """A pair that is not found may stand in the fourth."""
    parts = [_release(System.PAIRS_PRACTITIONER, f"2026 Q4 f{n}", "T1") for n in range(1, 5)]

    assert _missing(CodeSet.PAIRS_PRACTITIONER, *parts[:3]) == (System.PAIRS_PRACTITIONER,)
    assert _missing(CodeSet.PAIRS_PRACTITIONER, *parts) == ()


def test_icd10cm_needs_its_index_too() -> None:
    """The list alone answers codes, and not words."""
    published, year = CATALOG[CodeSet.ICD10CM], fiscal_year(2027)
    loaded = [_release(System.ICD10CM, "FY2027", first=year.first_day)]

    assert missing_systems(published, year, loaded_gatherings(published, loaded, "T1")) == (
        System.ICD10CM_INDEX,
    )


def test_an_edition_with_the_notes_of_the_one_before_is_still_to_be_fetched() -> None:
    """What comes with the install is made of addenda, which have no notes."""
    published, year = CATALOG[CodeSet.ICD10CM], fiscal_year(2027)
    made = replace(_release(System.ICD10CM, "FY2027", first=year.first_day), notes="April 2026")

    assert System.ICD10CM in missing_systems(published, year, loaded_gatherings(published, [made], "T1"))


def _rows(*each: tuple[str, int], first: date = Q4.first_day) -> list[tuple[Release, int]]:
    return [(_release(System.PAIRS_PRACTITIONER, part, "T1", first), rows) for part, rows in each]


def test_a_table_of_half_the_size_is_refused() -> None:
    """A file that was cut off, or another table under this one's name."""
    before = _rows(("2026 Q3 f1", 1_000), first=date(2026, 7, 1))
    new = _rows(("2026 Q4 f1", 500))

    found = implausible(row_counts(new), rows_before([r for r, _ in new], before))

    assert found
    assert (found.rows, found.before) == (500, 1_000)


def test_a_border_that_moves_between_the_parts_is_no_loss() -> None:
    """All parts of a quarter are one table."""
    before = _rows(("2026 Q3 f1", 1_000), ("2026 Q3 f2", 1_000), first=date(2026, 7, 1))
    new = _rows(("2026 Q4 f1", 1_900), ("2026 Q4 f2", 150))

    assert implausible(row_counts(new), rows_before([r for r, _ in new], before)) is None


def test_only_the_edition_right_before_is_held_against_the_new_one() -> None:
    """An older one may well have been small, and a later one says nothing."""
    older = _rows(("2020 Q1 f1", 300), first=date(2020, 1, 1))
    before = _rows(("2026 Q3 f1", 1_000), first=date(2026, 7, 1))
    later = _rows(("2027 Q1 f1", 9_000), first=date(2027, 1, 1))
    new = _rows(("2026 Q4 f1", 1_050))

    assert implausible(row_counts(new), rows_before([r for r, _ in new], older + before + later)) is None


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("https://www.cms.gov/files/zip/a.zip", True),
        ("https://ftp.cdc.gov/pub/a.zip", True),
        ("https://www.cms.gov:443/a.zip", True),
        ("http://www.cms.gov/a.zip", False),
        ("https://www.cms.gov:8443/a.zip", False),
        ("https://www.cms.gov@example.com/a.zip", False),
        ("https://user:secret@www.cms.gov/a.zip", False),
        ("https://example.com/?www.cms.gov", False),
        ("https://[::1/a.zip", False),
        ("https://www.cms.gov:port/", False),
        ("file:///etc/passwd", False),
    ],
)
def test_only_the_publishers_hosts_may_be_asked(url: str, allowed: bool) -> None:
    """By https, on the usual port, without a user name."""
    assert may_ask(url) is allowed


def test_every_address_of_the_catalog_may_be_asked() -> None:
    """Its pages, its known addresses, and the license."""
    urls = [
        url
        for published in CATALOG.values()
        for url in (
            *published.page_urls(Q4),
            *(guess for file in published.files for guess in file.guessed_urls(Q4)),
        )
    ]

    assert [url for url in (*urls, AMA_TERMS) if not may_ask(url)] == []
    assert not [url for url in urls if "{" in url]


def test_the_license_link_names_the_file_and_the_accepted_address_is_the_files_own() -> None:
    """As CMS's page does it."""
    link = "https://www.cms.gov/license/ama?file=/files/zip/rvu26d.zip"

    assert is_license_link(link)
    assert file_url(link) == "https://www.cms.gov/files/zip/rvu26d.zip"
    assert agreed_url(file_url(link)) == "https://www.cms.gov/files/zip/rvu26d.zip?agree=yes&next=Accept"


def test_a_date_in_a_name_may_have_slashes() -> None:
    """CMS writes 'updated-02/01/2024.zip'."""
    assert file_name("https://www.cms.gov/files/zip/a-updated-02/01/2024.zip") == "a-updated-02-01-2024.zip"
    assert (
        file_name("https://ftp.cdc.gov/pub/icd10cm-Code%20Descriptions-2026.zip")
        == "icd10cm-Code Descriptions-2026.zip"
    )


def test_an_acceptance_holds_for_a_year() -> None:
    """And no day longer."""
    accepted = accepted_for_a_year(DataLicense.AMA, "Maria Lopez", NOW, NOW.date())

    for day, holds in ((0, True), (365, True), (366, False)):
        today = NOW.date() + timedelta(days=day)
        assert (acceptance_in_force([accepted], DataLicense.AMA, today) is accepted) is holds
    assert acceptance_in_force([accepted], DataLicense.PUBLIC, NOW.date()) is None
