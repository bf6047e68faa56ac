"""Short descriptors written out, so that a biller's words find them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.built_files.own_tables import descriptor_words, own_tables, procedure_tables
from bot.domain.codes.search.short_descriptors import BOTH, ShortDescriptors, one_word_for_both

CLIPPED = ShortDescriptors(
    [("biopsy", ["bx"]), ("treatment", ["tx"]), ("therapy", ["tx"]), ("inguinal hernia", ["ing hrna"])],
    ["arthroplasty knee", "amputation toe"],
)


def test_clipped_words_become_the_words_they_stand_for() -> None:
    assert CLIPPED.written_out("Ing hrna w/bx") == ("inguinal hernia with biopsy",)


def test_a_clip_of_several_words_is_read_each_way() -> None:
    assert CLIPPED.written_out("Tx toe") == ("treatment toe", "therapy toe")


def test_an_unlisted_clip_is_the_word_of_the_trade_that_has_its_letters_in_order() -> None:
    assert CLIPPED.written_out("Arthrplst toe") == ("arthroplasty toe",)


def test_what_stands_for_no_word_stays_as_it_is() -> None:
    assert CLIPPED.written_out("Zzq 3+") == ("zzq 3 or more",)


@pytest.mark.parametrize(
    "said",
    [
        "with and without",
        "w/wo",
        "w wo",
        "w/o&w/",
        "w/o & w/",
        "without and with",
        "W/ and W/O",
        "without & with",
    ],
)
def test_with_and_without_is_one_thing_however_it_is_written(said: str) -> None:
    assert one_word_for_both(f"Mri brain {said} dye").split() == ["Mri", "brain", BOTH, "dye"]


@pytest.mark.parametrize("said", ["with", "w/", "without", "w/o", "with contrast or without"])
def test_with_alone_and_without_alone_stay_apart_from_both(said: str) -> None:
    assert one_word_for_both(f"mri {said} dye") == f"mri {said} dye"


@given(st.text(max_size=40))
def test_any_text_can_be_written_out(text: str) -> None:
    assert 1 <= len(descriptor_words().written_out(text)) <= 3


def test_the_tables_for_procedures_have_hundreds_of_rows_and_leave_those_for_diagnoses_alone() -> None:
    own, procedures = own_tables(), procedure_tables()

    assert len(set(procedures.phrases) - set(own.phrases)) >= 250
    assert len(set(own.phrases) - set(procedures.phrases)) >= 2_000, (
        "lay words of diagnoses don't speak in /cpt"
    )
