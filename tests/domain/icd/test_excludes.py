"""May two diagnoses stand together, by the real notes."""

import pytest

from bot.domain.codes.diagnosis import Diagnosis
from bot.domain.codes.icd.excludes import ExcludesVerdict, check, together
from bot.domain.codes.icd.path import NoteKind, inherited
from tests.fakes_diagnoses import INVENTED, MemoryDiagnoses, april_diagnoses, lonely


def _get(code: str) -> Diagnosis:
    found = april_diagnoses().get(code)
    assert found
    return found


@pytest.mark.parametrize(
    ("first", "second", "verdict"),
    [
        ("R26.2", "R26.81", ExcludesVerdict.LOOK_AGAIN),
        ("R26.81", "R26.2", ExcludesVerdict.LOOK_AGAIN),
        ("M54.50", "S39.012A", ExcludesVerdict.LOOK_AGAIN),
        ("E11.9", "E10.9", ExcludesVerdict.LOOK_AGAIN),
        ("E11.9", "R73.9", ExcludesVerdict.LOOK_AGAIN),
        ("M54.50", "M51.26", ExcludesVerdict.LOOK_AGAIN),
        ("G89.4", "M54.50", ExcludesVerdict.NO_CONFLICT),
        ("R51.9", "G43.909", ExcludesVerdict.NO_CONFLICT),
        ("I10", "I50.9", ExcludesVerdict.NOTHING_PRINTED),
        ("M25.561", "M17.11", ExcludesVerdict.NOTHING_PRINTED),
    ],
)
def test_the_verdict_holds_whichever_code_comes_first(
    first: str, second: str, verdict: ExcludesVerdict
) -> None:
    """Notes are printed at one of the two; both ways are checked."""
    assert check(_get(first), _get(second), april_diagnoses()).verdict is verdict


def test_a_finding_says_where_it_is_printed_and_for_which_code() -> None:
    """M54.5 prints it, M54.50 inherits it, S39.012A is meant by S39.012."""
    finding = check(_get("S39.012A"), _get("M54.50"), april_diagnoses()).findings[0]

    assert (finding.kind, finding.code, finding.other) == (NoteKind.EXCLUDES1, "M54.50", "S39.012A")
    assert (finding.printed.at, finding.printed.inherited) == ("M54.5", True)
    assert finding.text == "low back strain (S39.012)"


def test_notes_without_a_code_are_shown_and_not_resolved() -> None:
    """'Current injury - see injury of spine by body region' at M50-M54."""
    pair = check(_get("M54.50"), _get("I10"), april_diagnoses())

    assert pair.verdict is ExcludesVerdict.NOTHING_PRINTED
    assert [f.text for f in pair.wordy] == ["current injury - see injury of spine by body region"]


def test_a_note_above_both_is_about_a_third() -> None:
    """What keeps something out of a section says nothing of two codes inside it."""
    pair = check(_get("M54.50"), _get("M54.2"), april_diagnoses())

    assert pair.verdict is ExcludesVerdict.NOTHING_PRINTED
    assert not pair.wordy


def test_headers_and_two_encounters_are_noticed() -> None:
    """Neither can stand on one claim."""
    assert [d.code for d in check(_get("M54.5"), _get("I10"), april_diagnoses()).headers] == ["M54.5"]
    assert check(_get("S43.421A"), _get("S43.421D"), april_diagnoses()).at_two_encounters
    assert not check(_get("S43.421A"), _get("S43.422A"), april_diagnoses()).at_two_encounters


def test_excludes1_weighs_more_than_excludes2() -> None:
    """Where both are printed, look again."""
    one = lonely("A01", excludes1=("two (A02)",), excludes2=("two (A02)",))
    two = lonely("A02")
    pair = check(two, one, MemoryDiagnoses(INVENTED, (), (one, two)))

    assert pair.verdict is ExcludesVerdict.LOOK_AGAIN
    assert [f.kind for f in pair.findings] == [NoteKind.EXCLUDES1, NoteKind.EXCLUDES2]


def test_three_codes_make_three_pairs_in_order() -> None:
    """Each with each."""
    pairs = together((_get("E11.9"), _get("E10.9"), _get("I10")), april_diagnoses())

    assert [(p.first.code, p.second.code) for p in pairs] == [
        ("E11.9", "E10.9"),
        ("E11.9", "I10"),
        ("E10.9", "I10"),
    ]


def test_notes_are_inherited_from_every_place_above_nearest_first() -> None:
    """Code, headers, sections, chapter; other names of a header are not those of the code."""
    notes = inherited(_get("M54.50"), april_diagnoses())

    assert [(p.at, p.inherited) for p in notes if p.kind is NoteKind.EXCLUDES1] == [
        ("M54.5", True),
        ("M54", True),
        ("M50-M54", True),
    ]
    assert [p.notes for p in notes if p.kind is NoteKind.INCLUSION_TERMS] == [("Loin pain", "Lumbago NOS")]
    assert any(p.at == "13" and p.kind is NoteKind.EXCLUDES2 for p in notes)


def test_other_names_of_a_header_are_those_of_its_completions_alone() -> None:
    """'Concussion NOS' is S06.0XA with any 7th character; 'Fracture of proximal end of ulna' is all of S52.0."""

    def terms(code: str) -> list[str]:
        return [
            n
            for p in inherited(_get(code), april_diagnoses())
            if p.kind is NoteKind.INCLUSION_TERMS
            for n in p.notes
        ]

    assert terms("S06.0XAA") == terms("S06.0XA") == ["Concussion NOS"]
    assert "Fracture of proximal end of ulna" in terms("S52.0")
    assert "Fracture of proximal end of ulna" not in terms("S52.001A")


def test_notes_of_a_wide_section_reach_the_codes_in_the_narrow_one() -> None:
    """V00-V99 prints what holds for V43.52XA, which stands in V40-V49."""
    assert "V00-V99" in {p.at for p in inherited(_get("V43.52XA"), april_diagnoses())}
