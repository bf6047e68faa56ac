"""Fetching public code sets in Slack: the form, how far it is, how it ended."""

from collections.abc import Sequence
from enum import StrEnum

from bot.domain.codes.fetching.catalog import CATALOG
from bot.domain.codes.fetching.code_sets import AMA_TERMS, CodeSet, DataLicense
from bot.domain.codes.fetching.records import FetchSchedule, LicenseAcceptance
from bot.services.fetching.faults import FetchFault
from bot.services.fetching.outcome import EditionOutcome, FetchReport, FetchResult, SetOutcome
from bot.services.fetching.status import FetchableSet, FetchStatus
from handlers.slack.answer import Answer, CommandButton
from handlers.slack.block_kit import Block, View
from handlers.slack.ids import FormId
from handlers.views.answer_modal import plain_view
from handlers.views.blocks import actions, code, context, esc, section
from handlers.views.dates import day
from handlers.views.fetch_words import failure_words
from handlers.views.modal_blocks import FormOption, form, ticks_input

SETS, LICENSE, DAILY = "sets", "license", "daily"
FETCH = "/codes fetch"
_STAGES = {
    "looking": "Reading the publishers' pages",
    "downloading": "Downloading",
    "reading": "Reading",
    "loading": "Loading",
    "indexing": "Building the index",
}


class LicenseChoice(StrEnum):
    """The box that accepts the license; never ticked beforehand."""

    ACCEPT = "accept"


class DailyChoice(StrEnum):
    """The box that turns the daily look on."""

    ON = "on"


def fetch_card(status: FetchStatus) -> Answer:
    """The form; its card is for where none can be opened."""
    line = code("codedesk codes fetch")
    return Answer("Get current code sets", (section(f"At the terminal: {line}."),), opens=_form(status))


def _form(status: FetchStatus) -> View:
    due = [each for each in status.missing if each.license is DataLicense.PUBLIC or status.acceptance]
    blocks: list[Block] = [
        ticks_input(
            SETS,
            "Code sets",
            [FormOption(each.code_set, each.title, _about(each)) for each in status.sets],
            initial=[each.code_set for each in due],
            hint="Downloaded from www.cms.gov and ftp.cdc.gov, checked, and loaded.",
        ),
        *_license_blocks(status.acceptance),
        ticks_input(
            DAILY,
            "Every day",
            [FormOption(DailyChoice.ON, "Look for new editions every day, and load them")],
            initial=[DailyChoice.ON] if status.schedule and status.schedule.enabled else [],
        ),
    ]
    if status.schedule and status.schedule.looked_on:
        blocks.append(context(_looked(status.schedule)))
    return form("Get current code sets", blocks, callback=FormId.FETCH, submit="Get")


def _about(each: FetchableSet) -> str:
    loaded = "loaded in part" if each.partly else "not loaded" if each.missing else "loaded"
    licensed = " · AMA license" if each.license is DataLicense.AMA else ""
    return f"{each.edition.name} {loaded}{licensed}"


def _license_blocks(acceptance: LicenseAcceptance | None) -> list[Block]:
    """The whole text stands behind the link; only a person's tick accepts it."""
    about = (
        "*AMA license*  The fee schedule, NCCI edits, MUE, and add-on codes hold CPT codes. "
        f"Read the license in full: <{AMA_TERMS}>"
    )
    if acceptance is not None:
        accepted = f"Accepted by {_person(acceptance.accepted_by)} on {day(acceptance.accepted_at.date())}, "
        return [section(about), context(f"{accepted}until {day(acceptance.until)}.")]
    label = "I have read the AMA license and accept it for this workspace"
    tick = FormOption(LicenseChoice.ACCEPT, label, "Recorded with your name, for one year")
    return [section(about), ticks_input(LICENSE, "License", [tick])]


def _person(accepted_by: str) -> str:
    """A Slack user id, or a name that was typed at the terminal."""
    is_id = accepted_by[:1] in ("U", "W") and accepted_by.isalnum() and accepted_by.isupper()
    return f"<@{accepted_by}>" if is_id else esc(accepted_by)


def _looked(schedule: FetchSchedule) -> str:
    return f"Last look: {day(schedule.looked_on)}." if schedule.looked_on else ""


def started_view(sets: Sequence[CodeSet]) -> View:
    """In the form's place: where to look now."""
    names = ", ".join(CATALOG[each].title for each in sets)
    where = context("Progress and result are in your direct messages with me. You can close this.")
    return plain_view([section(f"Getting {names}."), where])


def saved_view(*, daily: bool) -> View:
    """Only the daily look, or the license, was saved."""
    on = "I look for new editions every day, and tell admins what arrived."
    return plain_view([section(on if daily else "I don't look for new editions by myself.")])


def fetching_card(stage: str, done: int, total: int) -> Answer:
    """How far it is: a share where the total is known."""
    if not stage:
        return Answer("Getting code sets", (section("*Starting*"),))
    share = f"  {min(100, done * 100 // total)}%" if total > 0 else ""
    return Answer("Getting code sets", (section(f"*{_STAGES.get(stage, 'Working')}*{share}"),))


def fetched_card(report: FetchReport) -> Answer:
    """Set by set: loaded, current, not published yet, or what went wrong and what to do."""
    lines = [line for each in report.sets for edition in each.editions for line in _lines(each, edition)]
    unreached = [each for each in report.sets if any(_is_unreached(e) for e in each.editions)]
    blocks: list[Block] = [section("\n".join(lines) or "Nothing to get.")]
    if unreached:
        pages = "\n".join(f"{each.title}: {each.pages[0]}" for each in unreached)
        blocks.append(
            section(
                "This machine has no connection to the publishers. Open these pages in a browser, save the zips, and "
                f"send them with {code('/codes load')}:\n{pages}"
            )
        )
    blocks.append(actions(CommandButton("What is loaded", "/codes")))
    blocks.append(context("Answers use it within seconds." if report.loaded else "Nothing was changed."))
    return Answer("Code sets loaded" if report.loaded else "No new code sets", tuple(blocks))


def _lines(each: SetOutcome, edition: EditionOutcome) -> list[str]:
    what = f"*{each.title}*  {code(edition.name)}"
    match edition.result:
        case FetchResult.LOADED:
            rows = sum(one.rows for one in edition.loaded)
            return [f"{what}: loaded, {rows:,} rows, in force from {day(edition.first_day)}."]
        case FetchResult.FAILED:
            return [f"{what}: *not loaded*. {failure_words(edition.failure) if edition.failure else ''}"]
    return [f"{what}: {edition.result}."]


def _is_unreached(edition: EditionOutcome) -> bool:
    return edition.failure is not None and edition.failure.fault is FetchFault.UNREACHABLE
