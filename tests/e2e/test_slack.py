"""People at work: a slash command typed in the playground, answered by the whole bot over signed HTTP."""

from collections.abc import Mapping

import aiohttp
import pytest

from playground import BILLING, CODING, DANA, LEE, WorkspaceMessage
from tests.e2e.conftest import OpenWorkspace, Workspace, shown_on_home
from tests.e2e.forging import press_raw


async def test_a_biller_types_a_code_and_only_they_see_the_answer(open_workspace: OpenWorkspace) -> None:
    """The answer rides in the ack, ephemeral, with the code and our own words in its first line."""
    async with open_workspace() as workspace:
        asked = await workspace.slack.slash("/cpt 97140", user=DANA)

        assert asked.status == 200
        assert asked.error == ""
        assert len(asked.messages) == 1
        assert "97140" in asked.body
        assert not any(m.is_ephemeral for m in workspace.slack.messages(BILLING, LEE))


async def test_sharing_an_answer_posts_it_once_for_everybody(open_workspace: OpenWorkspace) -> None:
    """Share in channel shows the card to others, says who shared it, and carries no Share button itself."""
    async with open_workspace() as workspace:
        card = (await workspace.slack.slash("/cpt 97140", user=DANA)).messages[0]
        before = len(workspace.slack.messages(BILLING, LEE))

        await workspace.slack.press(card, "share", user=DANA)
        await workspace.slack.settle()

        seen = workspace.slack.messages(BILLING, LEE)[before:]
        assert len(seen) == 1
        assert "97140" in str(seen[0])
        assert DANA in str(seen[0].blocks)
        assert "'share'" not in str(seen[0].blocks)


async def test_sharing_works_in_a_channel_that_the_bot_never_joined(open_workspace: OpenWorkspace) -> None:
    """The press brings its own way to answer, so no invitation is needed."""
    async with open_workspace() as workspace:
        card = (await workspace.slack.slash("/icd M54.50", user=DANA, channel=CODING)).messages[0]

        await workspace.slack.press(card, "share", user=DANA)
        await workspace.slack.settle()

        assert any("M54.50" in str(m.blocks) for m in workspace.slack.messages(CODING, LEE))


async def test_a_tampered_share_value_is_never_posted(open_workspace: OpenWorkspace) -> None:
    """Free text in a button's value reaches nobody but the one who sent it, as a refusal."""
    async with open_workspace() as workspace:
        await workspace.slack.slash("/cpt 97140", user=DANA)
        before = workspace.slack.messages(BILLING, LEE)
        hook = _newest_hook(workspace)

        status, _ = await press_raw(
            workspace, "share", "/cpt 97140 <!channel> buy now", hook, trigger="7.7.a"
        )
        await workspace.slack.settle()

        assert status == 200
        assert workspace.slack.messages(BILLING, LEE) == before
        assert "didn't share" in str(workspace.slack.messages(BILLING, DANA)[-1].blocks)


async def test_a_share_that_slack_delivers_twice_is_posted_once(open_workspace: OpenWorkspace) -> None:
    """The same signed press again, replayed or retried, changes nothing."""
    async with open_workspace() as workspace:
        card = (await workspace.slack.slash("/cpt 97140", user=DANA)).messages[0]
        line = _share_line(card)
        before = len(workspace.slack.messages(BILLING, LEE))

        for _ in range(3):
            status, _ = await press_raw(workspace, "share", line, _newest_hook(workspace), trigger="8.8.b")
            assert status == 200
        await workspace.slack.settle()

        assert len(workspace.slack.messages(BILLING, LEE)) == before + 1


async def test_a_button_on_a_card_answers_the_one_who_pressed(open_workspace: OpenWorkspace) -> None:
    """A colleague who presses a button on a shared card gets an answer of their own."""
    async with open_workspace() as workspace:
        card = (await workspace.slack.slash("/cpt 97140", user=DANA)).messages[0]
        await workspace.slack.press(card, "share", user=DANA)
        await workspace.slack.settle()
        shared = workspace.slack.messages(BILLING, LEE)[-1]
        before = len(workspace.slack.messages(BILLING, DANA))

        await workspace.slack.press(shared, "run:0", user=LEE)
        await workspace.slack.settle()

        assert len(workspace.slack.messages(BILLING, DANA)) == before
        assert workspace.slack.messages(BILLING, LEE)[-1].visible_to == LEE


async def test_the_home_tab_says_what_is_loaded_and_answers_its_buttons(
    open_workspace: OpenWorkspace,
) -> None:
    """Home has no channel: an answer to its buttons stands on Home itself."""
    async with open_workspace() as workspace:
        home = await workspace.slack.open_home(DANA)
        assert "April 2026" in str(home.view)

        await workspace.slack.press(home, "run:3", user=DANA, block_id=_first_actions(home.view))

        await shown_on_home(workspace, "each 15 minutes")


async def test_the_bot_answers_over_socket_mode_too(open_workspace: OpenWorkspace) -> None:
    """No public URL: the same commands and presses come over the bot's own WebSocket."""
    async with open_workspace(socket=True) as workspace:
        card = await workspace.slack.slash("/icd M54.5", user=DANA)
        assert "M54.50" in card.body

        await workspace.slack.press(card.messages[0], "share", user=DANA)
        await workspace.slack.settle()

        assert "M54.50" in str(workspace.slack.messages(BILLING, LEE)[-1].blocks)


@pytest.mark.parametrize("socket", [False, True])
async def test_operators_can_ask_whether_the_bot_is_ready(
    open_workspace: OpenWorkspace, *, socket: bool
) -> None:
    """/healthz and /readyz answer in both modes; readiness tells the releases."""
    async with open_workspace(socket=socket) as workspace, aiohttp.ClientSession() as session:
        health = await session.get(f"{workspace.bot_url}/healthz")
        ready = await session.get(f"{workspace.bot_url}/readyz")

        assert (health.status, ready.status) == (200, 200)
        releases = (await ready.json())["releases"]
        assert releases[0] == "FY2027"
        assert "April 2026" in releases


def _newest_hook(workspace: Workspace) -> str:
    """The response_url that came with the last slash command."""
    sent = [x.request for x in workspace.slack.traffic if x.kind == "command"]
    assert isinstance(sent[-1], dict)
    return str(sent[-1]["response_url"])


def _first_actions(view: Mapping[str, object]) -> str:
    """The block id of the first row of buttons on a Home tab."""
    blocks = view["blocks"]
    assert isinstance(blocks, list)
    return str(next(b["block_id"] for b in blocks if "'run:0'" in str(b)))


def _share_line(card: WorkspaceMessage) -> str:
    """The command line that the card's Share button carries."""
    buttons = (e for b in card.blocks if isinstance(found := b.get("elements"), list) for e in found)
    return str(next(e["value"] for e in buttons if e.get("action_id") == "share"))
