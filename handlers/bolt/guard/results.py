"""What the guard says of a request."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class PayloadKind(StrEnum):
    """What a request is, by the names that Socket Mode gives its envelopes."""

    COMMAND = "slash_commands"
    INTERACTIVE = "interactive"
    EVENT = "events_api"
    HANDSHAKE = "url_verification"  # HTTP only: Slack asks whether the address is ours
    SSL_CHECK = "ssl_check"  # HTTP only: Slack looks at the certificate; there is nothing to answer


class RefusalReason(StrEnum):
    """Why a request is refused; safe to log."""

    METHOD = "method"
    TOO_LARGE = "too_large"
    TOO_SLOW = "too_slow"
    CUT_SHORT = "cut_short"
    UNSIGNED = "unsigned"
    TIMESTAMP = "timestamp"
    TOO_OLD = "too_old"
    SIGNATURE = "signature"
    CONTENT_TYPE = "content_type"
    NOT_UTF8 = "not_utf_eight"
    NOT_JSON = "not_json"
    TOO_DEEP = "too_deep"
    SHAPE = "shape"
    RESPONSE_URL = "response_url"


_STATUS = {
    RefusalReason.METHOD: 405,
    RefusalReason.TOO_LARGE: 413,
    RefusalReason.TOO_SLOW: 408,
    RefusalReason.UNSIGNED: 401,
    RefusalReason.TOO_OLD: 401,
    RefusalReason.SIGNATURE: 401,
    RefusalReason.CONTENT_TYPE: 415,
}


@dataclass(frozen=True, slots=True)
class RefusedRequest:
    """The request goes no further."""

    reason: RefusalReason

    @property
    def status(self) -> int:
        """The HTTP status: 401, 405, 408, 413, 415, and 400 for everything malformed."""
        return _STATUS.get(self.reason, 400)


@dataclass(frozen=True, slots=True)
class AcceptedRequest:
    """A request that Slack signed, of a form that Bolt can be given. `body` is what Bolt would parse."""

    kind: PayloadKind
    body: Mapping[str, object] = field(repr=False)
    raw_body: bytes = field(repr=False)
