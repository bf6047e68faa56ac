"""The operator's side: `codedesk` in processes of its own."""

import asyncio
import json
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import aiohttp
import pytest
from cryptography.fernet import Fernet

from handlers.slack import manifest
from playground import BALANCE, DANA, AppCommand, Playground
from tests.e2e.conftest import ROOT, clean_environment, codedesk, codedesk_from_nothing

COMMANDS = [AppCommand(c.name, c.usage, c.description) for c in manifest.commands(manifest.load())]


def url_of(home: Path) -> str:
    """DATABASE_URL of the prepared copy."""
    return f"sqlite+aiosqlite:///{home}/codedesk.db"


def test_ask_prints_the_answer_that_slack_would_show(home: Path) -> None:
    """Readable text on standard output, nothing else there."""
    asked = codedesk_from_nothing("ask", "/cpt 97140", url=url_of(home))

    assert asked.returncode == 0
    assert asked.stdout.startswith("97140  ")
    assert "*" not in asked.stdout
    assert "`" not in asked.stdout


def test_postgresql_serves_as_well(
    postgres_server: str, empty_postgres_url: str, prepared: Path, tmp_path: Path
) -> None:
    """The first command makes tables, loads ICD-10-CM and answers; PostgreSQL is never backed up by us.

    The editions are built already: they are made from the file, whatever the database is, and take most of the time.
    """
    shutil.copytree(prepared / "editions", tmp_path / "var" / "editions")
    asked = codedesk("ask", "/icd low back pain", url=empty_postgres_url, cwd=tmp_path, PYTHONPATH=str(ROOT))

    assert asked.returncode == 0, asked.stderr
    assert "M54.50" in asked.stdout
    backup = codedesk("db", "backup", "x.db", url=empty_postgres_url, cwd=tmp_path, PYTHONPATH=str(ROOT))
    assert backup.returncode == 1
    assert "pg_dump" in backup.stderr


def test_run_without_its_settings_names_them_and_the_playground(tmp_path: Path) -> None:
    """It never falls back silently."""
    ran = codedesk("run", url=f"sqlite+aiosqlite:///{tmp_path}/a.db")

    assert ran.returncode == 2
    assert "SLACK_BOT_TOKEN" in ran.stderr
    assert "SLACK_SIGNING_SECRET" in ran.stderr
    assert "codedesk playground" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_a_setting_that_cannot_be_is_told_without_its_value(tmp_path: Path) -> None:
    """A mistyped time zone is a sentence; the value might be a secret in the wrong place."""
    ran = codedesk(
        "codes", "list", url=f"sqlite+aiosqlite:///{tmp_path}/a.db", CODEDESK_TIMEZONE="xoxb-canary"
    )

    assert ran.returncode == 1
    assert "CODEDESK_TIMEZONE" in ran.stderr
    assert "xoxb-canary" not in ran.stderr + ran.stdout


def test_a_database_url_of_no_known_kind_is_a_sentence() -> None:
    """The scheme is told, the password in the rest is not."""
    ran = codedesk("db", "upgrade", url="mysql://root:canary@localhost/x")

    assert ran.returncode == 1
    assert "mysql" in ran.stderr
    assert "canary" not in ran.stderr
    assert "Traceback" not in ran.stderr


def test_codes_list_tells_what_is_loaded_and_that_it_has_ended(home: Path) -> None:
    """The April 2026 set ended on September 30."""
    listed = codedesk("codes", "list", url=url_of(home))

    assert "ICD-10-CM April 2026" in listed.stdout
    assert "Sep 30, 2026" in listed.stdout


def test_backup_and_restore_bring_a_database_back(home: Path, tmp_path: Path) -> None:
    """A copy, a changed database, and the copy put back in its place."""
    copy = tmp_path / "copy.db"
    assert codedesk("db", "backup", str(copy), url=url_of(home)).returncode == 0
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    with closing(sqlite3.connect(home / "codedesk.db", isolation_level=None)) as database:
        database.execute("DELETE FROM code")

    restored = codedesk("db", "restore", str(copy), url=url_of(home))

    assert restored.returncode == 0, restored.stderr
    assert "ICD-10-CM April 2026" in codedesk("codes", "list", url=url_of(home)).stdout
    with closing(sqlite3.connect(home / "codedesk.db")) as database:
        assert database.execute("SELECT count(*) FROM code WHERE billable").fetchone() == (74_719 + 74_879,)


def test_upgrade_makes_a_private_database(tmp_path: Path) -> None:
    """The file belongs to its owner alone."""
    assert codedesk("db", "upgrade", url=f"sqlite+aiosqlite:///{tmp_path}/new/a.db").returncode == 0

    assert stat.S_IMODE((tmp_path / "new" / "a.db").stat().st_mode) == 0o600


def test_the_manifest_is_printed_for_each_way_to_connect() -> None:
    """Socket Mode without addresses, HTTP with them, and renamed commands."""
    socket = json.loads(codedesk("manifest").stdout)
    http = json.loads(codedesk("manifest", "--url", "https://desk.example.com", "--prefix", "x-").stdout)

    assert socket["settings"]["socket_mode_enabled"] is True
    assert http["features"]["slash_commands"][0]["command"].startswith("/x-")
    assert http["features"]["slash_commands"][0]["url"] == "https://desk.example.com/slack/events"
    assert codedesk("manifest", "--url", "http://insecure.example").returncode == 1


async def test_the_doctor_finds_a_wrong_token_and_says_how_to_mend_it(home: Path) -> None:
    """One line for each thing looked at; exit code 1 where something is to be mended."""
    async with Playground(COMMANDS) as slack:
        right = await asyncio.to_thread(_doctor, home, slack, slack.bot_token)
        wrong = await asyncio.to_thread(_doctor, home, slack, "xoxb-wrong")

    assert right.returncode == 0, right.stdout
    assert {line.split()[1] for line in right.stdout.splitlines()} == {
        *("settings", "data", "token", "scopes", "clock", "database", "migrations"),
        *("releases", "editions", "codes", "admins", "reminders"),
    }
    assert wrong.returncode == 1
    assert "invalid_auth" in wrong.stdout
    assert "xoxb-wrong" not in wrong.stdout


def _doctor(home: Path, slack: Playground, token: str) -> subprocess.CompletedProcess[str]:
    return codedesk(
        "doctor",
        url=url_of(home),
        SLACK_BOT_TOKEN=token,
        SLACK_SIGNING_SECRET=slack.signing_secret,
        SLACK_API_URL=slack.api_url,
    )


async def test_run_with_a_token_that_slack_refuses_stops_with_a_sentence(home: Path) -> None:
    """Checked once at start, not at the first request."""
    async with Playground() as slack, _running(home, slack, SLACK_BOT_TOKEN="xoxb-wrong") as process:
        told = (await process.communicate())[1].decode()

    assert process.returncode == 1
    assert "invalid_auth" in told
    assert "Traceback" not in told


@pytest.mark.parametrize("mode", ["http", "socket"])
async def test_sigterm_ends_the_bot_after_the_answers_in_flight(home: Path, mode: str) -> None:
    """Exit code 0, the database folded and closed, no log line but events."""
    async with Playground(COMMANDS) as slack:
        more = {"SLACK_APP_TOKEN": slack.app_token} if mode == "socket" else {}
        async with _running(home, slack, **more) as process:
            url = await _ready(process)
            if mode == "http":
                slack.connect(f"{url}/slack/events")
            asked = [asyncio.create_task(slack.slash("/cpt 97140")) for _ in range(20)]
            answers = await asyncio.gather(*asked)
            process.send_signal(signal.SIGTERM)
            logged = (await asyncio.wait_for(process.communicate(), timeout=15))[1].decode()

    assert process.returncode == 0, logged
    assert {answer.status for answer in answers} == {200}
    assert not (home / "codedesk.db-wal").exists() or (home / "codedesk.db-wal").stat().st_size == 0
    events = [json.loads(line)["event"] for line in logged.splitlines() if line.startswith("{")]
    assert {"started", "stopped"} <= set(events)
    assert "Traceback" not in logged


async def test_a_second_bot_on_the_same_database_is_refused(home: Path) -> None:
    """Two bots on one SQLite file would each remind the channel."""
    async with Playground() as slack, _running(home, slack) as first:
        await _ready(first)
        async with _running(home, slack) as second:
            told = (await second.communicate())[1].decode()

        asked = await asyncio.to_thread(codedesk, "ask", "/cpt 97140", url=url_of(home))

    assert second.returncode == 1
    assert "Another bot" in told
    assert asked.returncode == 0


async def test_the_playground_command_opens_a_page_with_the_bot_behind_it(home: Path, tmp_path: Path) -> None:
    """Its own database under var/, never the production one."""
    (home / "codedesk.db").rename(home / "playground.db")
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "playground", "--port", "0"),
        cwd=tmp_path,
        env=clean_environment(DATABASE_URL="postgresql://nobody@127.0.0.1:1/none", PYTHONPATH=str(ROOT)),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        url = await _ready(process)
        async with aiohttp.ClientSession() as session:
            page = await session.get(url)
            assert page.status == 200
            assert "default-src 'none'" in page.headers["Content-Security-Policy"]
            await _posted_cards(session, f"{url}/ui/channel/{BALANCE}?as={DANA}", {"A-1", "A-2"})
    finally:
        process.terminate()
        await process.communicate()
    assert process.returncode == 0


async def _posted_cards(session: aiohttp.ClientSession, url: str, ids: set[str]) -> None:
    """Wait until the cards of the made-up applications stand in their channel, each once."""
    async with asyncio.timeout(30):
        while True:
            messages = (await (await session.get(url)).json())["messages"]
            if {m["text"].removeprefix("Application ") for m in messages} == ids:
                assert len(messages) == len(ids)
                return
            await asyncio.sleep(0.1)


@asynccontextmanager
async def _running(home: Path, slack: Playground, **more: str) -> AsyncIterator[asyncio.subprocess.Process]:
    environment = {
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_SIGNING_SECRET": slack.signing_secret,
        "SLACK_API_URL": slack.api_url,
        "CODEDESK_TOKEN_KEYS": Fernet.generate_key().decode(),
        "PORT": "0",
    }
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "run"),
        cwd=ROOT,
        env=clean_environment(url_of(home), **environment | more),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()


async def _ready(process: asyncio.subprocess.Process) -> str:
    """The address in the line that the bot prints when it answers."""
    assert process.stdout is not None
    line = (await asyncio.wait_for(process.stdout.readline(), timeout=30)).decode()
    assert "http://" in line, line
    return "http://" + line.partition("http://")[2].partition("/")[0].split()[0]
