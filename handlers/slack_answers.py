"""What Slack's answers to a posting and to a look at the history mean."""

from collections.abc import Mapping

import msgspec
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.domain.deadlines.delivery import Reason
from bot.services.reminders.poster import CannotLook, LookLater, Lost, Refused, Sent

LOOK_AGAIN = 10.0
_TOO_MANY, _SERVER_ERROR = 429, 500
_TS = 32
"""Longer than any of Slack's; a mark that does not fit its column would hold up those written with it."""
_DEFAULT_RETRY, _LONGEST_RETRY = 30.0, 3600.0
_MAY_HAVE_POSTED = frozenset({"internal_error", "fatal_error", "service_unavailable", "request_timeout"})
"""Slack says of these that the call may have succeeded in part."""
_PASSING = frozenset(
    {"ratelimited", "rate_limited", "team_added_to_org", "org_login_required", "accesslimited"}
)
_REASONS = {
    "channel_not_found": Reason.CHANNEL_NOT_FOUND,
    "is_archived": Reason.IS_ARCHIVED,
    "not_in_channel": Reason.NOT_IN_CHANNEL,
    "account_inactive": Reason.ACCOUNT_INACTIVE,
    "token_revoked": Reason.TOKEN_REVOKED,
    "token_expired": Reason.TOKEN_REVOKED,
    "invalid_auth": Reason.TOKEN_REVOKED,
    "not_authed": Reason.TOKEN_REVOKED,
    "missing_scope": Reason.MISSING_SCOPE,
}


def meaning(status: int, headers: Mapping[str, str], body: bytes) -> Sent | Refused | Lost:
    """Only an answer that says in so many words that it did not post is one; all else may have posted."""
    if status == _TOO_MANY:
        return Refused(retry_after=_seconds(headers.get("Retry-After")))
    answer = _own(body) if status < _SERVER_ERROR else {}
    if answer.get("ok") is True and (ts := str(answer.get("ts") or "")[:_TS]):
        return Sent(ts)
    code = str(answer.get("error") or "") if answer.get("ok") is False else ""
    if not code or code in _MAY_HAVE_POSTED:
        return Lost()
    if code in _PASSING:
        return Refused(retry_after=_DEFAULT_RETRY)
    return Refused(_REASONS.get(code, Reason.REFUSED))


def _own(body: bytes) -> Mapping[str, object]:
    """Slack's own answer; empty for any other (a proxy's page)."""
    try:
        answer = msgspec.json.decode(body)
    except msgspec.DecodeError:
        return {}
    return answer if isinstance(answer, dict) else {}


def cannot(error: SlackApiError) -> CannotLook | LookLater:
    """What it means that the history was not given."""
    if (wait := retry_after(error)) is not None:
        return LookLater(wait)
    code = code_of(error)
    if code is None or code in _MAY_HAVE_POSTED or code in _PASSING:
        return LookLater(LOOK_AGAIN)
    return CannotLook()


def code_of(error: SlackApiError) -> str | None:
    """Slack's error code; None for an answer that is not Slack's own (a proxy's page, a 5xx)."""
    if not isinstance(error.response, AsyncSlackResponse):  # broken JSON
        return None
    data = error.response.data
    if (
        error.response.status_code >= _SERVER_ERROR
        or not isinstance(data, dict)
        or data.get("ok") is not False
    ):
        return None
    return str(data.get("error", "")) or None


def retry_after(error: SlackApiError) -> float | None:
    """For how many seconds Slack asks for silence; None where it does not."""
    if not isinstance(error.response, AsyncSlackResponse) or error.response.status_code != _TOO_MANY:
        return None
    headers = {str(k).lower(): str(v) for k, v in (error.response.headers or {}).items()}
    return _seconds(headers.get("retry-after"))


def not_posted(error: SlackApiError) -> float | None:
    """Seconds after which to post again what Slack says it did not take; None where it may have, or never will."""
    if (wait := retry_after(error)) is not None:
        return wait
    return _DEFAULT_RETRY if code_of(error) in _PASSING else None


def _seconds(given: str | None) -> float:
    try:
        return min(_LONGEST_RETRY, max(0.0, float(given or _DEFAULT_RETRY)))
    except ValueError:
        return _DEFAULT_RETRY
