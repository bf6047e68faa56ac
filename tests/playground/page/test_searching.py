"""The search field while typing, by keyboard and on a phone."""

import pytest
from playwright.async_api import expect

from playground import Playground
from tests.playground.cards import option
from tests.playground.echobot import EchoBot
from tests.playground.page.conftest import CHROMIUM, Opener, enter

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine: the page is not tested"),
]


async def test_a_code_is_searched_and_chosen_by_keyboard_alone(open_page: Opener, bot: EchoBot) -> None:
    """One request for several letters. Arrows and Enter choose, Escape closes, focus stays in the field."""
    page = await open_page()
    await enter(page, "/find")
    field = page.get_by_role("combobox", name="Find a code").first
    await field.focus()
    await page.keyboard.type("k")
    await expect(page.locator(".offers")).to_have_text("Type at least 2 letters to search")
    await page.keyboard.type("nee", delay=20)
    listbox = page.get_by_role("listbox", name="Find a code")
    await expect(listbox.get_by_role("option")).to_have_text(["knee 1", "knee 2"])
    await expect(field).to_have_attribute("aria-expanded", "true")
    await page.keyboard.press("ArrowDown")
    await expect(listbox.get_by_role("option", selected=True)).to_have_text("knee 2")
    active = await field.get_attribute("aria-activedescendant")
    assert await page.locator(f"#{active}").text_content() == "knee 2"
    await page.keyboard.press("Escape")
    await expect(listbox).to_be_hidden()
    await expect(field).to_have_value("")
    assert [body["value"] for body in bot.heard] == ["knee"]

    await page.keyboard.type("hip")
    await expect(listbox.get_by_role("option")).to_have_text(["hip 1", "hip 2"])
    await page.keyboard.press("Enter")
    await expect(field).to_have_value("hip 1")
    await expect(field).to_be_focused()
    await expect(page.locator(".combobox").first).to_have_attribute("aria-busy", "false")
    assert bot.heard[-1]["actions"][0]["selected_option"]["value"] == "hip-1"


async def test_the_field_fits_a_phone_and_asks_before_it_tells(
    open_page: Opener, bot: EchoBot, playground: Playground
) -> None:
    """The second field requests options when opened. If the choice is refused, it shows the old one."""
    bot.offers = {
        "options": [option("M25.561 Pain in right knee, long enough for two lines " + "x" * 20, "r")]
    }
    page = await open_page(width=360, height=740)
    await enter(page, "/find")
    field = page.get_by_role("combobox", name="Find a code").last
    await field.click()
    offer = page.get_by_role("listbox").get_by_role("option")
    await expect(offer).to_be_in_viewport(ratio=1)
    box = await offer.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360
    await offer.click()
    await page.get_by_role("button", name="Keep private").click()

    await expect(field).to_have_value("")
    assert [body["type"] for body in bot.heard] == ["block_suggestion"]


async def test_an_answer_that_slack_would_refuse_is_no_result(open_page: Opener, bot: EchoBot) -> None:
    """The traffic has the error and its reason."""
    bot.offers = {"options": [option("t", "v")] * 101}
    page = await open_page()
    await enter(page, "/find")
    field = page.get_by_role("combobox", name="Find a code").first
    await field.fill("knee")

    await expect(page.locator(".offers")).to_have_text("No results")
    entry = page.locator("details", has_text="block_suggestion find")
    await expect(entry.locator(".status")).to_have_text("200 invalid_options")
    await entry.locator("summary").click()
    await expect(entry.get_by_role("group", name="Refused")).to_contain_text("no more than 100 items")
