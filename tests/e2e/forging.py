"""Requests as Slack would sign them, for what no person can do in the page: tampering, replaying, other bodies."""

import hashlib
import hmac
import json
import time
from urllib.parse import urlencode

import aiohttp

from tests.e2e.conftest import Workspace


async def send(workspace: Workspace, fields: dict[str, str]) -> tuple[int, str]:
    """Post a signed form to the bot; status and body."""
    raw = urlencode(fields).encode()
    stamp = str(int(time.time()))
    digest = hmac.new(workspace.slack.signing_secret.encode(), f"v0:{stamp}:".encode() + raw, hashlib.sha256)
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": f"v0={digest.hexdigest()}",
    }
    async with aiohttp.ClientSession() as session:
        answered = await session.post(f"{workspace.bot_url}/slack/events", data=raw, headers=headers)
        return answered.status, await answered.text()


async def type_raw(
    workspace: Workspace,
    text: str,
    *,
    command: str = "/cpt",
    trigger: str = "1.2.x",
    team: str = "",
    response_url: str = "",
) -> tuple[int, str]:
    """A slash command with exactly this text, as nobody's keyboard would send it."""
    return await send(
        workspace,
        {
            "command": command,
            "text": text,
            "team_id": team or workspace.slack.team_id,
            "team_domain": "maple",
            "channel_id": "C1",
            "channel_name": "billing",
            "user_id": "U1",
            "user_name": "dana",
            "response_url": response_url or f"{workspace.slack.url}/hooks/none",
            "trigger_id": trigger,
        },
    )


async def press_raw(
    workspace: Workspace,
    action_id: str,
    value: str,
    response_url: str,
    *,
    trigger: str,
    team: str = "",
    user: str = "U1",
) -> tuple[int, str]:
    """A button press with exactly this value."""
    payload = {
        "type": "block_actions",
        "team": {"id": workspace.slack.team_id, "domain": "maple"},
        "user": {"id": user, "username": "dana", "name": "dana", "team_id": team or workspace.slack.team_id},
        "api_app_id": "A1",
        "container": {"type": "message", "message_ts": "1.1", "channel_id": "C1", "is_ephemeral": True},
        "channel": {"id": "C1", "name": "billing"},
        "trigger_id": trigger,
        "response_url": response_url,
        "actions": [
            {"type": "button", "action_id": action_id, "block_id": "b", "value": value, "action_ts": "1.1"}
        ],
    }
    return await send(workspace, {"payload": json.dumps(payload)})


async def submit_raw(
    workspace: Workspace,
    callback: str,
    values: dict[str, dict[str, object]],
    *,
    metadata: str = "",
    view_id: str = "V1",
    team: str = "",
    user: str = "U0DANA001",
    blocks: list[dict[str, object]] | None = None,
    response_urls: list[dict[str, str]] | None = None,
) -> tuple[int, str]:
    """A form's submission with exactly these values by block id; each is the element's entry of the state."""
    home = workspace.slack.team_id
    payload = {
        "type": "view_submission",
        "team": {"id": home, "domain": "maple"},
        "user": {"id": user, "username": "dana", "name": "dana", "team_id": team or home},
        "api_app_id": "A1",
        "trigger_id": "1.1.z",
        "response_urls": response_urls or [],
        "view": {
            "id": view_id,
            "team_id": home,
            "type": "modal",
            "callback_id": callback,
            "private_metadata": metadata,
            "hash": "1.x",
            "blocks": blocks if blocks is not None else [{"type": "input", "block_id": b} for b in values],
            "state": {"values": {block: {"value": entry} for block, entry in values.items()}},
        },
    }
    return await send(workspace, {"payload": json.dumps(payload)})


async def call_raw(
    workspace: Workspace, callback: str, kind: str, text: str, response_url: str
) -> tuple[int, str]:
    """A shortcut of this kind ('shortcut' or 'message_action') over a message with this text."""
    payload = {
        "type": kind,
        "team": {"id": workspace.slack.team_id, "domain": "maple"},
        "user": {"id": "U0DANA001", "username": "dana", "team_id": workspace.slack.team_id},
        "channel": {"id": "C1", "name": "billing"},
        "callback_id": callback,
        "trigger_id": "1.1.s",
        "action_ts": "1.1",
        "message_ts": "1.1",
        "response_url": response_url,
        "message": {"type": "message", "user": "U0LEE0001", "ts": "1.1", "text": text},
    }
    return await send(workspace, {"payload": json.dumps(payload)})
