"""The codes that an Excludes note names, in the wordings of the real list."""

import pytest

from bot.domain.codes.diagnosis import Block
from bot.domain.codes.icd.targets import Target, hits, place_of, targets
from tests.fakes_diagnoses import april_diagnoses


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("unsteadiness on feet (R26.81)", [Target("R26.81", "R26.81")]),
        ("lumbago with sciatica (M54.4-)", [Target("M54.4", "M54.4")]),
        ("migraine (G43.-)", [Target("G43", "G43")]),
        ("diabetes mellitus (E08-E13)", [Target("E08", "E13")]),
        ("diabetes (E11.0-E11.8)", [Target("E11.0", "E11.8")]),
        ("complications of pregnancy (O00-O9A)", [Target("O00", "O9A")]),
        ("external ear (H61.1-, H62.8-)", [Target("H61.1", "H61.1"), Target("H62.8", "H62.8")]),
        ("torticollis NOS M43.6", [Target("M43.6", "M43.6")]),
        ("any condition classifiable to S06.4-S06.6", [Target("S06.4", "S06.6")]),
        ("malformation syndromes classified to Q87.-", [Target("Q87", "Q87")]),
        ("vitamin B12 deficiency anemia (D51.-)", [Target("D51", "D51")]),
        ("vitamin B12 shots", []),
        ("current injury - see injury of spine by body region", []),
        ("diabetes (E08-E13 with .21)", [Target("E08", "E13", "with .21")]),
        ("venous complications of:", []),
    ],
)
def test_notes_name_codes_ranges_and_families(note: str, expected: list[Target]) -> None:
    """Three bare characters count in brackets alone."""
    assert list(targets(note)) == expected


@pytest.mark.parametrize(
    ("note", "code", "hit"),
    [
        ("(E11.0-E11.8)", "E11.65", True),
        ("(E11.0-E11.8)", "E11.8", True),
        ("(E11.0-E11.8)", "E11.9", False),
        ("(S39.012)", "S39.012A", True),
        ("(M51.2-)", "M51.26", True),
        ("(M51.2-)", "M51.36", False),
        ("(E08-E13 with .21)", "E11.21", True),
        ("(E08-E13 with .21)", "E11.9", False),
        ("(E08-E13 with .26, .96)", "E10.96", True),
        ("(I69. with final characters -23)", "I69.323", True),
        ("(I69. with final characters -23)", "I69.320", False),
        ("(T22.- with fifth character 5)", "T22.151A", True),
        ("(T22.- with fifth character 5)", "T22.161A", False),
        ("(T36-T50 with fifth or sixth character 1-4 or 6)", "T36.0X6A", True),
        ("(T36-T50 with fifth or sixth character 1-4 or 6)", "T36.0X5A", False),
        ("(S92.-with 7th character B)", "S92.001B", True),
        ("(S92.-with 7th character B)", "S92.001A", False),
        ("(S92.- with open fracture 7th character)", "S92.001A", True),
    ],
)
def test_a_code_is_meant_or_not(note: str, code: str, hit: bool) -> None:
    """Ranges hold both ends; a condition that cannot be read is taken as met: better look once too often."""
    assert any(hits(target, place_of(code, ())) for target in targets(note)) is hit


def test_a_range_of_categories_holds_the_sections_in_it() -> None:
    """M1A stands in M05-M14, though not by its letters."""
    sections = (
        Block("M05-M14", "Inflammatory polyarthropathies", "13"),
        Block("13", "Musculoskeletal", None),
    )

    assert hits(Target("M05", "M14"), place_of("M1A.00X0", sections))
    assert not hits(Target("M05", "M14"), place_of("M1A.00X0", ()))
    assert not hits(Target("M50", "M54"), place_of("M1A.00X0", sections))


def test_every_code_that_a_real_note_names_is_in_the_list() -> None:
    """7,927 notes; one range of the printed list ends at a code that the list lost (R10.1-R10.4 at R10.85)."""
    table = april_diagnoses()
    notes = {n for d in table for n in (*d.instructions.excludes1, *d.instructions.excludes2)}
    named = {end for note in notes for t in targets(note) for end in (t.first, t.last)}

    assert {end for end in named if not any(True for _ in table.starting(end))} == {"R10.4"}
