"""From the tabular list to entries."""

from bot.domain.codes.diagnosis import Diagnosis, Instructions, SeventhCharacter
from bot.domain.codes.search.entries import TextOrigin, diagnosis_entries

_INITIAL = SeventhCharacter("A", "initial encounter")


def _diagnosis(code: str, parent: str | None = None, **more: object) -> Diagnosis:
    return Diagnosis(code, f"Name of {code}", True, parent, "13", "M50-M54", **more)  # type: ignore[arg-type]


def test_what_another_codes_note_calls_a_code_is_a_name_of_it() -> None:
    """'Excludes1: psychogenic dorsalgia (F45.41)'; ranges and lists of codes name none."""
    notes = Instructions(
        excludes1=("psychogenic dorsalgia (F45.41)", "pain (R52-R53)", "ache (R52, R53)", "x (F45.-)")
    )
    given = [
        _diagnosis("M54", instructions=notes),
        _diagnosis("F45.41"),
        _diagnosis("R52"),
        _diagnosis("F45"),
    ]
    texts = {e.code: e.texts for e in diagnosis_entries(given)}

    assert texts["F45.41"] == ((TextOrigin.REFERENCE, "psychogenic dorsalgia"),)
    assert texts["F45"] == ((TextOrigin.REFERENCE, "x"),)
    assert texts["R52"] == ()


def test_inclusion_terms_and_further_texts_are_names() -> None:
    """In this order: printed ones first."""
    given = [_diagnosis("M54", instructions=Instructions(inclusion_terms=("Backache",)))]
    more = {"M54": [(TextOrigin.INDEX, "Pain, back")]}

    assert diagnosis_entries(given, more=[more])[0].texts == (
        (TextOrigin.INCLUSION, "Backache"),
        (TextOrigin.INDEX, "Pain, back"),
    )


def test_a_completed_code_says_what_it_completes() -> None:
    """It is found with the code that it completes."""
    entry = diagnosis_entries([_diagnosis("S93.401A", "S93.401", seventh=_INITIAL)])[0]

    assert (entry.completes, entry.completion) == ("S93.401", "initial encounter")
