"""Reminder messages of every kind: within Slack's limits, with what, when, why and what to do."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar as File
from icalendar import Event
from PIL import Image

from bot.cli.reminder_sentences import reminders_finding
from bot.domain.codes.changes.diff import ChangeKind, CodeChange
from bot.domain.codes.releases import System
from bot.domain.deadlines.campaigns import CampaignItem, ItemState, campaign_of
from bot.domain.deadlines.deadline import Calendar, Deadline, Topic
from bot.domain.deadlines.delivery import Delivery, DeliveryFailure, Status
from bot.domain.deadlines.marks import Marked, ReminderMark, ReminderState
from bot.domain.deadlines.parse import read_question
from bot.domain.deadlines.planning import MessageContent, MessageKind
from bot.domain.deadlines.requests import DeadlineRequest
from bot.domain.errors import CodeDeskError
from bot.services.ports.reminders import Numbers
from bot.services.reminders.campaign_codes import CampaignCodes, LoadedSet
from bot.services.reminders.errors import MeetingDatesOutOfOrder
from bot.services.reminders.poster import MessageContext
from handlers.slack.answer import Answer
from handlers.views.deadlines.errors import doubtful_card, sentence_for_deadlines
from handlers.views.deadlines.ics import calendar_bytes
from handlers.views.deadlines.listed import next_card
from handlers.views.deadlines.reminder import DeadlineFacts, reminder_card, reminder_message
from handlers.views.deadlines.strip import _HEAD, _column, _height, year_picture
from handlers.views.deadlines.undelivered import undelivered_card
from handlers.views.deadlines.year import in_month, year_card
from tests.handlers.slack_limits import refused

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 15, tzinfo=UTC)
TELLING = MessageContext(NOW, "America/New_York")
YEAR = Calendar().between(TODAY, TODAY + timedelta(days=400))


def row(
    *about: Deadline, kind: MessageKind = MessageKind.REMINDER, n: int = 1, reminder: str = ""
) -> Delivery:
    """A delivery of these deadlines."""
    key = reminder or (about[0].key if about else "digest")
    return Delivery(n, "T1", "C1", key, "2026-11-22/7", kind, MessageContent(about, 7), NOW, Status.POSTED)


def words(card: Answer) -> str:
    """All text of a card."""
    return str(card.drawn)


@pytest.mark.parametrize("deadline", YEAR, ids=lambda d: d.key)
def test_every_deadline_is_told_with_when_why_and_what_to_do(deadline: Deadline) -> None:
    """An estimate is marked and shows its rule. A date token has a plain text fallback."""
    card = reminder_card([row(deadline)], TELLING)

    assert refused(card) == []
    assert "*To do:*" in words(card)
    assert "<!date^" in words(card)
    assert ("estimated: " in words(card)) is not deadline.when.confirmed
    assert "the usual day" not in words(card) or deadline.key.startswith("code:")


def test_a_possible_repeat_says_so_first() -> None:
    """In the message and the notification, with the reason."""
    message = reminder_message([row(YEAR[0])], replace(TELLING, possible_repeat=True))

    assert message.text.startswith("Possible repeat")
    assert "*Possible repeat*" in str(message.blocks[0])
    assert "did not confirm" in str(message.blocks[-1])


def test_a_done_reminder_can_be_opened_again_and_no_more() -> None:
    """No Done or Snooze button, and the user who did it is named."""
    done = ReminderState(done=ReminderMark(Marked.DONE, "U2", NOW))
    card = reminder_card([row(YEAR[0])], TELLING, DeadlineFacts(states={YEAR[0].key: done}))

    assert "*Done* by <@U2>, Nov 22, 2026" in words(card)
    assert "Not done after all" in words(card)
    assert "Snooze" not in words(card)


def test_everything_of_a_year_after_a_long_downtime_fits_one_message() -> None:
    """At most fifty blocks. The rest is counted."""
    rows = [row(d, n=n) for n, d in enumerate(YEAR)]
    card = reminder_card(rows, replace(TELLING, caught_up=True))

    assert refused(card) == []
    assert "While I was away" in words(card)
    assert "more" in words(card)


def test_applications_that_aim_at_it_are_named_by_number() -> None:
    """With the deadline they target."""
    aimed = next(d for d in YEAR if d.key == "panel:2027-05:app_deadline")
    card = reminder_card([row(aimed)], TELLING, DeadlineFacts(aims={"2027-05": ["A-12", "A-15"]}))

    assert "A-12 and A-15 aim at it." in words(card)


GONE = CodeChange(ChangeKind.GONE, "59400", "Invented care", "", successors=("59426",))
REVISED = CodeChange(ChangeKind.REVISED, "97140", "Invented therapy, one arm", "Invented therapy, both arms")


def _campaign(
    today: date, items: Sequence[ItemState], *, loaded: bool, changes: Sequence[CodeChange] = (GONE, REVISED)
) -> str:
    key = "campaign:2027-01-01"
    at = NOW - timedelta(days=40)
    edition = LoadedSet(System.CPT, "2026", date(2026, 1, 1), at, watched=38)
    if loaded:
        new = LoadedSet(System.CPT, "2027", date(2027, 1, 1), at, True, 38, "2026", (3, 4), tuple(changes))
        edition = new
    codes = CampaignCodes((edition,))
    day = [d for d in YEAR if d.key == "code:cpt_effective_2027"]
    facts = DeadlineFacts(checklists={key: items}, codes={key: codes})
    at = datetime(today.year, today.month, today.day, 15, tzinfo=UTC)
    card = reminder_card(
        [row(*day, kind=MessageKind.CAMPAIGN, reminder=key)], MessageContext(at, "America/New_York"), facts
    )
    assert refused(card) == []
    return words(card)


def test_on_the_day_it_says_what_switched_and_which_watched_codes_are_gone() -> None:
    """With successors, and the codes for old dates of service."""
    campaign = campaign_of("campaign:2027-01-01")
    assert campaign is not None
    items = [ItemState(item, done_by="U1", done_at=NOW) for item in list(CampaignItem)[:6]]
    items += [ItemState(item) for item in list(CampaignItem)[6:]]
    told = _campaign(date(2027, 1, 1), items, loaded=True)

    assert "*CPT 2027 is in force* for dates of service from today on" in told
    assert "Dates of service up to Dec 31, 2026 still take CPT 2026" in told
    assert "Of the 38 CPT codes that this team watches: 1 gone, 1 revised." in told
    assert "`59400`  Invented care  · *gone*: now `59426`" in told
    assert "`97140`  Invented therapy, ~one~ *both* ~arm~ *arms*  · *revised*" in told
    assert "All 2 changes" not in told
    assert "*Checklist* 6 of 10" in told


def test_before_the_new_set_is_loaded_nothing_is_said_of_its_codes() -> None:
    """Only the age of what is loaded."""
    told = _campaign(date(2026, 12, 2), (), loaded=False)

    assert "loaded 50 days ago" in told
    assert "that is not the new one yet. Load it by `/codes load` (the AMA's CPT data files" in told
    assert "Of the 38 CPT codes that this team watches I can tell once the new one is loaded." in told
    assert "With it on Jan 1, 2027: CPT 2027 in force (confirmed)" in told


def test_a_day_that_does_not_fit_names_the_other_day_and_can_be_meant() -> None:
    """By a button for a command, by a checkbox in the form."""
    begins = Calendar().by_key("panel:2027-02:meeting")
    assert begins is not None
    problem = MeetingDatesOutOfOrder("panel:2027-02:meeting_end", date(2027, 1, 20), begins)
    card, form = doubtful_card(problem, confirmed=True), sentence_for_deadlines(problem)

    assert (
        "Jan 20, 2027 does not fit: Panel meeting of February 2027 begins Jan 28 to Feb 11, 2027 (estimated)."
        in words(card)
    )
    assert "/deadlines date panel:2027-02:meeting_end 2027-01-20 confirmed meant" in words(card)
    assert form is not None
    assert "tick 'I mean this day'" in words(form)


def test_among_others_after_a_downtime_a_campaign_leads_to_its_checklist() -> None:
    """The checklist shows the changes to watched codes."""
    panel = next(d for d in YEAR if d.key == "pla:2027-04:pla_application")
    rows = [row(panel), row(kind=MessageKind.CAMPAIGN, reminder="campaign:2027-01-01", n=2)]

    assert "`/deadlines checklist 2027-01-01`" in words(reminder_card(rows, replace(TELLING, caught_up=True)))


def test_all_done_asks_first_while_items_are_open() -> None:
    """It stops the campaign's posts, including the one on the day."""
    items = [ItemState(item, done_by="U1", done_at=NOW) for item in CampaignItem]
    some = _campaign(date(2026, 12, 2), [*items[:8], *map(ItemState, list(CampaignItem)[8:])], loaded=True)

    assert "2 items are open. Nothing more is told here of CPT 2027, not on the day either." in some
    assert "Nothing more is told" not in _campaign(date(2026, 12, 2), items, loaded=True)


def test_what_came_in_after_a_comma_is_bold_all_the_same() -> None:
    """Slack does not match markup directly after a letter."""
    longer = CodeChange(
        ChangeKind.REVISED, "99213", "Invented visit, established", "Invented visit, established, low"
    )
    told = _campaign(date(2026, 12, 2), (), loaded=True, changes=[longer])

    assert "`99213`  Invented visit, established *, low*  · *revised*" in told


def test_of_many_changes_ten_are_shown_what_is_gone_first_and_the_rest_stands_behind_a_button() -> None:
    """Within Slack's limits for names of any length."""
    long = [
        CodeChange(
            ChangeKind.REVISED,
            f"97{n:03}",
            f"Invented {'very ' * 150}old {n}",
            f"Invented {'very ' * 150}new {n}",
        )
        for n in range(290)
    ]
    told = _campaign(
        date(2026, 12, 2), [ItemState(i) for i in CampaignItem], loaded=True, changes=[*long, GONE]
    )

    assert "1 gone, 290 revised" in told
    assert told.index("`59400`") < told.index("`97000`")
    assert "`97008`" in told
    assert "`97009`" not in told
    assert "All 291 changes, CPT" in told
    assert "/codes changes #3 #4 watched" in told


@pytest.mark.parametrize("reason", DeliveryFailure)
def test_whatever_slack_answers_there_is_something_to_do(reason: DeliveryFailure) -> None:
    """In the direct message and in the list."""
    dead = replace(row(YEAR[0]), status=Status.DEAD, reason=reason)
    letter = replace(row(kind=MessageKind.DEAD_LETTER, reminder="dead:C1"), occurrence=f"2026-11-22/{reason}")

    for card in (undelivered_card([dead]), reminder_card([letter], TELLING)):
        assert refused(card) == []
        assert f"`{reason}`" in words(card)
        assert "Try again" in words(card)


def test_the_list_pages_through_a_year_within_limits() -> None:
    """No page after the last one."""
    for page in (0, 1, 2, 3, 999):
        card = next_card(YEAR, TODAY, {}, None, page)
        assert refused(card) == []
        assert len(card.drawn) < 12


def test_the_picture_is_drawn_for_an_empty_and_a_crowded_year() -> None:
    """1080 pixels wide, as a PNG."""
    for deadlines in ([], YEAR):
        picture = year_picture(2027, deadlines, TODAY)
        assert picture.startswith(b"\x89PNG")
        assert int.from_bytes(picture[16:20], "big") == 1080


def test_another_deadlines_window_does_not_fill_an_estimates_frame() -> None:
    """Solid means confirmed. A frame stays white inside."""
    year = Calendar().between(date(2027, 1, 1), date(2027, 12, 31))
    found = Image.open(BytesIO(year_picture(2027, year, TODAY))).convert("RGB")
    begins = next(d for d in year if d.key == "panel:2027-02:meeting").when.expected
    february = _HEAD + _height(in_month(1, 2027, year))

    assert sum(d.when.earliest <= begins <= d.when.latest for d in year if d.topic is Topic.PANEL) > 1
    assert found.getpixel((sum(_column(begins.day - 1)) // 2, february + 7)) == (255, 255, 255)
    first_of_january = found.getpixel((sum(_column(0)) // 2, _HEAD + 22))
    assert first_of_january == (0xB3, 0x54, 0x1E), "confirmed beside estimates of the same day: full"


def test_the_years_text_gives_an_estimate_its_whole_window_and_keeps_what_is_confirmed_apart() -> None:
    """A line has one kind of days."""
    told = words(year_card(2027, 2026, Calendar().between(date(2027, 1, 1), date(2027, 12, 31)), None))

    assert "Jan 1  CPT 2027 in force, fee schedule 2027 in force\\n_Jan 1_  Early release" in told
    assert "_Jan 26 to Feb 19_  Application deadline, Panel meeting of May 2027" in told


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("year 1999", "I read `1999` as a year, but it is none from 2020 to 2099."),
        ("meeting 2027-03", "I read `2027-03` as a Panel meeting, but those are in February, May and September"),
        ("meeting next one", "I read `next one` as a Panel meeting"),
        ("meeting 2027-02 confirmed", "No day stands there. Like this: `/deadlines meeting 2027-02 2027-02-04"),
        ("meeting 2031-02 vote 2031-02-06", "I read `vote 2031-02-06` as the day, but it isn't one I know."),
        ("meeting 2031-02 vote 2031-02-06", "`/deadlines meeting 2031-02 2031-02-04 confirmed`; before the day may"),
        ("date foo 2026-12-08", "I know no deadline `foo`."),
        ("checklist 2027-02-01", "I read `2027-02-01` as the day of an update, but checklists are for January 1"),
    ],
)  # fmt: skip
def test_what_names_nothing_is_told_with_what_may_stand_there(line: str, said: str) -> None:
    """And an example that works."""
    with pytest.raises(CodeDeskError) as problem:
        read_question(line, TODAY)
    card = sentence_for_deadlines(problem.value)

    assert card is not None
    assert said in words(card)
    for example in re.findall(r"`/deadlines ([^`]+)`", words(card)):
        assert read_question(example, TODAY)


@pytest.mark.parametrize(
    ("line", "meant"), [("2027", "year 2027"), ("may 2027", "meeting 2027-05"), ("date", "meeting")]
)
def test_a_year_or_a_meeting_may_stand_alone(line: str, meant: str) -> None:
    """`date` without arguments shows the meetings."""
    assert read_question(line, TODAY) == read_question(meant, TODAY)


def test_a_calendar_file_has_an_event_for_each_with_its_whole_window() -> None:
    """The end is the day after the last, as in RFC 5545. Estimates are tentative."""
    events = [e for e in File.from_ical(calendar_bytes(YEAR, NOW)).walk() if isinstance(e, Event)]
    by_uid = {str(e["UID"]): e for e in events}
    assert len(by_uid) == len(YEAR)
    for deadline in YEAR:
        event = by_uid[f"{deadline.key}@codedesk"]
        assert event.start == deadline.when.earliest
        assert event.end == deadline.when.latest + timedelta(days=1)
        assert (event["STATUS"] == "CONFIRMED") is deadline.when.confirmed


@given(st.text(max_size=120))
def test_any_words_are_a_question_or_a_sentence(text: str) -> None:
    """Never another exception."""
    for line in (text, f"meeting {text}", f"date panel:2027-02:meeting {text}", f"meeting 2027-02 {text}"):
        try:
            deadline_request: DeadlineRequest = read_question(line, TODAY)
        except CodeDeskError:
            continue
        assert deadline_request is not None


def test_the_operator_reads_what_is_late_and_undelivered() -> None:
    """And that all is well if it is."""
    well = reminders_finding(Numbers(planned=3, posted=9), NOW, 0.4)
    late = reminders_finding(Numbers(due=2, dead=1, oldest_due_at=NOW - timedelta(hours=1)), NOW, 95)

    assert well.well
    assert "0 s late; last tick 0 s ago" in well.told
    assert not late.well
    assert "last tick 95 s ago" in late.told
    assert "stopped ticking" in late.told
    assert "no running bot answers" in reminders_finding(Numbers(), NOW).told
    assert "60 minutes late" in late.told
    assert "/deadlines undelivered" in late.told
