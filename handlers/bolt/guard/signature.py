"""Who sent it, by its headers and the bytes as they came.

https://docs.slack.dev/authentication/verifying-requests-from-slack
"""

import hashlib
import hmac
import re
from collections.abc import Mapping

from handlers.bolt.guard.results import RefusalReason

LIMIT = 2**20
"""Bytes in a body; Slack's largest are a few hundred thousand."""

_AGE = 300  # seconds, either way: clocks differ in both directions
_INTEGER = re.compile(r"[0-9]{1,12}", re.ASCII)
_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}", re.ASCII)
_TYPES = frozenset({"application/json", "application/x-www-form-urlencoded"})


def check_headers(method: str, headers: Mapping[str, str], *, now: float) -> RefusalReason | None:
    """All that can be said before the body is read. `headers` by lower-case name; `now` in seconds since 1970."""
    if method != "POST":
        return RefusalReason.METHOD
    length = headers.get("content-length", "0")
    if not _INTEGER.fullmatch(length) or int(length) > LIMIT:
        return RefusalReason.TOO_LARGE
    return _unsigned(headers, now) or _other_type(headers)


def _unsigned(headers: Mapping[str, str], now: float) -> RefusalReason | None:
    timestamp, signature = headers.get("x-slack-request-timestamp"), headers.get("x-slack-signature")
    if not timestamp or not signature:
        return RefusalReason.UNSIGNED
    if not _INTEGER.fullmatch(timestamp):
        return RefusalReason.TIMESTAMP
    if abs(now - int(timestamp)) > _AGE:
        return RefusalReason.TOO_OLD
    return None if _SIGNATURE.fullmatch(signature) else RefusalReason.SIGNATURE


def _other_type(headers: Mapping[str, str]) -> RefusalReason | None:
    """Form or JSON, and not packed: nothing is unpacked before its sender is known."""
    if headers.get("content-encoding", "identity").lower() != "identity":
        return RefusalReason.CONTENT_TYPE
    return None if content_type(headers) in _TYPES else RefusalReason.CONTENT_TYPE


def content_type(headers: Mapping[str, str]) -> str:
    """The media type alone, in lower case."""
    return headers.get("content-type", "").partition(";")[0].strip().lower()


def signed(headers: Mapping[str, str], raw_body: bytes, secret: str) -> bool:
    """Did the holder of `secret` sign these bytes? `check_headers` has passed the headers. Never for no secret."""
    base = b"v0:%s:%s" % (headers["x-slack-request-timestamp"].encode("ascii"), raw_body)
    made = "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()
    return bool(secret) and hmac.compare_digest(made, headers["x-slack-signature"])
