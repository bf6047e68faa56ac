"""Which edition of each code set should be loaded on a day, according to its publication calendar."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import assert_never

from bot.domain.codes.editions import gather
from bot.domain.codes.releases import PUBLIC, Release, System, choose


@dataclass(frozen=True, slots=True)
class ExpectedEdition:
    """An edition by its usual name, and its first day."""

    name: str
    since: date


@dataclass(frozen=True, slots=True)
class LoadedRelease:
    """A loaded release. `at` is the load time, None if unknown; `parts` are its loaded files."""

    release: Release
    at: datetime | None = None
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Upkeep:
    """The status of one code set. `newest` answers today (or answered last); `others` are also loaded.

    `due` is the edition that should answer today but isn't loaded; None if none is missing.
    """

    system: System
    newest: LoadedRelease | None
    others: tuple[LoadedRelease, ...] = ()
    due: ExpectedEdition | None = None


def expected(system: System, today: date) -> ExpectedEdition | None:
    """The edition in force on `today`; None for sets without a calendar.

    ICD-10-CM changes on October 1 and, since 2022, on April 1 (CMS, NCHS). An April without changes has no edition,
    so only October's is expected. CPT changes on January 1 (AMA). HCPCS Level II, the NCCI files and the fee schedule
    are published every quarter (CMS).
    """
    calendar = _calendar_of(system)
    return calendar(today) if calendar else None


def upkeep(loaded: Iterable[LoadedRelease], today: date) -> tuple[Upkeep, ...]:
    """Every code set: those of MAIN first, the rest only if they are loaded."""
    by_system: dict[System, list[LoadedRelease]] = {}
    for each in loaded:
        by_system.setdefault(each.release.system, []).append(each)
    rest = (system for system in System if system not in MAIN and system in by_system)
    return tuple(_of(system, by_system.get(system, []), today) for system in (*MAIN, *rest))


def _of(system: System, loaded: list[LoadedRelease], today: date) -> Upkeep:
    whole = sorted(_gathered(loaded), key=lambda each: each.release.effective, reverse=True)
    chosen = choose([each.release for each in whole], None, today).release
    newest = next((each for each in whole if each.release == chosen), whole[0] if whole else None)
    wanted = expected(system, today)
    behind = wanted is not None and not any(
        wanted.since <= each.release.effective <= today or _holds(each.release, wanted, today)
        for each in whole
    )
    others = tuple(each for each in whole if each is not newest)
    return Upkeep(system, newest, others, wanted if behind else None)


def _holds(release: Release, wanted: ExpectedEdition, today: date) -> bool:
    """Whether an older release is still in force: a team's own edition without an end, or a yearly file."""
    return release.effective <= wanted.since and release.ends is not None and release.ends >= today


def _gathered(loaded: list[LoadedRelease]) -> list[LoadedRelease]:
    """Combine the parts of one edition. Its load time is that of the last part."""
    when = {each.release: each.at for each in loaded}
    found = []
    for edition, of in gather(when):
        times = [at for part in of if (at := when[part]) is not None]
        found.append(LoadedRelease(edition.release, max(times, default=None), edition.parts))
    return found


def _october(today: date) -> ExpectedEdition:
    year = today.year + (today.month >= 10)
    return ExpectedEdition(f"FY{year}", date(year - 1, 10, 1))


def _january(today: date) -> ExpectedEdition:
    return ExpectedEdition(str(today.year), date(today.year, 1, 1))


def _quarter(today: date) -> ExpectedEdition:
    quarter = (today.month + 2) // 3
    return ExpectedEdition(f"{today.year} Q{quarter}", date(today.year, 3 * quarter - 2, 1))


def _calendar_of(system: System) -> Callable[[date], ExpectedEdition] | None:
    """The calendar of a set's editions; None if it has none."""
    match system:
        case System.ICD10CM | System.ICD10CM_INDEX:
            calendar: Callable[[date], ExpectedEdition] | None = _october
        case System.CPT | System.CPT_MODIFIERS:
            calendar = _january
        case (
            System.HCPCS
            | System.PAIRS_PRACTITIONER
            | System.PAIRS_OUTPATIENT
            | System.UNITS_PRACTITIONER
            | System.UNITS_OUTPATIENT
            | System.UNITS_DME
            | System.ADD_ONS
            | System.FEES
            | System.FEES_QPP
            | System.LOCALITIES
        ):
            calendar = _quarter
        case System.ICD10CM_CONVERSIONS | System.HCPCS_CHANGES | System.OWN:
            calendar = None
        case _:
            assert_never(system)
    return calendar


MAIN = (
    *(System.ICD10CM, System.CPT, System.HCPCS, System.PAIRS_PRACTITIONER, System.PAIRS_OUTPATIENT),
    *(System.UNITS_PRACTITIONER, System.UNITS_OUTPATIENT, System.ADD_ONS, System.FEES),
)
"""What every claim needs. These are listed even if they are not loaded."""


def licensed(release: Release) -> bool:
    """Whether it answers only for one workspace."""
    return release.workspace != PUBLIC
