"""The cards that tell CPT from ICD."""

import pytest

from tests.handlers.ask_cpt import EMPTY, ask
from tests.handlers.slack_limits import commands, refused, words


def test_the_two_systems_are_told_topic_by_topic() -> None:
    """Who keeps it, where it stands on the form, when it changes, whose licence."""
    told = words(ask("/explain"))

    for fact in (
        "*what was done*",
        "*why*",
        "24D",
        "box 21",
        "24E",
        "the AMA",
        "NCHS",
        "January 1",
        "October 1",
    ):
        assert fact in told


@pytest.mark.parametrize("line", ["/explain 97140 M54.50", "/explain M54.50 97140", "/explain 97140 M5450"])
def test_a_pair_is_told_as_what_was_done_and_why(line: str) -> None:
    """In either order, with or without the dot."""
    card = ask(line)
    told = words(card)

    assert refused(card) == []
    assert "*What was done*  `97140`  Manual therapy" in told
    assert "*Why*  `M54.50` (A)  Invented back pain, unspecified" in told
    assert "/explain 97140 M54.50" in commands(card)
    assert "Look again" not in told


def test_a_release_that_has_ended_is_said_first() -> None:
    """Before any name is taken from it."""
    assert words(ask("/explain 97140 M54.50")).startswith("ICD-10-CM Invented 2026 ended on Sep 30, 2026.")
    assert words(ask("/explain 97140 M54.50 on 2026-05-01")).startswith(
        "*Can't clear these codes: MUE and code validity aren't loaded.*\n*What was done*"
    )


def test_a_pair_that_does_not_fit_is_a_question_and_never_a_verdict() -> None:
    """Payers decide."""
    told = words(ask("/explain 97140 Z00.00"))

    assert "*Look again*, a payer may ask: `Z00.00` is a check-up" in told
    assert "denied" not in told
    assert "Not checked: payer policy" in told


def test_a_line_that_one_diagnosis_explains_raises_no_question() -> None:
    """24E may point to that one alone."""
    assert "Look again" not in words(ask("/explain 97140 Z00.00 M54.50"))


def test_a_header_is_told_not_to_be_billable() -> None:
    """Even where it reads well."""
    assert "*header, not billable*" in words(ask("/explain 97140 M54.5"))


def test_a_date_that_is_not_loaded_is_said_to_be_not_loaded() -> None:
    """No name is borrowed from another release."""
    told = words(ask("/explain 97140 M54.50 on 2026-11-01"))

    assert "Invented back pain" not in told
    assert "ICD-10-CM is not loaded for Nov 1, 2026" in told
    assert "not loaded for that date" in words(ask("/explain M54.50", EMPTY))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("/explain 97140", "That is *what was done*: box 24D"),
        ("/explain J1885", "HCPCS Level II, J codes"),
        ("/explain M54.50", "That is *why*: ICD-10-CM, box 21"),
        ("/explain D0120", "American Dental Association"),
    ],
)
def test_one_code_alone_is_told_which_system_it_belongs_to(line: str, said: str) -> None:
    """And what the claim still needs."""
    assert said in words(ask(line))


def test_a_full_claim_form_fits_and_what_is_left_over_is_counted() -> None:
    """Six lines, twelve diagnoses."""
    lines = " ".join(("97035", "97110", "97112", "97113", "97116", "97140", "97530"))
    whys = " ".join(f"M54.{n}" for n in range(1, 10)) + " R26.2 R26.81 R26.89 R26.9"
    card = ask(f"/explain {lines} {whys}")

    assert refused(card) == []
    assert "2 codes more than one claim form holds were left out" in words(card)
