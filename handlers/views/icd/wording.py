"""The turns of phrase that the cards of `/icd` share: which release speaks, and for which day."""

from datetime import date

from bot.domain.codes.diagnosis import Diagnosis
from bot.domain.codes.editions import part_of
from bot.domain.codes.releases import Release, ReleaseStatus, SelectedRelease
from bot.services.lookup.diagnoses import fiscal_year
from handlers.slack.block_kit import Block
from handlers.views.blocks import code, context, esc, section
from handlers.views.dates import day

_OCTOBER = 10
MOST_BUTTONS = 5
"""More choices than that go into a select."""


def named(diagnosis: Diagnosis) -> str:
    """`M54.50`  Low back pain, unspecified"""
    return f"{code(diagnosis.code)}  {esc(diagnosis.name)}"


def ended_first(chosen: SelectedRelease, release: Release) -> tuple[Block, ...]:
    """Where the release that answers has ended, that is said before anything else."""
    if chosen.standing is not ReleaseStatus.ENDED or release.ends is None:
        return ()
    return (
        section(
            f"ICD-10-CM {esc(release.edition)} ended on {day(release.ends)}. "
            f"FY{fiscal_year(chosen.today)} isn't loaded. Verify codes before billing."
        ),
    )


def source(chosen: SelectedRelease, release: Release) -> Block:
    """The small print: code set, edition, how long it holds, and the date that was asked about."""
    asked = f"date of service {day(chosen.on)}" if chosen.on else f"asked for today, {day(chosen.today)}"
    return context(f"{release_name(release)}{notes_words(release)}{_update(chosen, release)} · {asked}")


def _update(chosen: SelectedRelease, release: Release) -> str:
    """October's edition, asked for a day of the following April or later, may have been updated by then."""
    update = date(release.effective.year + 1, 4, 1)
    if release.effective.month != _OCTOBER or (chosen.on or chosen.today) < update:
        return ""
    return f" · not loaded: the {day(update)} update"


def notes_words(release: Release) -> str:
    """` · names and validity FY2027, notes April 2026`, where the two are of different editions."""
    if release.notes:
        return f" · names and validity {esc(release.edition)}, notes {esc(release.notes)}"
    return " · notes: not in this list" if part_of(release) else ""


def release_name(release: Release) -> str:
    """`ICD-10-CM April 2026, in force Apr 1, 2026 to Sep 30, 2026`"""
    until = f" to {day(release.ends)}" if release.ends else ", no end announced"
    return f"{release.system} {esc(release.edition)}, in force {day(release.effective)}{until}"


def left_out(unread: bool) -> tuple[Block, ...]:
    """Said where words or CPT codes stood beside the codes."""
    return (context("I answered for the diagnosis codes and left the rest out."),) if unread else ()
