"""The Slack app's manifest: read from manifest.yml, and made into the form that a workspace needs.

Forms: https://docs.slack.dev/reference/app-manifest. Every function gives a new manifest and leaves the given one.
"""

import copy
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit

import msgspec
import yaml

from handlers.slack.manifest_errors import BadPrefix, BadUrl

EVENTS_PATH = "/slack/events"
"""Where everything from Slack arrives in the HTTP form."""

_LONGEST_COMMAND = 32  # Slack's limit, the slash included
_PREFIX = re.compile(r"[a-z0-9][a-z0-9_-]*[-_]", re.ASCII)

Manifest = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class SlashCommand:
    """One command as the manifest has it; `name` with its slash. `escape`: Slack sends people as `<@U123>`."""

    name: str
    usage: str
    description: str
    escape: bool = False


@dataclass(frozen=True, slots=True)
class ManifestShortcut:
    """One shortcut as the manifest has it; `type` is 'message' or 'global'."""

    name: str
    type: str
    callback_id: str
    description: str


class _Command(msgspec.Struct):
    command: str
    description: str
    usage_hint: str = ""
    should_escape: bool = False


class _Features(msgspec.Struct):
    slash_commands: list[_Command]
    shortcuts: list[ManifestShortcut] = []


class _Commands(msgspec.Struct):
    features: _Features


class _Scopes(msgspec.Struct):
    bot: list[str]
    bot_optional: list[str] = []


class _OauthConfig(msgspec.Struct):
    scopes: _Scopes


class _Oauth(msgspec.Struct):
    oauth_config: _OauthConfig


class _Subscriptions(msgspec.Struct):
    bot_events: list[str] = []


class _Settings(msgspec.Struct):
    event_subscriptions: _Subscriptions


class _Subscribed(msgspec.Struct):
    settings: _Settings


def load() -> dict[str, object]:
    """manifest.yml as written: the Socket Mode form. Raises OSError when it is missing."""
    return msgspec.convert(yaml.safe_load(_file().read_text(encoding="utf-8")), dict[str, object])


def _file() -> Path:
    """The wheel carries the file inside this package; a source tree has it at the top, next to the package."""
    package = Path(str(files("handlers")))
    packaged = package / "manifest.yml"
    return packaged if packaged.is_file() else package.parent / "manifest.yml"


def commands(manifest: Manifest) -> Sequence[SlashCommand]:
    """The slash commands in the manifest's order."""
    found = msgspec.convert(manifest, _Commands).features.slash_commands
    return [SlashCommand(c.command, c.usage_hint, c.description, c.should_escape) for c in found]


def shortcuts(manifest: Manifest) -> Sequence[ManifestShortcut]:
    """The shortcuts in the manifest's order."""
    return msgspec.convert(manifest, _Commands).features.shortcuts


def scopes(manifest: Manifest) -> tuple[frozenset[str], frozenset[str]]:
    """The bot's scopes: those that it needs, and those that it can do without."""
    found = msgspec.convert(manifest, _Oauth).oauth_config.scopes
    return frozenset(found.bot), frozenset(found.bot_optional)


def events(manifest: Manifest) -> frozenset[str]:
    """The events that Slack sends to the bot."""
    return frozenset(msgspec.convert(manifest, _Subscribed).settings.event_subscriptions.bot_events)


def for_socket_mode(manifest: Manifest) -> dict[str, object]:
    """Requests come over the bot's own WebSocket: no address anywhere."""
    made = _copy(manifest)
    for part in _listening(made):
        part.pop("request_url", None)
    for command in _slash(made):
        command.pop("url", None)
    _part(made, "settings")["socket_mode_enabled"] = True
    return made


def for_http(manifest: Manifest, url: str) -> dict[str, object]:
    """Slack calls `url` (https; the path /slack/events is added where `url` has none).

    Raises BadUrl for anything but https with a host, without user, query and fragment.
    """
    address = _address(url)
    made = _copy(manifest)
    for part in _listening(made):
        part["request_url"] = address
    for command in _slash(made):
        command["url"] = address
    _part(made, "settings")["socket_mode_enabled"] = False
    return made


def with_prefix(manifest: Manifest, prefix: str) -> dict[str, object]:
    """Every command renamed, `x-` -> `/x-claim`, for a workspace that has another /claim already.

    A prefix is lower-case letters, digits, - and _, and ends in - or _ (the bot tells the command by it).
    Raises BadPrefix for another one, or where a name would exceed Slack's 32 characters.
    """
    made = _copy(manifest)
    for command in _slash(made):
        command["command"] = name = f"/{prefix}{str(command['command']).lstrip('/')}"
        if not _PREFIX.fullmatch(prefix) or len(name) > _LONGEST_COMMAND:
            raise BadPrefix(prefix)
    return made


def _address(url: str) -> str:
    try:
        parts = urlsplit(url)
        plain = parts.scheme == "https" and parts.hostname and parts.port != 0 and not parts.username
    except ValueError:
        raise BadUrl(url) from None
    if not plain or parts.query or parts.fragment or re.search(r"[^!-~]", url):
        raise BadUrl(url)
    return f"https://{parts.netloc}{parts.path.rstrip('/') or EVENTS_PATH}"


def _copy(manifest: Manifest) -> dict[str, object]:
    return copy.deepcopy(dict(manifest))


def _part(parent: Mapping[str, object], name: str) -> dict[str, object]:
    """A part of the manifest that is an object; the very one, to be changed."""
    part = parent[name]
    assert isinstance(part, dict)  # noqa: S101  (the schema's test holds it)
    return part


def _listening(manifest: Mapping[str, object]) -> list[dict[str, object]]:
    settings = _part(manifest, "settings")
    return [_part(settings, "event_subscriptions"), _part(settings, "interactivity")]


def _slash(manifest: Mapping[str, object]) -> list[dict[str, object]]:
    found = _part(manifest, "features")["slash_commands"]
    assert isinstance(found, list)  # noqa: S101  (the schema's test holds it)
    return found
