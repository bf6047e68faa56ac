"""One direct message that shows how far a long piece of work is, and at the end what came of it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from slack_sdk.web.async_client import AsyncWebClient

from handlers.slack.answer import Answer
from handlers.slack.posting import PostedMessage, edit, post

EVERY_S = 2.0
"""Seconds between two edits: Slack takes about one message a second in a channel."""


@dataclass(slots=True)
class ProgressMessage:
    """Drawn anew while the work goes on; where it could not be posted, only the result is."""

    client: AsyncWebClient
    posted: PostedMessage | None
    draw: Callable[[str, int, int], Answer]
    every: float
    latest: tuple[str, int, int] | None = None
    shown: tuple[str, int, int] | None = field(default=None)

    def report(self, stage: str, done: int, total: int) -> None:
        """The newest state; the next edit shows it."""
        self.latest = (stage, done, total)

    async def watch(self) -> None:
        """Edit the message whenever something has changed, until cancelled."""
        while self.posted is not None:
            await asyncio.sleep(self.every)
            if self.latest is not None and self.latest != self.shown:
                self.shown = self.latest
                await edit(self.client, self.posted, self.draw(*self.latest))

    async def end(self, user: str, result: Answer) -> None:
        """Put the result in the message's place, or post it."""
        if self.posted is None or not await edit(self.client, self.posted, result):
            await post(self.client, user, result)


@asynccontextmanager
async def progress_message(
    client: AsyncWebClient, user: str, draw: Callable[[str, int, int], Answer], every: float = EVERY_S
) -> AsyncIterator[ProgressMessage]:
    """A message to `user` that is kept up to date within the block; `end` it afterwards."""
    progress = ProgressMessage(client, await post(client, user, draw("", 0, 0)), draw, every)
    watching = asyncio.create_task(progress.watch())
    try:
        yield progress
    finally:
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)
