"""Rendering of mrkdwn and blocks. Outside text never becomes markup."""

import pytest
from playwright.async_api import expect

from playground import BILLING, DANA, Playground
from playground.blockkit.blocks import BLOCKS
from playground.blockkit.elements import ELEMENTS
from tests.playground.cards import button, option
from tests.playground.echobot import EchoBot
from tests.playground.page.conftest import CHROMIUM, Opener

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine: the page is not tested"),
]


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


async def test_mrkdwn_is_drawn_as_slack_draws_it(open_page: Opener) -> None:
    """Outside text never becomes markup."""
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
    """The lists in the server and the page are the same."""
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
