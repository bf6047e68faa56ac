"""Announced changes of CPT codes: each with its day, its source and whose word it is."""

from collections import Counter
from datetime import date

from bot.codefiles.announced_codes import announcement_of, announcements
from bot.domain.codes.cpt.announced import AnnouncedChange
from bot.domain.codes.cpt.grammar import read_code
from bot.domain.codes.cpt.starter import STARTER


def test_every_announced_code_is_a_code_named_once_and_not_in_the_starter_set() -> None:
    codes = [code for each in announcements() for code in each.codes]

    assert Counter(codes).most_common(1)[0][1] == 1
    assert all(read_code(code) for code in codes)
    assert not set(codes) & set(STARTER)


def test_every_announcement_says_whose_word_it_is() -> None:
    for each in announcements():
        assert each.says
        assert each.source
        assert "AMA" in each.confidence


def test_phone_visits_went_in_2025_and_telemedicine_by_audio_came_in_their_place() -> None:
    found = announcement_of("99442")

    assert found is not None
    assert found.change is AnnouncedChange.GONE
    assert (found.last_day, found.day) == (date(2024, 12, 31), date(2025, 1, 1))
    assert found.instead[0] == "98008"
    assert found.instead[-1] == "98015"


def test_the_maternity_package_goes_on_the_first_day_of_2027() -> None:
    found = announcement_of("59400")

    assert found is not None
    assert not found.came_true(date(2026, 12, 31))
    assert found.came_true(date(2027, 1, 1))


def test_of_other_maternity_codes_nothing_is_claimed() -> None:
    found = announcement_of("59409")

    assert found is not None
    assert found.change is AnnouncedChange.UNCLEAR
    assert announcement_of("99213") is None
