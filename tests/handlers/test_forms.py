"""What stands in a form, read: whatever was put there, a typed value or a fault, never an exception."""

from datetime import date
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import LooksLikePatientData, NotADate
from handlers.slack.forms import BadField, BadForm, FieldFault, Fields, SlackFile


class Kind(StrEnum):
    """The choices of a test's form."""

    NEW = "new"
    REVISE = "revise"


FILE = {"id": "F1", "name": "a.zip", "size": 3, "url_private_download": "https://files.slack.com/a.zip"}


def fields(**entries: object) -> Fields:
    """A form with one element in each block."""
    return Fields({"values": {block: {"value": entry} for block, entry in entries.items()}})


def faults(form: Fields) -> list[tuple[str, object]]:
    """What was noted: each block with its kind."""
    try:
        form.done()
    except BadForm as bad:
        return [
            (e.block_id, e.error.kind if isinstance(e.error, BadField) else type(e.error)) for e in bad.errors
        ]
    return []


def test_what_was_filled_in_comes_back_typed() -> None:
    """Each kind of field has its reader."""
    form = fields(
        title={"value": " Manual  therapy "},
        note={"value": "one\n  two "},
        kind={"selected_option": {"value": "revise"}},
        kinds={"selected_options": [{"value": "new"}, {"value": "revise"}, {"value": "new"}]},
        app={"selected_option": {"value": "A-12"}},
        code={"selected_option": {"value": "/cpt 97140"}},
        dx={"selected_options": [{"value": "/icd M54.50"}, {"value": "/icd Z23"}]},
        day={"selected_date": "2026-02-03"},
        who={"selected_user": "U0DANA001"},
        where={"selected_conversation": "C0BILLING"},
        files={"files": [FILE]},
    )

    assert form.text("title", needed=True) == "Manual therapy"
    assert form.text("note", lines=True) == "one\ntwo"
    assert form.choice("kind", Kind) is Kind.REVISE
    assert form.choices("kinds", Kind) == (Kind.NEW, Kind.REVISE)
    assert form.option("app", r"A-[0-9]{1,6}") == "A-12"
    assert form.code("code", "/cpt") == "97140"
    assert form.codes("dx", "/icd", most=12) == ("M54.50", "Z23")
    assert form.day("day") == date(2026, 2, 3)
    assert form.person("who") == "U0DANA001"
    assert form.conversation("where") == "C0BILLING"
    assert form.files("files") == (SlackFile("F1", "a.zip", 3, "https://files.slack.com/a.zip"),)
    assert faults(form) == []


def test_what_is_missing_is_told_all_at_once_and_in_order() -> None:
    """A person mends a form in one go."""
    form = fields()
    form.text("title", needed=True)
    form.choice("kind", Kind, needed=True)
    form.codes("dx", "/icd", most=3, needed=True)
    form.day("day", needed=True)
    form.person("who", needed=True)
    form.files("files", needed=True)

    assert faults(form) == [(b, FieldFault.MISSING) for b in ("title", "kind", "dx", "day", "who", "files")]


@pytest.mark.parametrize(
    ("entry", "reader", "fault"),
    [
        ({"value": "x" * 21}, lambda f: f.text("b", most=20), FieldFault.TOO_LONG),
        ({"value": "ssn 123-45-6789"}, lambda f: f.text("b"), LooksLikePatientData),
        ({"selected_option": {"value": "delete"}}, lambda f: f.choice("b", Kind), FieldFault.FOREIGN),
        ({"selected_options": [{"value": "x"}]}, lambda f: f.choices("b", Kind), FieldFault.FOREIGN),
        ({"selected_options": [{"value": "new"}, {"value": "revise"}]}, lambda f: f.choices("b", Kind, most=1),
         FieldFault.TOO_MANY),
        ({"selected_option": {"value": "A-12 now"}}, lambda f: f.option("b", r"A-\d{1,6}"), FieldFault.FOREIGN),
        ({"selected_option": {"value": "/icd M54.50"}}, lambda f: f.code("b", "/cpt"), FieldFault.FOREIGN),
        ({"selected_option": {"value": "/cpt 97140 <!channel>"}}, lambda f: f.code("b", "/cpt"), FieldFault.FOREIGN),
        ({"selected_options": [{"value": "/icd A00"}] * 1 + [{"value": "/icd A01"}]},
         lambda f: f.codes("b", "/icd", most=1), FieldFault.TOO_MANY),
        ({"selected_date": "2026-02-30"}, lambda f: f.day("b"), FieldFault.NOT_A_DATE),
        ({"selected_date": "20260203"}, lambda f: f.day("b"), FieldFault.NOT_A_DATE),
        ({"selected_user": "<!channel>"}, lambda f: f.person("b"), FieldFault.FOREIGN),
        ({"selected_conversation": "U0DANA001"}, lambda f: f.conversation("b"), FieldFault.FOREIGN),
        ({"files": [FILE, FILE]}, lambda f: f.files("b"), FieldFault.TOO_MANY),
        ({"files": [{"id": "F1"}]}, lambda f: f.files("b"), FieldFault.FOREIGN),
    ],
)  # fmt: skip
def test_what_no_form_of_ours_holds_is_a_fault_of_its_field(
    entry: object, reader: object, fault: object
) -> None:
    """An empty value for the caller, the fault under the block."""
    form = fields(b=entry)
    assert callable(reader)

    assert not reader(form)
    assert faults(form) == [("b", fault)]


def test_a_rule_of_the_callers_stands_under_the_field_it_is_about() -> None:
    """Any error that has a sentence."""
    form = fields()
    with form.under("target"):
        raise NotADate("2026-02-30")

    assert faults(form) == [("target", NotADate)]


_NAMES = ("values", "b", "value", "selected_option", "selected_options", "selected_date", "files", "id")
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(_NAMES),
        inner, max_size=4,
    ),
    max_leaves=12,
)  # fmt: skip


@given(_JSON)
def test_any_state_is_read_without_an_exception(state: object) -> None:
    """Faults, if anything."""
    form = Fields(state)
    form.text("b", needed=True)
    form.choice("b", Kind, needed=True)
    form.choices("b", Kind)
    form.option("b", "x")
    form.code("b", "/cpt")
    form.codes("b", "/icd", most=2)
    form.day("b")
    form.person("b")
    form.conversation("b")
    form.files("b")

    assert faults(form)
