"""Modals and form elements that Slack rejects."""

from typing import Any

import pytest
from slack_sdk.models.views import View

from playground.blockkit import home_problems, message_problems, view_problems
from tests.playground.cards import Body, asked, button, form, option, plain


def actions(*elements: Body) -> Body:
    """A row of elements."""
    return {"type": "actions", "elements": list(elements)}


def one(element: Body, **extra: Any) -> list[Body]:
    """One input block."""
    return [asked("b", "Label", element, **extra)]


TEXT: Body = {"type": "plain_text_input"}
BOXES: Body = {"type": "checkboxes", "options": [option("A", "a")]}
TEN = [option(str(n), str(n)) for n in range(10)]

FITS: list[Body] = [
    form(),
    form([], title=plain("t" * 24), submit=plain("s" * 24), close=plain("c" * 24)),
    form([], private_metadata="m" * 3000, callback_id="c" * 255, external_id="e" * 255),
    form([{"type": "divider"}] * 100),
    form(one(TEXT | {"min_length": 0, "max_length": 3000}, hint=plain("h" * 2000))),
    form(one(BOXES | {"options": TEN, "initial_options": TEN})),
    form(one({"type": "external_select", "min_query_length": 0, "initial_option": option("A", "a")})),
    form(one({"type": "file_input", "filetypes": ["csv"], "max_files": 10})),
]


@pytest.mark.parametrize("view", FITS, ids=range(len(FITS)))
def test_a_modal_at_the_limit_is_taken(view: Body) -> None:
    """To the last character."""
    assert view_problems(view, "modal") == []


TOO_MUCH: list[tuple[Body, str]] = [
    (form(title=plain("t" * 25)), "less than 25 characters [json-pointer:/view/title/text]"),
    (form(submit=plain("t" * 25)), "less than 25 characters"),
    (form(close=plain("t" * 25)), "less than 25 characters"),
    ({"type": "modal", "blocks": []}, "missing required field: title"),
    ({"type": "modal", "title": plain("t"), "blocks": one(TEXT)}, "missing required field: submit"),
    (form(private_metadata="m" * 3001), "less than 3001 characters"),
    (form(callback_id="c" * 256), "less than 256 characters"),
    (form([{"type": "divider"}] * 101), "no more than 100 items"),
    (form(one(TEXT) + one(TEXT)), "block_id `b` already exists [json-pointer:/view/blocks]"),
    (form(colour="red"), "invalid additional property: colour"),
    (form(notify_on_close="yes"), "must provide a boolean"),
    (form() | {"type": "home"}, "unsupported type"),
    (form([asked("b", "l" * 2001, TEXT)]), "less than 2001 characters"),
    (form(one(TEXT, hint=plain("h" * 2001))), "less than 2001 characters"),
    (form(one(TEXT | {"max_length": 3001})), "less than or equal to 3000"),
    (form(one(TEXT | {"min_length": 5, "max_length": 4})), "min_length must not be greater"),
    (form(one(TEXT | {"placeholder": plain("p" * 151)})), "less than 151 characters"),
    (form(one(button("x", "y"))), "unsupported type: button"),
    (form(one(BOXES | {"options": [*TEN, option("x", "x")]})), "no more than 10 items"),
    (form(one(BOXES | {"initial_options": [option("B", "b")]})), "must be one of the provided options"),
    (form(one({"type": "datepicker", "initial_date": "2026-02-30"})), "valid date"),
    (form(one({"type": "timepicker", "initial_time": "9:30"})), "valid time"),
    (form(one({"type": "multi_external_select", "max_selected_items": 0})), "greater than or equal to 1"),
    (form(one({"type": "file_input", "max_files": 11})), "less than or equal to 10"),
    (form(one({"type": "file_input"}, dispatch_action=True)), "not supported for file_input"),
    (form([actions({"type": "multi_external_select"})]), "unsupported type: multi_external_select"),
    (form([actions(TEXT)]), "unsupported type: plain_text_input"),
    (
        form([asked(name, "Label", TEXT | {"focus_on_load": True}) for name in ("a", "b")]),
        "only one element may have focus_on_load",
    ),
]


@pytest.mark.parametrize(
    ("view", "problem"), TOO_MUCH, ids=[f"{n} {p[:30]}" for n, (_, p) in enumerate(TOO_MUCH)]
)
def test_a_modal_past_a_limit_is_refused_with_the_place(view: Body, problem: str) -> None:
    """In Slack's words."""
    assert any(problem in line for line in view_problems(view, "modal")), view_problems(view, "modal")


def test_files_are_asked_for_in_modals_alone() -> None:
    """Other inputs are also allowed in messages and on the Home tab."""
    blocks = one({"type": "file_input"})

    assert "unsupported type: file_input" in message_problems(blocks)[0]
    assert home_problems(blocks) != []
    assert message_problems(one(TEXT)) == home_problems(one(TEXT)) == []


def test_the_form_of_the_echo_bot_passes_slack_sdk_too() -> None:
    """Our checks accept everything valid in Slack's own models."""
    view = form()
    view["blocks"] = [block for block in view["blocks"] if block.get("block_id") != "files"]

    assert view_problems(View(**view).to_dict(), "modal") == []
