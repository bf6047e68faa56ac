"""The manifest is one that Slack takes, asks for no more than it says, and matches the product's own papers."""

import copy
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from handlers.slack import manifest as manifests
from handlers.slack.ids import ShortcutId
from handlers.slack.manifest_errors import BadPrefix, BadUrl
from tests.e2e.surface import COMMANDS

HERE = Path(__file__).parent
BOT = {"commands", "chat:write"}
OPTIONAL = {
    "app_mentions:read", "files:read", "files:write", "channels:history", "groups:history", "channels:read",
    "groups:read",
}  # fmt: skip
EVENTS = {"app_home_opened", "app_mention", "app_uninstalled", "tokens_revoked"}
SHORTCUTS = {ShortcutId.IN_MESSAGE: "message", ShortcutId.LOOK_UP: "global"}
PROMISED: dict[str, list[str]] = {
    "/cpt": ["97140", "manual therapy", "compare 99213 99214", "units 97140 45 97110 20"],
    "/icd": ["M54.5", "low back pain", "M54.5 on 2021-09-30"],
    "/explain": ["97140 M54.50"],
    "/claim": ["97140-59 97530 x2 dx M54.50, S43.421D on 2026-02-03"],
    "/codes": ["watch 97140 97110", "unwatch 97110", "changes"],
    "/application": ["new", "list", "show A-12", "board", "export"],
    "/deadlines": ["subscribe", "unsubscribe", "export"],
}
"""What the interface promises for each command, at the least."""
FORMS: dict[str, Callable[[dict[str, object]], dict[str, object]]] = {
    "socket": manifests.for_socket_mode,
    "http": lambda m: manifests.for_http(m, "https://codedesk.example.com"),
    "prefixed": lambda m: manifests.with_prefix(m, "x-"),
}


@pytest.fixture(scope="module")
def schema() -> dict[str, object]:
    """Slack's schema; the versions that it points at by address are inside it."""
    text = (HERE / "manifest.schema.json").read_text(encoding="utf-8")
    loaded: dict[str, object] = json.loads(text)
    return loaded


@pytest.fixture
def manifest() -> dict[str, Any]:
    """manifest.yml as the product reads it."""
    return manifests.load()


def names_unknown_to_us(manifest: dict[str, Any]) -> set[str]:
    """Scopes and events that nobody decided on: Slack's schema lets any name pass."""
    scopes = manifest["oauth_config"]["scopes"]
    events = manifest["settings"]["event_subscriptions"]["bot_events"]
    return (
        (set(scopes["bot"]) ^ BOT)
        | (set(scopes["bot_optional"]) ^ OPTIONAL)
        | (set(events) ^ EVENTS)
        | (set(scopes) - {"bot", "bot_optional"})
    )


def validator(schema: dict[str, Any]) -> jsonschema.Draft7Validator:
    """A validator of the newest manifest version, by the definitions bundled in the schema."""
    bundled = schema["definitions"]["v1.0.0"]
    return jsonschema.Draft7Validator(bundled)


@pytest.mark.parametrize("form", FORMS)
def test_slack_takes_every_form_of_the_manifest(
    schema: dict[str, Any], manifest: dict[str, Any], form: str
) -> None:
    """Socket Mode, HTTP and prefixed forms are valid by Slack's schema."""
    assert [e.message for e in validator(schema).iter_errors(FORMS[form](manifest))] == []


def test_the_schema_is_awake(schema: dict[str, Any], manifest: dict[str, Any]) -> None:
    """A misspelt key and a command without its slash are refused, so that passing means something."""
    manifest["settings"]["socket_mode"] = True
    manifest["features"]["slash_commands"][0]["command"] = "cpt"

    assert len(list(validator(schema).iter_errors(manifest))) >= 2


def test_it_asks_for_the_scopes_and_events_that_were_decided(manifest: dict[str, Any]) -> None:
    """No scope that reads messages is required; each optional one is on the list."""
    assert names_unknown_to_us(manifest) == set()


@pytest.mark.parametrize("where", ["bot", "bot_optional"])
def test_a_misspelt_scope_is_noticed(manifest: dict[str, Any], schema: dict[str, Any], where: str) -> None:
    """`chat:wrte` passes Slack's schema, and is caught here."""
    planted = copy.deepcopy(manifest)
    planted["oauth_config"]["scopes"][where].append("chat:wrte")

    assert list(validator(schema).iter_errors(planted)) == []
    assert names_unknown_to_us(planted) == {"chat:wrte"}


def test_every_optional_scope_says_what_it_is_for() -> None:
    """Whoever installs the app reads the reason beside the scope."""
    text = (HERE.parents[1] / "manifest.yml").read_text(encoding="utf-8")
    for scope in OPTIONAL:
        assert re.search(rf"- {scope} # \w.{{10,}}", text), scope


def test_every_command_is_there_within_slacks_limits(manifest: dict[str, Any]) -> None:
    """Names at most 32 characters, lower case, with a description and a hint, in the order of the help."""
    found = manifests.commands(manifest)

    assert tuple(c.name for c in found) == COMMANDS
    assert all(re.fullmatch(r"/[a-z]{2,31}", c.name) and c.description and c.usage for c in found)


@pytest.mark.parametrize("command", COMMANDS)
def test_the_hint_shows_what_the_interface_promises(manifest: dict[str, Any], command: str) -> None:
    """What Slack shows while somebody types is what works, and `help` is always among it."""
    hints = {c.name: c.usage.split(" | ") for c in manifests.commands(manifest)}

    assert command in PROMISED, "say in PROMISED which forms of the command people have to see"
    assert hints[command][-1] == "help"
    for promised in PROMISED[command]:
        assert any(hint.startswith(promised) for hint in hints[command]), promised


def test_http_has_its_address_everywhere_and_socket_mode_nowhere(manifest: dict[str, Any]) -> None:
    """Slack refuses a half-addressed manifest only when somebody types a command."""
    http = json.dumps(manifests.for_http(manifest, "https://codedesk.example.com/"))
    back = manifests.for_socket_mode(json.loads(http))

    called = len(COMMANDS) + len(("events", "interactivity"))
    assert http.count('"https://codedesk.example.com/slack/events"') == called
    assert '"socket_mode_enabled": false' in http
    assert back == manifest == manifests.for_socket_mode(manifest)
    assert "https://" not in json.dumps(back)


def test_a_path_behind_a_proxy_is_kept(manifest: dict[str, Any]) -> None:
    """Where the address already has a path, that is where Slack calls."""
    made = manifests.for_http(manifest, "https://example.com/codedesk/slack/events")

    assert made["settings"]["interactivity"]["request_url"] == "https://example.com/codedesk/slack/events"  # type: ignore[index]


@pytest.mark.parametrize(
    "url",
    ["http://example.com", "example.com", "", "https://", "https://a b", "https://[", "https://u:p@example.com",
     "https://example.com?x=1", "https://example.com#x", "https://example.com:99999", "javascript:alert(1)"],
)  # fmt: skip
def test_an_address_that_slack_could_not_call_is_refused(manifest: dict[str, Any], url: str) -> None:
    """Refused with a typed error, before a manifest is made of it."""
    with pytest.raises(BadUrl):
        manifests.for_http(manifest, url)


@pytest.mark.parametrize("prefix", ["", "X-", "x", "x y-", "/x-", "é-", "-", "x-\n", "a" * 21 + "-", "<b>-"])
def test_a_prefix_that_slack_would_refuse_is_refused(manifest: dict[str, Any], prefix: str) -> None:
    """Bad characters, no sign at the end, and names longer than 32 (`/application` is the longest)."""
    with pytest.raises(BadPrefix):
        manifests.with_prefix(manifest, prefix)


def test_a_prefix_makes_room_for_a_workspaces_own_claim(manifest: dict[str, Any]) -> None:
    """`x-` gives /x-claim, up to a name of exactly 32 characters; the given manifest stays as it was."""
    before = copy.deepcopy(manifest)
    longest = max(len(c.name) for c in manifests.commands(manifests.with_prefix(manifest, "a" * 19 + "-")))

    assert "/x-claim" in [c.name for c in manifests.commands(manifests.with_prefix(manifest, "x-"))]
    assert longest == 32
    assert manifest == before


def test_the_shortcuts_are_those_that_are_answered(manifest: dict[str, Any]) -> None:
    """Names at most 24 characters; the callback ids are the ones that the bot knows."""
    found = manifests.shortcuts(manifest)

    assert set(SHORTCUTS) == set(ShortcutId), "say in SHORTCUTS where people find it"
    assert {s.callback_id: s.type for s in found} == SHORTCUTS
    assert all(len(s.name) <= 24 and s.description for s in found)


def test_the_file_itself_is_plain_yaml() -> None:
    """It can be pasted into Slack as it stands."""
    assert yaml.safe_load((HERE.parents[1] / "manifest.yml").read_text(encoding="utf-8")) == manifests.load()
