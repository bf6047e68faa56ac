"""`/codes load`: published code files by form, for admins; progress and result in their direct messages."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.codes.files import Variant
from bot.domain.roles import Permission
from bot.services.loading.outcome import Outcome, ProgressCallback
from bot.services.loading.release_names import LoadOptions
from bot.services.ports.request_context import RequestContext
from bot.services.team.roles import TeamRoles
from handlers.codes.progress import EVERY_S, progress_message
from handlers.dispatch import error_card
from handlers.slack.answer import Answer
from handlers.slack.downloads import Downloads
from handlers.slack.forms import SlackFile
from handlers.slack.screen_types import FormSubmission, Submitted, UpdateForm
from handlers.views.codes.load import (
    EFFECTIVE,
    FILES,
    MOST_FILES,
    NAME,
    VARIANT,
    begun_view,
    load_card,
    loaded_card,
    loading_card,
)


class LoadFiles(Protocol):
    """Loads in a process of its own: all of the files or none."""

    async def __call__(
        self, paths: Sequence[Path], options: LoadOptions, progress: ProgressCallback
    ) -> Outcome: ...


async def answer(request: RequestContext, *, roles: TeamRoles) -> Answer:
    """The form. Raises NotAllowed and GuestRefused."""
    await roles.require(request, Permission.LOAD_CODES)
    return load_card()


@dataclass(frozen=True, slots=True)
class Loader:
    """What the submitted form needs; `every` is the time between two edits, in seconds."""

    roles: TeamRoles
    load: LoadFiles
    downloads: Downloads
    every: float = EVERY_S

    async def submitted(self, submission: FormSubmission) -> Submitted:
        """Answer at once, and do the work in a job. The same form twice loads once."""
        fields, request = submission.fields, submission.request
        await self.roles.require(request, Permission.LOAD_CODES)
        files = fields.files(FILES, most=MOST_FILES, needed=True)
        name, first_day = fields.text(NAME, most=60), fields.day(EFFECTIVE)
        variant = fields.choice(VARIANT, Variant)
        fields.done()
        names = tuple(file.name for file in files)
        if not await submission.once():
            return UpdateForm(begun_view(names))
        options = LoadOptions(name or None, first_day, request.workspace, variant)
        return UpdateForm(begun_view(names), then=self._load(submission.client, request.user, files, options))

    async def _load(
        self, client: AsyncWebClient, user: str, files: Sequence[SlackFile], options: LoadOptions
    ) -> None:
        async with progress_message(client, user, loading_card, self.every) as progress:
            result = await self._loaded(client, files, options, progress.report)
        await progress.end(user, result)

    async def _loaded(
        self,
        client: AsyncWebClient,
        files: Sequence[SlackFile],
        options: LoadOptions,
        progress: ProgressCallback,
    ) -> Answer:
        try:
            async with self.downloads.held(files, client.token or "") as paths:
                return loaded_card(await self.load(paths, options, progress)).checked()
        except Exception as error:  # whatever it is, the admin reads how it ended
            return error_card(error)
