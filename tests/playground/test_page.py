"""The page in a real browser: phone to desktop, light and dark, keyboard and screen reader."""

import shutil
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from itertools import product
from typing import Literal

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright, expect

from playground import BILLING, CODING, DANA, MARIA, Playground
from playground.blockkit.blocks import BLOCKS
from playground.blockkit.elements import ELEMENTS
from tests.playground.echobot import COMMANDS, EchoBot, build, button, option, serving

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine: the page is not tested"),
]
fixture = pytest_asyncio.fixture


@fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    """One browser for the whole file."""
    async with async_playwright() as driver:
        running = await driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield running
        await running.close()


@fixture(loop_scope="module")
async def playground() -> AsyncIterator[Playground]:
    """A workspace with no bot behind it."""
    async with Playground(COMMANDS, rate_limit=False) as running:
        yield running


@fixture(loop_scope="module")
async def bot(playground: Playground) -> AsyncIterator[EchoBot]:
    """The echo bot behind it."""
    async with serving(build(playground)) as running:
        playground.connect(running.url)
        yield running


@dataclass
class Opener:
    """Opens the page, and collects what the browser complains of."""

    browser: Browser
    url: str
    complaints: list[str]

    async def __call__(
        self, where: str = f"{BILLING}/{DANA}", *, width: int = 1440, height: int = 900
    ) -> Page:
        """A window of its own at a channel, as a person."""
        page = await self.browser.new_page(viewport={"width": width, "height": height})
        page.set_default_timeout(5000)
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        await page.goto(f"{self.url}/#{where}")
        await expect(page.locator("#place-name")).not_to_be_empty()
        return page


@fixture(loop_scope="module")
async def open_page(browser: Browser, playground: Playground) -> AsyncIterator[Opener]:
    """Every test also fails on a console message: a policy violation is one."""
    opener = Opener(browser, playground.url, [])
    yield opener
    for context in browser.contexts:
        await context.close()
    assert opener.complaints == []


async def enter(page: Page, line: str) -> None:
    """Type a line and send it."""
    await page.fill("#composer-input", line)
    await page.keyboard.press("Escape")
    await page.keyboard.press("Enter")


def last(page: Page, within: str = "") -> str:
    """The newest message."""
    return f".message:last-child {within}".strip()


SIZES = [(360, 740), (768, 1024), (1440, 900)]


PALETTES: list[tuple[Literal["light", "dark"], str]] = [
    ("light", "rgb(255, 255, 255)"),
    ("dark", "rgb(26, 29, 33)"),
]


async def test_a_command_is_answered_at_every_width_in_both_palettes(open_page: Opener, bot: EchoBot) -> None:
    """Only the asker is told that only they see it, and nothing scrolls sideways."""
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


async def test_an_empty_channel_offers_examples_to_click(open_page: Opener, bot: EchoBot) -> None:
    """The first thing that a newcomer can do is press one."""
    page = await open_page()
    await page.get_by_role("button", name="Send /shout").click()

    await expect(page.get_by_label("Message to #billing")).to_be_focused()
    await expect(page.locator(last(page, ".words"))).to_have_text("!")


async def test_commands_are_completed_and_remembered_by_keyboard(open_page: Opener, bot: EchoBot) -> None:
    """Slash, arrows, Tab; arrow up brings the last line back."""
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
    """Focus goes into the dialog, stays there, and comes back to the button."""
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
    """Arrow down, Enter; Escape lets go."""
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
    """The button shows that it waits; a notice says what went wrong."""
    bot.linger = 0.9
    page = await open_page()
    await enter(page, "/card")
    slow = page.get_by_role("button", name="Slow")
    assert playground.acts.dispatcher.http is not None
    playground.acts.dispatcher.http.timeout = 0.7
    await slow.click()

    await expect(slow).to_have_attribute("aria-busy", "true")
    await expect(page.get_by_role("alert")).to_contain_text("did not answer within three seconds")
    await expect(slow).to_have_attribute("aria-busy", "false")


async def test_a_rewritten_message_keeps_the_focus_with_it(open_page: Opener, bot: EchoBot) -> None:
    """The pressed button is gone: the message that took its place has the focus."""
    page = await open_page()
    await enter(page, "/card")
    await page.get_by_role("button", name="Replace").focus()
    await page.keyboard.press("Enter")

    await expect(page.locator(last(page, ".words"))).to_have_text("replaced")
    await expect(page.locator(last(page))).to_be_focused()


async def test_another_person_sees_public_messages_alone(open_page: Opener, bot: EchoBot) -> None:
    """The switch between people, and a window for each."""
    dana = await open_page()
    maria = await open_page(f"{BILLING}/{MARIA}")
    await enter(dana, "/echo psst")
    await enter(dana, "/shout hear ye")

    await expect(maria.locator(".message")).to_have_count(2)
    await expect(dana.locator(".message")).to_have_count(3)
    await dana.get_by_label("Acting as").select_option(MARIA)
    await expect(dana.locator(".message")).to_have_count(2)


async def test_unread_channels_are_marked(open_page: Opener, bot: EchoBot, playground: Playground) -> None:
    """Said to screen readers too."""
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


async def test_the_traffic_panel_shows_the_raw_json(open_page: Opener, bot: EchoBot) -> None:
    """Request and answer, pretty-printed, with status and time."""
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


async def test_the_drawer_on_a_phone_opens_closes_and_is_out_of_the_way(
    open_page: Opener, bot: EchoBot
) -> None:
    """Shut, it cannot be reached by keyboard; Escape gives the focus back."""
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


async def test_the_palette_can_be_chosen_and_is_kept(open_page: Opener, bot: EchoBot) -> None:
    """Over a reload."""
    page = await open_page()
    await page.get_by_role("button", name="Dark colours").click()
    await page.reload()

    await expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    await expect(page.get_by_role("button", name="Dark colours")).to_have_attribute("aria-pressed", "true")


async def test_a_workspace_without_a_bot_says_so_on_the_page(open_page: Opener) -> None:
    """In a sentence, before anything is tried."""
    page = await open_page()

    await expect(page.locator("#banner")).to_contain_text("Nothing is connected yet")
    await expect(page.locator(".connection")).to_have_text("No bot connected")


MRKDWN: list[tuple[str, str]] = [
    ("*bold* _it_ ~no~ `code`", "<strong>bold</strong> <em>it</em> <s>no</s> <code>code</code>"),
    ("*a _b_ c*", "<strong>a <em>b</em> c</strong>"),
    ("2*3*4 snake_case_name a~b", "2*3*4 snake_case_name a~b"),
    ("`*not bold* &lt;b&gt;`", "<code>*not bold* &lt;b&gt;</code>"),
    ("```a *b*\n&amp;```", "<pre><code>a *b*\n&amp;</code></pre>"),
    ("one\ntwo", "one<br>two"),
    ("a\n```\nx\n```\n\nb", "a<pre><code>x</code></pre><br>b"),
    ("``` never closed", "``` never closed"),
    ("&gt; said\n&gt; so\nplain", "<blockquote>said<br>so</blockquote>plain"),
    ("&amp;lt; &lt;script&gt;alert(1)&lt;/script&gt;", "&amp;lt; &lt;script&gt;alert(1)&lt;/script&gt;"),
    ("<script>alert(1)</script>", "scriptalert(1)/script"),
    ("<javascript:alert(1)|press>", "press"),
    (
        "<https://x.org/?a=1&amp;b=2|see *this*>",
        '<a href="https://x.org/?a=1&amp;b=2" target="_blank" rel="noopener noreferrer">see *this*</a>',
    ),
    (
        "&lt;https://x.org&gt;.",
        '&lt;<a href="https://x.org" target="_blank" rel="noopener noreferrer">https://x.org</a>&gt;.',
    ),
    (f"<@{DANA}> <#{BILLING}>", '<span class="mention">@dana</span> <span class="mention">#billing</span>'),
    ("<!here> <@U0NOBODY|x>", '<span class="mention">@here</span> <span class="mention">@x</span>'),
    (
        "<!date^1790000000^on {date_num}|in 2026>",
        '<time title="in 2026">On 2026-09-21</time>',
    ),
    ("<!date^1790000000^{nonsense}|in 2026>", '<time title="in 2026">in 2026</time>'),
    ("*open _never closed", "*open _never closed"),
]


async def test_mrkdwn_is_drawn_as_slack_draws_it(
    browser: Browser, playground: Playground, open_page: Opener
) -> None:
    """And nothing from outside ever becomes markup."""
    page = await open_page()
    draw = """async (text) => {
        const { drawMrkdwn } = await import("/page/mrkdwn.js");
        const names = { person: (id) => ({ U0DANA001: "dana" })[id], channel: (id) => ({ C0BILLING: "billing" })[id] };
        const box = document.createElement("div");
        box.append(...drawMrkdwn(text, names));
        return box.innerHTML;
    }"""
    drawn = [await page.evaluate(draw, text) for text, _ in MRKDWN]

    expected = [markup for _, markup in MRKDWN]
    assert [markup.replace("scriptalert(1)/script", markup) for markup in drawn] == expected


async def test_the_page_draws_every_block_and_element_that_the_server_takes(open_page: Opener) -> None:
    """One list on each side of the wire."""
    page = await open_page()
    kinds = """async () => {
        const { BLOCKS } = await import("/page/blocks.js");
        const { ELEMENTS } = await import("/page/elements.js");
        return [Object.keys(BLOCKS).sort(), Object.keys(ELEMENTS).sort()];
    }"""

    assert await page.evaluate(kinds) == [sorted(BLOCKS), sorted(ELEMENTS)]


async def test_markup_in_every_place_of_a_card_stays_text(
    open_page: Opener, bot: EchoBot, playground: Playground
) -> None:
    """Buttons, options, fields, headers, names."""
    evil = "<img src=x onerror=alert(1)>"
    plain = {"type": "plain_text", "text": evil}
    blocks = [
        {"type": "header", "text": plain},
        {"type": "section", "text": {"type": "mrkdwn", "text": evil}, "fields": [plain]},
        {"type": "context", "elements": [plain]},
        {"type": "actions", "elements": [button(evil, "evil"), {
            "type": "static_select", "action_id": "s", "placeholder": plain, "options": [option(evil, "1")],
        }]},
    ]  # fmt: skip
    page = await open_page()
    message = {"channel": BILLING, "text": evil, "blocks": blocks}
    await bot.app.client.chat_postMessage(**message, token=playground.bot_token)  # type: ignore[arg-type]
    await page.get_by_role("button", name=evil, exact=True).first.wait_for()

    assert await page.locator(".message img").count() == 0
    await page.locator("[data-action=s]").click()
    await expect(page.get_by_role("listbox").get_by_role("option")).to_have_text(evil)


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
    """WCAG AA, 4.5 to 1, for whatever is on the page, in both palettes."""
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
    """What a screen reader moves by."""
    await playground.slash("/card")
    page = await open_page()
    nameless = """() => [...document.querySelectorAll("button, a, input, select, textarea")]
        .filter((node) => node.checkVisibility())
        .filter((node) => !(node.ariaLabel || node.textContent.trim() || node.labels?.length))
        .map((node) => node.outerHTML)"""

    assert await page.evaluate(nameless) == []
    for landmark in ("banner", "navigation", "main", "complementary"):
        await expect(page.get_by_role(landmark)).to_have_count(1)


async def test_the_server_stops_at_once_while_pages_are_open(browser: Browser) -> None:
    """Open event streams held aiohttp for 25 seconds."""
    running = Playground(COMMANDS)
    await running.start()
    page = await browser.new_page()
    await page.goto(running.url)
    await expect(page.locator("#place-name")).not_to_be_empty()
    await running.until(lambda: len(running.workspace._watchers) > 1)
    began = time.monotonic()
    await running.stop()

    assert time.monotonic() - began < 2
    await expect(page.locator("#banner")).to_contain_text("does not answer")
    await page.close()
