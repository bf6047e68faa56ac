"""Which files of one table belong together, and what each of them is called."""

from datetime import date

import pytest

from bot.domain.codes.editions import gather, part_of, table_of
from bot.domain.codes.releases import Release, System

FIRST = date(2026, 1, 1)


def release(system: System, edition: str) -> Release:
    """A release of that name."""
    return Release(system, edition, FIRST, None, "invented")


@pytest.mark.parametrize(
    ("system", "edition", "table", "part"),
    [
        (System.PAIRS_PRACTITIONER, "2026 Q1 f2", "2026 Q1", "f2"),
        (System.PAIRS_OUTPATIENT, "2027 Q1-F4", "2027 Q1", "f4"),  # as somebody typed it behind --release
        (System.CPT, "2026 long", "2026", "long"),
        (System.ICD10CM, "FY2024 order", "FY2024", "order"),
        (System.ICD10CM_INDEX, "April 2026 external causes", "April 2026", "external causes"),
        (System.ICD10CM, "April 2026", "April 2026", ""),
    ],
)
def test_a_file_of_a_table_is_told_by_the_end_of_its_edition(
    system: System, edition: str, table: str, part: str
) -> None:
    """One list of parts for whoever loads, compares, gathers and takes out."""
    named = release(system, edition)

    assert (table_of(named), part_of(named)) == (table, part)


@pytest.mark.parametrize(
    ("system", "edition"), [(System.OWN, "our codes"), (System.OWN, "short"), (System.HCPCS, "2026 long")]
)
def test_a_list_that_comes_in_one_file_has_no_parts_whatever_it_is_called(
    system: System, edition: str
) -> None:
    """A team that calls its file 'our codes.csv' has all of its codes, and its name."""
    named = release(system, edition)

    assert (table_of(named), part_of(named)) == (edition, "")
    assert [whole.release.edition for whole, _ in gather([named])] == [edition]
