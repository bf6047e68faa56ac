"""The page in a real browser: by keyboard, as several people, with a slow bot."""

import time

import pytest
from playwright.async_api import Browser, expect

from playground import BILLING, CODING, MARIA, Playground
from tests.playground.echobot import COMMANDS, EchoBot
from tests.playground.page.conftest import CHROMIUM, Opener, enter, last

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine: the page is not tested"),
]


async def test_an_empty_channel_offers_examples_to_click(open_page: Opener, bot: EchoBot) -> None:
    """A newcomer can start with one click."""
    page = await open_page()
    await page.get_by_role("button", name="Send /shout").click()

    await expect(page.get_by_label("Message to #billing")).to_be_focused()
    await expect(page.locator(last(page, ".words"))).to_have_text("!")


async def test_commands_are_completed_and_remembered_by_keyboard(open_page: Opener, bot: EchoBot) -> None:
    """Slash, arrows, Tab. Arrow up shows the last line."""
    page = await open_page()
    box = page.get_by_label("Message to #billing")
    await expect(box).to_be_focused()
    await page.keyboard.type("/")
    await expect(page.locator("#hints").get_by_role("option")).to_have_count(len(COMMANDS))
    await page.keyboard.type("s")
    await page.keyboard.press("ArrowDown")
    await expect(page.locator("#hints").get_by_role("option", selected=True)).to_contain_text("/silent")
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("Tab")
    await expect(box).to_have_value("/shout ")
    await expect(page.locator("#usage")).to_contain_text("Say it back to the whole channel")
    await page.keyboard.type("hello")
    await page.keyboard.press("Enter")
    await expect(page.locator(last(page, ".words"))).to_have_text("hello!")
    await expect(box).to_have_value("")

    await page.keyboard.press("ArrowUp")
    await expect(box).to_have_value("/shout hello")
    await page.keyboard.press("ArrowDown")
    await expect(box).to_have_value("")


async def test_a_button_that_asks_first_is_used_by_keyboard_alone(open_page: Opener, bot: EchoBot) -> None:
    """Focus moves into the dialog, stays there and returns to the button."""
    page = await open_page()
    await enter(page, "/card")
    share = page.get_by_role("button", name="Share in channel")
    await share.focus()
    await page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Share this?")
    await expect(dialog.get_by_role("button", name="Share")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(dialog).to_be_hidden()
    await expect(share).to_be_focused()
    assert bot.heard == []

    await page.keyboard.press("Enter")
    await page.keyboard.press("Enter")

    await expect(page.locator(last(page, ".words"))).to_have_text("97140")
    await expect(page.locator("#live")).to_contain_text("CodeDesk: 97140")


async def test_a_menu_is_used_by_keyboard_alone_and_keeps_its_choice(open_page: Opener, bot: EchoBot) -> None:
    """Arrow down and Enter. Escape closes."""
    page = await open_page()
    await enter(page, "/card")
    select = page.locator("[data-action=pick]")
    await select.focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("listbox", name="7th character")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(select).to_be_focused()
    await page.keyboard.press("Enter")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")

    await expect(select).to_have_text("D subsequent encounter")
    await expect(select).to_have_attribute("aria-busy", "false")
    await expect(select).to_be_focused()
    await expect(select).to_have_accessible_name("7th character: D subsequent encounter")
    assert bot.heard[0]["actions"][0]["selected_option"]["value"] == "D"


async def test_a_press_is_pending_until_acked_and_a_late_ack_is_told(
    open_page: Opener, bot: EchoBot, playground: Playground
) -> None:
    """The button shows that it waits. A notice shows the error."""
    bot.linger = 0.9
    page = await open_page()
    await enter(page, "/card")
    slow = page.get_by_role("button", name="Slow")
    assert playground.user_actions.dispatcher.http is not None
    playground.user_actions.dispatcher.http.timeout = 0.7
    await slow.click()

    await expect(slow).to_have_attribute("aria-busy", "true")
    await expect(page.get_by_role("alert")).to_contain_text("did not answer within three seconds")
    await expect(slow).to_have_attribute("aria-busy", "false")


async def test_a_rewritten_message_keeps_the_focus_with_it(open_page: Opener, bot: EchoBot) -> None:
    """The pressed button is removed, and the new message has the focus."""
    page = await open_page()
    await enter(page, "/card")
    await page.get_by_role("button", name="Replace").focus()
    await page.keyboard.press("Enter")

    await expect(page.locator(last(page, ".words"))).to_have_text("replaced")
    await expect(page.locator(last(page))).to_be_focused()


async def test_another_person_sees_public_messages_alone(open_page: Opener, bot: EchoBot) -> None:
    """Switch between people, with a window for each."""
    dana = await open_page()
    maria = await open_page(f"{BILLING}/{MARIA}")
    await enter(dana, "/echo psst")
    await enter(dana, "/shout hear ye")

    await expect(maria.locator(".message")).to_have_count(2)
    await expect(dana.locator(".message")).to_have_count(3)
    await dana.get_by_label("Acting as").select_option(MARIA)
    await expect(dana.locator(".message")).to_have_count(2)


async def test_unread_channels_are_marked(open_page: Opener, bot: EchoBot, playground: Playground) -> None:
    """Also for screen readers."""
    page = await open_page()
    await playground.say("hello", channel=CODING, user=MARIA)
    link = page.get_by_role("link", name="# coding-questions unread")
    await link.click()

    await expect(page.locator("#place-name")).to_have_text("# coding-questions")
    await expect(page.locator(last(page, ".words"))).to_have_text("hello")
    await page.get_by_role("link", name="# billing").click()
    await expect(page.get_by_role("link", name="# coding-questions", exact=True)).to_be_visible()


async def test_the_home_tab_opens_and_its_buttons_work(open_page: Opener, bot: EchoBot) -> None:
    """The bot publishes it when the tab is opened."""
    page = await open_page()
    await page.get_by_role("link", name="CodeDesk").click()

    await expect(page.locator(".home h2")).to_have_text("Your desk")
    await page.get_by_role("button", name="Refresh").click()
    await expect(page.locator("#waiting")).to_be_empty()
    assert bot.heard[-1]["container"]["type"] == "view"
    await page.get_by_role("tab", name="Messages").click()
    await expect(page.get_by_label("Message to CodeDesk")).to_be_visible()


async def test_home_opens_at_its_top_from_the_end_of_a_channel(open_page: Opener, bot: EchoBot) -> None:
    """The log was scrolled to the newest message before."""
    page = await open_page(height=320)
    await page.get_by_role("link", name="CodeDesk").click()
    await expect(page.locator(".home h2")).to_be_in_viewport()
    await page.get_by_role("link", name="# billing").click()
    for n in range(4):
        await enter(page, f"/shout {n}")
        await expect(page.locator(last(page, ".words"))).to_have_text(f"{n}!")
    at = "document.getElementById('log').scrollTop"
    assert await page.evaluate(at) > 0
    await page.get_by_role("link", name="CodeDesk").click()
    await expect(page.locator(".home h2")).to_be_in_viewport()
    assert await page.evaluate(at) == 0


async def test_the_traffic_panel_shows_the_raw_json(open_page: Opener, bot: EchoBot) -> None:
    """Formatted request and answer, with status and time."""
    page = await open_page()
    await enter(page, "/echo 97140 & <b>")
    entry = page.locator("details", has_text="/echo")
    await expect(entry.locator(".status")).to_have_text("200")
    await entry.locator("summary").click()

    await expect(entry.get_by_role("group", name="Request")).to_contain_text(
        '"text": "97140 &amp; &lt;b&gt;"'
    )
    await expect(entry.get_by_role("group", name="Answer")).to_contain_text('"text": "you said')
    await page.get_by_role("button", name="Clear").click()
    await expect(page.locator("details")).to_have_count(0)


async def test_a_workspace_without_a_bot_says_so_on_the_page(open_page: Opener) -> None:
    """Before any action."""
    page = await open_page()

    await expect(page.locator("#banner")).to_contain_text("Nothing is connected yet")
    await expect(page.locator(".connection")).to_have_text("No bot connected")


async def test_the_server_stops_at_once_while_pages_are_open(browser: Browser) -> None:
    """Open event streams once delayed aiohttp for 25 seconds."""
    running = Playground(COMMANDS)
    await running.start()
    page = await browser.new_page()
    async with page.expect_response("**/ui/changes"):
        await page.goto(running.url)
    await expect(page.locator("#place-name")).not_to_be_empty()
    began = time.monotonic()
    await running.stop()

    assert time.monotonic() - began < 2
    await expect(page.locator("#banner")).to_contain_text("does not answer")
    await page.close()
