"""Requests that no friend sends, seeded: raw HTTP/1.1 bytes, each with the kind of hostility it belongs to."""

import hashlib
import hmac
import json
import random
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from urllib.parse import urlencode

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
"""The signing secret that the listener under attack has."""

HOOK = "https://hooks.slack.com/commands/T1/2/3"
FORM = b"application/x-www-form-urlencoded"
JSON = b"application/json"
_MEGABYTE = 2**20

COMMAND: dict[str, object] = {
    "token": "t", "team_id": "T1", "team_domain": "d", "channel_id": "C1", "channel_name": "c", "user_id": "U1",
    "user_name": "u", "command": "/cpt", "text": "97140", "api_app_id": "A1", "is_enterprise_install": "false",
    "response_url": HOOK, "trigger_id": "1.2.3",
}  # fmt: skip
_WHO: dict[str, object] = {
    "user": {"id": "U1", "username": "u", "team_id": "T1"},
    "team": {"id": "T1", "domain": "d"},
    "enterprise": None,
    "api_app_id": "A1",
    "token": "t",
    "trigger_id": "1.2.3",
    "is_enterprise_install": False,
}
_VIEW: dict[str, object] = {
    "id": "V1", "type": "modal", "callback_id": "new", "private_metadata": "", "state": {"values": {}}, "hash": "h",
    "app_installed_team_id": "T1", "root_view_id": "V1", "previous_view_id": None, "external_id": "", "blocks": [],
}  # fmt: skip
INTERACTIVE: list[dict[str, object]] = [
    {
        **_WHO,
        "type": "block_actions",
        "container": {"type": "message", "message_ts": "1.2", "channel_id": "C1", "is_ephemeral": True},
        "channel": {"id": "C1", "name": "c"},
        "state": {"values": {}},
        "response_url": HOOK,
        "actions": [{"action_id": "run", "block_id": "b", "type": "button", "value": "/cpt 97140", "text": {}}],
    },
    {**_WHO, "type": "view_submission", "view": _VIEW, "response_urls": []},
    {**_WHO, "type": "view_closed", "view": _VIEW, "is_cleared": False},
    {**_WHO, "type": "block_suggestion", "action_id": "code", "block_id": "b", "value": "lo", "view": _VIEW},
    {**_WHO, "type": "shortcut", "callback_id": "ask", "action_ts": "1.2"},
    {**_WHO, "type": "message_action", "callback_id": "ask", "message": {"type": "message", "user": "U1", "ts": "1"},
     "channel": {"id": "C1"}, "response_url": HOOK},
]  # fmt: skip
EVENTS: list[dict[str, object]] = [
    {
        "type": "event_callback",
        "token": "t",
        "team_id": "T1",
        "api_app_id": "A1",
        "event_id": "Ev1",
        "event_time": 1,
        "authorizations": [{"enterprise_id": None, "team_id": "T1", "user_id": "U9", "is_bot": True}],
        "is_ext_shared_channel": shared,
        "event": event,
    }
    for shared, event in [
        (False, {"type": "app_home_opened", "user": "U1", "channel": "D1", "tab": "home", "view": _VIEW}),
        (
            True,
            {
                "type": "app_mention",
                "user": "U1",
                "text": "<@U9> 97140",
                "channel": "C1",
                "ts": "1.2",
                "team": "T1",
            },
        ),
        (
            True,
            {
                "type": "message",
                "subtype": "message_changed",
                "channel": "C1",
                "message": {"user": "U1"},
                "ts": "1",
            },
        ),
    ]
]


@dataclass(frozen=True, slots=True)
class Hostile:
    """One request as it goes over the wire, and what kind of hostility it is."""

    kind: str
    wire: bytes


class Maker:
    """Makes requests from one seed; `now` (Unix seconds) is the listener's clock."""

    def __init__(self, seed: int, now: int) -> None:
        self.random, self.now = random.Random(seed), now

    def requests(self, count: int) -> Iterator[Hostile]:
        """`count` requests, all kinds in turn."""
        kinds = [name for name in dir(self) if name.startswith("hostile_")]
        for i in range(count):
            kind = kinds[i % len(kinds)]
            make: Callable[[], bytes] = getattr(self, kind)
            yield Hostile(kind.removeprefix("hostile_").replace("_", " "), make())

    def wire(
        self,
        body: bytes,
        *,
        kind: bytes = FORM,
        method: bytes = b"POST",
        stamp: bytes | None = None,
        signature: bytes | None = None,
        extra: bytes = b"",
        length: int | None = None,
        secret: str = SECRET,
    ) -> bytes:
        """The bytes of a request that is signed well, but for what the caller makes otherwise."""
        stamp = str(self.now).encode() if stamp is None else stamp
        if signature is None:
            base = b"v0:" + stamp + b":" + body
            signature = b"v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest().encode()
        lines = [
            method + b" /slack/events HTTP/1.1",
            b"Host: localhost",
            b"Connection: close",
            *([b"Content-Type: " + kind] if kind else []),
            *([b"X-Slack-Request-Timestamp: " + stamp] if stamp else []),
            *([b"X-Slack-Signature: " + signature] if signature else []),
            *([extra] if extra else [b"Content-Length: %d" % (len(body) if length is None else length)]),
        ]
        return b"\r\n".join(lines) + b"\r\n\r\n" + body

    def form(self, **changed: object) -> bytes:
        """A slash command's body."""
        return urlencode({**COMMAND, **changed}).encode()

    def pick(self, *choices: bytes) -> bytes:
        """One of the choices."""
        return self.random.choice(choices)

    def hostile_nothing_signed(self) -> bytes:
        return self.wire(self.form(), stamp=self.pick(b"", b"%d" % self.now), signature=b"")

    def hostile_ssl_check_unsigned(self) -> bytes:
        return self.wire(b"ssl_check=1&token=t", stamp=b"", signature=b"")

    def hostile_timestamp_no_integer(self) -> bytes:
        odd = self.pick(
            b"abc", b"1e9", b"-5", b"0x10", "١٢٣".encode(), "²".encode(), b"9" * 400, b"1_0", b"+1", b"\xff"
        )
        return self.wire(self.form(), stamp=odd, signature=b"v0=" + b"0" * 64)

    def hostile_replayed_or_from_tomorrow(self) -> bytes:
        return self.wire(self.form(), stamp=b"%d" % (self.now + self.random.choice([-1, 1]) * 10**3))

    def hostile_signature_of_odd_form(self) -> bytes:
        odd = self.pick(
            b"v0=" + "é".encode() * 32,
            b"v0=",
            b"v1=" + b"0" * 64,
            b"v0=" + b"G" * 64,
            b"\xff\xfe",
            b"x" * 900,
        )
        return self.wire(self.form(), signature=odd)

    def hostile_signed_with_another_secret(self) -> bytes:
        return self.wire(self.form(), secret=f"{self.random.random()}")

    def hostile_body_changed_after_signing(self) -> bytes:
        return self.wire(self.form()).replace(b"text=97140", b"text=97141")

    def hostile_other_method(self) -> bytes:
        return self.wire(
            self.form(), method=self.pick(b"GET", b"PUT", b"DELETE", b"PATCH", b"HEAD", b"OPTIONS", b"BREW")
        )

    def hostile_other_content_type(self) -> bytes:
        odd = self.pick(
            b"", b"text/plain", b"multipart/form-data; boundary=x", b"text/xml", b"\xff/\xfe", b"application"
        )
        return self.wire(self.form(), kind=odd)

    def hostile_packed_body(self) -> bytes:
        return self.wire(
            self.form(), extra=b"Content-Encoding: gzip\r\nContent-Length: %d" % len(self.form())
        )

    def hostile_too_large_and_says_so(self) -> bytes:
        announced = self.random.choice([_MEGABYTE + 1, 10**9, 10**11])
        return self.wire(b"", length=announced)

    def hostile_too_large_in_chunks(self) -> bytes:
        size = 64 if self.random.random() < 0.9 else 1100  # most are small: chunks as such are no crime
        chunk = b"400\r\n" + b"a" * 1024 + b"\r\n"
        return self.wire(b"", extra=b"Transfer-Encoding: chunked") + chunk * size + b"0\r\n\r\n"

    def hostile_cut_short(self) -> bytes:
        return self.wire(self.form(), length=5000)

    def hostile_json_broken(self) -> bytes:
        text = json.dumps(self.random.choice(EVENTS)).encode()
        return self.wire(text[: self.random.randrange(len(text))], kind=JSON)

    def hostile_json_of_another_kind(self) -> bytes:
        odd = self.pick(
            b"[]", b"null", b"1", b'"x"', b"{}", b'{"type":NaN}', b'{"type":"\\ud800"}', b"9" * 5000,
            b'{"type":1e999}', b'{"type":{}}', b'{"type":"event_callback"}', b"\xef\xbb\xbf{}", b"",
        )  # fmt: skip
        return self.wire(odd, kind=JSON)

    def hostile_json_bomb(self) -> bytes:
        depth = self.random.choice([60, 900, 5_000, 200_000])
        opening, closing = self.random.choice([(b"[", b"]"), (b'{"event":', b"}"), (b'{"a":', b"}")])
        bomb = b'{"type":"event_callback","event":' + opening * depth + b"1" + closing * depth + b"}"
        return self.wire(bomb[: _MEGABYTE - 100], kind=JSON)

    def hostile_not_utf8(self) -> bytes:
        return self.wire(
            self.pick(
                b"command=%ff&text=x", b"command=/cpt&text=\xff\xfe", b"\x00\x80\x81", b"payload=%c3%28"
            )
        )

    def hostile_form_of_nothing(self) -> bytes:
        return self.wire(
            self.pick(
                b"", b"a=b", b"&" * 500, b"a=1&" * 500, b"payload=", b"payload=[]", b"command=", b"=%00"
            )
        )

    def hostile_command_with_a_wrong_field(self) -> bytes:
        extra = self.random.choice(
            ["event", "view", "actions", "authorizations", "response_urls", "type", "payload"]
        )
        missing = self.random.choice(["team_id", "user_id", "channel_id", "command"])
        return self.wire(
            self.form(**{extra: "x"}) if self.random.random() < 0.5 else self.form(**{missing: ""})
        )

    def hostile_response_url_elsewhere(self) -> bytes:
        url = self.random.choice(
            ["http://169.254.169.254/", "https://hooks.slack.com.evil.example/", "https://hooks.slack.com@evil.example/",
             "http://hooks.slack.com/x", "file:///etc/passwd", "https://[", "https://hooks.slack.com\\@evil.example",
             "//hooks.slack.com"]
        )  # fmt: skip
        return self.wire(self.form(response_url=url))

    def hostile_payload_with_wrong_types(self) -> bytes:
        return self._mutated(
            INTERACTIVE, lambda body: self.wire(urlencode({"payload": json.dumps(body)}).encode())
        )

    def hostile_event_with_wrong_types(self) -> bytes:
        return self._mutated(EVENTS, lambda body: self.wire(json.dumps(body).encode(), kind=JSON))

    def hostile_text_in_a_good_command(self) -> bytes:
        text = self.random.choice(
            [
                "\0",
                "a" * 10_000,
                "<!channel>",
                "\u202e97140",
                "payload",
                "' OR 1=1--",
                "😀" * 500,
                "{{7*7}}",
                "\ud7ff",
            ]
        )
        return self.wire(self.form(text=text))

    def hostile_none_a_good_request(self) -> bytes:
        body = self.random.choice([*INTERACTIVE, *EVENTS, COMMAND])
        if body is COMMAND:
            return self.wire(self.form())
        if body in EVENTS:
            return self.wire(json.dumps(body).encode(), kind=JSON)
        return self.wire(urlencode({"payload": json.dumps(body)}).encode())

    def _mutated(self, bodies: list[dict[str, object]], send: Callable[[object], bytes]) -> bytes:
        """One to three places in a good body get a value of a random type, or go missing."""
        body = deepcopy(self.random.choice(bodies))
        for _ in range(self.random.randint(1, 3)):
            self._spoil(body)
        return send(body)

    def _spoil(self, node: dict[str, object]) -> None:
        key = self.random.choice(
            [*node, "event", "view", "function", "user", "message", "type", "authorizations"]
        )
        inner = node.get(key)
        if isinstance(inner, list) and inner and self.random.random() < 0.6:
            inner = inner[0]
        if isinstance(inner, dict) and inner and self.random.random() < 0.6:
            self._spoil(inner)
        elif self.random.random() < 0.2:
            node.pop(key, None)
        else:
            odd: list[object] = [
                None,
                0,
                -1.5,
                True,
                "",
                "x",
                [],
                {},
                [None],
                ["x"],
                [[]],
                {"id": 5},
                {"type": {}},
                [{}],
            ]
            node[key] = self.random.choice(odd)
