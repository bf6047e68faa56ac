"""The workspaces a bot serves: the one of SLACK_BOT_TOKEN, or every workspace that installed the app."""

from collections.abc import Awaitable, Callable
from functools import partial

from aiohttp import web

from bot.services.ports.clock import SystemClock
from bot.services.ports.database import Database, Installation
from bot.settings import Settings
from bot.wiring import Bot, Library, token_keys
from handlers.bolt.oauth_install import Credentials, Keeping, add_installing, listen_for_leaving
from handlers.slack import manifest
from handlers.slack.auth import identify
from handlers.slack.workspaces import InstalledWorkspaces
from storage.secrets import Vault


async def workspaces_of(library: Library, settings: Settings) -> InstalledWorkspaces:
    """Identify the single token with Slack, or look up tokens by workspace.

    Raises TokenRefused or SlackOutOfReach.
    """
    token = settings.slack_bot_token
    own = await identify(token.get_secret_value(), settings.slack_api_url) if token else None
    return InstalledWorkspaces(own, installation_finder(library.database))


def installation_finder(database: Database) -> Callable[[str], Awaitable[Installation | None]]:
    """Looks up installations in the database."""

    async def find(workspace: str) -> Installation | None:
        async with database.read() as work:
            return await work.installations.get(workspace)

    return find


def add_install_pages(app: web.Application, bot: Bot, settings: Settings) -> None:
    """Add /slack/install and /slack/oauth_redirect if the settings have the app's credentials."""
    secret = settings.slack_client_secret
    if not settings.installs or secret is None:
        return
    library, workspaces = bot.library, bot.workspaces
    listen_for_leaving(bot.app, partial(_remove, library.database, workspaces))
    needed, optional = manifest.scopes(manifest.load())
    credentials = Credentials(
        settings.slack_client_id or "",
        secret.get_secret_value(),
        settings.public_url or "",
        settings.slack_api_url,
        (*sorted(needed), *sorted(optional)),
    )
    storage = _install_storage(library, Vault(token_keys(settings)), workspaces)
    add_installing(app, credentials, storage, SystemClock(settings.zone))


async def _remove(database: Database, workspaces: InstalledWorkspaces, workspace: str) -> None:
    async with database.write() as work:
        await work.installations.remove(workspace)
        await work.commit()
    workspaces.forget(workspace)


def _install_storage(library: Library, vault: Vault, workspaces: InstalledWorkspaces) -> Keeping:
    async def save(installation: Installation) -> None:
        async with library.database.write() as work:
            await work.installations.save(installation)
            await work.commit()
        workspaces.forget(installation.workspace)

    async def consume(sealed: str, seconds: int) -> bool:
        word = vault.open_word(sealed, seconds)
        if word is None:
            return False
        async with library.database.write() as work:
            first = await work.seen.first_time("*", f"install {word}", library.clock.now())
            await work.commit()
        return first

    return Keeping(save, vault.seal_word, consume)
