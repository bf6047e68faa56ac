"""The HTTP side: Slack's requests at /slack/events, and what operators ask at /healthz and /readyz."""

from collections.abc import Awaitable, Callable, Mapping

from aiohttp import web
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest

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


def add_slack(web_app: web.Application, app: AsyncApp, *, secret: str, allowed_hooks: frozenset[str]) -> None:
    async def events(request: web.Request) -> web.Response:
        raw = await request.read()
        return await dispatch(app, raw, request.headers)

    web_app.router.add_post("/slack/events", events)


async def dispatch(app: AsyncApp, raw: bytes, headers: Mapping[str, str]) -> web.Response:
    """Give a verified request to Bolt, and its answer to Slack."""
    answer = await app.async_dispatch(AsyncBoltRequest(body=raw.decode(), headers=dict(headers)))
    return web.Response(
        status=answer.status,
        text=answer.body,
        content_type=answer.first_headers_without_set_cookie().get("content-type", "text/plain").partition(";")[0],
    )
