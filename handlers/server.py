"""The HTTP side: Slack's requests at /slack/events, and what operators ask at /healthz and /readyz."""

from collections.abc import Awaitable, Callable, Mapping

from aiohttp import web

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
