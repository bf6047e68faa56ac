"""Widths, palettes, contrast, names and landmarks."""

from itertools import product
from typing import Literal

import pytest
from playwright.async_api import expect

from playground import Playground
from tests.playground.echobot import EchoBot
from tests.playground.page.conftest import CHROMIUM, Opener, enter, last

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine: the page is not tested"),
]


SIZES = [(360, 740), (768, 1024), (1440, 900)]


PALETTES: list[tuple[Literal["light", "dark"], str]] = [
    ("light", "rgb(255, 255, 255)"),
    ("dark", "rgb(26, 29, 33)"),
]


async def test_a_command_is_answered_at_every_width_in_both_palettes(open_page: Opener, bot: EchoBot) -> None:
    """Only the user sees the 'only visible to you' note. No horizontal scrolling."""
    page = await open_page()
    for number, ((width, height), (scheme, paper)) in enumerate(product(SIZES, PALETTES), start=1):
        await page.set_viewport_size({"width": width, "height": height})
        await page.emulate_media(color_scheme=scheme)
        await enter(page, "/card")

        await expect(page.locator(".message")).to_have_count(number)
        await expect(page.locator(last(page, ".only-you"))).to_have_text("Only visible to you")
        await expect(page.locator(last(page, "h2"))).to_be_in_viewport()
        assert await page.evaluate("document.documentElement.scrollWidth") == width
        assert await page.locator("#log").evaluate("e => e.scrollWidth > e.clientWidth") is False
        assert await page.evaluate("getComputedStyle(document.body).backgroundColor") == paper


async def test_the_palette_can_be_chosen_and_is_kept(open_page: Opener, bot: EchoBot) -> None:
    """After a reload."""
    page = await open_page()
    await page.get_by_role("button", name="Dark colours").click()
    await page.reload()

    await expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    await expect(page.get_by_role("button", name="Dark colours")).to_have_attribute("aria-pressed", "true")


async def test_the_drawer_on_a_phone_opens_closes_and_is_out_of_the_way(
    open_page: Opener, bot: EchoBot
) -> None:
    """While closed it is not reachable by keyboard. Escape returns the focus."""
    page = await open_page(width=360, height=740)
    toggle = page.get_by_role("button", name="Channels")
    assert await page.locator("#sidebar").evaluate("e => e.inert") is True
    await toggle.click()
    await expect(page.get_by_role("link", name="# billing")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(toggle).to_be_focused()
    await toggle.click()
    await page.get_by_role("link", name="# general").click()

    await expect(page.locator("#place-name")).to_have_text("# general")
    assert await page.locator("#sidebar").evaluate("e => e.inert") is True


CONTRAST = """() => {
    const number = (text) => text.match(/[\\d.]+/g).map(Number);
    const channel = (value) => (value /= 255) <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
    const paper = (node) => {
        for (let at = node; at; at = at.parentElement) {
            const colour = number(getComputedStyle(at).backgroundColor);
            if (colour.length === 3 || colour[3] > 0) return colour;
        }
        return [255, 255, 255];
    };
    const poor = [];
    for (const node of document.body.querySelectorAll("*")) {
        const own = [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim());
        if (!own || !node.checkVisibility()) continue;
        const [a, b] = [light(number(getComputedStyle(node).color)), light(paper(node))];
        const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        if (ratio < 4.5) poor.push(`${node.tagName}.${node.className} ${ratio.toFixed(2)}`);
    }
    return poor;
}"""


async def test_every_text_has_contrast_enough(
    open_page: Opener, bot: EchoBot, playground: Playground
) -> None:
    """WCAG AA, 4.5 to 1, for all text in both palettes."""
    await playground.slash("/card")
    await playground.slash("/crash")
    page = await open_page()
    await page.fill("#composer-input", "/")
    await expect(page.locator(".hint").first).to_be_visible()

    for scheme, _ in PALETTES:
        await page.emulate_media(color_scheme=scheme)
        assert await page.evaluate(CONTRAST) == []


async def test_every_control_has_a_name_and_every_part_its_landmark(
    open_page: Opener, bot: EchoBot, playground: Playground
) -> None:
    """For screen readers."""
    await playground.slash("/card")
    page = await open_page()
    nameless = """() => [...document.querySelectorAll("button, a, input, select, textarea")]
        .filter((node) => node.checkVisibility())
        .filter((node) => !(node.ariaLabel || node.textContent.trim() || node.labels?.length))
        .map((node) => node.outerHTML)"""

    assert await page.evaluate(nameless) == []
    for landmark in ("banner", "navigation", "main", "complementary"):
        await expect(page.get_by_role(landmark)).to_have_count(1)
