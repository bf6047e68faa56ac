"""Access to the playground: only this machine and its own page."""

from typing import Any

import aiohttp
import pytest

from playground import Playground


async def ask(playground: Playground, method: str, path: str, **request: Any) -> aiohttp.ClientResponse:
    """A raw request, with the response body read."""
    url = playground.url + path
    async with aiohttp.ClientSession() as session, session.request(method, url, **request) as response:
        await response.read()
        return response


PATHS = [("GET", "/"), ("GET", "/ui/workspace"), ("GET", "/ui/changes"), ("POST", "/ui/enter"),
         ("POST", "/api/auth.test"), ("POST", "/hooks/x"), ("GET", "/link/"), ("GET", "/page/app.js")]  # fmt: skip


@pytest.mark.parametrize(("method", "path"), PATHS)
@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "127.0.0.1"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
    ids=str,
)
async def test_foreign_hosts_and_origins_are_turned_away_everywhere(
    playground: Playground, method: str, path: str, headers: dict[str, str]
) -> None:
    """DNS rebinding, other sites' pages, sandboxed frames."""
    response = await ask(playground, method, path, headers=headers)

    assert response.status == 403


async def test_the_page_may_be_reached_by_following_a_link(playground: Playground) -> None:
    """For example from a README. It shows the page and changes nothing."""
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}

    assert (await ask(playground, "GET", "/", headers=headers)).status == 200


async def test_intents_are_taken_as_json_alone(playground: Playground) -> None:
    """A plain HTML form cannot send JSON."""
    form = await ask(playground, "POST", "/ui/enter", data={"text": "/echo"})
    own = await ask(
        playground, "POST", "/ui/open_home", json={"user": "U0DANA001"}, headers={"Origin": playground.url}
    )

    assert form.status == 415
    assert own.status == 200


@pytest.mark.parametrize("path", ["/", "/page/app.js", "/ui/workspace", "/api/auth.test", "/nowhere"])
async def test_every_answer_carries_the_strict_policy(playground: Playground, path: str) -> None:
    """Scripts, styles and connections only from this origin; never in a frame."""
    headers = (await ask(playground, "GET", path)).headers
    policy = headers["Content-Security-Policy"]

    for rule in ("default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'"):
        assert rule in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"


async def test_only_the_pages_own_files_are_served(playground: Playground) -> None:
    """No parent folders, no directory listing."""
    for path in ("/page/../server.py", "/page/%2e%2e/server.py", "/page/", "/page/nothing.js"):
        assert (await ask(playground, "GET", path)).status in {403, 404}


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/ui/enter", "{", 400),
        ("/ui/enter", '{"text": " "}', 400),
        ("/ui/enter", '{"text": "x", "user": "U0NOBODY", "channel": "C0BILLING"}', 409),
        ("/ui/enter", '{"text": "x", "user": "U0DANA001", "channel": "D0MARIA01"}', 409),
        ("/ui/press", '{"user": "U0DANA001", "channel": "C0BILLING", "ts": "1.1", "action_id": "a"}', 409),
        ("/ui/press", "[]", 409),
        ("/ui/open_home", "7", 409),
    ],
)
async def test_an_intent_that_makes_no_sense_is_refused(
    playground: Playground, path: str, body: str, status: int
) -> None:
    """Never a 500."""
    headers = {"Content-Type": "application/json"}

    assert (await ask(playground, "POST", path, data=body, headers=headers)).status == status


async def test_what_does_not_exist_is_not_found(playground: Playground) -> None:
    """Unknown channels, people and traffic."""
    for path in ("/ui/channel/C0NOWHERE?as=U0DANA001", "/ui/channel/C0BILLING?as=U0NOBODY", "/ui/traffic/99"):
        assert (await ask(playground, "GET", path)).status == 404


async def test_only_this_machine_can_be_listened_on() -> None:
    """Any wider host is an error."""
    with pytest.raises(ValueError, match=r"127\.0\.0\.1 alone"):
        await Playground().start(host="0.0.0.0")


async def test_a_taken_port_is_an_error_and_leaves_nothing_open(playground: Playground) -> None:
    """The caller can show an error and try another port."""
    second = Playground()
    port = int(playground.url.rsplit(":", 1)[1])

    with pytest.raises(OSError, match="address already in use"):
        await second.start(port=port)
    await second.start()
    await second.stop()
