"""The Web API, through Slack's own client and raw HTTP."""

import json
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from playground import BILLING, BOT_USER, CODING, DANA, GENERAL, MARIA, TEAM, Playground
from tests.playground.conftest import Clock


async def refusal(call: Any) -> dict[str, Any]:
    """The error body of a failed call."""
    with pytest.raises(SlackApiError) as caught:
        await call
    body: dict[str, Any] = caught.value.response.data
    return body


async def call(
    playground: Playground, method: str, token: str | None = None, **request: Any
) -> dict[str, Any]:
    """A raw HTTP call. Every answer is a 200 with ok true or false."""
    headers = {"Authorization": f"Bearer {token or playground.bot_token}"} | request.pop("headers", {})
    url = playground.api_url + method
    async with aiohttp.ClientSession() as session, session.post(url, headers=headers, **request) as response:
        body: dict[str, Any] = await response.json()
        return body | {"status": response.status, "headers": response.headers}


async def test_auth_test_names_team_bot_and_scopes(client: AsyncWebClient) -> None:
    """The doctor command checks these."""
    answer = await client.auth_test()

    assert (answer["team_id"], answer["user_id"]) == (TEAM, BOT_USER)
    assert "chat:write" in answer.headers["x-oauth-scopes"].split(",")


@pytest.mark.parametrize(
    ("token", "method", "error"),
    [
        ("xoxb-wrong", "auth.test", "invalid_auth"),
        ("APP", "chat.postMessage", "not_allowed_token_type"),
        ("BOT", "apps.connections.open", "not_allowed_token_type"),
        ("BOT", "chat.invent", "unknown_method"),
    ],
)
async def test_a_wrong_token_is_named_for_what_it_is(
    playground: Playground, token: str, method: str, error: str
) -> None:
    """With Slack's own error name."""
    given = {"APP": playground.app_token, "BOT": playground.bot_token}.get(token, token)

    assert (await call(playground, method, given))["error"] == error


async def test_a_call_without_a_token_is_not_authed(playground: Playground) -> None:
    """Neither in a header nor as an argument."""
    answer = await call(playground, "auth.test", headers={"Authorization": ""})

    assert (answer["status"], answer["error"]) == (200, "not_authed")


async def test_the_token_may_come_as_an_argument_and_is_not_kept_in_the_traffic(
    playground: Playground,
) -> None:
    """Legacy calls."""
    form = {"token": playground.bot_token}
    answer = await call(playground, "auth.test", headers={"Authorization": ""}, data=form)

    assert answer["ok"] is True
    assert playground.bot_token not in str(playground.traffic)


async def test_a_method_outside_the_scopes_says_what_is_missing(clock: Clock) -> None:
    """An app with two scopes can use only those."""
    async with Playground(scopes=("commands", "chat:write")) as narrow:
        answer = await call(narrow, "users.info", data={"user": DANA})

    assert (answer["error"], answer["needed"]) == ("missing_scope", "users:read")


@pytest.mark.parametrize("as_json", [True, False])
async def test_blocks_are_taken_from_json_and_from_forms(playground: Playground, as_json: bool) -> None:
    """In a form they are a JSON string."""
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": "*hi*"}}]
    form = {"channel": BILLING, "text": "hi", "blocks": json.dumps(blocks)}
    request = {"json": form | {"blocks": blocks}} if as_json else {"data": form}

    answer = await call(playground, "chat.postMessage", **request)

    assert answer["ok"] is True
    kept = answer["message"]["blocks"][0]
    assert kept["text"] == {"type": "mrkdwn", "text": "*hi*", "verbatim": False}
    assert kept["block_id"]


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"channel": "C0NOWHERE", "text": "x"}, "channel_not_found"),
        ({"channel": CODING, "text": "x"}, "not_in_channel"),
        ({"channel": BILLING}, "no_text"),
        ({"text": "x"}, "invalid_arguments"),
        ({"channel": BILLING, "blocks": [{"type": "tarot"}]}, "invalid_blocks"),
        ({"channel": BILLING, "blocks": "[{"}, "invalid_blocks_format"),
        ({"channel": BILLING, "text": "x", "metadata": {"event_type": "y"}}, "invalid_metadata_format"),
        ({"channel": BILLING, "text": "x", "metadata": "{"}, "invalid_metadata_format"),
        ({"channel": BILLING, "text": 7}, "invalid_arguments"),
    ],
)
async def test_a_message_that_slack_would_refuse_is_refused(
    playground: Playground, arguments: dict[str, Any], error: str
) -> None:
    """And nothing is posted."""
    answer = await call(playground, "chat.postMessage", json=arguments)

    assert answer["error"] == error
    assert playground.messages(BILLING) == []


async def test_a_body_that_is_no_json_is_invalid_json(playground: Playground) -> None:
    """Never a 500."""
    headers = {"Content-Type": "application/json"}
    answer = await call(playground, "chat.postMessage", data="{", headers=headers)

    assert answer["error"] == "invalid_json"


async def test_a_channel_takes_a_short_burst_and_then_one_message_a_second(
    playground: Playground, client: AsyncWebClient, clock: Clock
) -> None:
    """429 with Retry-After, only for that channel."""
    for _ in range(5):
        await client.chat_postMessage(channel=BILLING, text="x")

    with pytest.raises(SlackApiError) as caught:
        await client.chat_postMessage(channel=BILLING, text="x")
    assert caught.value.response.status_code == 429
    assert caught.value.response.headers["Retry-After"] == "1"
    await client.chat_postMessage(channel=GENERAL, text="x")

    clock.now += 1
    await client.chat_postMessage(channel=BILLING, text="x")
    assert len(playground.messages(BILLING)) == 6


async def test_rate_limits_can_be_switched_off(clock: Clock) -> None:
    """For tests of other things."""
    async with Playground(clock=clock, rate_limit=False) as free:
        for _ in range(20):
            answer = await call(free, "chat.postMessage", json={"channel": BILLING, "text": "x"})
            assert answer["ok"]


async def test_an_update_with_text_alone_removes_the_blocks(
    playground: Playground, client: AsyncWebClient
) -> None:
    """As Slack documents for chat.update."""
    blocks = [{"type": "divider"}]
    posted = await client.chat_postMessage(channel=BILLING, text="one", blocks=blocks)
    await client.chat_update(channel=BILLING, ts=str(posted["ts"]), text="two")

    (message,) = playground.messages(BILLING)
    assert (message.text, message.blocks, message.edited_ts is not None) == ("two", (), True)


async def test_only_the_apps_own_public_messages_can_be_changed(
    playground: Playground, client: AsyncWebClient
) -> None:
    """Not a person's, not an ephemeral one."""
    await playground.say("mine")
    own = playground.messages(BILLING)[0].ts
    ephemeral = await client.chat_postEphemeral(channel=BILLING, user=DANA, text="psst")

    update = await refusal(client.chat_update(channel=BILLING, ts=own, text="x"))
    delete = await refusal(client.chat_delete(channel=BILLING, ts=own))
    hidden = await refusal(client.chat_update(channel=BILLING, ts=str(ephemeral["message_ts"]), text="x"))

    assert (update["error"], delete["error"]) == ("cant_update_message", "cant_delete_message")
    assert hidden["error"] == "message_not_found"


async def test_a_deleted_message_is_gone(playground: Playground, client: AsyncWebClient) -> None:
    """For everyone."""
    posted = await client.chat_postMessage(channel=BILLING, text="one")
    await client.chat_delete(channel=BILLING, ts=str(posted["ts"]))

    assert playground.messages(BILLING) == []


async def test_an_ephemeral_message_reaches_one_member(
    playground: Playground, client: AsyncWebClient
) -> None:
    """And no one outside the channel."""
    await client.chat_postEphemeral(channel=BILLING, user=DANA, text="psst")
    stranger = await refusal(client.chat_postEphemeral(channel=BILLING, user="U0NOBODY", text="x"))

    assert [m.text for m in playground.messages(BILLING, DANA)] == ["psst"]
    assert playground.messages(BILLING, MARIA) == []
    assert stranger["error"] == "user_not_in_channel"


async def test_history_is_newest_first_in_pages_and_without_ephemeral_messages(
    playground: Playground, client: AsyncWebClient
) -> None:
    """An uncertain reminder is searched for here."""
    await client.chat_postEphemeral(channel=BILLING, user=DANA, text="psst")
    stamps = [str((await client.chat_postMessage(channel=BILLING, text=t))["ts"]) for t in "abc"]

    first = await client.conversations_history(channel=BILLING, limit=2)
    cursor = first["response_metadata"]["next_cursor"]
    second = await client.conversations_history(channel=BILLING, limit=2, cursor=cursor)
    since = await client.conversations_history(channel=BILLING, oldest=stamps[1])

    assert [m["text"] for m in first["messages"]] == ["c", "b"]
    assert (first["has_more"], second["has_more"]) == (True, False)
    assert [m["text"] for m in second["messages"]] == ["a"]
    assert [m["text"] for m in since["messages"]] == ["c"]
    assert (await refusal(client.conversations_history(channel=CODING)))["error"] == "not_in_channel"


async def test_a_thread_is_read_by_itself_and_stands_not_in_the_history(client: AsyncWebClient) -> None:
    """Its parent first, then oldest first in pages. Replies are not in the channel's history."""
    parent = str((await client.chat_postMessage(channel=BILLING, text="parent"))["ts"])
    said = [
        str((await client.chat_postMessage(channel=BILLING, text=t, thread_ts=parent))["ts"]) for t in "abc"
    ]
    history = await client.conversations_history(channel=BILLING)
    first = await client.conversations_replies(channel=BILLING, ts=parent, limit=2)
    cursor = first["response_metadata"]["next_cursor"]
    second = await client.conversations_replies(channel=BILLING, ts=parent, limit=5, cursor=cursor)
    since = await client.conversations_replies(channel=BILLING, ts=said[0], oldest=said[1])
    nowhere = await refusal(client.conversations_replies(channel=BILLING, ts="1.000000"))

    assert [m["text"] for m in history["messages"]] == ["parent"]
    assert [m["text"] for m in first["messages"]] == ["parent", "a"]
    assert [m["text"] for m in second["messages"]] == ["b", "c"]
    assert [m["text"] for m in since["messages"]] == ["parent", "c"]
    assert nowhere["error"] == "thread_not_found"
    assert (await refusal(client.conversations_replies(channel=CODING, ts=parent)))[
        "error"
    ] == "not_in_channel"


async def test_message_metadata_comes_back_when_asked_for(client: AsyncWebClient) -> None:
    """Reminders mark their posts this way."""
    metadata = {"event_type": "reminder", "event_payload": {"id": "7"}}
    await client.chat_postMessage(channel=BILLING, text="x", metadata=metadata)

    plain = await client.conversations_history(channel=BILLING)
    full = await client.conversations_history(channel=BILLING, include_all_metadata=True)

    assert "metadata" not in plain["messages"][0]
    assert full["messages"][0]["metadata"] == metadata


async def test_people_and_channels_can_be_looked_up(client: AsyncWebClient) -> None:
    """Names, time zones, membership."""
    user = (await client.users_info(user=DANA))["user"]
    listed = (await client.conversations_list())["channels"]
    coding = (await client.conversations_info(channel=CODING))["channel"]
    direct = (await client.conversations_open(users=DANA))["channel"]["id"]

    assert (user["name"], user["tz"]) == ("dana", "America/New_York")
    assert {c["name"]: c["is_member"] for c in listed} == {
        "billing": True, "coding-questions": False, "general": True,
    }  # fmt: skip
    assert coding["is_member"] is False
    assert direct.startswith("D")
    assert (await refusal(client.users_info(user="U0NOBODY")))["error"] == "user_not_found"


async def test_posting_to_a_person_lands_in_their_direct_messages(
    playground: Playground, client: AsyncWebClient
) -> None:
    """By user id, as Slack allows."""
    posted = await client.chat_postMessage(channel=DANA, text="hello")

    assert [m.text for m in playground.messages(str(posted["channel"]), DANA)] == ["hello"]


async def test_trigger_ids_are_good_once_and_for_three_seconds(
    playground: Playground, client: AsyncWebClient, clock: Clock
) -> None:
    """views.open uses them up, even if it fails."""
    triggers = playground.user_actions.triggers
    once, late = triggers.issue(), triggers.issue()
    view = {"type": "modal"}

    first = await refusal(client.views_open(trigger_id=once, view=view))
    again = await refusal(client.views_open(trigger_id=once, view=view))
    clock.now += 3.1
    expired = await refusal(client.views_open(trigger_id=late, view=view))
    made_up = await refusal(client.views_open(trigger_id="1.2.3", view=view))

    errors = [first["error"], again["error"], expired["error"], made_up["error"]]
    assert errors == [
        "invalid_arguments", "exchanged_trigger_id", "expired_trigger_id", "invalid_trigger_id",
    ]  # fmt: skip
