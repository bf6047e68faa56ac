"""Who the bot is in Slack: its token is checked once, and every request authorized from memory."""

from dataclasses import dataclass, field

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.errors import CodeDeskError

_TIMEOUT_SECONDS = 15


@dataclass
class TokenRefused(CodeDeskError):
    """Slack answered auth.test with this error code, such as `invalid_auth`."""

    code: str


@dataclass
class SlackOutOfReach(CodeDeskError):
    """No answer from the Web API at `url`; `kind` is the name of what went wrong."""

    url: str
    kind: str


@dataclass(frozen=True, slots=True)
class Identity:
    """The bot as auth.test tells it; `scopes` are those granted."""

    workspace: str
    team: str
    bot_user: str
    bot_id: str
    scopes: frozenset[str]
    token: str = field(repr=False)


def web_client(api_url: str, token: str | None = None) -> AsyncWebClient:
    """A client that never posts twice: slack_sdk's default handler re-posts after a dropped connection."""
    return AsyncWebClient(token=token, base_url=api_url, timeout=_TIMEOUT_SECONDS, retry_handlers=[])


async def identify(token: str, api_url: str) -> Identity:
    """Ask Slack who this token is. Raises TokenRefused or SlackOutOfReach."""
    try:
        answer = await web_client(api_url, token).auth_test()
    except SlackApiError as error:
        raise TokenRefused(_code(error)) from None
    except (TimeoutError, aiohttp.ClientError, OSError, ValueError) as error:
        raise SlackOutOfReach(api_url, type(error).__name__) from None
    scopes = str(answer.headers.get("x-oauth-scopes") or answer.headers.get("X-OAuth-Scopes") or "")
    return Identity(
        workspace=str(answer.get("team_id", "")),
        team=str(answer.get("team", "")),
        bot_user=str(answer.get("user_id", "")),
        bot_id=str(answer.get("bot_id", "")),
        scopes=frozenset(s.strip() for s in scopes.split(",") if s.strip()),
        token=token,
    )


def _code(error: SlackApiError) -> str:
    return str(error.response.get("error", "unknown")) if isinstance(error.response.data, dict) else "no_json"
