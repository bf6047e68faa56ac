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
from handlers import make_app, make_desk
from handlers.bolt.context import ListenerContext
from handlers.bolt.guard import GuardSettings
from handlers.bolt.http_server import add_slack, make_web_app
from handlers.bolt.listeners import listen
from handlers.bolt.mentions import TextLookup
from handlers.bolt.typeahead import Typeahead
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
from handlers.views.blocks import Answer, section
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
class Town:
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
async def town() -> AsyncIterator[Town]:
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
        yield Town(slack, board, url)
        await runner.cleanup()


def counter(
    database: FakeDatabase, jobs: BackgroundJobs, session: aiohttp.ClientSession, screens: Screens, home: str
) -> ListenerContext:
    """Everything in memory."""
    shelf, habits, roles = CodeLibrary(), TeamCache(database, CLOCK), TeamRoles(database, CLOCK)
    desk = make_desk(shelf=shelf, clock=CLOCK, habits=habits, roles=roles)

    async def first_time(workspace: str, key: str, at: datetime) -> bool:
        async with database.write() as work:
            first = await work.seen.first_time(workspace, key, at)
            await work.commit()
        return first

    return ListenerContext(
        desk=desk,
        typeahead=Typeahead(shelf, habits.of, CLOCK),
        jobs=jobs,
        messenger=Messenger(session),
        first_time=first_time,
        used=habits.used,
        clock=CLOCK,
        screens=screens,
        look_up=TextLookup(desk, shelf, LoadedCatalog(shelf)),
        home=home,
    )


async def nowhere(_workspace: str) -> None:
    """No further installations."""


async def ready() -> dict[str, object]:
    """Always."""
    return {"ready": True}


async def test_a_press_moves_once_and_the_card_is_drawn_anew_for_everybody(town: Town) -> None:
    """In place: no second message, and what is not the presser's alone stays public."""
    card = await town.card("advance", "A-12 submitted 7")
    await town.slack.press(card, "advance")
    await town.slack.until(lambda: "submitted 1" in str(town.slack.messages(BILLING, LEE)[-1].blocks))

    assert town.board.moved == [("A-12", "submitted", "7")]
    assert len(town.slack.messages(BILLING, LEE)) == 1


async def test_the_same_press_delivered_five_times_moves_once(town: Town) -> None:
    """Retried or replayed, at once."""
    hook = await a_hook(town)
    done = await asyncio.gather(
        *(press_raw(town, "advance", "A-12 submitted 7", hook, "1.1") for _ in range(5))
    )

    assert {status for status, _ in done} == {200}
    assert town.board.moved == [("A-12", "submitted", "7")]
    await press_raw(town, "advance", "A-12 submitted 8", hook, "2.2")
    assert len(town.board.moved) == 2


@pytest.mark.parametrize(
    "value",
    ["", "A-12", "A-12 submitted 7 8", "A-12 submitted seven", "a-12 submitted 7", "A-12  submitted 7", "<!channel>",
     "A-12 submitted 7\n", "A-٣ submitted 7", "A-12 submitted 9999999999"],
)  # fmt: skip
async def test_a_tampered_value_moves_nothing_and_is_told_so(town: Town, value: str) -> None:
    """To the one who pressed; the value is not repeated."""
    status, _ = await press_raw(town, "advance", value, await a_hook(town), "3.3")
    await town.slack.until(lambda: town.slack.messages(BILLING, DANA)[-1].is_ephemeral)

    last = town.slack.messages(BILLING, DANA)[-1]
    assert status == 200
    assert town.board.moved == []
    assert "from before" in str(last.blocks)
    assert "channel" not in str(last.blocks)


async def test_a_guests_press_is_refused_before_anything_is_looked_at(town: Town) -> None:
    """Slack Connect: the person's own workspace is another."""
    await press_raw(town, "advance", "A-12 submitted 7", await a_hook(town), "4.4", team="T0STRANGE")
    await town.slack.until(lambda: town.slack.messages(BILLING, DANA)[-1].is_ephemeral)

    assert town.board.moved == []
    assert "guest" in str(town.slack.messages(BILLING, DANA)[-1].blocks)


async def test_what_goes_wrong_behind_a_button_is_a_sentence(town: Town) -> None:
    """A mistake is named, a fault of ours has a reference, a button that nobody answers is acknowledged."""
    for value, told in (("fail", "2026-02-30"), ("crash", "reference")):
        before = len(town.slack.messages(BILLING, DANA))
        done = await town.slack.press(await town.card("ask", value), "ask")
        assert (done.status, done.error) == (200, "")
        await town.slack.until(lambda before=before: len(town.slack.messages(BILLING, DANA)) == before + 2)  # type: ignore[misc]
        assert told in str(town.slack.messages(BILLING, DANA)[-1].blocks)

    for action, value in (("ask", "nothing"), ("nobody", "x")):
        done = await town.slack.press(await town.card(action, value), action)
        assert (done.status, done.error) == (200, "")


async def test_a_button_opens_a_form_and_its_ids_come_back(town: Town) -> None:
    """And submitting it closes the form."""
    modal = await town.opened("A-7")
    done = await town.slack.submit(modal, {"value": "hello"})

    assert (done.error, done.errors, town.slack.modals()) == ("", {}, ())
    assert town.board.said == ["A-7 hello"]


async def test_a_form_may_push_become_another_or_go_with_all_its_views(town: Town) -> None:
    """As its answer says."""
    modal = await town.opened()
    await town.slack.submit(modal, {"value": "push"})
    assert [m.private_metadata for m in town.slack.modals()] == ["A-1", "A-2"]

    await town.slack.submit(town.slack.modals()[-1], {"value": "become"})
    assert [m.private_metadata for m in town.slack.modals()] == ["A-1", "A-3"]

    await town.slack.submit(town.slack.modals()[-1], {"value": "all"})
    assert town.slack.modals() == ()


async def test_what_was_written_stays_where_something_goes_wrong(town: Town) -> None:
    """A fault of ours stands under the first field, and the form is still there."""
    modal = await town.opened()
    done = await town.slack.submit(modal, {"value": "crash"})

    assert "our side" in done.errors["words"]
    assert len(town.slack.modals()) == 1
    assert town.board.said == []


async def a_hook(town: Town) -> str:
    """A response_url that is good."""
    await town.slack.press(await town.card("ask", "nothing"), "ask")
    sent = [x.request for x in town.slack.traffic if isinstance(x.request, dict)]
    return str(next(request["response_url"] for request in sent if request.get("response_url")))


async def press_raw(
    town: Town, action: str, value: str, response_url: str, trigger: str, *, team: str = ""
) -> tuple[int, str]:
    """A press with exactly this value, signed as Slack signs."""
    home = town.slack.team_id
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
    digest = hmac.new(town.slack.signing_secret.encode(), f"v0:{stamp}:".encode() + raw, hashlib.sha256)
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": f"v0={digest.hexdigest()}",
    }
    async with aiohttp.ClientSession() as session:
        answered = await session.post(f"{town.bot_url}/slack/events", data=raw, headers=headers)
        return answered.status, await answered.text()
