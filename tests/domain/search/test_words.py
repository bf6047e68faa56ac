"""How text becomes words."""

import pytest

from bot.domain.codes.search.stem import stem
from bot.domain.codes.search.words import LETTER_A, words


def _plain(text: str) -> list[str]:
    return [w.text for w in words(text)]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Type II DM", "type 2 dm"),
        ("stage iv", "stage 4"),
        ("2nd degree burn", "second degree burn"),
        ("w/o aura", "without aura"),
        ("htn w/ ckd", "htn with ckd"),
        ("Ménière's disease", "meniere disease"),
        ("Parkinson’s", "parkinson"),
        ("non-ST", "non st"),
        ("s/p TKA", "s/p tka"),
        ("1,000 mg", "1000 mg"),
    ],
)
def test_one_spelling_for_numerals_ordinals_and_signs(typed: str, meant: str) -> None:
    """What is written in several ways is searched in one."""
    assert _plain(meant) == _plain(typed)


def test_a_roman_one_is_a_number_only_after_what_is_counted() -> None:
    """'i' alone is a letter, 'type i' a number."""
    assert _plain("type i") == ["type", "1"]
    assert _plain("i think") == ["i", "think"]


def test_without_denies_what_follows_up_to_the_next_clause() -> None:
    """'without aura, intractable' denies the aura alone."""
    assert {"aura"} == {w.text for w in words("migraine without aura, intractable") if w.denied}


def test_a_no_at_the_end_denies_the_word_before() -> None:
    """Clinicians write 'loc no' as often as 'no loc'."""
    assert {"loc"} == {w.text for w in words("concussion loc no") if w.denied}


def test_words_in_parentheses_stand_aside() -> None:
    """Nonessential modifiers count for less."""
    assert {"primary"} == {w.text for w in words("Essential (primary) hypertension") if w.aside}


def test_the_letter_of_hepatitis_a_is_no_article() -> None:
    """Hepatitis A is told from hepatitis B."""
    assert _plain("hepatitis a")[1:] == [LETTER_A]
    assert _plain("pain in a knee") == ["pain", "in", "a", "knee"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("fracture", "fractures"), ("diagnosis", "diagnoses"), ("neuropathy", "neuropathies"),
        ("ulceration", "ulcerations"), ("diabetes", "diabetic"), ("thrombosis", "thromboses"), ("allergy", "allergies"),
    ],
)  # fmt: skip
def test_forms_of_a_word_share_a_stem(one: str, other: str) -> None:
    """Plurals and adjectives find the noun."""
    assert stem(one) == stem(other)


@pytest.mark.parametrize(
    ("one", "other"), [("test", "testis"), ("hypertension", "hypotension"), ("ileum", "ilium")]
)
def test_words_that_only_look_alike_keep_stems_of_their_own(one: str, other: str) -> None:
    """A stem never joins two meanings."""
    assert stem(one) != stem(other)
