"""Words near a misspelt one."""

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.codes.search.spell import delete_table, near

_WORDS = (
    "diabetes",
    "dialysis",
    "knee",
    "asthma",
    "hypertension",
    "hypotension",
    "pain",
    "osteoarthritis",
    "3rd",
)
_TABLE = delete_table(_WORDS)


def _near(word: str, edits: int) -> dict[str, int]:
    return {_WORDS[i]: slips for i, slips in near(word, _WORDS, *_TABLE, edits)}


@given(
    word=st.sampled_from([w for w in _WORDS if w.isalpha()]),
    places=st.lists(st.integers(0, 20), min_size=1, max_size=2),
    letter=st.sampled_from("abcxyz"),
    slip=st.sampled_from(["left out", "doubled", "other", "more"]),
)
def test_a_word_with_one_or_two_slips_is_found(word: str, places: list[int], letter: str, slip: str) -> None:
    """Wherever they are, and whatever kind they are of."""
    typed = word
    for place in places:
        at = place % len(typed)
        middle = {"left out": "", "doubled": typed[at] * 2, "other": letter, "more": letter + typed[at]}[slip]
        typed = typed[:at] + middle + typed[at + 1 :]

    assert _near(typed, 2).get(word, 9) <= len(places)


def test_slips_are_counted_and_limited() -> None:
    """A swap of neighbours is one; with one allowed, two are too many."""
    assert _near("dibaetes", 1) == {"diabetes": 1}
    assert _near("dibaetse", 1) == {}
    assert _near("dibaetse", 2) == {"diabetes": 2}


def test_numbers_are_never_corrected() -> None:
    """'3rd' is not a slip of '2rd'."""
    assert _near("3r", 2) == {}
