"""Modals: open, push, update, submit, close."""

from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from playground import BILLING, DANA, MARIA, Modal, NoSuchControlError, Playground, WorkspaceMessage
from playground.submissions import REQUIRED
from tests.playground.cards import FORM_BLOCKS, asked, button, form, plain
from tests.playground.echobot import EchoBot
from tests.playground.test_web_api import refusal

FULL = {"title": "Manual therapy", "category": "3"}


async def opened(playground: Playground, user: str = DANA) -> Modal:
    """The form, opened for a person."""
    delivery = await playground.slash("/form", user=user)
    assert delivery.error == ""
    modal = playground.modal(user)
    assert modal is not None
    return modal


async def test_a_form_is_filled_in_and_submitted_as_slack_sends_it(
    playground: Playground, bot: EchoBot
) -> None:
    """Every kind of field has its own format in state.values."""
    modal = await opened(playground)
    await playground.suggest(modal, "code", "knee")
    await playground.suggest(modal, "also", "hip")
    values = FULL | {
        "why": None, "code": "knee-1", "also": ["hip-2", "hip-1"], "boxes": ["1", "3"], "pace": "3",
        "many": ["3"], "who": MARIA, "where": BILLING, "channel": BILLING, "hour": "09:30",
    }  # fmt: skip
    done = await playground.submit(modal, values)

    assert (done.status, done.error, playground.modal()) == (200, "", None)
    body = bot.heard[-1]
    view = body["view"]
    assert (body["type"], body["user"]["id"], body["is_enterprise_install"]) == (
        "view_submission",
        DANA,
        False,
    )
    assert (view["id"], view["private_metadata"], view["callback_id"]) == (modal.id, "A-12", "application")
    assert "container" not in body

    def value(name: str) -> Any:
        entry = dict(view["state"]["values"][name][name])
        return entry.pop("type"), *entry.values()

    assert value("title") == ("plain_text_input", "Manual therapy")
    assert value("why") == ("plain_text_input", None)
    assert value("category")[1]["value"] == "3"
    assert value("code")[1]["value"] == "knee-1"
    assert [option["value"] for option in value("also")[1]] == ["hip-2", "hip-1"]
    assert [option["value"] for option in value("boxes")[1]] == ["1", "3"]
    assert value("pace")[1]["value"] == "3"
    assert [option["value"] for option in value("many")[1]] == ["3"]
    assert value("who") == ("users_select", MARIA)
    assert value("where") == ("conversations_select", BILLING)
    assert value("channel") == ("channels_select", BILLING)
    assert value("day") == ("datepicker", "2026-02-03")
    assert value("hour") == ("timepicker", "09:30")
    assert value("files") == ("file_input", [])
    (url,) = body["response_urls"]
    assert (url["block_id"], url["action_id"], url["channel_id"]) == ("where", "where", BILLING)


async def test_a_form_with_something_missing_is_not_sent(playground: Playground, bot: EchoBot) -> None:
    """Each field shows what it needs."""
    modal = await opened(playground)
    done = await playground.submit(modal, {"title": "ab"})

    assert (done.status, done.error, bot.heard) == (None, "incomplete", [])
    assert done.errors == {"title": "Please write at least 3 characters.", "category": REQUIRED}
    now = playground.modal()
    assert now is not None
    assert now.errors == done.errors


async def test_an_answer_with_errors_leaves_the_form_as_it_is(playground: Playground, bot: EchoBot) -> None:
    """The bot's messages are shown at its inputs. The next submission clears them."""
    modal = await opened(playground)
    bot.reply = {"response_action": "errors", "errors": {"title": "That title is taken."}}
    done = await playground.submit(modal, FULL)

    assert (done.error, done.errors) == ("", {"title": "That title is taken."})
    bot.reply = {}
    assert (await playground.submit(modal, {"title": "Another"})).errors == {}
    assert playground.modal() is None


async def test_an_answer_may_rewrite_push_or_clear(playground: Playground, bot: EchoBot) -> None:
    """An empty ack closes one view."""
    modal = await opened(playground)
    bot.reply = {"response_action": "update", "view": form(title=plain("Second step"))}
    await playground.submit(modal, FULL)
    now = playground.modal()
    assert now is not None
    assert (now.id, now.title) == (modal.id, "Second step")
    bot.reply = {"response_action": "push", "view": form([], title=plain("On top"))}
    await playground.submit(now)
    assert [one.title for one in playground.modals()] == ["Second step", "On top"]
    top = playground.modals()[-1]
    assert (top.view["root_view_id"], top.view["previous_view_id"]) == (modal.id, modal.id)
    bot.reply = {}
    await playground.submit(top)
    assert [one.title for one in playground.modals()] == ["Second step"]
    bot.reply = {"response_action": "clear"}
    await playground.submit(playground.modals()[-1])

    assert playground.modals() == ()


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"response_action": "errors", "errors": {"nowhere": "x"}}, "invalid_response"),
    ({"response_action": "errors", "errors": {"title": ""}}, "invalid_response"),
    ({"response_action": "update", "view": form(title=plain("t" * 25))}, "invalid_arguments"),
    ({"response_action": "close"}, "invalid_response"),
]


@pytest.mark.parametrize(("reply", "error"), REFUSED, ids=range(len(REFUSED)))
async def test_an_answer_that_slack_would_not_understand_is_trouble(
    playground: Playground, bot: EchoBot, reply: dict[str, Any], error: str
) -> None:
    """The form stays open with an error, and the traffic has the reason."""
    modal = await opened(playground)
    bot.reply = reply
    done = await playground.submit(modal, FULL)

    now = playground.modal()
    assert now is not None
    assert (done.error, now.trouble) == (error, True)
    assert (playground.traffic[-1].error, bool(playground.traffic[-1].problems)) == (error, True)


async def test_a_submission_that_is_not_acked_in_time_is_trouble(
    playground: Playground, bot: EchoBot
) -> None:
    """The typed values are kept for another try."""
    modal = await opened(playground)
    playground.connect("http://127.0.0.1:9/slack/events")
    done = await playground.submit(modal, FULL)
    now = playground.modal()
    assert now is not None
    assert (done.error, now.trouble) == ("dispatch_failed", True)

    playground.connect(bot.url)
    assert (await playground.submit(now)).error == ""


async def test_at_most_three_views_are_stacked(playground: Playground, bot: EchoBot) -> None:
    """A fourth is rejected, by views.push and by an ack."""
    modal = await opened(playground)
    for _ in range(2):
        await playground.press(playground.modals()[-1], "deeper")
    await playground.press(playground.modals()[-1], "deeper")
    assert len(playground.modals()) == 3
    assert "push_limit_reached" in [exchange.error for exchange in playground.traffic]
    bot.reply = {"response_action": "push", "view": form()}
    top = playground.modals()[-1]

    assert (await playground.submit(top, FULL)).error == "push_limit_reached"
    with pytest.raises(NoSuchControlError):
        await playground.submit(modal, FULL)


async def test_closing_tells_the_bot_where_the_view_asks_for_it(playground: Playground, bot: EchoBot) -> None:
    """One view at a time, or the whole stack."""
    await opened(playground)
    for _ in range(2):
        await playground.press(playground.modals()[-1], "deeper")
    bot.heard.clear()
    await playground.close(playground.modals()[-1])
    assert [(body["type"], body["is_cleared"]) for body in bot.heard] == [("view_closed", False)]
    await playground.close(playground.modals()[-1], whole_stack=True)

    assert playground.modals() == ()
    assert [(body["view"]["title"]["text"], body["is_cleared"]) for body in bot.heard[1:]] == [
        ("Deeper", True)
    ]


async def test_a_press_in_a_modal_brings_what_has_been_typed_so_far(
    playground: Playground, bot: EchoBot
) -> None:
    """An updated view keeps values of inputs with unchanged ids. The hash changes."""
    modal = await opened(playground)
    await playground.fill(modal, "title", "Half a ti")
    await playground.press(modal, "rewrite")

    body = bot.heard[-1]
    assert body["container"] == {"type": "view", "view_id": modal.id}
    assert body["view"]["state"]["values"]["title"]["title"]["value"] == "Half a ti"
    assert not {"response_url", "channel", "message", "state"} & body.keys()
    now = playground.modal()
    assert now is not None
    assert (now.id, now.title, now.view["hash"] != modal.view["hash"]) == (modal.id, "Rewritten", True)
    await playground.submit(now, {"category": "1"})
    assert bot.heard[-1]["view"]["state"]["values"]["title"]["title"]["value"] == "Half a ti"


async def test_of_two_who_rewrite_one_view_the_second_is_told(
    playground: Playground, bot: EchoBot, client: AsyncWebClient
) -> None:
    """hash_conflict, by external_id as well as by view_id."""
    bot.view = form(external_id="app-12")
    modal = await opened(playground)
    first = modal.view["hash"]
    await client.views_update(external_id="app-12", hash=str(first), view=form(external_id="app-12"))

    stale = await refusal(client.views_update(view_id=modal.id, hash=str(first), view=form()))
    assert stale["error"] == "hash_conflict"
    assert (await refusal(client.views_update(view_id="V0", view=form())))["error"] == "not_found"
    trigger = playground.user_actions.triggers.issue(MARIA)
    twice = await refusal(client.views_open(trigger_id=trigger, view=form(external_id="app-12")))
    assert twice["error"] == "duplicate_external_id"


async def test_a_view_is_pushed_only_from_within_a_modal(
    playground: Playground, bot: EchoBot, client: AsyncWebClient
) -> None:
    """A command's trigger can open but not push."""
    trigger = playground.user_actions.triggers.issue(DANA)

    assert (await refusal(client.views_push(trigger_id=trigger, view=form())))[
        "error"
    ] == "invalid_trigger_id"


async def test_an_input_tells_the_bot_at_once_only_where_it_asks_for_that(
    playground: Playground, bot: EchoBot
) -> None:
    """dispatch_action: a text field on Enter, or on each character."""
    letters = {"trigger_actions_on": ["on_character_entered"]}
    field = {"type": "plain_text_input", "action_id": "title"}
    bot.view = form(
        [
            asked("category", "Quiet", FORM_BLOCKS[3]["element"]),
            asked("enter", "On Enter", field, dispatch_action=True),
            asked("each", "Each letter", field | {"dispatch_action_config": letters}, dispatch_action=True),
        ]
    )
    modal = await opened(playground)
    await playground.choose(modal, "category", "1")
    await playground.fill(modal, "title", "typing", block_id="enter")
    assert bot.heard == []
    await playground.press(modal, "title", value="typed", block_id="enter")
    await playground.fill(modal, "title", "t", block_id="each")

    assert [(body["actions"][0]["block_id"], body["actions"][0]["value"]) for body in bot.heard] == [
        ("enter", "typed"), ("each", "t"),
    ]  # fmt: skip


IMPOSSIBLE: list[tuple[str, object]] = [
    ("title", "t" * 41), ("category", "2"), ("also", ["never shown"]), ("who", "U0NOBODY"),
    ("where", "C0NOWHERE"), ("day", "2026-02-30"), ("hour", "25:00"), ("boxes", "1"), ("files", ["F0"]),
]  # fmt: skip


async def test_nobody_can_put_in_what_the_form_does_not_take(playground: Playground, bot: EchoBot) -> None:
    """Too long, not offered, or no such day."""
    modal = await opened(playground)
    for action_id, value in IMPOSSIBLE:
        with pytest.raises(NoSuchControlError):
            await playground.fill(modal, action_id, value)


async def test_a_modal_is_its_persons_own(playground: Playground, bot: EchoBot) -> None:
    """Maria can't see or submit Dana's."""
    modal = await opened(playground)

    assert playground.modal(MARIA) is None
    with pytest.raises(NoSuchControlError):
        await playground.submit(modal, FULL, user=MARIA)


async def test_an_input_in_a_message_is_in_the_state_of_its_presses(
    playground: Playground, bot: EchoBot, client: AsyncWebClient
) -> None:
    """Messages have no submit. A button reads the inputs in its message."""
    blocks = [
        asked("title", "Title", {"type": "plain_text_input"}),
        {"type": "actions", "elements": [button("Replace", "replace")]},
    ]
    await client.chat_postMessage(channel=BILLING, text="x", blocks=blocks)
    message: WorkspaceMessage = playground.messages()[-1]
    await playground.fill(message, "title", "typed")
    await playground.press(message, "replace")

    assert bot.heard[-1]["state"]["values"]["title"]["title"]["value"] == "typed"
