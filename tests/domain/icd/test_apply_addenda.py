"""The next edition, made of an edition and its order addenda: every new code in its place, or nothing at all."""

from dataclasses import replace
from io import BytesIO

import pytest

from bot.codefiles.icd10cm_addenda import read_addenda
from bot.codefiles.icd10cm_tabular import Tabular, read_tabular
from bot.domain.codes.diagnosis import Diagnosis
from bot.domain.codes.icd.apply_addenda import AddendaDoNotFit, AddendaMismatch, apply_addenda
from bot.domain.codes.icd.order_addenda import OrderAddenda
from tests.codefiles.addenda_files import ROWS, addenda, line
from tests.codefiles.invented import INVENTED_TABULAR


@pytest.fixture(scope="module")
def before() -> Tabular:
    return read_tabular(INVENTED_TABULAR)


@pytest.fixture
def after(before: Tabular) -> dict[str, Diagnosis]:
    made = apply_addenda(before.diagnoses, before.blocks, read_addenda(BytesIO(addenda())))
    assert [d.code for d in made] == sorted(d.code for d in made)
    return {d.code: d for d in made}


def test_a_code_that_became_a_header_has_its_new_codes_below_it(after: dict[str, Diagnosis]) -> None:
    """In its section and chapter, like the codes that were there before."""
    header = after["A02"]

    assert (header.billable, header.children) == (False, ("A02.0", "A02.1"))
    assert [(after[c].billable, after[c].parent, after[c].section) for c in header.children] == [
        (True, "A02", "A00-A09"),
        (True, "A02", "A00-A09"),
    ]


def test_a_new_category_goes_into_the_section_of_the_category_before_it(after: dict[str, Diagnosis]) -> None:
    """The addenda name no sections; A0A follows A02."""
    assert (after["A0A"].section, after["A0A"].chapter, after["A0A"].children) == ("A00-A09", "1", ("A0A.1",))


def test_a_deleted_code_is_gone_from_its_header_too(after: dict[str, Diagnosis]) -> None:
    """And so is its 7th character."""
    header = after["A00.1"]

    assert "A00.1XXD" not in after
    assert header.children == ("A00.1XXA",)
    assert [s.character for s in header.sevenths] == ["A"]


def test_a_revised_name_replaces_the_old_one_and_the_notes_stay(
    before: Tabular, after: dict[str, Diagnosis]
) -> None:
    """Names come from the addenda, notes from the edition before."""
    old = {d.code: d for d in before.diagnoses}

    assert after["B20"].name == "Caught in a net or fence"
    assert after["A00"].instructions == old["A00"].instructions


def test_another_name_that_became_a_new_code_s_own_is_taken_away(after: dict[str, Diagnosis]) -> None:
    """'Own goal' stood under A00.1; now A0A is called that."""
    assert after["A00.1"].instructions.inclusion_terms == ()


def test_new_completed_codes_have_their_7th_character(before: Tabular) -> None:
    """Known by their names: the header's, and what the character means."""
    rows = (
        line("Add:", "A003", "Struck by a third football", billable=False),
        line("Add:", "A003XXA", "Struck by a third football, first half"),
        line("Add:", "A003XXD", "Struck by a third football, second half"),
    )
    made = apply_addenda(before.diagnoses, before.blocks, read_addenda(BytesIO(addenda(rows, (7, 6, 9, 7)))))
    after = {d.code: d for d in made}

    assert [(s.character, s.meaning) for s in after["A00.3"].sevenths] == [
        ("A", "first half"),
        ("D", "second half"),
    ]
    seventh = after["A00.3XXA"].seventh
    assert seventh
    assert seventh.meaning == "first half"


def test_a_new_header_takes_the_codes_below_it_from_the_one_above(before: Tabular) -> None:
    """B20.12 would hang on B20.1 from now on, and no longer on B20."""
    base = apply_addenda(
        before.diagnoses,
        before.blocks,
        OrderAddenda(
            read_addenda(
                BytesIO(
                    addenda(
                        (
                            line("Delete:", "B20", "Caught in a net"),
                            line("Add:", "B20", "Caught in a net", billable=False),
                            line("Add:", "B2012", "Caught in a big net"),
                        ),
                        (8, 6, 8, 7),
                    )
                )
            ).rows
        ),
    )
    made = apply_addenda(
        base,
        before.blocks,
        OrderAddenda(
            read_addenda(
                BytesIO(addenda((line("Add:", "B201", "Caught in nets", billable=False),), (8, 7, 8, 8)))
            ).rows
        ),
    )
    after = {d.code: d for d in made}

    assert (after["B20"].children, after["B20.1"].children) == (("B20.1",), ("B20.12",))
    assert after["B20.12"].parent == "B20.1"


@pytest.mark.parametrize(
    ("rows", "why", "code"),
    [
        ((line("Delete:", "A09", "Nothing"),), AddendaMismatch.NOT_THERE, "A09"),
        ((line("Delete:", "A00", "Struck by football"),), AddendaMismatch.NOT_THERE, "A00"),
        ((line("Add:", "A02", "Struck by goalpost"),), AddendaMismatch.ALREADY_THERE, "A02"),
        ((line("Add:", "Z99", "Elsewhere"),), AddendaMismatch.NO_PLACE, "Z99"),
    ],
)
def test_addenda_to_another_edition_are_refused(
    before: Tabular, rows: tuple[str, ...], why: AddendaMismatch, code: str
) -> None:
    """By the first code that does not fit: its flag counts, too."""
    read = replace(read_addenda(BytesIO(addenda(rows))), before=None, after=None)

    with pytest.raises(AddendaDoNotFit) as refused:
        apply_addenda(before.diagnoses, before.blocks, read)

    assert (refused.value.why, refused.value.code) == (why, code)


@pytest.mark.parametrize(
    ("counts", "why"),
    [
        ((8, 6, 8, 8), AddendaMismatch.COUNTS_BEFORE),
        ((7, 6, 9, 8), AddendaMismatch.COUNTS_AFTER),
    ],
)
def test_the_counts_in_the_summary_have_to_agree(
    before: Tabular, counts: tuple[int, int, int, int], why: AddendaMismatch
) -> None:
    """With the edition before and with the result."""
    with pytest.raises(AddendaDoNotFit) as refused:
        apply_addenda(before.diagnoses, before.blocks, read_addenda(BytesIO(addenda(ROWS, counts))))

    assert refused.value.why is why
