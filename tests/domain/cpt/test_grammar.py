"""What a procedure code looks like."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.codes.cpt.grammar import CodeKind, read_billed, read_code, read_diagnosis


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("97140", CodeKind.CATEGORY_I),
        ("3074f", CodeKind.CATEGORY_II),
        ("0592T", CodeKind.CATEGORY_III),
        ("0001u", CodeKind.PLA),
        ("0002M", CodeKind.MAAA),
        ("0001A", CodeKind.COVID_ADMINISTRATION),
        ("j1885", CodeKind.HCPCS),
        ("D0120", CodeKind.CDT),
    ],
)
def test_every_family_is_told_by_its_form(typed: str, kind: CodeKind) -> None:
    """In any case, and written back in capitals."""
    read = read_code(typed)

    assert read is not None
    assert (typed.upper(), kind) == (read.code, read.kind)


@pytest.mark.parametrize(
    "typed", ["9714", "971400", "592T", "97I40", "F1234", "W0001", "M54.50", "", "97140-59"]
)
def test_other_forms_are_no_procedure_codes(typed: str) -> None:
    """Not even nearly."""
    assert read_code(typed) is None


@pytest.mark.parametrize("typed", ["97110-GP-59", "97110:gp:59", "97110GP-59", "97110-gp-59-GP"])
def test_modifiers_may_be_attached_in_several_ways(typed: str) -> None:
    """Each once, in the order written."""
    assert str(read_billed(typed)) == "97110-GP-59"


@pytest.mark.parametrize("typed", ["9711059", "97110-5", "97110-599", "97110-", "97110--59"])
def test_what_may_be_a_mistyped_number_is_not_read_as_code_and_modifier(typed: str) -> None:
    """Seven digits are rather asked about."""
    assert read_billed(typed) is None


@pytest.mark.parametrize(
    ("typed", "written"),
    [("m5450", "M54.50"), ("M54.5", "M54.5"), ("s43.421d", "S43.421D"), ("F32", "F32"), ("QA001", "QA0.01")],
)
def test_a_diagnosis_is_told_from_a_procedure(typed: str, written: str) -> None:
    """With its dot after the third character."""
    assert read_diagnosis(typed) == written


@pytest.mark.parametrize("typed", ["97140", "labor", "T07XXXXD", "M.545", "HA1C"])
def test_words_and_procedures_are_no_diagnoses(typed: str) -> None:
    """'labor' begins like LAB.OR, and is a word all the same."""
    assert read_diagnosis(typed) is None


@given(st.text(max_size=20))
def test_whatever_is_read_as_code_reads_the_same_again(typed: str) -> None:
    """A canonical writing is stable, so that a button's command line gives the same answer."""
    read = read_billed(typed)

    assert read is None or read_billed(str(read)) == read
