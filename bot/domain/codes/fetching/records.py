"""Stored fetching records: accepted licenses, fetched files, and whether the bot checks every day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.domain.codes.fetching.code_sets import CodeSet, DataLicense
from bot.domain.errors import CodeDeskError

_ACCEPTED_FOR = timedelta(days=365)
LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class LicenseAcceptance:
    """A person's acceptance of a license for a workspace, valid through `until`.

    `accepted_by` is a Slack user id, or the name given on the command line.
    """

    license: DataLicense
    accepted_by: str
    accepted_at: datetime
    until: date


@dataclass(frozen=True, slots=True)
class FetchedFile:
    """A file that was fetched and loaded, with the data to detect a newer one at the same address."""

    url: str
    code_set: CodeSet
    edition: str
    sha256: str
    size: int
    etag: str
    last_modified: str
    fetched_at: datetime


@dataclass(frozen=True, slots=True)
class FetchSchedule:
    """Whether the running bot checks for new editions every day; `looked_on` is the last day that it did."""

    enabled: bool
    changed_by: str
    changed_at: datetime
    looked_on: date | None = None


@dataclass
class LicenseNotAccepted(CodeDeskError):
    """The request needs a license that no one in the workspace has accepted."""

    license: DataLicense


def accepted_for_a_year(
    license_: DataLicense, accepted_by: str, at: datetime, today: date
) -> LicenseAcceptance:
    """An acceptance that starts today."""
    return LicenseAcceptance(license_, accepted_by[:LONGEST_NAME], at, today + _ACCEPTED_FOR)


def acceptance_in_force(
    acceptances: Iterable[LicenseAcceptance], license_: DataLicense, today: date
) -> LicenseAcceptance | None:
    """The acceptance that is valid longest; None if none is valid on `today`."""
    holding = [each for each in acceptances if each.license is license_ and today <= each.until]
    return max(holding, key=lambda each: each.until, default=None)
