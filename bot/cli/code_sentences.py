"""The terminal wording for code files and releases."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from bot.codefiles.errors import Fault, UnreadableFile
from bot.domain.codes.files import FileKind
from bot.domain.codes.releases import PUBLIC, Release, System
from bot.services.loading.outcome import (
    EditionBeforeNeeded,
    LoadedFile,
    NoSuchEdition,
    Outcome,
    SameRelease,
)
from bot.services.loading.release_names import FROM_EVER, EditionsDisagree, NeedsToKnow, Unsaid
from bot.services.ports.database import StoredRelease
from handlers.views.file_words import cut_off_words, fault_words, left_out_words

_NOTHING = "Nothing was changed."
_FILES_NAMED = 5

_VARIANTS = {
    FileKind.PTP: "practitioner or outpatient",
    FileKind.MUE: "practitioner, outpatient or dme",
    FileKind.FEES: "qpp or non-qpp",
}


def long_date(day: date) -> str:
    """A date in words: Feb 3, 2026."""
    return f"{day:%b} {day.day}, {day.year}"


def release_lines(releases: Sequence[Release], today: date) -> Iterator[str]:
    """The loaded releases, one line each: name, first and last day, whether it has ended, and its source."""
    current = {r.system for r in releases if r.effective <= today and (r.ends is None or today <= r.ends)}
    for release in releases:
        yield _release_line(release, today, newer=release.system in current)


def _release_line(release: Release, today: date, *, newer: bool) -> str:
    notes = f", notes {release.notes}" if release.notes else ""
    span = _span(release, today, newer=newer)
    return f"{release.system} {release.edition}{notes}: {span}  ({release.source})"


def _span(release: Release, today: date, *, newer: bool) -> str:
    """The days of a release. `newer`: another release of the system is in force today."""
    if release.system is System.ICD10CM_INDEX:
        return "more words for the search"
    if release.effective == FROM_EVER:
        return "any date of service, as each code says"
    until = f"to {long_date(release.ends)}" if release.ends else "until further notice"
    over = release.ends is not None and release.ends < today
    ended = "  ended" if over and newer else "  ENDED: load the newer release" if over else ""
    begins = "  not yet in force" if release.effective > today else ""
    return f"dates of service {long_date(release.effective)} {until}{ended}{begins}"


def stored_lines(loaded: Sequence[StoredRelease], today: date) -> Iterator[str]:
    """The lines of `release_lines` with row count, age, and the only workspace that may use each release."""
    lines = release_lines([stored.release for stored in loaded], today)
    for stored, line in zip(loaded, lines, strict=True):
        whose = "" if stored.release.workspace == PUBLIC else f", for {stored.release.workspace} alone"
        yield f"{line}  {_rows(stored.rows)}, loaded {_ago(stored.loaded_at, today)}{whose}"


def outcome_lines(outcome: Outcome, *, workspace_said: bool) -> Iterator[str]:
    """The outcome of all files, and what was left out of them."""
    for loaded in outcome.loaded:
        yield from _loaded(loaded, workspace_said)
    if outcome.passed_over:
        names = ", ".join(outcome.passed_over[:_FILES_NAMED])
        more = (
            ""
            if len(outcome.passed_over) <= _FILES_NAMED
            else f" and {len(outcome.passed_over) - _FILES_NAMED} more"
        )
        yield f"Passed over, as no code files or the same table in another form: {names}{more}."
    if not all(loaded.again for loaded in outcome.loaded):
        yield "A running bot uses it within seconds."


def unloaded_line(gone: tuple[Release, ...]) -> str:
    """The message after `codedesk codes unload`."""
    names = ", ".join(f"{release.system} {release.edition}" for release in gone)
    return f"Taken out: {names}. Load the file again to have it back."


def _loaded(loaded: LoadedFile, workspace_said: bool) -> Iterator[str]:
    release = loaded.release
    what = f"{release.system} {release.edition}"
    if loaded.again:
        yield f"{release.source or what}: already loaded as {what}; nothing was changed."
        return
    whose = "" if release.workspace == PUBLIC else f", for {release.workspace} alone"
    if whose and not workspace_said:
        whose += " (the one workspace that this database knows; another: --workspace)"
    before = f" It takes the place of the {what} with {_rows(loaded.replaced)}." if loaded.replaced else ""
    notes = f" Names and validity {release.edition}, notes {release.notes}." if release.notes else ""
    yield f"{release.source}: {what}, {_rows(loaded.rows)}{whose}.{notes}{before}"
    if loaded.lacks:
        yield f"  {cut_off_words(loaded.lacks, release.system)}"
    if loaded.left_out:
        yield f"  {left_out_words(loaded.skipped, loaded.left_out)}"


def _rows(count: int) -> str:
    return f"{count:,} row{'' if count == 1 else 's'}"


def _ago(at: datetime, today: date) -> str:
    days = (today - at.astimezone().date()).days
    return "today" if days <= 0 else "yesterday" if days == 1 else f"{days} days ago"


def unreadable(error: UnreadableFile) -> str:
    """Why a file is not trusted, and what to do."""
    if error.fault is Fault.NOT_FOUND:
        if error.near.startswith("simple-icd-10-cm"):
            return "The ICD-10-CM file that comes with the install is missing: run `make install` again."
        return f"There is no readable file {error.near}. {_NOTHING}"
    return f"{error.member or 'The file'} {fault_words(error)} {_NOTHING}"


def unsaid(error: NeedsToKnow) -> str:
    """What must be specified with the files, and how."""
    if error.what is Unsaid.EFFECTIVE:
        said = (
            "does not say from when it holds: add its first date of service, such as --effective 2027-01-01"
        )
    elif error.what is Unsaid.VARIANT:
        said = f"does not say whom it is for: add --variant {_VARIANTS.get(error.kind, '')}"
    elif error.what is Unsaid.RELEASE:
        said = (
            "does not say which part of its quarter it is: keep CMS's own name (such as ccipra-v330r0-f1.txt), "
            'or say it: --release "2027 Q1 f1"'
        )
    else:
        said = _whose(error)
    return f"{error.name} {said}. {_NOTHING}"


def disagree(error: EditionsDisagree) -> str:
    """The two editions of one file, and how to say which one it is."""
    (inside, first), (other, second) = error.found
    if error.said:
        return (
            f"{error.name} is {inside} (from {long_date(first)}), but you gave --effective {second.isoformat()}, which "
            f"is {other}. Leave --effective out to load {inside}. If you mean {other}, add --release {_quoted(other)} "
            f"too. {_NOTHING}"
        )
    return (
        f"{error.name}: the file itself says {inside}, its name says {other}. Which is it? Add --effective "
        f"{first.isoformat()} for {inside}, or --effective {second.isoformat()} for {other}. {_NOTHING}"
    )


def _quoted(name: str) -> str:
    return f'"{name}"' if " " in name else name


def edition_before(error: EditionBeforeNeeded) -> str:
    """The error for addenda whose previous edition is not loaded."""
    tried = f" Loaded, but not the edition before: {', '.join(error.tried)}." if error.tried else ""
    return (
        f"{error.name} holds only what {error.edition} changes. Load the edition before it first: its tabular list or "
        f"its order file.{tried} {_NOTHING}"
    )


def _whose(error: NeedsToKnow) -> str:
    why = (
        "is your team's own"
        if error.kind is FileKind.OWN_CODES
        else "holds CPT codes, which the AMA licenses"
    )
    known = f" Known are: {', '.join(error.choices)}." if error.choices else ""
    return (
        f"({error.kind}) {why}, so it answers one workspace alone: say which, with --workspace and the id "
        f"that Slack gives it, such as T024BE7LD.{known}".rstrip(".")
    )


def same_release(error: SameRelease) -> str:
    """The error for two files that would be the same release."""
    one, other = error.names
    return (
        f"{one} and {other} would both be {error.edition}, so one would take the other's place: load the one that "
        f"you mean, or each by itself with a --release of its own. {_NOTHING}"
    )


def no_such_edition(error: NoSuchEdition) -> str:
    """The error for a name that matches no release, or more than one."""
    there = "; ".join(error.there) or "none"
    return f"There is not exactly one release called {error.edition}. Loaded are: {there}."
