"""What people read about fetching: on the terminal and in Slack, within Slack's limits."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.cli.fetch_sentences import missing_advice, report_lines
from bot.domain.codes.fetching.code_sets import AMA_TERMS, CodeSet, DataLicense
from bot.domain.codes.fetching.records import FetchSchedule, accepted_for_a_year
from bot.domain.codes.releases import Release, System
from bot.services.fetching.faults import FetchFailure, FetchFault
from bot.services.fetching.outcome import (
    EditionOutcome,
    FetchedName,
    FetchReport,
    FetchResult,
    SetOutcome,
)
from bot.services.fetching.status import FetchStatus, fetch_status
from bot.services.loading.outcome import LoadedFile
from handlers.slack.block_kit import view_json
from handlers.views.codes.fetch import fetch_card, fetched_card, fetching_card, saved_view, started_view
from handlers.views.codes.loaded import loaded_card
from handlers.views.fetch_words import failure_words
from handlers.views.sharing import shared
from tests.fakes import FakeClock, FakeDatabase
from tests.handlers.slack_limits import Drawn, read_by_slack_sdk, refused

NOW = datetime(2026, 12, 1, 17, tzinfo=UTC)
URL = "https://www.cms.gov/files/zip/rvu26d.zip"
FILE = FetchedName("rvu26d.zip", URL, 2_400_000, "ab" * 32)
RELEASE = Release(System.FEES, "2026 Q4", date(2026, 10, 1), None, "a.csv", "T1")
INCOMING = Path("/data/incoming")


def _report(result: FetchResult, fault: FetchFault | None = None) -> FetchReport:
    failure = FetchFailure(fault, URL, 404, "www.cms.gov", rows=5, before=10) if fault else None
    loaded = (LoadedFile(RELEASE, 18_000),) if result is FetchResult.LOADED else ()
    edition = EditionOutcome("2026 Q4", date(2026, 10, 1), result, (FILE,), loaded, failure)
    page = "https://www.cms.gov/medicare/payment/fee-schedules"
    return FetchReport(
        (SetOutcome(CodeSet.FEES, "Medicare fee schedule", DataLicense.AMA, (page,), (edition,)),)
    )


@pytest.mark.parametrize("fault", FetchFault)
def test_every_fault_has_its_sentence(fault: FetchFault) -> None:
    """Which ends like one, and names no Python."""
    words = failure_words(FetchFailure(fault, URL, 503, "detail", rows=5, before=10, retry_after=90))

    assert words.endswith(".")
    assert "None" not in words
    assert words[0].isupper() or words.startswith(("rvu26d", "www", "detail"))


def test_a_web_page_is_said_to_be_one_and_what_to_do() -> None:
    """Word for word: people look for it."""
    words = failure_words(FetchFailure(FetchFault.WEB_PAGE, URL))

    assert words.endswith(
        "This is a web page, not the file: accept the license in a browser, then save the zip."
    )


@pytest.mark.parametrize("result", FetchResult)
def test_every_result_is_told_on_the_terminal_and_in_slack(result: FetchResult) -> None:
    """With the set and the edition."""
    report = _report(result, FetchFault.REFUSED if result is FetchResult.FAILED else None)

    lines = "\n".join(report_lines(report, INCOMING))
    card = fetched_card(report).checked()

    for told in (lines, str(card.drawn)):
        assert "Medicare fee schedule" in told
        assert "2026 Q4" in told


def test_without_a_network_the_pages_the_files_and_the_folder_are_named() -> None:
    """So is the command that loads them."""
    lines = "\n".join(report_lines(_report(FetchResult.FAILED, FetchFault.UNREACHABLE), INCOMING))

    assert "https://www.cms.gov/medicare/payment/fee-schedules" in lines
    assert "rvu26d.zip" in lines
    assert "codedesk codes load /data/incoming" in lines
    assert "/codes load" in str(fetched_card(_report(FetchResult.FAILED, FetchFault.UNREACHABLE)).drawn)


def test_the_license_is_shown_in_full_by_its_link_and_how_to_accept_it() -> None:
    """Where something waits for it."""
    lines = "\n".join(report_lines(_report(FetchResult.LICENSE), INCOMING))

    assert AMA_TERMS in lines
    assert "--accept-license" in lines


async def _status() -> FetchStatus:
    return await fetch_status(FakeDatabase(), FakeClock(NOW), "T1")


def _form(status: FetchStatus) -> Drawn:
    """The form, on which slack_sdk agrees."""
    card = fetch_card(status)
    assert refused(card) == []
    assert card.opens
    return view_json(card.opens)


async def test_the_form_offers_every_set_and_never_ticks_the_license() -> None:
    """What is public and due is ticked; what is licensed is not, before the license is accepted."""
    drawn = _form(await _status())
    inputs = {block["block_id"]: block["element"] for block in drawn["blocks"] if block["type"] == "input"}

    assert [o["value"] for o in inputs["sets"]["options"]] == [*CodeSet]
    assert [o["value"] for o in inputs["sets"]["initial_options"]] == ["icd10cm", "hcpcs"]
    assert "initial_options" not in inputs["license"]
    assert "initial_options" not in inputs["daily"]
    assert AMA_TERMS in str(drawn)


async def test_once_accepted_the_form_says_by_whom_and_until_when() -> None:
    """And asks no more."""
    accepted = accepted_for_a_year(DataLicense.AMA, "U0DANA001", NOW, NOW.date())
    daily = FetchSchedule(True, "U1", NOW, NOW.date())
    drawn = str(_form(replace(await _status(), acceptance=accepted, schedule=daily)))

    assert "<@U0DANA001>" in drawn
    assert "2027" in drawn
    assert "'license'" not in drawn
    assert "Last look" in drawn


def test_progress_and_the_other_views_are_within_slacks_limits() -> None:
    """Each drawn once."""
    for step in (("", 0, 0), ("downloading", 5, 10), ("unknown", 1, 0)):
        fetching_card(*step).checked()
    assert "50%" in str(fetching_card("downloading", 5, 10).drawn)
    for view in (started_view([*CodeSet]), saved_view(daily=True), saved_view(daily=False)):
        assert read_by_slack_sdk(view_json(view)) == view_json(view)


def test_a_shared_card_has_no_button_for_admins() -> None:
    """Whoever reads it may be anybody."""
    card = loaded_card((), NOW.date(), may_fetch=True)

    assert "/codes fetch" in str(card.drawn)
    assert "/codes fetch" not in str(shared(card, "U1").drawn)


async def test_the_doctor_names_the_address_and_the_command() -> None:
    """One line a set."""
    lines = [missing_advice(each) for each in (await _status()).missing]

    assert len(lines) == len(CodeSet)
    assert lines[1] == (
        "HCPCS Level II 2026 Q4 isn't loaded. Get it: codedesk codes fetch hcpcs (https://www.cms.gov/medicare/"
        "coding-billing/healthcare-common-procedure-system/quarterly-update)"
    )
