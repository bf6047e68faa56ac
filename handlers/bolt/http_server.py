"""The HTTP side: Slack's requests at /slack/events, and what operators ask at /healthz and /readyz."""

from collections.abc import Awaitable, Callable, Mapping

from aiohttp import web
from slack_bolt.async_app import AsyncApp

from handlers.bolt.guard import GuardSettings, bolt_dispatch, guarded
from handlers.slack.ids import FEED_PATH
from handlers.slack.manifest import EVENTS_PATH

Page = Callable[[web.Request], Awaitable[web.StreamResponse]]
Readiness = Callable[[], Awaitable[Mapping[str, object]]]
"""Facts for /readyz; `ready` (bool) decides between 200 and 503."""

SHUTDOWN_SECONDS = 5.0


def make_web_app(ready: Readiness) -> web.Application:
    """The listener with health paths alone; `add_slack` puts Slack's path on it."""
    app = web.Application(client_max_size=2**20)

    async def healthz(_: web.Request) -> web.Response:
        return web.json_response({"ok": True})

    async def readyz(_: web.Request) -> web.Response:
        facts = await ready()
        return web.json_response(dict(facts), status=200 if facts.get("ready") else 503)

    app.router.add_get("/healthz", healthz)
    app.router.add_get("/readyz", readyz)
    return app


def add_calendar(web_app: web.Application, feed: Page) -> None:
    """Put the calendars on their path."""
    web_app.router.add_get(f"{FEED_PATH}/{{token}}.ics", feed)


def add_slack(web_app: web.Application, app: AsyncApp, guard_settings: GuardSettings) -> None:
    """Put everything that Slack sends on its path, the guard before Bolt."""
    dispatch = bolt_dispatch(app)

    async def events(request: web.Request) -> web.Response:
        return await guarded(request, guard_settings=guard_settings, dispatch=dispatch)

    web_app.router.add_route("*", EVENTS_PATH, events)
