"""What a team's abbreviation may look like, and how `/codes` reads what is typed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.codes.abbreviations import (
    EXPANSION_LIMIT,
    EXPANSIONS_LIMIT,
    SHORT_LIMIT,
    BadAbbreviation,
    Flaw,
    checked,
    met_in,
    words_of,
)
from bot.domain.codes.parse import (
    AddAbbreviation,
    ForgetUses,
    OneAbbreviation,
    OwnAbbreviations,
    RemoveAbbreviation,
    ShowLoaded,
    UnreadAbbreviation,
    read_question,
)
from bot.domain.codes.search.words import words
from bot.domain.errors import LooksLikePatientData

WORDS = ("patellofemoral pain syndrome",)


def _flaw(short: str, *expansions: str) -> Flaw:
    with pytest.raises(BadAbbreviation) as refused:
        checked(short, expansions or WORDS)
    return refused.value.flaw


@pytest.mark.parametrize(
    "short", ["pfps", "a1c", "f/u", "n/v/d", "x-ray", "t2dm", "s", "covid-19", "g6pd", "rt"]
)
def test_what_billers_shorten_is_taken(short: str) -> None:
    """In any case, with spaces around."""
    assert checked(f" {short.upper()} ", WORDS) == (short, WORDS)


def test_meanings_keep_their_order_and_stand_once() -> None:
    """Spaces between words are one."""
    assert checked("pt1", ["  knee   pain ", "hip pain", "knee pain", ""])[1] == ("knee pain", "hip pain")


@pytest.mark.parametrize(
    "short",
    [
        "m54.5",
        "m545",
        "i10",
        "b12",
        "a0100",
        "97140",
        "0592t",
        "3074f",
        "592t",
        "97i40",
        "97110-59",
        "97110gp",
    ],
)
def test_a_short_form_that_would_hide_a_code_is_refused(short: str) -> None:
    """With modifiers and with slips of the finger too: `/icd` and `/cpt` read these as codes."""
    assert _flaw(short) is Flaw.SHORT_IS_CODE


@pytest.mark.parametrize("short", ["w/o", "wo", "no", "not", "iv", "2nd", "w", "of", "pt", "dx"])
def test_a_word_that_the_search_reads_in_its_own_way_is_refused(short: str) -> None:
    """'no = number' would change what every 'without' means."""
    assert _flaw(short) is Flaw.SHORT_IS_TAKEN


@pytest.mark.parametrize("short", ["a b", "a.b", "é", "<!here>", "`a`", "12", "-", "/", "a=b", "\u202eab"])
def test_other_signs_and_bare_numbers_are_refused(short: str) -> None:
    """Letters, digits, slash and dash, at least one letter."""
    assert _flaw(short) is Flaw.SHORT_SIGNS


def test_lengths_are_kept_to_the_sign() -> None:
    """The longest is taken, one more is not."""
    assert checked("x" * SHORT_LIMIT, ["y" * EXPANSION_LIMIT])
    assert checked("xx", ["no"])
    assert _flaw("x" * (SHORT_LIMIT + 1)) is Flaw.SHORT_LENGTH
    assert _flaw("") is Flaw.SHORT_LENGTH
    assert _flaw("xx", "y" * (EXPANSION_LIMIT + 1)) is Flaw.EXPANSION_LENGTH
    assert _flaw("xx", "y") is Flaw.EXPANSION_LENGTH


@pytest.mark.parametrize(
    ("expansions", "flaw"),
    [
        (("", " "), Flaw.NO_EXPANSION),
        (tuple(f"meaning {n}" for n in range(EXPANSIONS_LIMIT + 1)), Flaw.TOO_MANY_EXPANSIONS),
        (("12 34",), Flaw.EXPANSION_WITHOUT_WORDS),
        (("knee pain", "M22.2X1"), Flaw.EXPANSION_IS_CODE),
        (("97140-59",), Flaw.EXPANSION_IS_CODE),
        (("PFPS",), Flaw.EXPANSION_IS_SHORT),
    ],
)
def test_a_meaning_that_no_search_could_use_is_refused(expansions: tuple[str, ...], flaw: Flaw) -> None:
    """One bad meaning is enough."""
    assert _flaw("pfps", *expansions) is flaw


@pytest.mark.parametrize(
    "meaning", ["Mary Smith dob 01/02/1960", "call 555-123-4567", "ssn 123-45-6789", "patient John Smith"]
)
def test_patient_data_is_never_kept_as_a_meaning(meaning: str) -> None:
    """The same check as before every command, at the last door before the database."""
    with pytest.raises(LooksLikePatientData):
        checked("xyz", ["knee pain", meaning])


@settings(deadline=None)
@given(st.text(max_size=15), st.lists(st.text(max_size=90), max_size=6))
def test_any_text_is_refused_by_name_or_kept_in_a_form_that_the_search_reads(
    short: str, meant: list[str]
) -> None:
    """What is kept stays the same when it is checked again, and its letters are what the search looks for."""
    try:
        kept, expansions = checked(short, meant)
    except (BadAbbreviation, LooksLikePatientData):
        return

    assert checked(kept, expansions) == (kept, expansions)
    assert "".join(w.text for w in words(kept)).replace("/", "") == kept.replace("/", "").replace("-", "")


@pytest.mark.parametrize(
    ("text", "met"),
    [
        ("rt PFPS", ["pfps"]),
        ("19 covid pfps", ["covid-19", "pfps"]),
        ("covid", []),
        ("n/v/d", ["n/v/d"]),
        ("pfp pfpss", []),
        ("pfps pfps", ["pfps"]),
        ("", []),
    ],
)
def test_a_search_is_given_the_abbreviations_whose_words_it_names(text: str, met: list[str]) -> None:
    """Whole words in any order; no others, however many a team has."""
    table = dict.fromkeys(("pfps", "covid-19", "n/v/d", "x-ray"), WORDS)

    assert sorted(met_in(text, words_of(table))) == met


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("", ShowLoaded()),
        ("all", ShowLoaded(full=True)),
        ("97140", ShowLoaded(unread=True)),
        ("abbreviation", OwnAbbreviations()),
        ("Abbr", OwnAbbreviations()),
        ("abbreviations list", OwnAbbreviations()),
        ("abbr help", OwnAbbreviations()),
        ("abbr page 3", OwnAbbreviations(3)),
        ("abbr page 0", OwnAbbreviations(1)),
        ("abbr PFPS", OneAbbreviation("pfps")),
        ("abbr PFPS = knee pain | hip pain", AddAbbreviation("pfps", ("knee pain", "hip pain"))),
        ("abbr pfps=knee = pain", AddAbbreviation("pfps", ("knee = pain",))),
        ("abbr remove = x y", AddAbbreviation("remove", ("x y",))),
        ("abbr = knee pain", AddAbbreviation("", ("knee pain",))),
        ("abbr remove PFPS", RemoveAbbreviation("pfps")),
        ("abbr delete pfps", RemoveAbbreviation("pfps")),
        ("abbr remove", OneAbbreviation("remove")),
        ("abbr pfps knee pain", UnreadAbbreviation()),
        ("forget", ForgetUses()),
        ("forget it", ForgetUses()),
        ("FORGET Yes", ForgetUses(confirmed=True)),
    ],
)
def test_what_is_typed_behind_codes_is_read(text: str, question: object) -> None:
    """Each form that people write; only a plain yes confirms."""
    assert read_question(text) == question


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_text_behind_codes_is_some_question(text: str) -> None:
    """Never an exception, and never a confirmed forgetting by chance."""
    assert read_question(f"abbr {text}") != ForgetUses(confirmed=True)
    assert read_question(text) is not None
