"""What is loaded: each code set with its interval, its age, whether it has ended, and what to fetch next."""

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import assert_never

from bot.codefiles.hcpcs_starter import hcpcs_starter
from bot.domain.codes.completeness import Lack
from bot.domain.codes.cpt.starter import STARTER
from bot.domain.codes.editions import PAIR_PARTS
from bot.domain.codes.expected_editions import LoadedRelease, Upkeep
from bot.domain.codes.releases import PUBLIC, Release, System
from bot.services.loading.release_names import FROM_EVER
from handlers.slack.answer import Answer, CommandButton
from handlers.slack.block_kit import SectionBlock
from handlers.views.blocks import actions, code, context, esc, section
from handlers.views.dates import day
from handlers.views.file_words import lack_words
from handlers.views.sources import starter_as_of

_FIRST = 10
_IN_SECTION = 5
_ON_MORE = 60
"""Lines behind *More*: a dozen releases of each of a handful of sets; older ones are counted."""


def loaded_card(
    sets: Sequence[Upkeep],
    today: date,
    cut_off: Mapping[Release, Lack] = MappingProxyType({}),
    *,
    full: bool = False,
    unread: bool = False,
    may_fetch: bool = False,
) -> Answer:
    """`/codes`: every code set as of `today`, ten lines or (`full`) all. `unread`: what was typed says nothing.

    `cut_off` are the editions that seem to be cut off, and why.
    """
    lines = [_line(each, today, cut_off) for each in sets]
    older = [_older(each, today, cut_off) for of in sets for each in of.others]
    shown, left = (
        ([*lines, *older], 0) if full else (lines[:_FIRST], max(0, len(lines) - _FIRST) + len(older))
    )
    if len(shown) > _ON_MORE:
        shown = [*shown[:_ON_MORE], f"and {len(shown) - _ON_MORE} older ones"]
    more = [CommandButton(f"More: {left} further", "/codes more")] if left > 0 and not full else []
    go = (
        *more,
        CommandButton("What changed", "/codes changes"),
        CommandButton("Watched codes", "/codes watched"),
        *([CommandButton("Get current code sets", "/codes fetch")] if may_fetch else []),
    )
    return Answer(
        "What is loaded",
        (
            *((section(_UNREAD),) if unread else ()),
            *_sections(shown),
            actions(*go, share="/codes more" if full else "/codes"),
            context(
                f"As of {day(today)} · load a file: `/codes load`, or `codedesk codes load FILE` on the bot's machine"
            ),
        ),
    )


_UNREAD = (
    "I don't know that word behind `/codes`. It takes `watch 97140`, `watched`, `changes`, `notes`, `abbreviation` "
    "and `forget`; here is what is loaded."
)


def _sections(lines: Sequence[str]) -> list[SectionBlock]:
    return [section("\n".join(lines[i : i + _IN_SECTION])) for i in range(0, len(lines), _IN_SECTION)]


def _line(each: Upkeep, today: date, cut_off: Mapping[Release, Lack]) -> str:
    told = [_state(each.newest, today) if each.newest else _absent(each.system)]
    told += _cut_off(each.newest, cut_off)
    if each.due and each.newest:
        told.append(
            f"Download: {each.due.name}, in force since {day(each.due.since)} ({page_of(each.system)})"
        )
    return f"*{each.system}*  {' · '.join(told)}"


def _absent(system: System) -> str:
    """Not loaded, and where it is to be had. For CPT and HCPCS a few codes are there all the same."""
    starter = (
        _STARTERS[system]()
        if system in _STARTERS
        else "not loaded: no diagnosis code can be answered · fetch"
        if system is System.ICD10CM
        else "not loaded · fetch"
    )
    return f"{starter}: {page_of(system)}"


def _cpt_starter() -> str:
    return f"starter set alone: {len(STARTER)} everyday codes in our own words, validity by date not checked · fetch"


def _hcpcs_starter() -> str:
    starter = hcpcs_starter()
    held = f"{len(starter.codes):,} codes and {len(starter.modifiers)} modifiers"
    return f"{starter_as_of(starter.as_of)}: {held}, validity by date not checked · fetch"


_STARTERS = {System.CPT: _cpt_starter, System.HCPCS: _hcpcs_starter}


def _state(loaded: LoadedRelease, today: date, *, in_list: bool = False) -> str:
    """`in_list`: another release of the set answers today, so later dates aren't mentioned."""
    release = loaded.release
    interval = _interval(release, today, in_list=in_list)
    lacks = (*_missing(loaded), *_without_notes(loaded))
    parts = [code(esc(release.edition)), interval, *lacks, *_age(loaded, today), *_whose(release)]
    return " · ".join((f"{parts[0]}  {parts[1]}", *parts[2:]))


def _older(loaded: LoadedRelease, today: date, cut_off: Mapping[Release, Lack]) -> str:
    told = (_state(loaded, today, in_list=True), *_cut_off(loaded, cut_off))
    return f"*{loaded.release.system}*  {' · '.join(told)}"


def _cut_off(loaded: LoadedRelease | None, cut_off: Mapping[Release, Lack]) -> tuple[str, ...]:
    """Of codes that such a list lacks nothing is said."""
    lack = cut_off.get(loaded.release) if loaded else None
    return (f"*seems cut off* ({lack_words(lack)}): load it again",) if lack else ()


def _missing(loaded: LoadedRelease) -> tuple[str, ...]:
    """NCCI's pairs come in four files: without all of them a pair that is not found may still exist."""
    if not loaded.parts or set(PAIR_PARTS) <= set(loaded.parts) or loaded.parts[0] not in PAIR_PARTS:
        return ()
    there = ", ".join(part.removeprefix("f") for part in loaded.parts)
    absent = [part for part in PAIR_PARTS if part not in loaded.parts]
    return (f"*only file{'' if len(loaded.parts) == 1 else 's'} {there} of 4*: load {', '.join(absent)} too",)


def _without_notes(loaded: LoadedRelease) -> tuple[str, ...]:
    """What an edition of ICD-10-CM lacks: a list of codes has no notes, addenda have those of the edition before."""
    release = loaded.release
    if release.system is not System.ICD10CM:
        return ()
    if loaded.parts:
        return ("*no notes*: Excludes and code first aren't checked; load the tabular list too",)
    if release.notes:
        return (f"names and validity {esc(release.edition)}, notes {esc(release.notes)}",)
    return ()


_COMPANIONS = {
    System.ICD10CM_INDEX: "used with its code set, for searches",
    System.ICD10CM_CONVERSIONS: "used with its code set, for successors",
    System.HCPCS_CHANGES: "what changed, and for its codes where no HCPCS list answers",
}


def _interval(release: Release, today: date, *, in_list: bool = False) -> str:
    if release.system in _COMPANIONS:
        return _COMPANIONS[release.system]
    if release.effective == FROM_EVER:
        return "for any date of service, as each code says"
    if release.effective > today:
        return f"in force from {day(release.effective)}"
    if release.ends is None:
        return f"in force since {day(release.effective)}, no end stated"
    if release.ends < today:
        later = "" if in_list else ": later dates are not loaded"
        return f"from {day(release.effective)}, *ended* {day(release.ends)}{later}"
    return f"in force from {day(release.effective)} to {day(release.ends)}"


def _age(loaded: LoadedRelease, today: date) -> tuple[str, ...]:
    if loaded.at is None:
        return ()
    days = (today - loaded.at.date()).days
    return (f"loaded {'today' if days < 1 else 'yesterday' if days == 1 else f'{days} days ago'}",)


def _whose(release: Release) -> tuple[str, ...]:
    return () if release.workspace == PUBLIC else ("for this workspace alone",)


def page_of(system: System) -> str:  # noqa: PLR0911 - one case for each page
    """Where a set's files are published; quoted titles are those of CMS's pages."""
    match system:
        case System.ICD10CM | System.ICD10CM_INDEX:
            return "cms.gov, ICD-10 files of that year"
        case System.ICD10CM_CONVERSIONS:
            return "cms.gov, ICD-10 files of that year, 'Conversion Table'"
        case System.CPT | System.CPT_MODIFIERS:
            return "the AMA's CPT data files, with your team's licence"
        case System.HCPCS | System.HCPCS_CHANGES:
            return "cms.gov, quarterly HCPCS files"
        case System.PAIRS_PRACTITIONER | System.PAIRS_OUTPATIENT:
            return "cms.gov, 'Medicare NCCI Procedure to Procedure (PTP) Edits'"
        case System.UNITS_PRACTITIONER | System.UNITS_OUTPATIENT | System.UNITS_DME:
            return "cms.gov, Medicare NCCI, Medically Unlikely Edits"
        case System.ADD_ONS:
            return "cms.gov, 'Medicare NCCI Add-on Code Edits'"
        case System.FEES | System.FEES_QPP | System.LOCALITIES:
            return "cms.gov, Physician Fee Schedule, relative value files"
        case System.OWN:
            return "your team's own list"
    assert_never(system)
