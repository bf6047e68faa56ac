"""A browser, and a playground in the same event loop as the browser driver."""

import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest_asyncio
from playwright.async_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    async_playwright,
    expect,
)

from playground import BILLING, DANA, Playground
from tests.playground.echobot import COMMANDS, EchoBot, build, serving

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    # One renderer process for all pages, without a spare one. Starting processes took half of the time.
    "--renderer-process-limit=1", "--process-per-site", "--in-process-gpu",
    "--disable-features=IsolateOrigins,site-per-process,SpareRendererForSitePerProcess",
]  # fmt: skip


fixture = pytest_asyncio.fixture


@fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """One browser for all these tests."""
    async with async_playwright() as driver:
        running = await driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield running
        await running.close()


@fixture(scope="session", loop_scope="session")
async def context(browser: Browser) -> BrowserContext:
    """One profile for all tests. Browser storage is per port, and every test has its own port."""
    return await browser.new_context()


@fixture(loop_scope="session")
async def playground() -> AsyncIterator[Playground]:
    """A workspace without a bot."""
    async with Playground(COMMANDS, rate_limit=False) as running:
        yield running


@fixture(loop_scope="session")
async def bot(playground: Playground) -> AsyncIterator[EchoBot]:
    """The echo bot."""
    async with serving(build(playground)) as running:
        playground.connect(running.url)
        yield running


@fixture(scope="session", loop_scope="session")
async def window(context: BrowserContext) -> Page:
    """The first window of every test. A new one takes longer than most tests."""
    return await context.new_page()


@dataclass
class Opener:
    """Opens the page and collects browser errors."""

    context: BrowserContext
    url: str
    complaints: list[str]
    free: list[Page]

    async def __call__(
        self, locate: str = f"{BILLING}/{DANA}", *, width: int = 1440, height: int = 900
    ) -> Page:
        """Open a window at a channel as a person."""
        page = self.free.pop() if self.free else await self.context.new_page()
        await page.set_viewport_size({"width": width, "height": height})
        page.set_default_timeout(5000)
        page.on("console", self._said)
        page.on("pageerror", self._failed)
        await page.goto(f"{self.url}/#{locate}")
        await expect(page.locator("#place-name")).not_to_be_empty()
        return page

    async def leave(self, window: Page) -> None:
        """Close all windows but the first, and reset that one."""
        for page in self.context.pages:
            if page is not window:
                await page.close()
        await window.goto("about:blank")
        await window.emulate_media(color_scheme="null")
        window.remove_listener("console", self._said)
        window.remove_listener("pageerror", self._failed)

    def _said(self, message: ConsoleMessage) -> None:
        self.complaints.append(message.text)

    def _failed(self, error: Error) -> None:
        self.complaints.append(str(error))


@fixture(loop_scope="session")
async def open_page(window: Page, playground: Playground) -> AsyncIterator[Opener]:
    """Every test fails on a console message, such as a policy violation."""
    opener = Opener(window.context, playground.url, [], [window])
    yield opener
    await opener.leave(window)
    assert opener.complaints == []


async def enter(page: Page, line: str) -> None:
    """Type a line and send it."""
    await page.fill("#composer-input", line)
    await page.keyboard.press("Escape")
    await page.keyboard.press("Enter")


def last(page: Page, within: str = "") -> str:
    """The newest message."""
    return f".message:last-child {within}".strip()
