"""Parse `/deadlines ...` into a typed request."""

import re
from collections.abc import Callable
from datetime import date

from rapidfuzz import fuzz, process

from bot.domain.applications.errors import NotATarget
from bot.domain.applications.targets import parse_target
from bot.domain.dates import parse_date
from bot.domain.deadlines.campaigns import campaign_of
from bot.domain.deadlines.deadline import MEETING_END, Topic
from bot.domain.deadlines.delivery import Uncertainty
from bot.domain.deadlines.offsets import Milestone
from bot.domain.deadlines.requests import (
    FIRST_YEAR,
    KEY,
    LAST_YEAR,
    ChangeDate,
    ChannelAct,
    ChecklistRequest,
    DeadlineRequest,
    EnterDate,
    ExportCalendar,
    FeedAct,
    FeedRequest,
    MeetingRequest,
    NamedThing,
    NoneNamed,
    NotADay,
    RemoveDate,
    SayPassed,
    SubscriptionRequest,
    UncertaintyRequest,
    UndeliveredRequest,
    UpcomingRequest,
    YearRequest,
)
from bot.domain.deadlines.subjects import month_of, subject_of
from bot.domain.errors import NotADate, NotUnderstood

_TOPICS = {
    **dict.fromkeys(("panel", "meetings", "cpt", "ama"), Topic.PANEL),
    **dict.fromkeys(("applications", "application", "apps"), Topic.APPLICATIONS),
    **dict.fromkeys(("codes", "code", "updates", "sets"), Topic.CODE_SETS),
}
_MILESTONES: dict[str, str] = {
    **dict.fromkeys(("start", "starts", "begin", "begins", "meeting"), Milestone.MEETING),
    **dict.fromkeys(("end", "ends"), MEETING_END),
    **dict.fromkeys(("app", "application", "applications", "deadline"), Milestone.APPLICATION),
    **dict.fromkeys(("agenda",), Milestone.PUBLIC_AGENDA),
    **dict.fromkeys(("info", "information", "additional"), Milestone.ADDITIONAL_INFORMATION),
    **dict.fromkeys(("outcome", "outcomes"), Milestone.OUTCOME),
    **dict.fromkeys(("summary", "posted"), Milestone.SUMMARY),
    **dict.fromkeys(("reconsideration", "reconsider"), Milestone.RECONSIDERATION),
    **{milestone.value: milestone for milestone in Milestone},
    MEETING_END: MEETING_END,
}
_FLAGS = {"confirmed": True, "stated": True, "estimated": False, "estimate": False}
_MEETING = re.compile(r"(?P<id>20\d\d-\d\d|[a-z]{3,9}\.? 20\d\d)(?: (?P<rest>.+))?", re.ASCII)
_WORDS = (
    *("panel", "applications", "codes", "year", "export", "feed", "meeting", "date", "subscribe"),
    *("unsubscribe", "pause", "resume", "channels", "checklist", "undelivered", "uncertain", "help"),
    *("ncci", "hcpcs", "pla", "icd", "ruc", "fee schedule", "january"),
)
_NEAR = 70


def read_question(text: str, today: date) -> DeadlineRequest:
    """Parse `panel page 2`, `meeting 2027-02 2027-02-04 confirmed`, ...

    Raises NotUnderstood, NotADay and NoneNamed.
    """
    word, _, rest = text.strip().partition(" ")
    word, rest = word.lower(), rest.strip().lower()
    if not word or (word in ("next", "all", "list", "page") and not subject_of(text, today)):
        return UpcomingRequest(None, _page(f"page {rest}" if word == "page" else rest))
    if word in _TOPICS and (not rest or rest == "more" or rest.startswith("page")):
        return UpcomingRequest(_TOPICS[word], _page(rest))
    if word in ("meeting", "meetings"):
        return _meeting(rest, today)
    if word == ChannelAct.PAUSE:
        return _pause(rest, today)
    if word == "date":
        return _date(text.strip().partition(" ")[2].strip(), today)
    found = (
        _one_word(word, rest)
        or _year_or_meeting(text.strip().lower(), today)
        or subject_of(text, today)
        or month_of(text, today)
    )
    if found is None:
        raise NotUnderstood(text[:60], _suggestions(word))
    return found


def _pause(rest: str, today: date) -> SubscriptionRequest:
    """`pause`, `pause until Jan 4`, `pause until 2027-01-04`. A day without a year is the next one."""
    written = rest.removeprefix("until ").removeprefix("till ").strip()
    if not written:
        return SubscriptionRequest(ChannelAct.PAUSE)
    try:
        until = parse_date(written, today)
    except NotADate:
        until = _next_day(written, today)
    return SubscriptionRequest(ChannelAct.PAUSE, until)


def _next_day(written: str, today: date) -> date:
    """A day without a year, not before today. Raises NotADay."""
    for year in (today.year, today.year + 1):
        for form in (f"{written}, {year}", f"{written}/{year}"):
            try:
                day = parse_date(form, today)
            except NotADate:
                continue
            if day >= today:
                return day
    raise NotADay(written, ChannelAct.PAUSE)


def _one_word(word: str, rest: str) -> DeadlineRequest | None:
    """Commands with one word and at most one argument."""
    if word in frozenset(ChannelAct) or word == "subscription":
        return SubscriptionRequest(ChannelAct.SUBSCRIBE if word == "subscription" else ChannelAct(word))
    reader = _READERS.get(word)
    return reader(rest) if reader else None


def _year_or_meeting(text: str, today: date) -> DeadlineRequest | None:
    """A year or a Panel meeting without a command word: `2027`, `may 2027`. Other months list their dates."""
    if re.fullmatch(r"20\d\d", text, re.ASCII):
        return YearRequest(_year(text).year)
    found = _MEETING.fullmatch(text)
    if found is None:
        return None
    return _meeting_or_month(found, text, today)


def _meeting_or_month(found: re.Match[str], text: str, today: date) -> DeadlineRequest:
    try:
        return _meeting(text, today)
    except NoneNamed:
        month = None if found["rest"] else month_of(found["id"], today)
        if month is None:
            raise
        return month


def _page(rest: str) -> int:
    found = re.fullmatch(r"page (\d{1,3})", rest, re.ASCII)
    if rest and not found and rest != "more":
        raise NotUnderstood(rest[:60], ("/deadlines", "/deadlines panel", "/deadlines codes"))
    return int(found[1]) if found else int(rest == "more")


def _year(rest: str) -> YearRequest:
    if not rest:
        return YearRequest()
    if re.fullmatch(r"\d{4}", rest, re.ASCII) and FIRST_YEAR <= int(rest) <= LAST_YEAR:
        return YearRequest(int(rest))
    raise NoneNamed(rest[:20], NamedThing.YEAR)


def _feed(rest: str) -> FeedAct:
    if rest in ("", "link"):
        return FeedAct.SHOW
    if rest in (FeedAct.NEW, FeedAct.REVOKE):
        return FeedAct(rest)
    raise NotUnderstood(rest[:20], ("/deadlines feed", "/deadlines feed new", "/deadlines feed revoke"))


def _campaign(rest: str) -> str:
    if not rest:
        return ""
    key = rest if rest.startswith("campaign:") else f"campaign:{rest}"
    if campaign_of(key) is None:
        raise NoneNamed(rest[:20], NamedThing.CHECKLIST)
    return key


def _uncertainty(rest: str) -> Uncertainty | None:
    if not rest:
        return None
    if rest in frozenset(Uncertainty):
        return Uncertainty(rest)
    raise NotUnderstood(rest[:20], ("/deadlines uncertain repeat", "/deadlines uncertain flag"))


_READERS: dict[str, Callable[[str], DeadlineRequest]] = {
    **dict.fromkeys(("year", "strip", "calendar"), _year),
    **dict.fromkeys(("export", "ics"), lambda _: ExportCalendar()),
    "feed": lambda rest: FeedRequest(_feed(rest)),
    **dict.fromkeys(("checklist", "campaign"), lambda rest: ChecklistRequest(_campaign(rest))),
    **dict.fromkeys(("undelivered", "dead"), lambda _: UndeliveredRequest()),
    "uncertain": lambda rest: UncertaintyRequest(_uncertainty(rest)),
}


def _meeting(rest: str, today: date) -> DeadlineRequest:
    if not rest:
        return MeetingRequest()
    found = _MEETING.fullmatch(rest)
    if found is None:
        raise NoneNamed(rest[:40], NamedThing.MEETING)
    try:
        id_ = parse_target(found["id"], quarterly=False).id
    except NotATarget:
        raise NoneNamed(found["id"], NamedThing.MEETING) from None
    words = (found["rest"] or "").split()
    if not words:
        return MeetingRequest(id_)
    if words == ["change"]:
        return MeetingRequest(id_, change=True)
    which = _MILESTONES.get(words[0])
    key = f"panel:{id_}:{which or Milestone.MEETING}"
    return _date_request(key, words[1:] if which else words, today)


def _date(rest: str, today: date) -> DeadlineRequest:
    if not rest:
        return MeetingRequest()
    key, *words = rest.split()
    if not re.fullmatch(KEY, key, re.ASCII):
        raise NoneNamed(key[:40], NamedThing.DEADLINE)
    return _date_request(key, [word.lower() for word in words], today)


def _date_request(key: str, words: list[str], today: date) -> DeadlineRequest:
    if not words or words == ["change"]:
        return ChangeDate(key)
    if words in (["back"], ["take", "back"]):
        return RemoveDate(key)
    if words in (["passed"], ["has", "passed"], ["over"]):
        return SayPassed(key)
    flags = [_FLAGS[word] for word in words if word in _FLAGS]
    day_text = " ".join(word for word in words if word not in _FLAGS and word != "meant")
    try:
        day = parse_date(day_text, today)
    except NotADate:
        raise NotADay(day_text, key) from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise NotADay(day_text, key)
    return EnterDate(key, day, flags[-1] if flags else None, "meant" in words)


def _suggestions(word: str) -> tuple[str, ...]:
    similar = process.extract(word, _WORDS, scorer=fuzz.ratio, limit=2, score_cutoff=_NEAR)
    return tuple(f"/deadlines {found}" for found, _, _ in similar) or (
        *("/deadlines", "/deadlines panel", "/deadlines subscribe"),
        "/deadlines help",
    )
