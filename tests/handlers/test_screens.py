"""Buttons with ids of their own, over real HTTP: what each gets, and what it may answer."""

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import urlencode

import aiohttp
import pytest
from aiohttp import web

from bot.domain.errors import NotADate
from bot.services.library.code_library import CodeLibrary
from bot.services.lookup.catalog import LoadedCatalog
from bot.services.team.roles import TeamRoles
from bot.services.team.team_cache import TeamCache
from handlers import make_app, make_dispatcher
from handlers.bolt.context import ListenerContext
from handlers.bolt.guard import GuardSettings
from handlers.bolt.http_server import add_slack, make_web_app
from handlers.bolt.listeners import listen
from handlers.bolt.mentions import TextLookup
from handlers.bolt.typeahead import Typeahead
from handlers.slack.answer import Answer
from handlers.slack.auth import identify, web_client
from handlers.slack.background_jobs import BackgroundJobs
from handlers.slack.block_kit import View
from handlers.slack.posting import Messenger
from handlers.slack.screen_types import (
    ActionPress,
    CloseForm,
    FormSubmission,
    PushForm,
    ReplaceMessage,
    Reply,
    Screens,
    Submitted,
    UpdateForm,
    parts,
)
from handlers.slack.workspaces import InstalledWorkspaces
from handlers.views.blocks import section
from handlers.views.errors import went_wrong
from handlers.views.modal_blocks import form, text_input
from playground import BILLING, DANA, LEE, Modal, Playground, WorkspaceMessage
from tests.fakes import FakeClock, FakeDatabase

CLOCK = FakeClock(datetime(2026, 11, 21, 17, tzinfo=UTC))
VALUE = (r"A-[0-9]{1,6}", r"[a-z]{1,20}", r"[0-9]{1,9}")


@dataclass
class Board:
    """A screen for tests: an application that moves once for each press."""

    moved: list[tuple[str, ...]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    async def advance(self, pressed: ActionPress) -> Reply:
        """Move it, unless this very press was here before; draw the card anew."""
        ids = parts(pressed.value, *VALUE)
        if await pressed.once():
            self.moved.append(ids)
        return ReplaceMessage(Answer("Card", (section(f"{ids[0]} is in {ids[1]} {len(self.moved)}"),)))

    async def ask(self, pressed: ActionPress) -> Reply:
        """Open a form, or fail."""
        if pressed.value == "fail":
            raise NotADate("2026-02-30")
        if pressed.value == "crash":
            raise RuntimeError(pressed.value)
        if pressed.value == "nothing":
            return None
        return Answer("Ask", (section("Type it instead."),), opens=ask_form(pressed.value))

    async def said_it(self, submission: FormSubmission) -> Submitted:
        """Take what was typed, once for each view."""
        typed = submission.fields.text("words", most=20, needed=True)
        submission.fields.done()
        if typed == "crash":
            raise RuntimeError(typed)
        if await submission.once():
            self.said.append(f"{submission.ids} {typed}")
        match typed:
            case "push":
                return PushForm(ask_form("A-2"))
            case "become":
                return UpdateForm(ask_form("A-3"))
        return CloseForm(every=typed == "all")


def ask_form(ids: str) -> View:
    """One field."""
    return form("Say it", [text_input("words", "Words", most=20)], callback="say", ids=ids)


@dataclass(frozen=True, slots=True)
class Workspace:
    """A playground, the board behind it, and where the bot listens."""

    slack: Playground
    board: Board
    bot_url: str

    async def card(self, action: str, value: str) -> WorkspaceMessage:
        """A message with one button, that everybody sees."""
        button = {
            "type": "button",
            "text": {"type": "plain_text", "text": "Go"},
            "action_id": action,
            "value": value,
        }
        blocks = [{"type": "actions", "elements": [button]}]
        sent = await web_client(self.slack.api_url, self.slack.bot_token).chat_postMessage(
            channel=BILLING, text="card", blocks=blocks
        )
        found = self.slack.workspace.find(BILLING, str(sent["ts"]))
        assert found is not None
        return found

    async def opened(self, value: str = "A-1") -> Modal:
        """The form that a button opens."""
        await self.slack.press(await self.card("ask", value), "ask")
        await self.slack.until(lambda: self.slack.modal() is not None)
        modal = self.slack.modal()
        assert modal is not None
        return modal


@pytest.fixture
async def workspace() -> AsyncIterator[Workspace]:
    """The real listeners behind the real guard, with a board of two buttons and a form."""
    board, database = Board(), FakeDatabase()
    screens = Screens(forms={"say": board.said_it}, buttons={"advance": board.advance, "ask": board.ask})
    async with (
        Playground(rate_limit=False) as slack,
        BackgroundJobs() as jobs,
        aiohttp.ClientSession() as session,
    ):
        identity = await identify(slack.bot_token, slack.api_url)
        app = make_app(InstalledWorkspaces(identity, nowhere), slack.api_url)
        listen(app, counter(database, jobs, session, screens, identity.workspace))
        site = make_web_app(ready)
        add_slack(site, app, GuardSettings(slack.signing_secret, frozenset({slack.url}), went_wrong))
        runner = web.AppRunner(site, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        slack.connect(f"{url}/slack/events")
        yield Workspace(slack, board, url)
        await runner.cleanup()


def counter(
    database: FakeDatabase, jobs: BackgroundJobs, session: aiohttp.ClientSession, screens: Screens, home: str
) -> ListenerContext:
    """Everything in memory."""
    code_library, team_cache, roles = CodeLibrary(), TeamCache(database, CLOCK), TeamRoles(database, CLOCK)
    dispatcher = make_dispatcher(code_library=code_library, clock=CLOCK, team_cache=team_cache, roles=roles)

    async def first_time(workspace: str, key: str, at: datetime) -> bool:
        async with database.write() as work:
            first = await work.seen.first_time(workspace, key, at)
            await work.commit()
        return first

    return ListenerContext(
        dispatcher=dispatcher,
        typeahead=Typeahead(code_library, team_cache.of, CLOCK),
        jobs=jobs,
        messenger=Messenger(session),
        first_time=first_time,
        used=team_cache.used,
        clock=CLOCK,
        screens=screens,
        look_up=TextLookup(dispatcher, code_library, LoadedCatalog(code_library)),
        home=home,
    )


async def nowhere(_workspace: str) -> None:
    """No further installations."""


async def ready() -> dict[str, object]:
    """Always."""
    return {"ready": True}


async def test_a_press_moves_once_and_the_card_is_drawn_anew_for_everybody(workspace: Workspace) -> None:
    """In place: no second message, and what is not the presser's alone stays public."""
    card = await workspace.card("advance", "A-12 submitted 7")
    await workspace.slack.press(card, "advance")
    await workspace.slack.until(
        lambda: "submitted 1" in str(workspace.slack.messages(BILLING, LEE)[-1].blocks)
    )

    assert workspace.board.moved == [("A-12", "submitted", "7")]
    assert len(workspace.slack.messages(BILLING, LEE)) == 1


async def test_the_same_press_delivered_five_times_moves_once(workspace: Workspace) -> None:
    """Retried or replayed, at once."""
    hook = await a_hook(workspace)
    done = await asyncio.gather(
        *(press_raw(workspace, "advance", "A-12 submitted 7", hook, "1.1") for _ in range(5))
    )

    assert {status for status, _ in done} == {200}
    assert workspace.board.moved == [("A-12", "submitted", "7")]
    await press_raw(workspace, "advance", "A-12 submitted 8", hook, "2.2")
    assert len(workspace.board.moved) == 2


@pytest.mark.parametrize(
    "value",
    ["", "A-12", "A-12 submitted 7 8", "A-12 submitted seven", "a-12 submitted 7", "A-12  submitted 7", "<!channel>",
     "A-12 submitted 7\n", "A-٣ submitted 7", "A-12 submitted 9999999999"],
)  # fmt: skip
async def test_a_tampered_value_moves_nothing_and_is_told_so(workspace: Workspace, value: str) -> None:
    """To the one who pressed; the value is not repeated."""
    status, _ = await press_raw(workspace, "advance", value, await a_hook(workspace), "3.3")
    await workspace.slack.until(lambda: workspace.slack.messages(BILLING, DANA)[-1].is_ephemeral)

    last = workspace.slack.messages(BILLING, DANA)[-1]
    assert status == 200
    assert workspace.board.moved == []
    assert "from before" in str(last.blocks)
    assert "channel" not in str(last.blocks)


async def test_a_guests_press_is_refused_before_anything_is_looked_at(workspace: Workspace) -> None:
    """Slack Connect: the person's own workspace is another."""
    await press_raw(
        workspace, "advance", "A-12 submitted 7", await a_hook(workspace), "4.4", team="T0STRANGE"
    )
    await workspace.slack.until(lambda: workspace.slack.messages(BILLING, DANA)[-1].is_ephemeral)

    assert workspace.board.moved == []
    assert "guest" in str(workspace.slack.messages(BILLING, DANA)[-1].blocks)


async def test_what_goes_wrong_behind_a_button_is_a_sentence(workspace: Workspace) -> None:
    """A mistake is named, a fault of ours has a reference, a button that nobody answers is acknowledged."""
    for value, told in (("fail", "2026-02-30"), ("crash", "reference")):
        before = len(workspace.slack.messages(BILLING, DANA))
        done = await workspace.slack.press(await workspace.card("ask", value), "ask")
        assert (done.status, done.error) == (200, "")

        def both_are_there(expected: int = before + 2) -> bool:
            return len(workspace.slack.messages(BILLING, DANA)) == expected

        await workspace.slack.until(both_are_there)
        assert told in str(workspace.slack.messages(BILLING, DANA)[-1].blocks)

    for action, value in (("ask", "nothing"), ("nobody", "x")):
        done = await workspace.slack.press(await workspace.card(action, value), action)
        assert (done.status, done.error) == (200, "")


async def test_a_button_opens_a_form_and_its_ids_come_back(workspace: Workspace) -> None:
    """And submitting it closes the form."""
    modal = await workspace.opened("A-7")
    done = await workspace.slack.submit(modal, {"value": "hello"})

    assert (done.error, done.errors, workspace.slack.modals()) == ("", {}, ())
    assert workspace.board.said == ["A-7 hello"]


async def test_a_form_may_push_become_another_or_go_with_all_its_views(workspace: Workspace) -> None:
    """As its answer says."""
    modal = await workspace.opened()
    await workspace.slack.submit(modal, {"value": "push"})
    assert [m.private_metadata for m in workspace.slack.modals()] == ["A-1", "A-2"]

    await workspace.slack.submit(workspace.slack.modals()[-1], {"value": "become"})
    assert [m.private_metadata for m in workspace.slack.modals()] == ["A-1", "A-3"]

    await workspace.slack.submit(workspace.slack.modals()[-1], {"value": "all"})
    assert workspace.slack.modals() == ()


async def test_what_was_written_stays_where_something_goes_wrong(workspace: Workspace) -> None:
    """A fault of ours stands under the first field, and the form is still there."""
    modal = await workspace.opened()
    done = await workspace.slack.submit(modal, {"value": "crash"})

    assert "our side" in done.errors["words"]
    assert len(workspace.slack.modals()) == 1
    assert workspace.board.said == []


async def a_hook(workspace: Workspace) -> str:
    """A response_url that is good."""
    await workspace.slack.press(await workspace.card("ask", "nothing"), "ask")
    sent = [x.request for x in workspace.slack.traffic if isinstance(x.request, dict)]
    return str(next(request["response_url"] for request in sent if request.get("response_url")))


async def press_raw(
    workspace: Workspace, action: str, value: str, response_url: str, trigger: str, *, team: str = ""
) -> tuple[int, str]:
    """A press with exactly this value, signed as Slack signs."""
    home = workspace.slack.team_id
    payload = {
        "type": "block_actions",
        "team": {"id": home},
        "user": {"id": DANA, "team_id": team or home},
        "container": {"type": "message", "message_ts": "1.1", "channel_id": BILLING, "is_ephemeral": False},
        "channel": {"id": BILLING},
        "trigger_id": trigger,
        "response_url": response_url,
        "actions": [{"type": "button", "action_id": action, "block_id": "b", "value": value}],
    }
    raw = urlencode({"payload": json.dumps(payload)}).encode()
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
