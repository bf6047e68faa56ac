"""What the first use of a command costs over its second, in a bot that has just started.

    python -m benchmarks.first_use

For each command a fresh `codedesk run` on one prepared database, with the playground's Web API for Slack. The command
is sent as soon as the bot listens, then again. Bar: 60 ms between the two. The last row sends the first 50 /explain at
once, then 50 more.
"""

import asyncio
import hashlib
import hmac
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import aiohttp

from playground import BILLING, DANA, TEAM, Playground

ROOT = Path(__file__).parents[1]
BAR_MS = 60.0
_AT_ONCE = 50
_ADDRESS = re.compile(rb"http://\S+/slack/events")
_COMMANDS = (
    *("/cpt 97140", "/cpt manual therapy", "/cpt units 97140 45 97110 20"),
    *(
        "/icd M54.5",
        "/icd knee pain",
        "/icd M54.51X",
        "/explain 97140 M54.50",
        "/claim 97140-59 97530 M54.50",
    ),
    *("/codes", "/codes watched", "/application", "/deadlines", "/deadlines ics"),
)


@dataclass(frozen=True, slots=True)
class _Bot:
    url: str
    secret: str
    session: aiohttp.ClientSession

    async def send(self, fields: Mapping[str, str]) -> float:
        """Milliseconds until the answer was read."""
        body = urlencode(fields).encode()
        stamp = str(int(time.time()))
        signature = hmac.new(self.secret.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": f"v0={signature}",
        }
        began = time.perf_counter()
        async with self.session.post(self.url, data=body, headers=headers) as answered:
            text = await answered.text()
        assert answered.status == 200, text
        assert "our side" not in text, text
        return (time.perf_counter() - began) * 1000


def _slash(line: str) -> dict[str, str]:
    command, _, text = line.partition(" ")
    hook = "https://hooks.slack.com/commands/x"
    place = {"team_id": TEAM, "user_id": DANA, "channel_id": BILLING}
    return {"command": command, "text": text, "trigger_id": "1.2.x", "response_url": hook, **place}


def _typed(text: str) -> dict[str, str]:
    payload = {
        "type": "block_suggestion",
        "team": {"id": TEAM, "domain": "bench"},
        "user": {"id": DANA, "name": "bench", "team_id": TEAM},
        "api_app_id": "A1",
        "container": {"type": "view", "view_id": "V1"},
        "action_id": "find:icd",
        "block_id": "b",
        "value": text,
    }
    return {"payload": json.dumps(payload)}


@asynccontextmanager
async def _started(slack: Playground, environment: Mapping[str, str]) -> AsyncIterator[_Bot]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "run"),
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        assert process.stdout is not None
        found = _ADDRESS.search(await process.stdout.readline())
        assert found is not None
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=_AT_ONCE)) as session:
            yield _Bot(found[0].decode(), slack.signing_secret, session)
    finally:
        process.terminate()
        await process.wait()


async def _first_and_second(bot: _Bot, fields: Mapping[str, str], at_once: int = 1) -> tuple[float, float]:
    first = await asyncio.gather(*(bot.send(fields) for _ in range(at_once)))
    await asyncio.sleep(1)
    second = await asyncio.gather(*(bot.send(fields) for _ in range(at_once)))
    return max(first), max(second)


async def run(folder: Path) -> None:
    """Print the table."""
    url = f"sqlite+aiosqlite:///{folder}/bench.db"
    prepared = {"DATABASE_URL": url}
    command = [sys.executable, "-m", "bot", "prepare"]
    await asyncio.to_thread(
        subprocess.run,
        command,
        cwd=ROOT,
        env={**os.environ, **prepared},
        stderr=subprocess.DEVNULL,
        check=True,
    )
    uses = {line: (_slash(line), 1) for line in _COMMANDS}
    uses |= {'typeahead "knee"': (_typed("knee"), 1)}
    uses |= {f"{_AT_ONCE} /explain at once": (_slash("/explain 97140 M54.50"), _AT_ONCE)}
    print(f"{'milliseconds':34}{'first':>9}{'second':>9}{'more':>9}")
    async with Playground(rate_limit=False) as slack:
        environment = prepared | {
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_SIGNING_SECRET": slack.signing_secret,
            "SLACK_API_URL": slack.api_url,
            "PORT": "0",
        }
        for name, (fields, at_once) in uses.items():
            async with _started(slack, environment) as bot:
                first, second = await _first_and_second(bot, fields, at_once)
            over = "  over the bar" if first - second > BAR_MS else ""
            print(f"{name:34}{first:9.1f}{second:9.1f}{first - second:9.1f}{over}", flush=True)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        asyncio.run(run(Path(name)))
