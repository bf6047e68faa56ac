"""Which two releases are compared."""

from datetime import UTC, date, datetime

import pytest

from bot.domain.codes.changes.parse import ChangesRequest, read_changes
from bot.domain.codes.releases import Release, System
from bot.services.ports.database import StoredRelease
from bot.services.team.compare_releases import NoSuchReleases, NotTwoReleases, pairs

AT = datetime(2026, 11, 21, tzinfo=UTC)


def stored(number: int, edition: str, effective: date, system: System = System.ICD10CM) -> StoredRelease:
    """A loaded release."""
    return StoredRelease(number, Release(system, edition, effective, None, ""), 1, "", AT)


ICD = [
    stored(1, "FY2024 codes", date(2023, 10, 1)),
    stored(2, "FY2024", date(2023, 10, 1)),
    stored(3, "FY2026", date(2025, 10, 1)),
    stored(4, "April 2026", date(2026, 4, 1)),
]
CPT = [
    stored(5, "2026 short", date(2026, 1, 1), System.CPT),
    stored(6, "2026 long", date(2026, 1, 1), System.CPT),
    stored(7, "2026 clinician", date(2026, 1, 1), System.CPT),
    stored(8, "2027 medium", date(2027, 1, 1), System.CPT),
]


def compared(text: str, *loaded: StoredRelease) -> list[tuple[int, int]]:
    """The ids of the pairs."""
    question = read_changes(text)
    assert isinstance(question, ChangesRequest)
    return [(pair.earlier.id, pair.later.id) for pair in pairs(question, loaded or [*ICD, *CPT])]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("", [(3, 4), (6, 8)]),
        ("icd", [(3, 4)]),
        ("cpt", [(6, 8)]),
        ("icd FY2026", [(2, 3)]),
        ("FY2026 April", [(3, 4)]),
        ("icd FY2024 to April 2026", [(2, 4)]),
        ("icd since FY2024", [(2, 4)]),
        ("icd April 2026 to FY2024", [(2, 4)]),
        ("2027", [(6, 8)]),
    ],
)
def test_the_newest_two_or_those_that_are_named(text: str, ids: list[tuple[int, int]]) -> None:
    """Of an edition's parts the longest names, of two lists the one with headers; never two of one day. What came
    later is the later one, however they are named.
    """
    assert compared(text) == ids


def test_one_release_of_each_set_is_nothing_to_compare() -> None:
    """Nor are the parts of one edition."""
    with pytest.raises(NotTwoReleases):
        compared("", ICD[0], ICD[1], CPT[0], CPT[1])


LIST = stored(9, "2019", date(2019, 1, 1), System.HCPCS_CHANGES)
HCPCS = [
    stored(10, "2019", date(2019, 1, 1), System.HCPCS),
    stored(11, "2020 Q1", date(2020, 1, 1), System.HCPCS),
]


def test_where_no_two_lists_of_hcpcs_are_the_list_of_changes_tells() -> None:
    """Named or not; two lists beside each other tell more, and nothing else can be compared with it."""
    assert compared("", LIST) == compared("hcpcs 2019", LIST, HCPCS[0]) == [(9, 9)]
    assert compared("", LIST, *ICD) == [(3, 4), (9, 9)]
    assert compared("hcpcs", LIST, *HCPCS) == [(10, 11)]
    with pytest.raises(NoSuchReleases):
        compared("hcpcs 2018 to 2019", LIST)


@pytest.mark.parametrize("text", ["2019", "icd FY2019 to April 2026", "icd FY2024 to FY2024", "cpt 2026"])
def test_what_is_not_there_is_not_guessed(text: str) -> None:
    """A year that is not loaded, and one with nothing before it."""
    with pytest.raises(NoSuchReleases):
        compared(text)
