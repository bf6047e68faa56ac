"""Error messages about applications: what is wrong and what to do."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.domain.applications import errors as wrong
from bot.domain.applications.stages import Condition, RequiredFact
from bot.domain.applications.wording import Confidential
from bot.domain.errors import CodeDeskError
from handlers.slack.answer import Answer
from handlers.views.applications.words import STAGES, did_word, entry_word, when
from handlers.views.blocks import code, cut, section
from handlers.views.codes.roles import person
from handlers.views.dates import day

_SHOWN = 40
_NEEDS: Mapping[RequiredFact, str] = {
    RequiredFact.TARGET: "which meeting or quarter it aims at",
    RequiredFact.OUTCOME: "the date of the outcome e-mail",
    RequiredFact.POSTED_ON: "the day on which the Summary of Panel Actions was posted",
    RequiredFact.COMPLETE_BY: "the day that the notice asks completion for",
    RequiredFact.REQUESTED_ON: "the day on which reconsideration was asked for",
    RequiredFact.CODE_NUMBER: "the code number",
}
_CONDITIONS: Mapping[Condition, str] = {
    Condition.CHECKLIST_COMPLETE: "the checklist is done",
    Condition.ACCEPTED: "the Panel accepted it",
    Condition.ACCEPTED_CATEGORY_I: "the Panel accepted it as Category I",
    Condition.REJECTED_OR_TABLED: "it was rejected or tabled",
    Condition.NO_REQUEST_IN_TIME: "it was rejected or tabled, and 14 days have passed without a request",
    Condition.POSTPONED: "it was postponed",
    Condition.FINAL_ACTION: "the Panel took a final action",
    Condition.CATEGORY_III: "the code is Category III",
}
_AFTER: Mapping[str, str] = {
    "contact": "After submission nobody is to be contacted about it, so no contact is recorded any more.",
    "dossier": "The dossier is for drafts. After submission, export is off: use the Smart App.",
    "codes": "The codes asked for are with the AMA now, and can't be changed here.",
    "wording": "The wording is with the AMA now, and isn't kept here any more.",
}
_CONFIDENTIAL: Mapping[str, str] = {
    Confidential.WORDING: "descriptor wording",
    Confidential.PANEL_MATERIAL: "Panel material",
    Confidential.LOBBYING: "a contact with advisors or Panel members",
}


def sentence_for_applications(error: CodeDeskError) -> Answer | None:
    """The card for an application error, or None for any other error."""
    sentence = _SENTENCES.get(type(error))
    return _card(f"{sentence(error)} Nothing was changed.") if sentence else None


def was_first(first: wrong.WhoWasFirst, user: str) -> str:
    """Who changed the application before this user's press."""
    did = f"{did_word(first.action)}, {when(first.at)}. Here is how it stands now."
    if first.user == user:
        return f"This card was old: since then you {did}"
    return f"{person(first.user)} was here first and {did}"


def not_undone(error: wrong.NothingToUndo | wrong.UndoTooLate) -> str:
    """Why the last step cannot be undone."""
    return f"{_SENTENCES[type(error)](error)} Here is how it stands."


def _no_such(error: Any) -> str:
    what = code(cut(error.what, _SHOWN)) if error.what else "That"
    return f"{what} is no application here. Ids look like {code('A-12')}: try {code('/application list')}."


def _not_a_target(error: Any) -> str:
    wanted = (
        f"a quarter for PLA, like {code('2027-Q2')}"
        if error.quarterly
        else f"a Panel meeting, like {code('2027-05')} or {code('May 2027')} (they meet in February, May and the fall)"
    )
    return f"{code(cut(error.what, _SHOWN))} isn't {wanted}."


def _past(error: Any) -> str:
    if error.after:
        return f"{code(error.target)} isn't later than {code(error.after)}, which was missed."
    return f"{code(error.target)} is over: today is {day(error.today)}. Choose a later one."


def _date(error: Any) -> str:
    start = f"from {day(error.earliest)}" if error.earliest else ""
    end = f"up to {day(error.latest)}" if error.latest else ""
    return f"{day(error.value)} can't be right here: it takes a day {' '.join(filter(None, (start, end)))}."


def _checklist(error: Any) -> str:
    open_entries = ", ".join(entry_word(key) for key in error.entries[:6])
    more = f" and {len(error.entries) - 6} more" if len(error.entries) > 6 else ""
    return f"Submission waits for the checklist: {open_entries}{more}."


def _impossible(error: Any) -> str:
    stages = ", ".join(STAGES[stage] for stage in error.stages)
    return f"That step can't be taken from where it stands: {stages}."


def _close(error: Any) -> str:
    if error.withdraw:
        return "The AMA has it, so it can't just be closed. The applicant may withdraw in writing: press *Withdrawn*."
    return f"At {STAGES[error.stage]} it can't be closed from here."


_SENTENCES: Mapping[type[CodeDeskError], Callable[[Any], str]] = {
    wrong.NoSuchApplication: _no_such,
    wrong.ImpossibleStep: _impossible,
    wrong.WithdrawalTooLate: lambda _: (
        "It can't be withdrawn any more: once the tab is called, the application is under the Panel's jurisdiction."
    ),
    wrong.NumberTooEarly: lambda e: f"At {STAGES[e.stage]} no code number is final, so none is kept.",
    wrong.NotTheNumber: lambda e: (
        f"{code(e.number)} can't be the number of this code (category {e.category}), or another one has it."
    ),
    wrong.NotATarget: _not_a_target,
    wrong.TargetInThePast: _past,
    wrong.TargetNotNow: lambda e: f"At {STAGES[e.stage]} the meeting is no longer yours to choose.",
    wrong.FactMissing: lambda e: f"Please say {_NEEDS[e.need]}.",
    wrong.DateNotPossible: _date,
    wrong.ConditionNotMet: lambda e: f"That step counts only where {_CONDITIONS[e.condition]}.",
    wrong.ChecklistOpen: _checklist,
    wrong.WindowStillOpen: lambda e: f"Reconsideration may be asked for up to and including {day(e.until)}.",
    wrong.CodesMoveTogether: lambda _: "Up to the outcome all codes of an application move together.",
    wrong.NoSuchCode: lambda e: f"There is no code {e.position} that this step could move.",
    wrong.MixedCalendars: lambda _: "PLA codes go by quarters and all others by Panel meetings: begin one for each.",
    wrong.WhoWasFirst: lambda e: (
        f"{person(e.user)} was here first and {did_word(e.action)}, {when(e.at)}. Open it again to see how it stands."
    ),
    wrong.NothingToUndo: lambda _: "There is no step to take back.",
    wrong.UndoTooLate: lambda e: (
        f"The last step is older than {e.minutes} minutes ({when(e.at)}), so it stays. Take the next one instead."
    ),
    wrong.AfterSubmission: lambda e: _AFTER.get(e.what, _AFTER["codes"]),
    wrong.UnderConfidentiality: lambda e: (
        f"That reads like {_CONFIDENTIAL.get(e.kind, 'confidential material')}, which isn't kept in Slack after "
        "submission. Link to where your team keeps it instead."
    ),
    wrong.CannotClose: _close,
    wrong.CannotReopen: lambda e: f"It isn't closed: it stands at {STAGES[e.stage]}.",
    wrong.TextMissing: lambda e: f"Please write something: the {e.field} is empty.",
    wrong.TooManyEntries: lambda e: f"That is more than I keep: at most {e.limit} ({e.what}).",
    wrong.NotALink: lambda _: f"That isn't a link I keep: it begins with {code('https://')} and holds no password.",
    wrong.NoSuchEntry: lambda e: f"I don't find {code(cut(e.what, _SHOWN))} there (any more).",
}  # fmt: skip


def _card(text: str) -> Answer:
    return Answer("CodeDesk could not do that", (section(text),))
