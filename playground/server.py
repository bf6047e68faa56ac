"""The playground server on loopback, with user actions for tests and the page."""

import asyncio
import secrets
import time
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

import aiohttp
from aiohttp import web

from playground.access_control import LOOPBACK, add_headers, restrict_access
from playground.action_sender import ActionResult, ActionSender
from playground.bot_client import Dispatcher, HttpTransport
from playground.element_actions import ElementActions
from playground.file_routes import FileRoutes
from playground.payloads import PayloadWriter
from playground.response_urls import Hooks
from playground.rules import EVENT_RETRIES, Clock, ResponseUrls, TokenBuckets, Triggers
from playground.sample_workspace import BILLING, DANA, make_sample_workspace
from playground.sockets import SocketHub
from playground.submissions import Submissions
from playground.traffic import TrafficEntry
from playground.ui import Ui
from playground.ui_modals import ModalUi
from playground.user_actions import AppCommand, AppShortcut, UserActions
from playground.user_gestures import UserGestures
from playground.web_api import AppTokens, WebApi
from playground.web_api_context import WebApiContext
from playground.workspace import HomeView, WorkspaceMessage

_PAGE = Path(__file__).parent / "page"
_SHUTDOWN = 0.5
_LARGEST_BODY = 2 * 1024 * 1024

SCOPES = (
    "commands",
    "chat:write",
    "app_mentions:read",
    "channels:history",
    "channels:read",
    "files:read",
    "files:write",
    "groups:read",
    "im:history",
    "im:read",
    "im:write",
    "users:read",
)
EXAMPLES = ("/cpt 97140", "/icd M54.5", "/explain")
EVENTS = ("app_home_opened", "app_mention", "app_uninstalled", "tokens_revoked")


class Playground(UserGestures):
    """A local Slack workspace on 127.0.0.1.

    `commands` and `shortcuts` are the app's. `scopes` and `events` come from its manifest: a method outside its
    scopes answers `missing_scope`, and events without a subscription are not sent. `ack_timeout` is in seconds.
    `rate_limit=False` turns off rate limits for a test. `examples` are lines offered in an empty channel. `clock`
    gives Unix time for trigger ids, response URLs, rate limits and timestamps; signatures use the real time.
    """

    def __init__(
        self,
        commands: Sequence[AppCommand] = (),
        *,
        shortcuts: Sequence[AppShortcut] = (),
        clock: Clock = time.time,
        signing_secret: str | None = None,
        bot_token: str | None = None,
        app_token: str | None = None,
        scopes: Sequence[str] = SCOPES,
        events: Sequence[str] = EVENTS,
        rate_limit: bool = True,
        ack_timeout: float = 3.0,
        retry_delays: Sequence[float] = EVENT_RETRIES,
        app_name: str = "CodeDesk",
        examples: Sequence[str] = EXAMPLES,
    ) -> None:
        """Create the workspace. Nothing listens until `start`."""
        self.signing_secret = signing_secret or secrets.token_hex(16)
        self.bot_token = bot_token or f"xoxb-playground-{secrets.token_hex(12)}"
        self.app_token = app_token or f"xapp-playground-{secrets.token_hex(12)}"
        self.workspace = make_sample_workspace(clock, app_name)
        self._port = 0
        self._ack_timeout = ack_timeout
        self._events_url: str | None = None
        self._stack = AsyncExitStack()
        self._session: aiohttp.ClientSession | None = None
        self.sockets = SocketHub(clock, self.workspace.team.app_id, ack_timeout, self._connection_changed)
        self._dispatcher = Dispatcher(self.workspace, self.sockets, retry_delays)
        writer = PayloadWriter(self.workspace, secrets.token_hex(12))
        triggers, urls = Triggers(clock), ResponseUrls(clock)
        sender = ActionSender(
            workspace=self.workspace,
            dispatcher=self._dispatcher,
            writer=writer,
            triggers=triggers,
            urls=urls,
            hook_url=lambda key: f"{self.url}/hooks/{key}",
        )
        self.user_actions = UserActions(
            sender, tuple(commands), tuple(examples), frozenset(events), tuple(shortcuts)
        )
        self.presses = ElementActions(sender)
        self.submissions = Submissions(sender)
        self.workspace.files.site = lambda: f"{self.url}/"
        context = WebApiContext(self.workspace, writer, triggers, self._socket_url, lambda: f"{self.url}/")
        tokens = AppTokens(self.bot_token, self.app_token, tuple(scopes))
        self._files = FileRoutes(self.workspace, tokens)
        self._web_api = WebApi(context, tokens, TokenBuckets(clock, rate_limit))
        self._hooks = Hooks(self.workspace, urls)

    @property
    def url(self) -> str:
        """The page's URL without a trailing slash."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def api_url(self) -> str:
        """The value for SLACK_API_URL."""
        return f"{self.url}/api/"

    @property
    def team_id(self) -> str:
        """The workspace's id."""
        return self.workspace.team.id

    @property
    def traffic(self) -> list[TrafficEntry]:
        """The raw traffic, oldest first."""
        return self.workspace.traffic.exchanges()

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Start to listen.

        Port 0 takes a free one. Raises OSError for a port in use, ValueError for a foreign host.
        """
        if host not in LOOPBACK:
            raise ValueError(f"the playground listens on 127.0.0.1 alone, not on {host}")
        try:
            await self._listen(port)
        except BaseException:
            await self.stop()
            raise

    async def _listen(self, port: int) -> None:
        ui = Ui(self.user_actions, self.presses)
        runner = web.AppRunner(self._application(ui), shutdown_timeout=_SHUTDOWN, access_log=None)
        self._session = await self._stack.enter_async_context(aiohttp.ClientSession())
        await runner.setup()
        self._stack.push_async_callback(runner.cleanup)
        self._stack.push_async_callback(self.sockets.close)
        self._stack.callback(ui.close)
        self._stack.push_async_callback(self._dispatcher.close)
        site = web.TCPSite(runner, "127.0.0.1", port)
        await site.start()
        self._port = _port_of(runner)
        self._connect_http()

    async def stop(self) -> None:
        """Stop listening. Open pages and sockets are closed at once."""
        await self._stack.aclose()

    async def __aenter__(self) -> Self:
        """Start on a free port."""
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop."""
        await self.stop()

    def connect(self, events_url: str) -> None:
        """Set the URL of the bot's /slack/events. A socket held by the bot takes precedence."""
        self._events_url = events_url
        self._connect_http()

    async def slash(self, command_line: str, *, user: str = DANA, channel: str = BILLING) -> ActionResult:
        """Type a slash command."""
        return await self.user_actions.slash(command_line, user, channel)

    async def say(
        self, words: str, *, user: str = DANA, channel: str = BILLING, thread: str | None = None
    ) -> ActionResult:
        """Post a message in a channel, or in the thread of a message (`thread` is its ts)."""
        return await self.user_actions.say(words, user, channel, thread)

    async def call(
        self, callback_id: str, *, on: WorkspaceMessage | str | None = None, user: str = DANA
    ) -> ActionResult:
        """Run a shortcut: a global one, or a message shortcut for message `on`. Raises LookupError."""
        message = self.workspace.find_anywhere(on) if isinstance(on, str) else on
        if on is not None and message is None:
            raise LookupError(f"no message {on}")
        return await self.user_actions.call(callback_id, user, message)

    async def open_home(self, user: str = DANA, *, timeout: float = 5.0) -> HomeView:  # noqa: ASYNC109
        """Open the Home tab and wait until the bot has published it again. Raises TimeoutError."""
        before = self.workspace.version
        await self.user_actions.open_home(user)

        def published() -> bool:
            home = self.user_actions.home(user)
            return home is not None and home.version > before

        await self.until(published, timeout=timeout)
        return self.workspace.homes[user]

    def messages(self, channel: str = BILLING, as_user: str | None = DANA) -> list[WorkspaceMessage]:
        """The messages a user sees in a channel, oldest first. `as_user=None`: what everyone sees."""
        return self.workspace.messages(channel, as_user)

    async def until(self, condition: Callable[[], bool], *, timeout: float = 5.0) -> None:  # noqa: ASYNC109
        """Wait until a condition holds, checking at every change. Raises TimeoutError."""
        changed = asyncio.Event()
        unwatch = self.workspace.watch(changed.set)
        try:
            async with asyncio.timeout(timeout):
                while not condition():
                    await changed.wait()
                    changed.clear()
        finally:
            unwatch()

    async def settle(self, quiet: float = 0.05) -> None:
        """Wait until no request is pending and nothing has changed for `quiet` seconds."""
        version = -1
        while self.workspace.traffic.pending or version != self.workspace.version:
            version = self.workspace.version
            await asyncio.sleep(quiet)

    def _application(self, ui: Ui) -> web.Application:
        app = web.Application(
            middlewares=[restrict_access(lambda: self._port)], client_max_size=_LARGEST_BODY
        )
        app.on_response_prepare.append(add_headers)
        app.add_routes(ui.routes())
        app.add_routes(self._files.routes())
        app.add_routes(ModalUi(self.workspace, self.submissions).routes())
        app.router.add_route("*", "/api/{method}", self._web_api.serve)
        app.router.add_post("/hooks/{key}", self._hooks.serve)
        app.router.add_get("/link/", self.sockets.serve)
        app.router.add_get("/", _index)
        app.router.add_static("/page/", _PAGE)
        return app

    def _connect_http(self) -> None:
        if self._session is not None and self._events_url is not None:
            self._dispatcher.http = HttpTransport(
                self._events_url, self.signing_secret, self._ack_timeout, self._session
            )
        self._connection_changed()

    def _connection_changed(self) -> None:
        self.workspace.touch("connection")

    def _socket_url(self) -> str:
        ticket = self.sockets.ticket()
        return f"ws://127.0.0.1:{self._port}/link/?ticket={ticket}&app_id={self.workspace.team.app_id}"


async def _index(_request: web.Request) -> web.FileResponse:
    return web.FileResponse(_PAGE / "index.html")


def _port_of(runner: web.AppRunner) -> int:
    address = runner.addresses[0]
    return int(address[1])
