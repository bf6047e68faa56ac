"""The guard: what Slack signed and meant goes on, everything else is refused, and nothing ever breaks."""

import asyncio
import hashlib
import hmac
import json
from collections.abc import Mapping
from copy import deepcopy
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from slack_bolt.async_app import AsyncBoltRequest
from structlog.testing import capture_logs

from benchmarks import hostile
from benchmarks.hostile_requests import COMMAND, EVENTS, INTERACTIVE
from handlers.bolt.guard import (
    AcceptedRequest,
    PayloadKind,
    RefusalReason,
    RefusedRequest,
    check,
    check_shape,
)

SECRET = "s3cret"
NOW = 1_800_000_000.0
HOOKS = frozenset({"https://hooks.slack.com", "http://127.0.0.1:3000"})
FORM, JSON = "application/x-www-form-urlencoded", "application/json"


def signed(
    body: bytes, kind: str = FORM, *, stamp: str = str(int(NOW)), secret: str = SECRET
) -> dict[str, str]:
    """The headers that Slack would send with `body`."""
    made = hmac.new(secret.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
    return {"x-slack-request-timestamp": stamp, "x-slack-signature": f"v0={made}", "content-type": kind}


def ask(body: bytes, headers: Mapping[str, str], method: str = "POST") -> AcceptedRequest | RefusedRequest:
    return check(method, headers, body, secret=SECRET, now=NOW, allowed_hooks=HOOKS)


def command(**changed: object) -> bytes:
    return urlencode({**COMMAND, **changed}).encode()


def status(found: AcceptedRequest | RefusedRequest) -> int:
    return found.status if isinstance(found, RefusedRequest) else 200


def test_a_command_that_slack_signed_goes_on_with_its_fields() -> None:
    """The parsed body is what Bolt would read."""
    found = ask(command(text="97140 – 59"), signed(command(text="97140 – 59")))

    assert isinstance(found, AcceptedRequest)
    assert (found.kind, found.body["command"], found.body["text"]) == (
        PayloadKind.COMMAND,
        "/cpt",
        "97140 – 59",
    )


@pytest.mark.parametrize("body", INTERACTIVE, ids=lambda b: str(b["type"]))
def test_presses_and_forms_go_on(body: dict[str, object]) -> None:
    """Every kind of interactive payload in Slack's own form passes."""
    raw = urlencode({"payload": json.dumps(body)}).encode()
    assert isinstance(ask(raw, signed(raw)), AcceptedRequest)


@pytest.mark.parametrize("body", EVENTS, ids=lambda b: str(b["event"]["type"]))
def test_events_go_on(body: dict[str, object]) -> None:
    """Events in Slack's own form pass, with and without a charset behind the type."""
    raw = json.dumps(body).encode()
    assert isinstance(ask(raw, signed(raw, JSON)), AcceptedRequest)
    assert isinstance(ask(raw, signed(raw, JSON + "; charset=utf-8")), AcceptedRequest)


def test_slacks_question_whether_the_address_is_ours_goes_on() -> None:
    """The handshake is a request like any other: signed, or refused."""
    raw = b'{"type":"url_verification","token":"t","challenge":"c"}'
    assert isinstance(ask(raw, signed(raw, JSON)), AcceptedRequest)
    assert status(ask(raw, {"content-type": JSON})) == 401


@pytest.mark.parametrize("age", [-300, -1, 0, 299, 300])
def test_five_minutes_either_way_are_fresh_enough(age: int) -> None:
    """Clocks differ in both directions."""
    assert status(ask(command(), signed(command(), stamp=str(int(NOW) - age)))) == 200


@pytest.mark.parametrize("age", [-301, 301, 10**6])
def test_older_or_from_the_future_is_refused(age: int) -> None:
    """A request that was caught cannot be sent again later."""
    assert RefusedRequest(RefusalReason.TOO_OLD) == ask(
        command(), signed(command(), stamp=str(int(NOW) - age))
    )


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, 401),
        ({"x-slack-signature": ""}, 401),
        ({"x-slack-signature": "v0=" + "0" * 64}, 401),
        ({"x-slack-signature": "v0=" + "é" * 64}, 401),
        ({"x-slack-signature": "v0=" + "\udcff" * 64}, 401),
        ({"x-slack-signature": "v1=" + "0" * 64}, 401),
        ({"x-slack-request-timestamp": "abc"}, 400),
        ({"x-slack-request-timestamp": "²"}, 400),
        ({"x-slack-request-timestamp": "١٢٣"}, 400),
        ({"x-slack-request-timestamp": "9" * 5000}, 400),
        ({"x-slack-request-timestamp": "1_0"}, 400),
        ({"x-slack-request-timestamp": "1800000000\n"}, 400),
    ],
)
def test_unsigned_or_oddly_signed_is_refused(headers: dict[str, str], expected: int) -> None:
    """Headers of any form get 400 or 401, and never an exception."""
    whole = {**signed(command()), **headers} if headers else {"content-type": FORM}
    assert expected == status(ask(command(), whole))


def test_an_unsigned_ssl_check_opens_no_door() -> None:
    """Bolt alone answers it with 200; a signed one has nothing to be refused for."""
    raw = b"ssl_check=1&token=t"
    assert status(ask(raw, {"content-type": FORM})) == 401
    assert status(ask(raw, signed(raw))) == 200


def test_no_secret_lets_nobody_in() -> None:
    """An empty signing secret would be one that everybody knows."""
    found = check("POST", signed(command(), secret=""), command(), secret="", now=NOW, allowed_hooks=HOOKS)
    assert found == RefusedRequest(RefusalReason.SIGNATURE)


@pytest.mark.parametrize("method", ["GET", "PUT", "HEAD", "post", "", "BREW"])
def test_only_a_post_is_taken(method: str) -> None:
    """Other methods are told so."""
    assert status(ask(command(), signed(command()), method)) == 405


@pytest.mark.parametrize("kind", ["", "text/plain", "multipart/form-data", "application/jsonp", "\udcff"])
def test_other_content_types_are_refused(kind: str) -> None:
    """Slack sends forms and JSON."""
    assert status(ask(command(), signed(command(), kind))) == 415


def test_a_packed_body_is_not_unpacked() -> None:
    """Unpacking would come before knowing the sender."""
    assert status(ask(command(), {**signed(command()), "content-encoding": "gzip"})) == 415


@pytest.mark.parametrize("length", ["1048577", "99999999999", "9" * 30, "-1", "x"])
def test_more_than_a_megabyte_is_refused_before_it_is_read(length: str) -> None:
    """By what the request announces of itself."""
    assert status(ask(b"", {**signed(b""), "content-length": length})) == 413


def test_more_than_a_megabyte_is_refused_even_if_signed() -> None:
    """The limit holds for the bytes as well; one megabyte exactly is read."""
    over, exact = b"a=" + b"b" * (2**20 - 1), b"a=" + b"b" * (2**20 - 2)
    assert status(ask(over, signed(over))) == 413
    assert status(ask(exact, signed(exact))) == 400


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", RefusalReason.NOT_JSON),
        (b"[]", RefusalReason.SHAPE),
        (b'{"type":"event_callback"}', RefusalReason.SHAPE),
        (b'{"type":"event_callback","event":"x"}', RefusalReason.SHAPE),
        (b'{"type":"event_callback","event":{"type":5}}', RefusalReason.SHAPE),
        (b'{"type":"event_callback","event":{"type":"x"},"team":5}', RefusalReason.SHAPE),
        (b'{"type":"event_callback","event":{"type":"x","user":["U1"]}}', RefusalReason.SHAPE),
        (b'{"type":"event_callback","event":{"type":"x"},"authorizations":"x"}', RefusalReason.SHAPE),
        (b'{"type":"event_callback","event":{"type":"x"},"response_urls":null}', RefusalReason.SHAPE),
        (b'{"type":NaN}', RefusalReason.NOT_JSON),
        (b'{"type":"\\ud800"}', RefusalReason.NOT_JSON),
        (b'{"type":"\xff"}', RefusalReason.NOT_UTF8),
        (b'{"a":' * 5_000 + b"1" + b"}" * 5_000, RefusalReason.TOO_DEEP),
        (b"[" * 500_000, RefusalReason.TOO_DEEP),
        (
            b'{"type":"event_callback","event":{"type":"x","a":' + b"[" * 40 + b"]" * 40 + b"}}",
            RefusalReason.TOO_DEEP,
        ),
    ],
    ids=lambda v: str(v)[:40],
)
def test_signed_but_odd_json_is_refused(raw: bytes, reason: RefusalReason) -> None:
    """A signature does not make a body well formed."""
    assert RefusedRequest(reason) == ask(raw, signed(raw, JSON))
    assert RefusedRequest(reason).status == 400


@pytest.mark.parametrize(
    "raw",
    [b"", b"a=b", b"command=cpt", b"payload=", b"payload=[]", b"payload={}", b"command=%ff", b"&" * 500, b"a=1&" * 500,
     command(team_id=""), command(event="x"), command(view="x"), command(authorizations="x"),
     command(response_urls="x")],
    ids=lambda v: str(v)[:40],
)  # fmt: skip
def test_signed_but_odd_forms_are_refused(raw: bytes) -> None:
    """Fields that Bolt would take for objects have no place in a command."""
    assert status(ask(raw, signed(raw))) == 400


@pytest.mark.parametrize(
    "url",
    ["http://hooks.slack.com/x", "https://hooks.slack.com.evil.example/x", "https://hooks.slack.com@evil.example/",
     "https://evil.example/hooks.slack.com", "https://hooks.slack.com:444/x", "file:///etc/passwd", "//hooks.slack.com",
     "http://169.254.169.254/latest", "https://[", "https://hooks.slack.com\\@evil.example/", "https://hooks.slack.com\t/",
     "HTTPS://é.example", "http://127.0.0.1:3001/hooks/x"],
)  # fmt: skip
def test_a_reply_goes_to_slack_and_nowhere_else(url: str) -> None:
    """A response_url of another origin, at the top or in the list that modals have, is refused."""
    listed = {**INTERACTIVE[1], "response_urls": [{"response_url": url}]}

    assert RefusedRequest(RefusalReason.RESPONSE_URL) == ask(
        command(response_url=url), signed(command(response_url=url))
    )
    assert check_shape("interactive", listed, allowed_hooks=HOOKS) == RefusalReason.RESPONSE_URL


@pytest.mark.parametrize(
    "url", ["https://hooks.slack.com/commands/1", "http://127.0.0.1:3000/hooks/a?b=c", ""]
)
def test_allowed_reply_addresses_pass(url: str) -> None:
    """Slack's, the playground's, and none at all (App Home)."""
    assert status(ask(command(response_url=url), signed(command(response_url=url)))) == 200


@pytest.mark.parametrize("kind", ["hello", "disconnect", "", "SLASH_COMMANDS"])
def test_an_envelope_of_another_type_has_no_shape(kind: str) -> None:
    """Socket Mode's own messages are not requests."""
    assert check_shape(kind, COMMAND, allowed_hooks=HOOKS) == RefusalReason.SHAPE


def test_socket_modes_envelopes_have_the_same_shapes() -> None:
    """What passes over HTTP passes over the WebSocket, by Slack's names for it."""
    assert check_shape("slash_commands", COMMAND, allowed_hooks=HOOKS) is None
    assert {check_shape("interactive", body, allowed_hooks=HOOKS) for body in INTERACTIVE} == {None}
    assert {check_shape("events_api", body, allowed_hooks=HOOKS) for body in EVENTS} == {None}
    deep: dict[str, object] = deepcopy(EVENTS[0])
    for _ in range(2_000):
        deep = {"type": "event_callback", "event": deep}
    assert check_shape("events_api", deep, allowed_hooks=HOOKS) == RefusalReason.SHAPE


@settings(deadline=None)
@given(
    st.text(max_size=10),
    st.dictionaries(
        st.sampled_from(["x-slack-signature", "x-slack-request-timestamp", "content-type", "content-length"]),
        st.text(max_size=80),
    ),
    st.binary(max_size=200),
)
def test_nothing_unsigned_passes_or_raises(method: str, headers: dict[str, str], body: bytes) -> None:
    """Whatever stands in the headers."""
    assert isinstance(ask(body, headers, method), RefusedRequest)


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=10,
)


@settings(deadline=None)
@given(st.binary(max_size=300) | _json.map(lambda v: json.dumps(v).encode()), st.sampled_from([FORM, JSON]))
def test_whatever_is_signed_is_judged_without_an_exception(raw: bytes, kind: str) -> None:
    """Signed bytes of any form are passed or refused."""
    assert isinstance(ask(raw, signed(raw, kind)), AcceptedRequest | RefusedRequest)


@settings(deadline=None)
@given(st.sampled_from([*INTERACTIVE, *EVENTS]), st.data())
def test_what_passes_is_understood_by_bolt(body: dict[str, object], data: st.DataObject) -> None:
    """Any field replaced by any value: either the guard refuses, or Bolt answers without an exception."""
    spoilt = deepcopy(body)
    node = spoilt
    while True:
        key = data.draw(st.sampled_from([*node, "event", "view", "user", "function", "message"]))
        inner = node.get(key)
        if not isinstance(inner, dict) or not inner or data.draw(st.booleans()):
            break
        node = inner
    node[key] = data.draw(_json)
    kind = "events_api" if body in EVENTS else "interactive"
    if check_shape(kind, spoilt, allowed_hooks=HOOKS) is not None:
        return
    report = hostile.Report()
    request = AsyncBoltRequest(body=spoilt, mode="socket_mode")
    response = asyncio.run(hostile.bolt_app(report).async_dispatch(request))

    assert report.bolt_raised == []
    assert response.status in {200, 404}


def test_fifteen_hundred_hostile_requests_over_http(at_info: None) -> None:
    """No 5xx, no exception in Bolt, good requests between them answered, nothing of a body in the log."""
    with capture_logs() as logged:
        report = hostile.run(1_500)

    assert report.count("5") == 0
    assert report.bolt_raised == []
    assert {"200"} == set(report.answers["none a good request"])
    assert {"200"} == set(report.answers["text in a good command"])
    assert {"none"} == set(report.answers["cut short"])  # nobody is left to answer
    assert report.count("none") == report.answers["cut short"].total()
    assert report.grown < 24 * 2**20
    assert len(logged) > 1_000
    assert {key for line in logged for key in line} <= {
        "event", "log_level", "logger", "reason", "status", "exc_info", "kind", "reference",
    }  # fmt: skip


@pytest.mark.parametrize(
    "name", ["event", "view", "function", "function_data", "state", "container", "actions"]
)
def test_a_command_has_nothing_in_which_bolt_would_look_further(name: str) -> None:
    """Whatever stands there, over HTTP a text and in Socket Mode anything: Bolt would take it for an object."""
    assert check_shape(PayloadKind.COMMAND, COMMAND, allowed_hooks=HOOKS) is None
    values: tuple[object, ...] = ("x", None, {}, [])
    for value in values:
        assert (
            check_shape(PayloadKind.COMMAND, {**COMMAND, name: value}, allowed_hooks=HOOKS)
            is RefusalReason.SHAPE
        )
