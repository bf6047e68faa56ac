"""Shortcuts on the page: in a message's menu and next to the message box."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import expect

from playground import BILLING, LEE, AppShortcut, Playground
from tests.playground.echobot import COMMANDS, EchoBot
from tests.playground.page.conftest import CHROMIUM, Opener

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine: the page is not tested"),
]
SHORTCUTS = (
    AppShortcut("Look up a code", "global", "look_up", "Find one"),
    AppShortcut("Look up codes", "message", "in_message", "In this message"),
)


@pytest_asyncio.fixture(loop_scope="session")
async def playground() -> AsyncIterator[Playground]:
    """A workspace whose app has one shortcut of each kind."""
    async with Playground(COMMANDS, shortcuts=SHORTCUTS, rate_limit=False) as running:
        yield running


async def test_a_shortcut_is_called_from_a_messages_menu(
    open_page: Opener, playground: Playground, bot: EchoBot
) -> None:
    """Also by keyboard. The bot gets that message."""
    await playground.say("97140?", user=LEE)
    page = await open_page()
    more = page.get_by_role("button", name="More actions")
    await more.focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("menuitem", name="Look up codes In this message")).to_be_focused()
    await page.keyboard.press("Enter")
    await playground.until(lambda: bool(bot.heard))

    body = bot.heard[-1]
    assert (body["type"], body["callback_id"], body["message"]["text"]) == (
        "message_action",
        "in_message",
        "97140?",
    )
    await expect(more).to_be_focused()


async def test_a_global_shortcut_stands_beside_the_message_box(
    open_page: Opener, playground: Playground, bot: EchoBot
) -> None:
    """It is called without a channel."""
    page = await open_page()
    await page.get_by_role("button", name="Shortcuts").click()
    await page.get_by_role("menuitem", name="Look up a code").click()
    await playground.until(lambda: bool(bot.heard))

    assert (bot.heard[-1]["type"], bot.heard[-1].get("channel")) == ("shortcut", None)


async def test_a_message_that_one_person_alone_sees_has_no_menu(
    open_page: Opener, playground: Playground, bot: EchoBot
) -> None:
    """As in Slack."""
    await playground.slash("/echo hello")
    page = await open_page()

    await expect(page.locator(".message.ephemeral")).to_have_count(1)
    await expect(page.get_by_role("button", name="More actions")).to_have_count(0)
    assert playground.messages(BILLING)[-1].is_ephemeral
