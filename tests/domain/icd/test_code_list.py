"""Diagnoses out of a plain list: what stands below what, and what a 7th character means."""

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.codes.file_rows import CodeRow
from bot.domain.codes.icd.code_list import diagnoses_of

ORDER = [
    CodeRow("S43", "Dislocation of shoulder", billable=False),
    CodeRow("S43.0", "Dislocation of joint", billable=False),
    CodeRow("S43.01", "Invented anterior", billable=False),
    CodeRow("S43.011", "Invented anterior, right", billable=False),
    CodeRow("S43.011A", "Invented anterior, right, initial encounter"),
    CodeRow("S43.011D", "Invented anterior, right, subsequent encounter"),
    CodeRow("T07", "Invented injuries", billable=False),
    CodeRow("T07.XXXA", "Invented injuries, initial encounter"),
]


def test_a_code_stands_below_the_nearest_header_of_the_list() -> None:
    """Placeholders in between are no codes."""
    found = {d.code: d for d in diagnoses_of(ORDER)}
    assert found["S43.011A"].parent == "S43.011"
    assert found["T07.XXXA"].parent == "T07"
    assert found["S43"].parent is None
    assert found["S43"].children == ("S43.0",)


def test_a_header_of_completed_codes_wants_a_seventh_character() -> None:
    """What the name adds is the character's meaning."""
    found = {d.code: d for d in diagnoses_of(ORDER)}
    assert [(s.character, s.meaning) for s in found["S43.011"].sevenths] == [
        ("A", "initial encounter"),
        ("D", "subsequent encounter"),
    ]
    assert found["S43.01"].sevenths == ()
    completed = found["T07.XXXA"].seventh
    assert completed
    assert completed.character == "A"


def test_a_list_of_billable_codes_alone_has_no_headers() -> None:
    """Nothing is made up."""
    found = diagnoses_of([CodeRow("M54.50", "Low back pain"), CodeRow("M54.51", "Vertebrogenic pain")])
    assert [(d.parent, d.children, d.billable) for d in found] == [(None, (), True)] * 2


@given(
    st.lists(
        st.from_regex(r"[A-Z][0-9]{2}(\.[0-9A-Z]{1,4})?", fullmatch=True),
        unique_by=lambda c: c.replace(".", ""),
    )
)
def test_parents_and_children_agree(codes: list[str]) -> None:
    """Whatever the list, each child names its header and each header its child."""
    found = {d.code: d for d in diagnoses_of([CodeRow(code, code) for code in codes])}
    assert set(found) == set(codes)
    for one in found.values():
        assert all(found[child].parent == one.code for child in one.children)
        if one.parent:
            assert one.code in found[one.parent].children
