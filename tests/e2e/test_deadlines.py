"""Deadlines and reminders end to end: subscribe by form, deliver by tick, mark by button."""

from dataclasses import replace
from datetime import UTC, date, datetime
from socket import AF_INET
from socket import socket as socket_of
from typing import Any

import aiohttp
import pytest
from icalendar import Calendar
from prometheus_client.parser import text_string_to_metric_families

from bot.domain.codes.releases import Release, System
from bot.domain.roles import Role
from bot.settings import Settings
from playground import BILLING, CODING, DANA, LEE, MARIA, WorkspaceMessage
from tests.e2e.forging import press_raw, submit_raw
from tests.e2e.reminder_workspace import PUBLIC_URL, ReminderWorkspace, make, reminder_workspace
from tests.storage.examples import publish, record

pytestmark = pytest.mark.timeout(120)
PLA_WEEK_BEFORE = datetime(2026, 12, 1, 14, 0, 5, tzinfo=UTC)
"""9:00 AM in New York, seven days before the PLA deadline's likely day, and the first day of its window."""
PLA = "pla:2027-04:pla_application"
DAY_BEFORE = datetime(2026, 11, 30, 17, tzinfo=UTC)
"""Subscribed here, a channel misses nothing before PLA_WEEK_BEFORE."""


async def test_a_channel_is_subscribed_told_and_the_reminder_done_for_all(settings: Settings) -> None:
    """By form, tick and button. The message is redrawn for everyone, and no more are sent."""
    async with reminder_workspace(settings) as workspace:
        await workspace.at(DAY_BEFORE)
        done = await workspace.subscribe(topics=["panel"], leads="7, 2, 0")
        [welcome] = await workspace.reminders(1)
        assert (done.error, done.errors) == ("", {})
        assert "set the reminders of this channel" in str(welcome.blocks)

        await workspace.at(PLA_WEEK_BEFORE)
        _, reminder = await workspace.reminders(2)
        told = str(reminder.blocks)
        assert (
            "*Possible from now on, likely in 7 days:* PLA application deadline, quarter of April 2027"
            in told
        )
        assert "likely Tue, Dec 8 (Dec 1–15, est.)" in told
        assert "*To do:*" in told
        assert reminder.text.endswith(
            "PLA application deadline, Apr 2027, likely Tue, Dec 8 (Dec 1–15, est.)"
        )

        await workspace.slack.press(reminder, "remind:done", user=LEE)
        seen = str((await workspace.shown(reminder, f"*Done* by <@{LEE}>")).blocks)
        assert "Not done after all" in seen

        await workspace.at(datetime(2026, 12, 8, 15, tzinfo=UTC))
        await workspace.slack.settle()
        posted = await workspace.reminders(2)
        assert not any("PLA application" in str(m.blocks) for m in posted[2:])


async def test_a_snoozed_and_assigned_reminder_says_so_and_comes_back_in_its_thread(
    settings: Settings,
) -> None:
    """Three days by menu, then a day by form; the person by menu."""
    async with reminder_workspace(settings) as workspace:
        await workspace.at(DAY_BEFORE)
        await workspace.subscribe(topics=["panel"], leads="7, 2, 0")
        await workspace.at(PLA_WEEK_BEFORE)
        _, reminder = await workspace.reminders(2)

        await workspace.slack.choose(reminder, "remind:snooze", f"3 {PLA}", user=MARIA)
        seen = await workspace.shown(reminder, f"*Snoozed* until Dec 4, 2026 by <@{MARIA}>")
        await workspace.slack.press(seen, "remind:assign", value=LEE, user=DANA)
        seen = await workspace.shown(reminder, f"*Assigned* to <@{LEE}> by <@{DANA}>")

        await workspace.slack.choose(seen, "remind:snooze", f"until {PLA}", user=DANA)
        modal = await workspace.topmost()
        refused = await workspace.slack.submit(modal, {"value": "2026-11-01"})
        assert "a day ahead" in str(refused.errors or workspace.slack.modal())
        modal = await workspace.topmost()
        await workspace.slack.submit(modal, {"value": "2026-12-12"})
        past = await workspace.topmost()
        assert "after the last reminder, on Dec 8, 2026" in str(past)
        await workspace.slack.submit(modal, {"value": "2026-12-05"})  # a Saturday
        seen = await workspace.shown(reminder, f"*Snoozed* until Dec 7, 2026 by <@{DANA}>")

        await workspace.at(datetime(2026, 12, 7, 14, 0, 5, tzinfo=UTC))

        def later() -> list[WorkspaceMessage]:
            return [m for m in workspace.slack.messages(BILLING, None) if m.thread_ts == reminder.ts]

        await workspace.slack.until(lambda: later() != [], timeout=10)
        assert "likely tomorrow:" in str(later()[0].blocks)


async def test_a_confirmed_date_moves_what_hangs_on_it_and_corrects_what_was_told(settings: Settings) -> None:
    """By command and by form, only for an admin. The correction is in the thread."""
    async with reminder_workspace(settings) as workspace:
        await workspace.at(DAY_BEFORE)
        await workspace.subscribe(topics=["panel"], leads="7, 0")
        await workspace.at(PLA_WEEK_BEFORE)
        _, reminder = await workspace.reminders(2)

        refused = await workspace.slack.slash(f"/deadlines date {PLA} 2026-12-09 confirmed", user=LEE)
        assert "only admins may confirm or change" in refused.body
        moved = await workspace.slack.slash(f"/deadlines date {PLA} 2026-12-09 confirmed")
        assert "Wed, Dec 9, 2026 (confirmed by your admin)" in moved.body
        assert "Before: likely Tue, Dec 8, 2026 (Dec 1–15, est.: second Tuesday" in moved.body

        correction = (await workspace.reminders(3))[2]
        assert correction.thread_ts == reminder.ts
        assert "*Moved:*" in str(correction.blocks)
        assert "before likely Tue, Dec 8 (Dec 1–15, est.)" in str(correction.blocks)
        assert correction.text == "Moved: PLA application deadline, Apr 2027, now Dec 9"

        far = await workspace.slack.slash("/deadlines meeting 2027-02 2026-02-04 confirmed")
        assert "Is the year right?" in far.body
        modal = await workspace.form("/deadlines meeting 2027-02 change")
        await workspace.slack.fill(modal, "value", "2027-02-11", block_id="day")
        done = await workspace.slack.submit(modal)
        assert (done.error, done.errors) == ("", {})
        shown = str((await workspace.topmost()).blocks)
        assert "Feb 11, 2027 (confirmed by your admin)" in shown
        assert "Moved with it" in shown
        assert "Summary of Panel Actions, Panel meeting of February 2027" in shown


async def test_a_posted_summary_starts_the_fourteen_days(settings: Settings) -> None:
    """Reconsideration counts from the entered day."""
    async with reminder_workspace(settings) as workspace:
        await workspace.at(datetime(2027, 3, 6, 17, tzinfo=UTC))
        moved = await workspace.slack.slash("/deadlines meeting 2027-02 summary 2027-03-05 confirmed")
        card = await workspace.slack.slash("/deadlines meeting 2027-02")

        assert "Last day to ask for reconsideration" in moved.body
        assert "Fri, Mar 19 (14 days after the Summary was posted" in card.body
        before = await workspace.slack.slash("/deadlines date panel:2027-05:reconsideration_deadline change")
        assert "run from the posting of the Summary of Panel Actions. Enter that day first" in before.body


async def test_after_a_downtime_one_message_tells_everything_with_a_menu_for_each(settings: Settings) -> None:
    """A reminder marked done by its menu is shown as done for everyone."""
    async with reminder_workspace(settings) as workspace:
        await workspace.subscribe(topics=["panel", "code_sets"], leads="7, 2, 0", options=["weekdays_only"])
        await workspace.at(datetime(2027, 1, 2, 17, tzinfo=UTC))
        message = (await workspace.reminders(2))[1]
        told = str(message.blocks)
        assert "While I was away" in told
        assert told.count("PLA application deadline, quarter of April 2027") == 1

        await workspace.slack.choose(message, _menu(message, PLA), f"done {PLA}", user=LEE)
        seen = str((await workspace.shown(message, f"*Done* by <@{LEE}>")).blocks)
        assert f"done {PLA}" not in seen

        await workspace.slack.choose(message, _menu(message, "codes:2027-01-01"), "assign codes:2027-01-01")
        modal = await workspace.topmost()
        await workspace.slack.submit(modal, {"value": MARIA})
        await workspace.shown(message, f"*Assigned* to <@{MARIA}>")


def _menu(message: object, reminder: str) -> str:
    blocks = getattr(message, "blocks", [])
    found = next(b["accessory"] for b in blocks if f"done {reminder}" in str(b.get("accessory")))
    return str(found["action_id"])


async def test_the_update_of_january_is_a_checklist_that_all_of_the_channel_share(settings: Settings) -> None:
    """Take, done, reopen; the loaded files and their age; later posts show the progress."""
    async with reminder_workspace(settings) as workspace:
        await workspace.at(datetime(2026, 11, 30, 14, 0, 5, tzinfo=UTC))
        await workspace.subscribe(topics=["code_sets"])
        welcome, card = await workspace.reminders(2)
        assert "Nothing is open now, or in the next 30 days." in str(welcome.blocks)
        assert "In 32 days: CPT 2027" in str(card.blocks)
        assert "Files for Jan 1, 2027* 1 of 5 loaded" in str(card.blocks)
        assert "/codes fetch" in str(card.blocks)
        assert "*Checklist* 0 of 10" in str(card.blocks)

        value = "campaign:2027-01-01 get_release"
        await workspace.slack.press(
            card, _button(card, f"{value} take"), user=LEE, block_id=_block(card, value)
        )
        seen = await workspace.shown(card, f"<@{LEE}> has it")
        await workspace.slack.press(
            seen, _button(seen, f"{value} done"), user=LEE, block_id=_block(seen, value)
        )
        seen = await workspace.shown(card, "*Checklist* 1 of 10")

        await workspace.at(datetime(2026, 12, 2, 14, 0, 5, tzinfo=UTC))
        later = next(m for m in await workspace.reminders(3) if m.thread_ts == card.ts)
        assert "*Checklist* 1 of 10" in str(later.blocks)
        mine = await workspace.slack.slash("/deadlines checklist", user=MARIA)
        assert "Load it" in mine.body
        await _load_two_years(workspace)
        await workspace.slack.slash("/codes watch 97140 59400")
        await workspace.at(datetime(2027, 1, 1, 14, 0, 5, tzinfo=UTC))
        await workspace.slack.until(
            lambda: "is in force* for dates of service from today" in _all(workspace), timeout=10
        )
        assert "Dates of service up to Dec 31, 2026 still take CPT 2026" in _all(workspace)
        assert "Of the 2 CPT codes that this team watches: 1 gone, 1 revised." in _all(workspace)
        assert "`59400`  Invented care  · *gone*" in _all(workspace)
        assert "Invented therapy, ~left~ *right*  · *revised*" in _all(workspace)


async def _load_two_years(workspace: ReminderWorkspace) -> None:
    names = {2026: ("Invented therapy, left", "Invented care"), 2027: ("Invented therapy, right",)}
    for year, each in names.items():
        licensed = Release(System.CPT, f"{year} long", date(year, 1, 1), None, "", workspace.slack.team_id)
        rows = [record(code, name) for code, name in zip(("97140", "59400"), each, strict=False)]
        await publish(workspace.library.database, licensed, rows)


def _all(workspace: object) -> str:
    slack = workspace.slack  # type: ignore[attr-defined]
    return " ".join(str(m.blocks) for m in slack.messages(BILLING, None))


def _button(message: object, value: str) -> str:
    elements = [e for b in getattr(message, "blocks", []) for e in b.get("elements", ())]
    return str(next(e["action_id"] for e in elements if e.get("value") == value))


def _block(message: object, value: str) -> str:
    blocks = getattr(message, "blocks", [])
    return str(next(b["block_id"] for b in blocks if value in str(b.get("elements"))))


async def test_what_slack_does_not_take_is_told_to_an_admin_who_tries_again(settings: Settings) -> None:
    """The bot was removed from the channel: why, what to do, and a retry button. Operators see the count."""
    port = _free_port()
    async with reminder_workspace(settings.model_copy(update={"codedesk_metrics_port": port})) as workspace:
        await workspace.at(DAY_BEFORE)
        await workspace.subscribe(topics=["panel"], leads="7")
        await workspace.reminders(1)
        channels, bot = workspace.slack.workspace.channels, workspace.slack.workspace.team.bot_user
        with_bot = channels[BILLING]
        channels[BILLING] = replace(with_bot, members=with_bot.members - {bot})
        await workspace.at(PLA_WEEK_BEFORE)
        direct = workspace.slack.workspace.direct(DANA)
        assert direct is not None
        await workspace.slack.until(
            lambda: "could not be posted" in _direct(workspace, direct.id), timeout=10
        )
        assert "/invite @CodeDesk" in _direct(workspace, direct.id)

        listed = await workspace.slack.slash("/deadlines undelivered")
        assert "`not_in_channel`" in listed.body
        ready, measured = await _operators_see(workspace.bot_url, port)
        assert ready["reminders"] == {**ready["reminders"], "dead": 1, "uncertain": 0, "due": 0}
        assert measured["codedesk_outbox", "dead"] == 1
        assert measured["codedesk_deliveries_total", "dead"] == 1
        channels[BILLING] = with_bot
        letter = next(
            m for m in workspace.slack.messages(direct.id, None) if "could not be posted" in str(m.blocks)
        )
        await workspace.slack.press(letter, "remind:again", user=DANA)
        reminder = (await workspace.reminders(2))[1]
        assert "PLA application deadline" in str(reminder.blocks)
        await workspace.shown(letter, "1 reminder")
        await workspace.slack.settle(0.2)  # the post is recorded a moment later
        ready, measured = await _operators_see(workspace.bot_url, port)
        assert (measured["codedesk_outbox", "dead"], ready["reminders"]["dead"]) == (0, 0)
        assert measured["codedesk_outbox", "posted"] == ready["reminders"]["posted"] == 2
        assert measured["codedesk_tick_age_seconds",] == ready["reminders"]["tick_age_seconds"] == 0
        assert measured["codedesk_delivery_late_seconds_count",] == 2


def _free_port() -> int:
    with socket_of(family=AF_INET) as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


async def _operators_see(url: str, port: int) -> tuple[dict[str, Any], dict[tuple[str, ...], float]]:
    """The fields of /readyz, and Prometheus on its own port."""
    async with aiohttp.ClientSession() as session:
        ready = await (await session.get(f"{url}/readyz")).json()
        page = await (await session.get(f"http://127.0.0.1:{port}/metrics")).text()
    families = text_string_to_metric_families(page)
    return ready, {(s.name, *s.labels.values()): s.value for family in families for s in family.samples}


def _direct(workspace: object, channel: str) -> str:
    slack = workspace.slack  # type: ignore[attr-defined]
    return " ".join(str(m.blocks) for m in slack.messages(channel, None))


@pytest.mark.parametrize("socket", [False, True])
async def test_a_calendar_reads_the_feed_until_its_link_is_revoked(settings: Settings, socket: bool) -> None:
    """In HTTP and Socket Mode. The token is in none of the bot's files."""
    async with reminder_workspace(settings, socket=socket) as workspace:
        refused = await workspace.slack.slash("/deadlines feed new", user=LEE)
        assert "only admins" in refused.body
        made = await workspace.slack.slash("/deadlines feed new")
        token = made.body.partition(f"{PUBLIC_URL}/calendar/")[2][:43]
        async with aiohttp.ClientSession(workspace.bot_url) as session:
            answered = await session.get(f"/calendar/{token}.ics")
            assert (answered.status, answered.content_type) == (200, "text/calendar")
            held = Calendar.from_ical(await answered.read())
            again = await session.get(
                f"/calendar/{token}.ics", headers={"If-None-Match": answered.headers["ETag"]}
            )
            assert again.status == 304
            await workspace.slack.slash("/deadlines feed revoke")
            for path in (token, "x", "a" * 43, token[:-1], "..%2f..%2fetc"):
                assert (await session.get(f"/calendar/{path}.ics")).status == 404

        events = held.walk("VEVENT")
        assert len(events) > 30
        assert {str(e["STATUS"]) for e in events} == {"CONFIRMED", "TENTATIVE"}
        assert token not in (await workspace.slack.slash("/deadlines feed")).body


async def test_a_year_is_a_picture_and_the_export_a_file_that_calendars_read(settings: Settings) -> None:
    """Both are sent only to the user, by direct message."""
    async with reminder_workspace(settings) as workspace:
        year = await workspace.slack.slash("/deadlines year 2031")
        await workspace.slack.slash("/deadlines export")
        await workspace.slack.settle(0.3)
        await workspace.slack.until(lambda: len(_files(workspace)) == 2, timeout=10)

        assert "*Jan*" in year.body
        assert "CPT 2031 in force" in year.body
        files = _files(workspace)
        assert files["deadlines 2031.png"].startswith(b"\x89PNG")
        events = Calendar.from_ical(files["codedesk deadlines.ics"]).walk("VEVENT")
        assert len({str(e["UID"]) for e in events}) == len(events)


def _files(workspace: object) -> dict[str, bytes]:
    slack = workspace.slack  # type: ignore[attr-defined]
    held = slack.workspace.files
    ids = [str(f["id"]) for f in held.by(slack.workspace.team.bot_user).values()]
    return {f.name: f.data for f in map(held.find, ids) if f is not None}


async def test_who_may_not_is_told_who_may_and_nothing_changes(settings: Settings) -> None:
    """Members read and mark, viewers read, leads set up reminders, admins confirm dates."""
    async with reminder_workspace(settings) as workspace:
        await make(workspace, LEE, Role.VIEWER)
        for line in (
            "/deadlines unsubscribe",
            "/deadlines pause",
            "/deadlines channels",
            "/deadlines uncertain flag",
        ):
            assert "only admins or leads may" in (await workspace.slack.slash(line, user=MARIA)).body, line
        shown = await workspace.slack.slash("/deadlines subscribe", user=MARIA)
        assert "A lead or an admin can subscribe it" in shown.body

        await workspace.at(DAY_BEFORE)
        await workspace.subscribe(topics=["panel"], leads="7")
        await workspace.at(PLA_WEEK_BEFORE)
        _, reminder = await workspace.reminders(2)
        before = reminder.blocks
        await workspace.slack.press(reminder, "remind:done", user=LEE)
        refused = "only admins or leads or members may mark reminders"
        await workspace.slack.until(lambda: refused in str(workspace.slack.messages(BILLING, LEE)[-1].blocks))
        assert (await workspace.shown(reminder, "likely in 7 days")).blocks == before


BAD = {
    "/deadlines pannel": "/deadlines panel",
    "/deadlines meeting 2027-03": "/deadlines meeting 2027-02",
    "/deadlines meeting 2027-02 2027-02-30 confirmed": "isn't one I know",
    "/deadlines meeting 2027-02 soonish": "isn't one I know",
    "/deadlines date panel:2027-02:party 2027-02-04 confirmed": "I know no deadline",
    "/deadlines year 1066": "/deadlines year 2027",
    "/deadlines feed me": "/deadlines feed revoke",
    "/deadlines checklist 2027-02-01": "/deadlines checklist",
    "/deadlines resume": "No reminders are set up",
    "/deadlines panel page 0": "CPT Editorial Panel",
    "/deadlines page 999": "Next deadlines",
    "/deadlines zebra": "couldn't read",
}


async def test_bad_input_is_a_sentence_with_what_works(settings: Settings) -> None:
    """What was wrong, what was understood, and an example."""
    async with reminder_workspace(settings) as workspace:
        for line, said in BAD.items():
            answer = await workspace.slack.slash(line)

            assert answer.status == 200
            assert said in answer.body, line
            assert "our side" not in answer.body, line


async def test_a_form_tells_every_fault_under_its_field_at_once(settings: Settings) -> None:
    """Invalid lead times, a nearly valid zone. The entered text stays."""
    async with reminder_workspace(settings) as workspace:
        done = await workspace.subscribe(leads="soon", zone="America/Chicagoo")

        assert set(done.errors) == {"leads", "zone"}
        assert "America/Chicago" in done.errors["zone"]
        assert "30, 14, 7, 2, 0" in done.errors["leads"]


async def test_forged_presses_and_forms_change_nothing(settings: Settings) -> None:
    """Keys of other channels, unknown forms, invalid text: always a 200 and never an internal error."""
    async with reminder_workspace(settings) as workspace:
        await workspace.slack.slash("/cpt 97140")
        sent = [x.request for x in workspace.slack.traffic if x.kind == "command"]
        assert isinstance(sent[-1], dict)
        url = str(sent[-1]["response_url"])
        values = ["", PLA, "x" * 2000, "1 " + PLA, f"until {PLA} x", "campaign:2027-01-01 get_release take"]
        actions = ("done", "reopen", "snooze", "assign", "menu:3", "item:0", "again")
        for n, action in enumerate(actions):
            for m, value in enumerate([*values, "campaign:2027-01-01 nothing done", "C0OTHER"]):
                status, _ = await press_raw(workspace, f"remind:{action}", value, url, trigger=f"{n}.{m}.z")
                assert status == 200, (action, value)
        for callback in (
            "remind_subscribe",
            "deadline_meeting",
            "deadline_date",
            "remind_snooze",
            "remind_assign",
        ):
            for ids in ("", "2027-02", PLA, f"C0OTHER - {PLA}", "a b c d e", f"{BILLING} 1.1 {PLA}"):
                fields: dict[str, dict[str, object]] = {"day": {"selected_date": "2027-02-04"}, "which": {}}
                status, body = await submit_raw(workspace, callback, fields, metadata=ids, user=DANA)
                assert status == 200, (callback, ids)
                assert "our side" not in body, (callback, ids, body)
        await workspace.slack.settle(0.2)

        shown = " ".join(str(m.blocks) for m in workspace.slack.messages(BILLING, DANA))
        assert "our side" not in shown
        listed = await workspace.slack.slash("/deadlines channels", channel=CODING)
        assert "No channel is told" in listed.body
