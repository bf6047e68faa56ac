"""The terminal wording for the operator.

It is here, not in handlers/views, because it mentions the database, which handlers never see.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import singledispatch
from pathlib import Path

from bot.cli import code_sentences as codes
from bot.cli.audit import words as audit
from bot.cli.audit.posting import NotPosted
from bot.cli.code_sentences import release_lines
from bot.cli.fetch_sentences import missing_advice
from bot.codefiles.errors import UnreadableFile
from bot.domain.codes.audit.columns import MissingColumns
from bot.domain.codes.releases import Release
from bot.domain.errors import NotADate
from bot.services.claims.billing_csv import NotATable
from bot.services.fetching.status import FetchableSet
from bot.services.loading.outcome import EditionBeforeNeeded, NoSuchEdition, SameRelease
from bot.services.loading.release_names import EditionsDisagree, NeedsToKnow
from handlers.slack.auth import SlackOutOfReach, TokenRefused
from handlers.slack.manifest_errors import BadPrefix, BadUrl
from storage import errors as db
from storage.health import Health

_CLOCK_SECONDS = 60
_ROOM_BYTES = 200_000_000

_TOKEN_ADVICE = {
    "invalid_auth": "copy it again from your app's page: OAuth & Permissions > Bot User OAuth Token (xoxb-...), "
    "and for Socket Mode Basic Information > App-Level Tokens (xapp-...)",
    "not_authed": "set SLACK_BOT_TOKEN",
    "token_revoked": "it was revoked: reinstall the app to the workspace and copy the new one",
    "account_inactive": "the app was removed from the workspace: install it again and copy the new token",
    "not_allowed_token_type": "SLACK_BOT_TOKEN begins with xoxb-, SLACK_APP_TOKEN with xapp-",
}


def setting_sentence(name: str, problem: str) -> str:
    """The error for a setting with an invalid value. The value is not repeated."""
    return f"The setting {name.upper()} has a value that can't be used: {problem}."


def upgraded(before: str | None, after: str) -> str:
    """The message after `codedesk db upgrade`."""
    if before == after:
        return f"The database is already at the newest version ({after})."
    return f"The database went from version {before or 'none'} to {after}."


def backed_up(file: Path) -> str:
    """The message after `codedesk db backup`."""
    return f"A consistent copy is in {file}. It holds everything, so keep it as private as the database."


def restored(file: Path, kept: Path | None) -> str:
    """The message after `codedesk db restore`."""
    before = f" The database before it is kept as {kept}." if kept else ""
    return f"{file} is in place.{before}"


@singledispatch
def operator_sentence(error: Exception) -> str:
    """One sentence about an error, and what to do. It never has the text of an exception that saw input."""
    return f"That didn't work ({type(error).__name__}). `codedesk doctor` checks the set-up line by line."


@operator_sentence.register
def _(error: OSError) -> str:
    where = f" {error.filename}" if error.filename else ""
    why = error.strerror or type(error).__name__
    return f"Can't open{where}: {why}. Check that the port is free and the path is right."


@operator_sentence.register
def _(error: TokenRefused) -> str:
    advice = _TOKEN_ADVICE.get(error.code, "see https://api.slack.com/authentication/token-types")
    return f"Slack refused the token ({error.code}): {advice}."


@operator_sentence.register
def _(error: SlackOutOfReach) -> str:
    return (
        f"Slack's Web API at {error.url} did not answer ({error.kind}): check the network and SLACK_API_URL."
    )


operator_sentence.register(UnreadableFile, codes.unreadable)
operator_sentence.register(NeedsToKnow, codes.unsaid)
operator_sentence.register(EditionsDisagree, codes.disagree)
operator_sentence.register(EditionBeforeNeeded, codes.edition_before)
operator_sentence.register(SameRelease, codes.same_release)
operator_sentence.register(NoSuchEdition, codes.no_such_edition)


@operator_sentence.register
def _(error: NotADate) -> str:
    return f"{error.what} is no date that I know; month first, like 2026-10-01 or 10/1/26."


@operator_sentence.register
def _(error: MissingColumns) -> str:
    return audit.missing_columns(error.missing)


@operator_sentence.register
def _(error: NotATable) -> str:
    return audit.not_a_table(error.line)


@operator_sentence.register
def _(error: NotPosted) -> str:
    return audit.not_posted(error.code)


@operator_sentence.register
def _(_: BadPrefix) -> str:
    return "A prefix is a few lower-case letters, digits or signs that end in - or _, such as x-."


@operator_sentence.register
def _(_: BadUrl) -> str:
    return "The address must begin with https:// and be reachable for Slack, such as https://codedesk.example.com."


@operator_sentence.register
def _(error: db.NotADatabaseUrl) -> str:
    return (
        f"DATABASE_URL begins with {error.scheme!r}; it must be sqlite+aiosqlite:////srv/codedesk.db "
        "or postgresql://user:password@host/name."
    )


@operator_sentence.register
def _(error: db.AnotherBotRuns) -> str:
    return (
        f"Another bot already works on this database ({error.lock}). Stop it first, or give this one its own "
        "DATABASE_URL; with PostgreSQL any number may share one."
    )


@operator_sentence.register
def _(error: db.NotForPostgres) -> str:
    tool = {"backup": "pg_dump --format=custom", "restore": "pg_restore"}[error.task]
    return f"For PostgreSQL use its own tool: {tool}."


@operator_sentence.register
def _(error: db.AlreadyThere) -> str:
    return f"{error.path} exists already and was left alone; name another file."


@operator_sentence.register
def _(error: db.NoDatabase) -> str:
    return f"There is no database at {error.path}; `codedesk db upgrade` makes one."


@operator_sentence.register
def _(error: db.NotOurBackup) -> str:
    return f"{error.path} can't be put back: {error.why}. Nothing was changed."


@operator_sentence.register
def _(error: db.InUse) -> str:
    return f"Another program has {error.path} open; stop it first. Nothing was changed."


@operator_sentence.register
def _(error: db.BadTokenKey) -> str:
    return (
        f"Key {error.position + 1} in CODEDESK_TOKEN_KEYS is no Fernet key. Make one with: python -c "
        '"from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())"'
    )


@dataclass(frozen=True, slots=True)
class DoctorFinding:
    """One line of the doctor: what was checked, whether it is OK, and what to do if not."""

    subject: str
    well: bool
    told: str
    warns: bool = False
    """Whether it can run, but has a problem."""

    def __str__(self) -> str:
        return f"{'WARN' if self.warns else 'ok  ' if self.well else 'MEND'}  {self.subject:<11} {self.told}"


def settings_finding(missing: Sequence[str], *, socket: bool) -> DoctorFinding:
    """The settings that `codedesk run` requires."""
    if missing:
        return DoctorFinding(
            "settings", False, f"set {' and '.join(missing)}; without Slack: codedesk playground"
        )
    return DoctorFinding("settings", True, "complete, for Socket Mode" if socket else "complete, for HTTP")


def token_finding(team: str) -> DoctorFinding:
    """The token, which Slack accepts."""
    return DoctorFinding("token", True, f"Slack knows it; the workspace is {team}")


def scope_finding(missing: Collection[str], optional: Collection[str]) -> DoctorFinding:
    """Scopes that are granted, required, and optional."""
    if missing:
        wanted = ", ".join(sorted(missing))
        return DoctorFinding(
            "scopes", False, f"{wanted} missing: paste `codedesk manifest` into the app and reinstall it"
        )
    without = f" (optional ones not granted: {', '.join(sorted(optional))})" if optional else ""
    return DoctorFinding("scopes", True, f"all that are needed{without}")


def clock_finding(away: float | None, zone: str) -> DoctorFinding:
    """The difference between this machine's clock and Slack's, in seconds; None if Slack did not answer."""
    if away is None:
        return DoctorFinding(
            "clock", True, f"time zone {zone}; Slack did not answer, so the clock was not compared"
        )
    if abs(away) > _CLOCK_SECONDS:
        return DoctorFinding(
            "clock", False, f"{abs(away):.0f} s off: switch time synchronisation on (timedatectl set-ntp on)"
        )
    return DoctorFinding("clock", True, f"agrees with Slack's; time zone {zone}")


def database_finding(health: Health) -> DoctorFinding:
    """The database: it exists, is private, and has free space."""
    if health.problem == "FileNotFoundError":
        return DoctorFinding(
            "database", False, f"{health.path} is not there yet: codedesk db upgrade makes it"
        )
    if not health.reachable:
        return DoctorFinding(
            "database", False, f"no answer ({health.problem}): is DATABASE_URL right, the server up?"
        )
    if not health.private:
        return DoctorFinding("database", False, f"others can read it: chmod 600 {health.path}")
    if health.free_bytes is not None and health.free_bytes < _ROOM_BYTES:
        return DoctorFinding(
            "database", False, f"{health.free_bytes / 1e6:.0f} MB free on its disk: make room"
        )
    return DoctorFinding("database", True, f"{health.kind} {health.version}, answers")


def migration_finding(health: Health) -> DoctorFinding:
    """The database's version."""
    if health.migrated:
        return DoctorFinding("migrations", True, f"newest version ({health.head})")
    return DoctorFinding(
        "migrations", False, f"at {health.revision or 'none'}, not {health.head}: codedesk db upgrade"
    )


def missing_finding(each: FetchableSet) -> DoctorFinding:
    """An edition in force today that isn't loaded: its address, and the command."""
    return DoctorFinding("codes", True, missing_advice(each), warns=True)


def releases_finding(releases: Sequence[Release], today: date) -> DoctorFinding:
    """The loaded releases, and which of them have ended."""
    if not releases:
        return DoctorFinding(
            "releases", False, "nothing is loaded yet: the first start loads ICD-10-CM by itself"
        )
    return DoctorFinding("releases", True, "; ".join(release_lines(releases, today)))
