"""The changed words of a name."""

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.codes.changes.words import WordMark, marked, same_words


def test_only_the_words_that_changed_are_marked() -> None:
    """What stayed is left plain, on both sides of the change."""
    pieces = marked("nerve at hip and high level, right leg", "nerve at hip and thigh level, right leg")

    assert [(p.mark, p.text) for p in pieces] == [
        (WordMark.SAME, "nerve at hip and "),
        (WordMark.OUT, "high"),
        (WordMark.IN, "thigh"),
        (WordMark.SAME, " level, right leg"),
    ]


def test_a_word_that_changes_by_one_letter_is_marked_whole() -> None:
    """Nobody reads single letters on a telephone."""
    assert (WordMark.OUT, "high") in [(p.mark, p.text) for p in marked("a high one", "a thigh one")]


def test_names_that_differ_in_accents_have_the_same_words() -> None:
    """But another word is another word."""
    assert same_words("Charcot's joint, left hip", "Charcôt's joint left hip")
    assert not same_words("Charcot's joint, left hip", "Charcot's joint, right hip")


@given(st.text(max_size=80), st.text(max_size=80))
def test_both_names_can_be_read_out_of_the_pieces(before: str, after: str) -> None:
    """Nothing is lost or added, whatever the names hold."""
    pieces = marked(before, after)

    assert "".join(p.text for p in pieces if p.mark is not WordMark.IN) == before
    assert "".join(p.text for p in pieces if p.mark is not WordMark.OUT) == after
