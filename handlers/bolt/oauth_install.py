"""Installing the app in further workspaces: Slack's OAuth flow, by Bolt, on our storage.

Source: https://docs.slack.dev/authentication/installing-with-oauth.
"""

import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from logging import Logger, getLogger
from urllib.parse import urlsplit

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp
from slack_bolt.oauth.async_callback_options import AsyncCallbackOptions, AsyncFailureArgs, AsyncSuccessArgs
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.oauth.installation_store import Installation as SlackInstallation
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore

from bot.logs import LogEvent, get_logger
from bot.services.ports.database import Clock, Installation
from handlers.slack.auth import web_client
from handlers.views.installing import failed_page, installed_page

INSTALL_PATH, REDIRECT_PATH = "/slack/install", "/slack/oauth_redirect"
_STATE_SECONDS = 600
_log = get_logger("installing")


@dataclass(frozen=True, slots=True)
class Credentials:
    """The Slack app's own, as its page 'Basic Information' shows them; `public_url` is where people reach us."""

    client_id: str
    client_secret: str
    public_url: str
    api_url: str
    scopes: tuple[str, ...]

    @property
    def authorize_url(self) -> str:
        """Slack's page that asks for consent; on a stand-in it lies beside the API."""
        api = urlsplit(self.api_url)
        return f"{api.scheme}://{api.netloc}/oauth/v2/authorize"


@dataclass(frozen=True, slots=True)
class Keeping:
    """What is done with installations and states: the database's part, given in by wiring."""

    save: Callable[[Installation], Awaitable[None]]
    issue: Callable[[str], str]
    """A sealed form of a random word, which tells its age."""
    consume: Callable[[str, int], Awaitable[bool]]
    """Whether a sealed word is ours, at most so many seconds old, and seen for the first time."""


def add_installing(
    web_app: web.Application, credentials: Credentials, keeping: Keeping, clock: Clock
) -> None:
    """Put /slack/install and /slack/oauth_redirect on the listener."""
    flow = AsyncOAuthFlow(
        client=web_client(credentials.api_url), settings=_settings(credentials, keeping, clock)
    )

    async def install(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await flow.handle_installation(await to_bolt_request(request)))

    async def redirected(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await _callback(flow, request))

    web_app.router.add_get(INSTALL_PATH, install)
    web_app.router.add_get(REDIRECT_PATH, redirected)


def listen_for_leaving(app: AsyncApp, left: Callable[[str], Awaitable[None]]) -> None:
    """Forget a workspace's token when Slack says that the app was removed there, or its token taken back."""

    async def gone(body: Mapping[str, object], event: Mapping[str, object]) -> None:
        tokens = event.get("tokens")
        if event.get("type") == "app_uninstalled" or (isinstance(tokens, Mapping) and tokens.get("bot")):
            await left(str(body.get("team_id") or ""))

    app.event("app_uninstalled")(gone)
    app.event("tokens_revoked")(gone)


async def _callback(flow: AsyncOAuthFlow, request: web.Request) -> BoltResponse:
    try:
        return await flow.handle_callback(await to_bolt_request(request))
    except (SlackApiError, TimeoutError, OSError, ValueError) as error:
        _log.error(LogEvent.REQUEST_FAILED, error, kind="install")
        return _page(failed_page("slack_out_of_reach", INSTALL_PATH), 200)


def _settings(credentials: Credentials, keeping: Keeping, clock: Clock) -> AsyncOAuthSettings:
    return AsyncOAuthSettings(
        client_id=credentials.client_id,
        client_secret=credentials.client_secret,
        scopes=credentials.scopes,
        redirect_uri=credentials.public_url.rstrip("/") + REDIRECT_PATH,
        install_path=INSTALL_PATH,
        redirect_uri_path=REDIRECT_PATH,
        install_page_rendering_enabled=False,
        authorization_url=credentials.authorize_url,
        installation_store=_Store(keeping, clock),
        installation_store_bot_only=True,
        state_store=_States(keeping),
        state_expiration_seconds=_STATE_SECONDS,
        callback_options=AsyncCallbackOptions(success=_installed, failure=_failed),
    )


async def _installed(args: AsyncSuccessArgs) -> BoltResponse:
    return _page(installed_page(args.installation.team_id or ""), 200)


async def _failed(args: AsyncFailureArgs) -> BoltResponse:
    return _page(failed_page(args.reason, INSTALL_PATH), min(args.suggested_status_code, 401))


def _page(html: str, status: int) -> BoltResponse:
    headers: dict[str, str | Sequence[str]] = {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    }
    return BoltResponse(status=status, body=html, headers=headers)


class _Store(AsyncInstallationStore):
    """Keeps what a workspace granted; Bolt never reads it back, Workspaces does."""

    def __init__(self, keeping: Keeping, clock: Clock) -> None:
        self._keeping = keeping
        self._clock = clock
        self._bolt_logger = getLogger("slack_bolt.installing")

    @property
    def logger(self) -> Logger:
        return self._bolt_logger

    async def async_save(self, installation: SlackInstallation) -> None:
        await self._keeping.save(
            Installation(
                workspace=installation.team_id or "",
                bot_token=installation.bot_token or "",
                bot_user_id=installation.bot_user_id or "",
                installed_at=self._clock.now(),
                installed_by=installation.user_id or "",
            )
        )


class _States(AsyncOAuthStateStore):
    """States are sealed words: nothing is stored when one is issued, and each is taken once."""

    def __init__(self, keeping: Keeping) -> None:
        self._keeping = keeping
        self._bolt_logger = getLogger("slack_bolt.installing")

    @property
    def logger(self) -> Logger:
        return self._bolt_logger

    async def async_issue(self, *_: object, **__: object) -> str:
        return self._keeping.issue(secrets.token_urlsafe(16))

    async def async_consume(self, state: str) -> bool:
        return await self._keeping.consume(state, _STATE_SECONDS)
