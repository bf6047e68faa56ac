"""What Slack's answers to a posting and to a look at the history mean."""

from collections.abc import Mapping

import msgspec
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.domain.deadlines.delivery import DeliveryFailure
from bot.services.reminders.poster import CannotLook, LookLater, Lost, PostedReminder, PostRefused

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
    "channel_not_found": DeliveryFailure.CHANNEL_NOT_FOUND,
    "is_archived": DeliveryFailure.IS_ARCHIVED,
    "not_in_channel": DeliveryFailure.NOT_IN_CHANNEL,
    "account_inactive": DeliveryFailure.ACCOUNT_INACTIVE,
    "token_revoked": DeliveryFailure.TOKEN_REVOKED,
    "token_expired": DeliveryFailure.TOKEN_REVOKED,
    "invalid_auth": DeliveryFailure.TOKEN_REVOKED,
    "not_authed": DeliveryFailure.TOKEN_REVOKED,
    "missing_scope": DeliveryFailure.MISSING_SCOPE,
}


def meaning(status: int, headers: Mapping[str, str], body: bytes) -> PostedReminder | PostRefused | Lost:
    """Only an answer that says in so many words that it did not post is one; all else may have posted."""
    if status == _TOO_MANY:
        return PostRefused(retry_after=_seconds(headers.get("Retry-After")))
    answer = _own(body) if status < _SERVER_ERROR else {}
    if answer.get("ok") is True and (ts := str(answer.get("ts") or "")[:_TS]):
        return PostedReminder(ts)
    code = str(answer.get("error") or "") if answer.get("ok") is False else ""
    if not code or code in _MAY_HAVE_POSTED:
        return Lost()
    if code in _PASSING:
        return PostRefused(retry_after=_DEFAULT_RETRY)
    return PostRefused(_REASONS.get(code, DeliveryFailure.REFUSED))


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
