"""Modals and files in a real browser: by keyboard, on a phone, in both palettes."""

import base64

import pytest
from playwright.async_api import FilePayload, expect

from playground import BILLING, Playground
from tests.playground.cards import FORM_BLOCKS, asked
from tests.playground.echobot import EchoBot
from tests.playground.page.conftest import CHROMIUM, Opener, enter, last
from tests.playground.page.test_looks import CONTRAST, PALETTES

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine: the page is not tested"),
]

DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


async def test_a_form_is_filled_in_and_sent_by_keyboard_alone(
    open_page: Opener, bot: EchoBot, playground: Playground
) -> None:
    """Errors are shown and announced at their fields, typed text is kept, and focus returns."""
    page = await open_page()
    await enter(page, "/form")
    dialog = page.get_by_role("dialog", name="New application")
    title = dialog.get_by_label("Title")
    await expect(title).to_be_focused()
    await page.keyboard.type("Ma")
    await page.keyboard.press("Enter")
    await expect(title).to_have_accessible_description("In a few words Please write at least 3 characters.")
    await expect(title).to_be_focused()
    await page.keyboard.press("End")
    await page.keyboard.type("nual therapy")
    category = dialog.get_by_role("button", name="Category")
    await category.focus()
    await page.keyboard.press("Enter")
    await page.keyboard.press("Escape")
    await expect(dialog).to_be_visible()
    await page.keyboard.press("Enter")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(category).to_have_text("Category III")
    await dialog.get_by_label("Category I", exact=True).first.check()
    code = dialog.get_by_role("combobox", name="Also")
    await code.focus()
    await page.keyboard.type("knee")
    await expect(dialog.get_by_role("option")).to_have_count(2)
    await page.wait_for_timeout(
        400
    )  # longer than the page waits after a letter: no list for 'kne' is pending
    await playground.settle()
    await expect(dialog.get_by_role("option")).to_have_count(2)
    await page.keyboard.press("Enter")
    await expect(dialog.get_by_role("button", name="Remove knee 1")).to_be_visible()
    bot.reply = {"response_action": "errors", "errors": {"title": "That title is taken."}}
    await dialog.get_by_role("button", name="Save").focus()
    await page.keyboard.press("Enter")
    await expect(dialog.get_by_text("That title is taken.")).to_be_visible()
    await expect(title).to_have_value("Manual therapy")
    bot.reply = {}
    await page.keyboard.press("Enter")

    await expect(dialog).to_be_hidden()
    await expect(page.locator("#composer-input")).to_be_focused()
    values = bot.heard[-1]["view"]["state"]["values"]
    assert values["title"]["title"]["value"] == "Manual therapy"
    assert values["category"]["category"]["selected_option"]["value"] == "3"
    assert values["boxes"]["boxes"]["selected_options"][0]["value"] == "1"
    assert values["also"]["also"]["selected_options"][0]["value"] == "knee-1"


async def test_views_are_stacked_and_escape_goes_back_one(open_page: Opener, bot: EchoBot) -> None:
    """Tab stays in the dialog, the lower view keeps its values, the cross closes all."""
    page = await open_page()
    await enter(page, "/form")
    await page.get_by_label("Title").fill("Half a ti")
    await page.get_by_role("button", name="Deeper").click()
    await expect(page.get_by_role("dialog", name="Deeper")).to_be_visible()
    await page.keyboard.press("Shift+Tab")
    await expect(page.get_by_role("button", name="Close all")).to_be_focused()
    await page.keyboard.press("Shift+Tab")
    await expect(page.get_by_role("button", name="Save")).to_be_focused()
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("button", name="Close all")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog", name="New application")).to_be_visible()
    await expect(page.get_by_label("Title")).to_have_value("Half a ti")
    assert bot.heard[-1]["type"] == "view_closed"

    await page.get_by_role("button", name="Rewrite").click()
    await expect(page.get_by_role("dialog", name="Rewritten")).to_be_visible()
    await expect(page.get_by_label("Title")).to_have_value("Half a ti")
    await page.get_by_role("button", name="Deeper").click()
    await page.get_by_role("button", name="Close all").click()
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def test_a_form_fits_a_phone_in_both_palettes_and_takes_files(
    open_page: Opener, bot: EchoBot, playground: Playground
) -> None:
    """No horizontal scrolling, enough contrast, and the wrong kind of file is rejected."""
    page = await open_page(width=360, height=740)
    await enter(page, "/form")
    dialog = page.get_by_role("dialog", name="New application")
    picker = dialog.locator("input[type=file]")
    await picker.set_input_files(FilePayload(name="x.exe", mimeType="text/plain", buffer=b"x"))
    await expect(dialog.get_by_role("alert").last).to_contain_text("x.exe is not one of: csv, txt.")
    await picker.set_input_files(FilePayload(name="codes.csv", mimeType="text/csv", buffer=b"97140\n"))
    await expect(dialog.get_by_role("button", name="Remove codes.csv")).to_be_visible()
    await dialog.get_by_role("button", name="Save").click()
    await expect(dialog.locator(".error")).to_have_count(2)

    for scheme, _ in PALETTES:
        await page.emulate_media(color_scheme=scheme)
        assert await page.evaluate(CONTRAST) == []
    assert await page.locator(".modal-body").evaluate("e => e.scrollWidth > e.clientWidth") is False
    (file,) = playground.workspace.files.by("U0DANA001").values()
    assert file["name"] == "codes.csv"


async def test_files_and_pictures_that_the_bot_sends_are_drawn(
    open_page: Opener, bot: EchoBot, playground: Playground
) -> None:
    """Images are shown. Other files are cards with a download link."""
    page = await open_page()
    client = bot.app.client
    client.token = playground.bot_token
    await client.files_upload_v2(channel=BILLING, content=b"97140\n", filename="board.csv", title="The board")
    card = page.get_by_role("link", name="The board")
    await expect(card).to_contain_text("CSV · 6 bytes")
    async with page.expect_download() as download:
        await card.click()
    assert (await download.value).suggested_filename == "board.csv"
    await client.files_upload_v2(channel=BILLING, content=DOT, filename="dot.png", title="A dot")

    await expect(page.locator(last(page, "img"))).to_be_visible()
    assert await page.locator(last(page, "img")).evaluate("e => e.decode().then(() => e.naturalWidth)") == 1


async def test_what_is_typed_in_a_message_is_kept_under_ones_fingers(
    open_page: Opener, bot: EchoBot, playground: Playground
) -> None:
    """It is sent before any press, and nothing is redrawn meanwhile."""
    blocks = [asked("title", "Title", {"type": "plain_text_input"}), FORM_BLOCKS[-1]]
    await bot.app.client.chat_postMessage(
        channel=BILLING,
        text="x",
        blocks=blocks,
        token=playground.bot_token,
    )
    page = await open_page()
    title = page.get_by_label("Title")
    await title.click()
    await page.keyboard.type("typed")
    await page.keyboard.press("Home")
    (message,) = playground.messages()
    await playground.until(lambda: bool(playground.workspace.chosen("U0DANA001", message.ts)))
    await page.keyboard.type("half ")
    await page.get_by_role("button", name="Rewrite").click()

    await expect(title).to_have_value("half typed")
    await playground.until(lambda: bool(bot.heard))
    assert bot.heard[-1]["state"]["values"]["title"]["title"]["value"] == "half typed"
