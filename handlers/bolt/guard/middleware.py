"""The guard in front of Bolt on aiohttp: bounded reading, one answer for whatever goes wrong."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from time import time

import aiohttp
from aiohttp import web
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.logs import LogEvent, get_logger, reference
from bot.services.library.search_queue import overtaken
from handlers.bolt.guard.parsing import parse
from handlers.bolt.guard.results import AcceptedRequest, PayloadKind, RefusalReason, RefusedRequest
from handlers.bolt.guard.shape import check_shape
from handlers.bolt.guard.signature import LIMIT, check_headers, content_type, signed
from handlers.slack.block_kit import MrkdwnText, Plain24, SectionBlock, View, view_json

Dispatch = Callable[[AcceptedRequest, Mapping[str, str]], Awaitable[web.Response]]
"""What answers a request that passed; the headers by lower-case name."""

_PATIENCE = 10.0  # seconds for a body to arrive; Slack itself gives up after 3
_COMMAND = 8192  # bytes: the beginning of any command is enough, and whoever sent them is not known yet
_WORDS = re.compile(rb"(?:^|&)text=[^&]*?[a-zA-Z]{3}")
"""Three letters in a row stand in no code: such a command will be a search, most likely. Read from a form's bytes
before anybody has signed for them, so it decides about nothing but the order."""
_log = get_logger("guard")


@dataclass(frozen=True, slots=True)
class GuardSettings:
    """`sorry` makes the sentence for a request that could not be answered, from its reference id."""

    secret: str = field(repr=False)
    allowed_hooks: frozenset[str]
    sorry: Callable[[str], str]
    now: Callable[[], float] = time


def check(
    method: str,
    headers: Mapping[str, str],
    raw_body: bytes,
    *,
    secret: str,
    now: float,
    allowed_hooks: frozenset[str],
) -> AcceptedRequest | RefusedRequest:
    """May this request go on to Bolt? Pure; never raises. `headers` by lower-case name, `now` in Unix seconds."""
    if reason := check_headers(method, headers, now=now):
        return RefusedRequest(reason)
    return _check_body(headers, raw_body, secret=secret, allowed_hooks=allowed_hooks)


def _check_body(
    headers: Mapping[str, str], raw_body: bytes, *, secret: str, allowed_hooks: frozenset[str]
) -> AcceptedRequest | RefusedRequest:
    """The rest, once the headers have passed."""
    if len(raw_body) > LIMIT:
        return RefusedRequest(RefusalReason.TOO_LARGE)
    if not signed(headers, raw_body, secret):
        return RefusedRequest(RefusalReason.SIGNATURE)
    parsed = parse(content_type(headers), raw_body)
    if isinstance(parsed, RefusalReason):
        return RefusedRequest(parsed)
    kind, body = parsed
    reason = check_shape(kind, body, allowed_hooks=allowed_hooks)
    return RefusedRequest(reason) if reason else AcceptedRequest(kind, body, raw_body)


async def guarded(request: web.Request, *, guard_settings: GuardSettings, dispatch: Dispatch) -> web.Response:
    """Answer one request: refuse it with an empty body, or hand it on; what was signed is always answered 200."""
    headers = {name.lower(): value for name, value in request.headers.items()}
    early = check_headers(request.method, headers, now=guard_settings.now())
    read = early or await _read(request)
    if isinstance(read, RefusalReason):
        return _refusal(RefusedRequest(read))
    if _WORDS.search(read, 0, _COMMAND):
        await overtaken()  # the share of fifty searches that is not searching is a lookup's wait too (0008)
    found = _check_body(
        headers, read, secret=guard_settings.secret, allowed_hooks=guard_settings.allowed_hooks
    )
    if isinstance(found, RefusedRequest):
        return _refusal(found)
    if found.kind is PayloadKind.SSL_CHECK:
        return web.Response()
    return await _answered(found, headers, guard_settings.sorry, dispatch)


async def _answered(
    passed: AcceptedRequest, headers: Mapping[str, str], sorry: Callable[[str], str], dispatch: Dispatch
) -> web.Response:
    """Bolt's answer if it is a 200, else a 200 with a sentence: Slack shows people nothing of other statuses."""
    failure: Exception | None = None
    status = 500
    try:
        response = await dispatch(passed, headers)
        if response.status == HTTPStatus.OK:
            return response
        status = response.status
    except Exception as error:  # the outermost border: whatever it is, the person gets an answer
        failure = error
    told = reference()
    _log.error(LogEvent.REQUEST_FAILED, failure, kind=passed.kind, status=status, reference=told)
    sorry_ack = apology(passed.kind, passed.body, sorry(told))
    return web.Response() if sorry_ack is None else web.json_response(sorry_ack)


async def _read(request: web.Request) -> bytes | RefusalReason:
    """The body, or why not; never holds more than LIMIT and one chunk."""
    body = bytearray()
    try:
        if request.content.is_eof():  # it came with its headers, as Slack's do: no clock is needed
            return request.content.read_nowait()
        async with asyncio.timeout(_PATIENCE):
            async for chunk in request.content.iter_any():
                body += chunk
                if len(body) > LIMIT:
                    return RefusalReason.TOO_LARGE
    except TimeoutError:
        return RefusalReason.TOO_SLOW
    except (aiohttp.ClientError, web.RequestPayloadError, ConnectionError, ValueError):
        return RefusalReason.CUT_SHORT
    return bytes(body)


def _refusal(refused: RefusedRequest) -> web.Response:
    _log.info(LogEvent.REQUEST_REFUSED, reason=refused.reason, status=refused.status)
    allow = {"Allow": "POST"} if refused.reason is RefusalReason.METHOD else None
    return web.Response(status=refused.status, headers=allow)


def apology(kind: str, body: Mapping[str, object], sentence: str) -> dict[str, object] | None:
    """The ack that shows the sentence: under a command, or in the modal that was sent. Elsewhere none can."""
    if kind == PayloadKind.COMMAND:
        return {"response_type": "ephemeral", "text": sentence}
    if body.get("type") == "view_submission":
        view = View("modal", [SectionBlock(MrkdwnText(sentence))], title=Plain24("CodeDesk", emoji=True))
        return {"response_action": "update", "view": view_json(view)}
    return None


def bolt_dispatch(app: AsyncApp) -> Dispatch:
    """Hand what passed to Bolt as it was parsed here, not as raw text.

    Parsed once, by one parser: Bolt's own takes any form whose text has the word 'payload' in it (`/cpt payload`)
    for a JSON payload, and loses the command. Headers are cut to those that Slack means: Bolt obeys some others.
    """

    async def dispatch(passed: AcceptedRequest, headers: Mapping[str, str]) -> web.Response:
        kept = {k: v for k, v in headers.items() if k == "content-type" or k.startswith("x-slack-retry-")}
        request = AsyncBoltRequest(body=dict(passed.body), headers={**kept}, mode="socket_mode")
        return _as_web(await app.async_dispatch(request))

    return dispatch


def _as_web(answer: BoltResponse) -> web.Response:
    """Bolt's answer as aiohttp sends it: bytes and a type. Its cookies belong to an install page that is not Bolt's."""
    return web.Response(
        status=answer.status,
        body=answer.body.encode(),
        headers={"Content-Type": answer.headers["content-type"][0]},
    )
