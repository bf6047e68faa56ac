"""Arguments of any shape are rejected by name or accepted; nothing crashes."""

import json
import time
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground import BILLING, DANA, MARIA
from playground.json_fields import Json
from playground.message_drafts import RefusedError
from playground.methods import METHODS
from playground.payloads import PayloadWriter, escape, with_mentions
from playground.response_urls import apply_response
from playground.rules import Grant, Triggers
from playground.sample_workspace import make_sample_workspace
from playground.web_api_context import WebApiContext
from playground.workspace import MessageDraft

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)
KNOWN = {
    "channel": st.sampled_from([BILLING, "#general", DANA, "C0NOWHERE"]),
    "user": st.sampled_from([DANA, MARIA, "U0NOBODY"]),
    "user_id": st.sampled_from([DANA, "U0NOBODY"]),
    "users": st.sampled_from([DANA, ""]),
    "ts": st.sampled_from(["1.000001", ""]),
    "text": st.text(max_size=12),
    "blocks": st.just([{"type": "divider"}]) | st.text(max_size=5),
    "view": st.fixed_dictionaries({"type": st.just("home")}, optional={"blocks": JSON, "callback_id": JSON}),
    "limit": st.integers() | st.text(max_size=3),
    "cursor": st.text(max_size=5),
    "types": st.text(max_size=5),
    "metadata": JSON,
    "trigger_id": st.text(max_size=5),
    "view_id": st.text(max_size=5),
    "external_id": st.text(max_size=5),
    "hash": JSON,
    "files": st.just([{"id": "F0"}]) | st.text(max_size=5),
    "file": st.text(max_size=5),
    "filename": st.text(max_size=5),
    "length": st.integers() | st.text(max_size=3),
    "replace_original": st.booleans(),
    "delete_original": st.booleans(),
    "response_type": st.sampled_from(["in_channel", "ephemeral"]),
}
ARGUMENTS = st.fixed_dictionaries({}, optional={name: known | JSON for name, known in KNOWN.items()})


def dispatcher() -> WebApiContext:
    """A fresh workspace with one message in it."""
    workspace = make_sample_workspace(time.time)
    workspace.post(BILLING, workspace.team.bot_user, MessageDraft("x"))
    return WebApiContext(
        workspace,
        PayloadWriter(workspace, "token"),
        Triggers(time.time),
        lambda: "ws://x",
        lambda: "http://x/",
    )


@pytest.mark.parametrize("name", sorted(METHODS))
@settings(max_examples=25)
@given(arguments=ARGUMENTS)
def test_no_arguments_break_a_method(name: str, arguments: Json) -> None:
    """Every answer has ok true or an error name."""
    with suppress(RefusedError):
        json.dumps(METHODS[name].run(dispatcher(), arguments))


@settings(max_examples=50)
@given(body=ARGUMENTS, has_original=st.booleans())
def test_no_answer_breaks_a_response_url(body: Json, has_original: bool) -> None:
    """And the original's visibility stays the same."""
    workspace = make_sample_workspace(time.time)
    secret = workspace.post(BILLING, workspace.team.bot_user, MessageDraft("secret"), visible_to=DANA)
    grant = Grant(BILLING, DANA, 0.0, secret.ts if has_original else None)
    with suppress(RefusedError):
        apply_response(workspace, grant, body)

    assert "secret" not in [message.text for message in workspace.messages(BILLING, MARIA)]


@given(typed=st.text(max_size=60) | st.text("@#danabillingCodeDesk<>&;-_. ", max_size=40))
def test_what_people_type_never_becomes_markup_of_its_own(typed: str) -> None:
    """The only angle brackets in a stored message are known mentions."""
    workspace = make_sample_workspace(time.time)
    said = with_mentions(workspace, escape(typed))
    known = {f"<@{person}>" for person in (*workspace.people, workspace.team.bot_user)}
    known |= {f"<#{c.id}|{c.name}>" for c in workspace.channels.values()}
    for mention in known:
        said = said.replace(mention, "")

    assert "<" not in said
    assert ">" not in said
