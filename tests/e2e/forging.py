"""Requests as Slack would sign them, for what no person can do in the page: tampering, replaying, other bodies."""

import hashlib
import hmac
import json
import time
from urllib.parse import urlencode

import aiohttp

from tests.e2e.conftest import Town


async def send(town: Town, fields: dict[str, str]) -> tuple[int, str]:
    """Post a signed form to the bot; status and body."""
    raw = urlencode(fields).encode()
    stamp = str(int(time.time()))
    digest = hmac.new(town.slack.signing_secret.encode(), f"v0:{stamp}:".encode() + raw, hashlib.sha256)
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": f"v0={digest.hexdigest()}",
    }
    async with aiohttp.ClientSession() as session:
        answered = await session.post(f"{town.bot_url}/slack/events", data=raw, headers=headers)
        return answered.status, await answered.text()


async def type_raw(
    town: Town, text: str, *, command: str = "/cpt", trigger: str = "1.2.x"
) -> tuple[int, str]:
    """A slash command with exactly this text, as nobody's keyboard would send it."""
    return await send(
        town,
        {
            "command": command,
            "text": text,
            "team_id": town.slack.team_id,
            "team_domain": "maple",
            "channel_id": "C1",
            "channel_name": "billing",
            "user_id": "U1",
            "user_name": "dana",
            "response_url": f"{town.slack.url}/hooks/none",
            "trigger_id": trigger,
        },
    )


async def press_raw(
    town: Town, action_id: str, value: str, response_url: str, *, trigger: str
) -> tuple[int, str]:
    """A button press with exactly this value."""
    payload = {
        "type": "block_actions",
        "team": {"id": town.slack.team_id, "domain": "maple"},
        "user": {"id": "U1", "username": "dana", "name": "dana", "team_id": town.slack.team_id},
        "api_app_id": "A1",
        "container": {"type": "message", "message_ts": "1.1", "channel_id": "C1", "is_ephemeral": True},
        "channel": {"id": "C1", "name": "billing"},
        "trigger_id": trigger,
        "response_url": response_url,
        "actions": [
            {"type": "button", "action_id": action_id, "block_id": "b", "value": value, "action_ts": "1.1"}
        ],
    }
    return await send(town, {"payload": json.dumps(payload)})
