"""Bytes -> what Slack meant by them: a form with a command, a form with a JSON payload, or JSON."""

from collections.abc import Mapping
from urllib.parse import parse_qsl

import msgspec

from handlers.bolt.guard.results import PayloadKind, RefusalReason

DEPTH = 40
"""Lists and objects within each other. Slack's deepest (rich text in a modal's blocks) have about fifteen."""

_FIELDS = 100
Body = Mapping[str, object]


def parse(content_type: str, raw_body: bytes) -> tuple[PayloadKind, Body] | RefusalReason:
    """The kind of the request and its body, or why it has none: UTF-8, one JSON object, at most DEPTH deep."""
    if content_type == "application/json":
        body = _object(raw_body)
        if isinstance(body, RefusalReason):
            return body
        handshake = body.get("type") == "url_verification"
        return (PayloadKind.HANDSHAKE if handshake else PayloadKind.EVENT), body
    return _form(raw_body)


def _form(raw_body: bytes) -> tuple[PayloadKind, Body] | RefusalReason:
    try:
        fields = dict(
            parse_qsl(raw_body.decode(), keep_blank_values=True, errors="strict", max_num_fields=_FIELDS)
        )
    except UnicodeDecodeError:
        return RefusalReason.NOT_UTF8
    except ValueError:  # too many fields
        return RefusalReason.SHAPE
    if "payload" in fields:
        body = _object(fields["payload"].encode())
        return body if isinstance(body, RefusalReason) else (PayloadKind.INTERACTIVE, body)
    if "command" in fields:
        return PayloadKind.COMMAND, fields
    return (PayloadKind.SSL_CHECK, fields) if fields.get("ssl_check") == "1" else RefusalReason.SHAPE


def _object(raw: bytes) -> Body | RefusalReason:
    """A JSON object. msgspec refuses what json lets through: NaN, endless numbers, halves of surrogate pairs."""
    try:
        found = msgspec.json.decode(raw)
    except RecursionError:
        return RefusalReason.TOO_DEEP
    except UnicodeDecodeError:
        return RefusalReason.NOT_UTF8
    except ValueError:  # msgspec.DecodeError
        return RefusalReason.NOT_JSON
    if not isinstance(found, dict):
        return RefusalReason.SHAPE
    if raw.count(b"{") + raw.count(b"[") > DEPTH and _too_deep(found):
        return RefusalReason.TOO_DEEP
    return found


def _too_deep(value: object) -> bool:
    level = [value]
    for _ in range(DEPTH + 1):
        level = [
            inner
            for outer in level
            if isinstance(outer, (dict, list))
            for inner in (outer.values() if isinstance(outer, dict) else outer)
        ]
    return bool(level)
