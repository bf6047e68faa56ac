"""A published list of changes, told by its own words."""

from datetime import date

import pytest

from bot.domain.codes.changes.diff import ChangeKind
from bot.domain.codes.changes.listed import kind_of, listed
from bot.domain.codes.file_rows import ChangeRow
from bot.domain.codes.releases import Release, System

LIST = Release(System.HCPCS_CHANGES, "2026 Q4", date(2026, 10, 1), date(2026, 12, 31), "list")


@pytest.mark.parametrize(
    ("printed", "kind"),
    [
        ("Add New Code", ChangeKind.ADDED),
        (" new", ChangeKind.ADDED),
        ("Delete Code", ChangeKind.GONE),
        ("Terminated", ChangeKind.GONE),
        ("Short Description Change", ChangeKind.REVISED),
        ("Payment Change", None),
        ("No Change", None),
        ("", None),
    ],
)
def test_a_lists_own_words_tell_what_became_of_a_code(printed: str, kind: ChangeKind | None) -> None:
    """Coverage and payment are no change of the code."""
    assert kind_of(printed) is kind


def test_a_listed_change_has_its_name_where_it_is_known() -> None:
    """What ends had it before, what came has it after; the long name first, the short one where there is no other."""
    changes = listed(
        LIST,
        [
            ChangeRow("E0002", "Long Desc Change", "Kite frame", "Frame of a kite"),
            ChangeRow("A0003", "Discontinued", "Sled", ""),
            ChangeRow("B0001", "Add", "Raft", "Raft, folding"),
            ChangeRow("C0004", "No Change", "Boat", "Boat"),
        ],
    )

    assert [(c.code, c.before, c.after) for c in changes.found] == [
        ("A0003", "Sled", ""),
        ("B0001", "", "Raft, folding"),
        ("E0002", "", "Frame of a kite"),
    ]
    assert changes.by_list
