"""Slack's Web API over HTTP: authentication, rate limits and envelopes. methods.py has the methods."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from aiohttp import web

from playground.json_fields import Json, obj, parse, text
from playground.message_drafts import RefusedError
from playground.methods import METHODS, Method
from playground.rules import TokenBuckets
from playground.web_api_context import WebApiContext


@dataclass(frozen=True, slots=True)
class AppTokens:
    """The app's two tokens, and the bot token's scopes."""

    bot: str
    app: str
    scopes: Sequence[str]


class WebApi:
    """Every method at /api/METHOD, by GET or POST, with form or JSON bodies."""

    def __init__(self, context: WebApiContext, tokens: AppTokens, rate_limits: TokenBuckets) -> None:
        """Store what the methods work on."""
        self._context = context
        self._tokens = tokens
        self._rate_limits = rate_limits

    async def serve(self, request: web.Request) -> web.Response:
        """Answer one call and record it in the traffic."""
        name = request.match_info["method"]
        started = time.perf_counter()
        try:
            arguments = await _arguments(request)
        except ValueError:
            arguments, broken = {}, True
        else:
            broken = False
        token = _token(request, arguments)
        traffic = self._context.workspace.traffic
        now = self._context.workspace.clock()
        number = traffic.begin(now, "web_api", name, arguments)
        wait, reply = (0, _error("invalid_json")) if broken else self._call(name, token, arguments)
        status = 429 if wait else 200
        elapsed = (time.perf_counter() - started) * 1000
        traffic.finish(
            number, status=status, answer=reply, elapsed_ms=elapsed, error=text(reply.get("error"))
        )
        return web.json_response(reply, status=status, headers=self._headers(wait, token))

    def _call(self, name: str, token: str, arguments: Json) -> tuple[int, Json]:
        method = METHODS.get(name)
        if method is None:
            return 0, _error("unknown_method") | {"req_method": name}
        if problem := self._token_error(method, token):
            return 0, problem
        key = method.rate_key(arguments)
        wait = self._rate_limits.wait(f"{name} {key}", method.per_minute / 60, method.burst)
        if wait:
            return wait, _error("ratelimited")
        try:
            return 0, {"ok": True} | method.run(self._context, arguments)
        except RefusedError as refused:
            reply = _error(refused.error)
            if refused.problems:
                reply["response_metadata"] = {"messages": refused.problems}
            return 0, reply

    def _token_error(self, method: Method, token: str) -> Json | None:
        """Slack's error if this token may not call this method, or None."""
        if not token:
            return _error("not_authed")
        if token not in {self._tokens.bot, self._tokens.app}:
            return _error("invalid_auth")
        if (token == self._tokens.app) != method.app_token and not method.any_token:
            return _error("not_allowed_token_type")
        scopes = () if token == self._tokens.app else self._tokens.scopes
        if method.scopes and not set(method.scopes) & set(scopes):
            return _error("missing_scope") | {
                "needed": ",".join(method.scopes),
                "provided": ",".join(scopes),
            }
        return None

    def _headers(self, wait: int, token: str) -> dict[str, str]:
        scopes = {self._tokens.bot: ",".join(self._tokens.scopes), self._tokens.app: "connections:write"}
        headers = {"x-oauth-scopes": scopes[token]} if token in scopes else {}
        return headers | ({"Retry-After": str(wait)} if wait else {})


def _error(name: str) -> Json:
    return {"ok": False, "error": name}


async def _arguments(request: web.Request) -> Json:
    """The call's arguments from query, form or JSON. Raises ValueError if the body is not JSON."""
    arguments: Json = dict(request.query)
    if request.content_type == "application/json":
        body = parse(await request.text() or "{}")
        if not isinstance(body, dict):
            raise ValueError("not an object")
        return arguments | body
    form = await request.post()
    return arguments | {name: value for name, value in form.items() if isinstance(value, str)}


def _token(request: web.Request, arguments: Json) -> str:
    """The token from the header or the arguments. It is removed from the arguments, which the traffic shows."""
    argument = text(obj(arguments).pop("token", ""))
    scheme, _, bearer = request.headers.get("Authorization", "").partition(" ")
    return bearer.strip() if scheme.lower() == "bearer" else argument
