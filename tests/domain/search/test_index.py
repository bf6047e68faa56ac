"""What the index keeps between questions, and what opening it in slices must not lose."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.codes.search.arrays import ranges
from bot.domain.codes.search.index import Index
from bot.domain.codes.search.vocabulary import SLICE, TypedWord, Vocabulary, lines, numbered
from bot.domain.codes.search.words import Word
from tests.domain.search.small import arrays, small

_WORDS = st.lists(st.text(st.characters(exclude_characters="\n", exclude_categories=["Cs"])), min_size=1)


def test_a_typed_word_that_the_index_does_not_know_is_never_kept() -> None:
    """A patient's name in a question leaves nothing behind; a word of the classification is read once."""
    vocabulary = Vocabulary(arrays())

    assert vocabulary.literal(Word("knee"), TypedWord()) is vocabulary.literal(Word("knee"), TypedWord())
    assert vocabulary.literal(Word("zbigniew"), TypedWord()) is not vocabulary.literal(
        Word("zbigniew"), TypedWord()
    )


def test_a_word_is_kept_apart_by_how_it_was_typed() -> None:
    """Denied, unfinished or beyond the first ten, the same word may be other things."""
    vocabulary = Vocabulary(arrays())
    vocabulary.literal(Word("pain"), TypedWord())

    assert vocabulary.literal(Word("pain", denied=True), TypedWord()).denied
    assert not vocabulary.literal(Word("pain"), TypedWord()).denied


def test_the_same_question_has_the_same_answer_the_second_time() -> None:
    """What was kept from the first time changes nothing."""
    fresh = Index(arrays())
    for question in ("diabtes type 2", "rt knee pain", "reflux w/o esophagitis", "knee knee"):
        first = fresh.search(question)

        assert first == fresh.search(question) == small().search(question)


@given(_WORDS)
def test_strings_come_back_from_their_lines(strings: list[str]) -> None:
    """However they lie to the slices, which are shorter than all of them together."""
    strings = ["x" * SLICE, *(strings * (SLICE // 50)), "last"]
    block = np.frombuffer("\n".join(strings).encode(), np.uint8)

    assert strings == lines(block)


def test_strings_are_numbered_across_slices() -> None:
    """Each has its place."""
    strings = [str(n) for n in range(SLICE)]

    assert {string: number for number, string in enumerate(strings)} == numbered(strings)


@given(st.lists(st.integers(0, 5), min_size=1, max_size=20), st.data())
def test_ranges_are_the_rows_end_to_end(lengths: list[int], data: st.DataObject) -> None:
    """As a loop over the rows would give them, rows without anything among them."""
    pointers = np.array([0, *np.cumsum(lengths)], np.int32)
    rows = data.draw(st.lists(st.integers(0, len(lengths) - 1)))
    flat, begins = ranges(pointers, np.array(rows, np.int64))

    expected = [list(range(pointers[row], pointers[row + 1])) for row in rows]
    assert [at for row in expected for at in row] == flat.tolist()
    assert [sum(map(len, expected[:n])) for n in range(len(rows))] == begins.tolist()
