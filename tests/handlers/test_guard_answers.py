"""What comes out of the guard over HTTP: fixed refusals, and an answer of 200 for all that Slack signed."""

import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from functools import partial
from urllib.parse import urlencode

import pytest
from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient, TestServer
from structlog.testing import capture_logs

from benchmarks.hostile import Report, bolt_app
from benchmarks.hostile_requests import COMMAND, EVENTS, INTERACTIVE
from handlers.bolt.guard import AcceptedRequest, Dispatch, GuardSettings, bolt_dispatch, guarded

SECRET, NOW = "s3cret", 1_800_000_000
CANARY = "Jane Doe 123-45-6789"


def sorry(reference: str) -> str:
    """The sentence that stands in for handlers/views' own."""
    return f"Something went wrong, reference {reference}"


def sends(outcome: web.Response | Exception) -> Dispatch:
    """Something behind the guard that always ends so."""

    async def dispatch(passed: AcceptedRequest, headers: Mapping[str, str]) -> web.Response:
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    return dispatch


@asynccontextmanager
async def slack(dispatch: Dispatch) -> AsyncIterator["Slack"]:
    """Slack's side of a listener with the guard."""
    settings = GuardSettings(SECRET, frozenset({"https://hooks.slack.com"}), sorry, now=lambda: NOW)
    app = web.Application()
    app.router.add_route("*", "/slack/events", partial(guarded, guard_settings=settings, dispatch=dispatch))
    async with TestClient(TestServer(app)) as client:
        yield Slack(client)


class Slack:
    """Signs and posts."""

    def __init__(self, client: TestClient[web.Request, web.Application]) -> None:
        self._client = client

    async def command(self, **changed: object) -> ClientResponse:
        return await self.post(urlencode({**COMMAND, **changed}).encode())

    async def payload(self, body: Mapping[str, object]) -> ClientResponse:
        return await self.post(urlencode({"payload": json.dumps(body)}).encode())

    async def post(self, raw: bytes, **headers: str) -> ClientResponse:
        made = hmac.new(SECRET.encode(), b"v0:%d:" % NOW + raw, hashlib.sha256).hexdigest()
        sent = {"X-Slack-Request-Timestamp": str(NOW), "X-Slack-Signature": f"v0={made}", **headers}
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return await self._client.post("/slack/events", data=raw, headers={**kind, **sent})

    async def get(self) -> ClientResponse:
        return await self._client.get("/slack/events")


async def test_what_bolt_answers_well_is_passed_on_as_it_is() -> None:
    """A good answer is not touched."""
    async with slack(sends(web.json_response({"text": "97140"}))) as app:
        response = await app.command()

        assert (response.status, await response.json()) == (200, {"text": "97140"})


@pytest.mark.parametrize("outcome", [web.Response(status=404), web.Response(status=500), ValueError(CANARY)])
async def test_whoever_typed_a_command_reads_a_sentence_when_it_fails(
    outcome: web.Response | Exception,
) -> None:
    """Bolt's 404 and 500, and any exception, become an ephemeral 200 with a reference that the log has too."""
    with capture_logs() as logged:
        async with slack(sends(outcome)) as app:
            response = await app.command(text=CANARY)
            body = await response.json()

    assert response.status == 200
    assert body["response_type"] == "ephemeral"
    assert logged[-1]["reference"] in body["text"]
    assert "Jane" not in json.dumps(body)


async def test_a_form_that_fails_says_so_in_its_modal() -> None:
    """An empty 200 would close the modal as if all were well."""
    async with slack(sends(web.Response(status=500))) as app:
        body = await (await app.payload(INTERACTIVE[1])).json()

        assert body["response_action"] == "update"
        assert "went wrong" in body["view"]["blocks"][0]["text"]["text"]


async def test_presses_and_events_that_fail_are_taken_all_the_same() -> None:
    """Slack shows nobody the answer to these; another status would only bring them again."""
    async with slack(sends(web.Response(status=500))) as app:
        press = await app.payload(INTERACTIVE[0])
        event = await app.post(json.dumps(EVENTS[0]).encode(), **{"Content-Type": "application/json"})

        assert (press.status, await press.text()) == (event.status, await event.text()) == (200, "")


async def test_a_refusal_repeats_nothing_of_the_request(at_info: None) -> None:
    """No body, and nothing of the request in the headers or the log."""
    with capture_logs() as logged:
        async with slack(sends(web.Response())) as app:
            responses = [
                await app.post(CANARY.encode()),
                await app.post(b"x", **{"X-Slack-Signature": CANARY}),
                await app.post(b"x", **{"Content-Type": "text/" + CANARY.replace(" ", "")}),
                await app.get(),
            ]
            told = [(r.status, await r.text(), "Jane" in str(r.headers)) for r in responses]

    assert told == [(400, "", False), (401, "", False), (415, "", False), (405, "", False)]
    assert responses[-1].headers["Allow"] == "POST"
    assert len(logged) == len(told)
    assert "Jane" not in str(logged)


async def test_the_word_payload_is_a_question_like_any_other() -> None:
    """Bolt's own parser loses a command with this word in it; parsed by the guard it arrives."""
    report = Report()
    seen: list[str] = []
    bolt = bolt_app(report)
    inner = bolt_dispatch(bolt)

    async def dispatch(passed: AcceptedRequest, headers: Mapping[str, str]) -> web.Response:
        seen.append(str(passed.body["text"]))
        return await inner(passed, headers)

    async with slack(dispatch) as app:
        response = await app.command(text="payload")

        assert (response.status, await response.text()) == (200, "")
    assert seen == ["payload"]
    assert report.bolt_raised == []


async def test_headers_that_steer_bolt_from_outside_do_not_reach_it() -> None:
    """Headers are not signed; Bolt would obey one that names a function to run."""
    report = Report()
    async with slack(bolt_dispatch(bolt_app(report))) as app:
        raw = urlencode(COMMAND).encode()
        steered = {"X-Slack-Bolt-Lazy-Only": "1", "X-Slack-Bolt-Lazy-Function-Name": "take"}
        response = await app.post(raw, **steered)

        assert (response.status, await response.text()) == (200, "")
    assert report.bolt_raised == []
