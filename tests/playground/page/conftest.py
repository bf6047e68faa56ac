"""A browser, and a playground in the same loop as the browser's driver."""

import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright, expect

from playground import BILLING, DANA, Playground
from tests.playground.echobot import COMMANDS, EchoBot, build, serving

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


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
