"""Loaded files as the small print names them."""

from collections.abc import Sequence
from datetime import date

from bot.domain.codes.claim.claim import ClaimSetting
from bot.domain.codes.claim.edition import ReferenceEdition, ReferenceFile
from bot.domain.codes.hcpcs.starter import Wording
from bot.services.loading.release_names import FROM_EVER
from handlers.views.blocks import code, esc
from handlers.views.dates import day

HOW_TO_LOAD = f"{code('/codes load')}, or {code('codedesk codes load FILE')} on the server,"
"""Who may load is told there."""
_HOW = {
    ReferenceFile.PAIRS: "NCCI pairs (CMS, PTP edits of the quarter)",
    ReferenceFile.UNITS: "MUE (CMS, of the quarter)",
    ReferenceFile.ADD_ONS: "add-on codes (CMS, NCCI)",
    ReferenceFile.FEES: "the physician fee schedule (CMS, PPRRVU)",
    ReferenceFile.PROCEDURES: "your CPT and HCPCS files",
    ReferenceFile.DIAGNOSES: "ICD-10-CM of the date",
}


def edition_words(edition: ReferenceEdition) -> str:
    """`NCCI pairs, practitioner, 2026 Q1 (Jan 1, 2026 to Mar 31, 2026)`"""
    whose = f", {edition.setting}" if edition.setting else ""
    if of_starter(edition):
        return starter_words(edition)
    if edition.effective == FROM_EVER:  # a team's own list: each of its codes has days of its own
        return esc(edition.name)
    until = f" to {day(edition.ends)}" if edition.ends else " on"
    return f"{edition.file}{whose}, {esc(edition.name)} ({day(edition.effective)}{until})"


def of_starter(edition: ReferenceEdition) -> bool:
    """Whether it is the HCPCS starter and no loaded list."""
    return edition.file is ReferenceFile.HCPCS_STARTER


def starter_as_of(as_of: date) -> str:
    """`HCPCS starter, as of Jan 1, 2026`"""
    return f"HCPCS starter, as of {day(as_of)}"


def starter_words(edition: ReferenceEdition) -> str:
    """As of when, whose words, and that it says nothing of a date."""
    whose = WHOSE_WORDS[Wording(edition.name)]
    return f"{starter_as_of(edition.effective)}, {whose}, not checked: validity on your date"


WHOSE_WORDS = {Wording.CMS: "CMS's name", Wording.OURS: "our own words"}


def edition_name(edition: ReferenceEdition) -> str:
    """`NCCI pairs 2026 Q1`, without its days."""
    if of_starter(edition):
        return starter_as_of(edition.effective)
    if edition.file is ReferenceFile.PROCEDURES:
        return esc(edition.name)
    whose = (
        f", {edition.setting}" if edition.setting and edition.setting is not ClaimSetting.PRACTITIONER else ""
    )
    return f"{edition.file} {esc(edition.name)}{whose}"


def ended_words(edition: ReferenceEdition) -> str:
    """A file that answered although it was over: that is said first."""
    ends = edition.ends or date.max
    return f"{edition.file} {esc(edition.name)} ended on {day(ends)}; nothing newer is loaded."


def ended_lines(editions: Sequence[ReferenceEdition]) -> tuple[str, ...]:
    """One line, however many have ended."""
    if len(editions) < 2:
        return tuple(map(ended_words, editions))
    each = (f"{edition_name(edition)} ended on {day(edition.ends or date.max)}" for edition in editions)
    return (f"{', '.join(each)}; nothing newer is loaded.",)


def how_to_get(file: ReferenceFile) -> str:
    """Which published file would answer, and what reads it."""
    return f"That needs {_HOW[file]}: {HOW_TO_LOAD} reads it as it was downloaded."
