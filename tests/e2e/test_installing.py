"""Installing the app in a further workspace: from /slack/install to the first answer there."""

import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlencode, urlsplit

import aiohttp
import pytest
from aiohttp import web
from cryptography.fernet import Fernet
from pydantic import SecretStr
from slack_sdk.signature import SignatureVerifier

from bot.runtime.server import serving
from bot.settings import Settings
from bot.wiring import Library, opened
from storage.engine import SqlDatabase

SECRET = "a" * 32


@dataclass
class Slack:
    """The two methods of Slack's that an installation calls; grants team T2 to whoever brings the right code."""

    url: str = ""
    codes: list[str] = field(default_factory=list)

    async def access(self, request: web.Request) -> web.Response:
        """oauth.v2.access."""
        form = await request.post()
        self.codes.append(str(form["code"]))
        if form["code"] != "right":
            return web.json_response({"ok": False, "error": "invalid_code"})
        return web.json_response(
            {
                "ok": True, "access_token": "xoxb-of-two", "token_type": "bot", "scope": "commands,chat:write",
                "bot_user_id": "UBOT2", "app_id": "A1", "team": {"id": "T2", "name": "Two"},
                "authed_user": {"id": "UDANA"},
            }
        )  # fmt: skip

    async def auth_test(self, _: web.Request) -> web.Response:
        """auth.test with the new token."""
        return web.json_response({"ok": True, "team_id": "T2", "bot_id": "B2", "user_id": "UBOT2"})


@dataclass(frozen=True, slots=True)
class Place:
    """A bot that serves whoever installs it, and the stand-in behind it."""

    bot: str
    slack: Slack
    library: Library


@pytest.fixture
async def place(settings: Settings) -> AsyncIterator[Place]:
    """Without a token of its own."""
    async with _stand_in() as slack:
        inside = settings.model_copy(
            update={
                "slack_client_id": "1.2",
                "slack_client_secret": SecretStr("very secret"),
                "slack_signing_secret": SecretStr(SECRET),
                "slack_api_url": f"{slack.url}/api/",
                "public_url": "https://codedesk.example",
                "codedesk_token_keys": SecretStr(Fernet.generate_key().decode()),
            }
        )
        async with opened(inside, lambda *_: None, loader=False) as library, serving(library, inside) as port:
            yield Place(f"http://127.0.0.1:{port}", slack, library)


@asynccontextmanager
async def _stand_in() -> AsyncIterator[Slack]:
    slack, app = Slack(), web.Application()
    app.router.add_post("/api/oauth.v2.access", slack.access)
    app.router.add_post("/api/auth.test", slack.auth_test)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    slack.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield slack
    finally:
        await runner.cleanup()


async def _begin(place: Place, session: aiohttp.ClientSession) -> tuple[str, str]:
    """The state that Slack is sent with, and the cookie that stays in the browser."""
    async with session.get(f"{place.bot}/slack/install", allow_redirects=False) as answer:
        asked = urlsplit(answer.headers["Location"])
        cookie = answer.headers["Set-Cookie"].split(";")[0]
    assert asked.path == "/oauth/v2/authorize"
    return parse_qs(asked.query)["state"][0], cookie


async def _return(
    place: Place, session: aiohttp.ClientSession, state: str, cookie: str, code: str = "right"
) -> tuple[int, str]:
    query = urlencode({"code": code, "state": state})
    url = f"{place.bot}/slack/oauth_redirect?{query}"
    async with session.get(url, headers={"Cookie": cookie}) as answer:
        return answer.status, await answer.text()


async def _ask(place: Place, session: aiohttp.ClientSession, team: str) -> tuple[int, str]:
    body = urlencode(
        {
            "command": "/cpt", "text": "97140", "team_id": team, "user_id": "UDANA", "channel_id": "C1",
            "team_domain": "two", "user_name": "dana", "channel_name": "billing", "token": "x", "api_app_id": "A1",
            "response_url": "https://hooks.slack.com/commands/1", "trigger_id": "1.2.3",
        }
    )  # fmt: skip
    stamp = str(int(time.time()))
    signature = SignatureVerifier(SECRET).generate_signature(timestamp=stamp, body=body)
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": signature or "",
    }
    async with session.post(f"{place.bot}/slack/events", data=body, headers=headers) as answer:
        return answer.status, await answer.text()


async def test_after_the_installation_the_new_workspace_is_answered(place: Place) -> None:
    """And its installer is known, its token sealed."""
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
        before = await _ask(place, session, "T2")
        state, cookie = await _begin(place, session)
        status, page = await _return(place, session, state, cookie)
        place_knows = await _installed(place.library.database)
        answered = await _ask(place, session, "T2")

    assert "97140" not in before[1]
    assert (status, "CodeDesk is installed in T2" in page) == (200, True)
    assert place_knows == ("xoxb-of-two", "UDANA")
    assert "97140" in json.loads(answered[1])["text"]


async def test_a_state_is_taken_once_and_only_from_the_browser_that_began(place: Place) -> None:
    """A link that somebody else sends installs nothing."""
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
        state, cookie = await _begin(place, session)
        elsewhere, _ = await _return(place, session, state, "other=1")
        invented, _ = await _return(place, session, "made-up", "slack-app-oauth-state=made-up")
        await _return(place, session, state, cookie)
        again, page = await _return(place, session, state, cookie)

    assert (elsewhere, invented, again) == (400, 401, 401)
    assert "used before" in page
    assert place.slack.codes == ["right"]


async def test_a_code_that_slack_refuses_ends_in_a_page_that_says_so(place: Place) -> None:
    """With a way to begin again."""
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
        state, cookie = await _begin(place, session)
        status, page = await _return(place, session, state, cookie, code="wrong")

    assert (status, "was not installed" in page, "/slack/install" in page) == (401, True, True)


async def _installed(database: SqlDatabase) -> tuple[str, str] | None:
    async with database.read() as work:
        found = await work.installations.get("T2")
    return (found.bot_token, found.installed_by) if found else None
