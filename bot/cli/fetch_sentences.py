"""The terminal wording for fetching."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.cli.code_sentences import long_date
from bot.domain.codes.fetching.code_sets import AMA_TERMS, DataLicense
from bot.domain.codes.fetching.records import LicenseAcceptance
from bot.domain.codes.releases import System
from bot.services.fetching.faults import FetchFault
from bot.services.fetching.outcome import EditionOutcome, FetchReport, FetchResult, SetOutcome
from bot.services.fetching.status import FetchableSet
from handlers.views.fetch_words import failure_words, megabytes

_SHOWN = 12
_PARTS = {System.ICD10CM: "its own notes", System.ICD10CM_INDEX: "its Alphabetic Index"}


def report_lines(report: FetchReport, incoming: Path) -> Iterator[str]:
    """Every set with its editions, then the steps left for a person."""
    for each in report.sets:
        yield each.title
        for edition in each.editions:
            yield from (f"  {line}" for line in _edition_lines(edition))
    if report.loaded:
        yield "A running bot uses it within seconds."
    yield from _license_lines(report)
    yield from _offline_lines(report, incoming)


def accepted_line(acceptance: LicenseAcceptance, workspace: str) -> str:
    """The message after --accept-license."""
    return (
        f"{acceptance.accepted_by} accepted the {acceptance.license} license ({AMA_TERMS}) for workspace {workspace}, "
        f"until {long_date(acceptance.until)}."
    )


def missing_lines(missing: Sequence[FetchableSet]) -> Iterator[str]:
    """For `codes list`: what should be loaded today but isn't."""
    for each in missing:
        yield f"{missing_words(each)}. Get it: {_command(each)}"


def missing_advice(each: FetchableSet) -> str:
    """The same for the doctor, with the address."""
    return f"{missing_words(each)}. Get it: {_command(each)} ({each.page})"


def missing_words(each: FetchableSet) -> str:
    """Which parts of today's edition are loaded, and which are not."""
    if not each.partly:
        return f"{each.title} {each.edition.name} isn't loaded"
    lacking = ", ".join(_PARTS.get(system, system) for system in each.missing)
    return f"{each.title} {each.edition.name} isn't complete: it lacks {lacking}"


def _command(each: FetchableSet) -> str:
    return f"codedesk codes fetch {each.code_set}"


def whose_license(known: tuple[str, ...]) -> str:
    """The error if a license is accepted for one workspace, but it isn't clear which."""
    named = f" Known workspaces: {', '.join(known)}." if known else ""
    return f"A license is accepted for one workspace: add --workspace and its Slack id, such as T024BE7LD.{named}"


def name_needed() -> str:
    """The error for --accept-license without a person's name."""
    return 'Who accepts the license? Give a person\'s name: --accept-license "Maria Lopez".'


def unknown_set(name: str, known: tuple[str, ...]) -> str:
    """The error for a code set that isn't in the catalog."""
    return f"{name} isn't a code set I can fetch. Choose from: {', '.join(known)}."


def _edition_lines(edition: EditionOutcome) -> Iterator[str]:
    match edition.result:
        case FetchResult.LOADED:
            rows = sum(one.rows for one in edition.loaded)
            yield f"{edition.name}: loaded, {rows:,} rows, in force from {long_date(edition.first_day)}."
            for file in edition.files:
                digest = f"sha256 {file.sha256[:_SHOWN]}..."
                yield f"  {file.name} ({megabytes(file.size)}, {digest})"
        case FetchResult.CURRENT:
            yield f"{edition.name}: already loaded."
        case FetchResult.AVAILABLE:
            yield f"{edition.name}: would be downloaded and loaded."
            yield from (f"  {file.url}" for file in edition.files)
        case FetchResult.NOT_PUBLISHED:
            yield f"{edition.name}: not published yet."
        case FetchResult.LICENSE:
            yield f"{edition.name}: needs the AMA license, see below."
            yield from (f"  {file.url}" for file in edition.files)
        case FetchResult.FAILED:
            words = failure_words(edition.failure) if edition.failure else ""
            yield f"{edition.name}: FAILED, nothing was changed. {words}"


def _license_lines(report: FetchReport) -> Iterator[str]:
    if not report.of(FetchResult.LICENSE):
        return
    yield ""
    yield f"These files hold CPT codes. Read the AMA's license in full: {AMA_TERMS}"
    yield "If a person of your organization accepts it, record who (it holds for a year), and fetch:"
    yield '  codedesk codes fetch --accept-license "FIRST LAST"'


def _offline_lines(report: FetchReport, incoming: Path) -> Iterator[str]:
    if not any(_is_unreached(e) for each in report.sets for e in each.editions):
        return
    open_ = (FetchResult.FAILED, FetchResult.LICENSE)
    wanted = [each for each in report.sets if any(e.result in open_ for e in each.editions)]
    yield ""
    yield "This machine has no connection to the publishers. On another one, open these pages and save the zips:"
    for each in wanted:
        yield from _addresses(each)
    yield f"Put the zips into {incoming} on this machine, then run:"
    yield f"  codedesk codes load {incoming}"


def _addresses(each: SetOutcome) -> Iterator[str]:
    licensed = "" if each.license is DataLicense.PUBLIC else "  (accept the license there)"
    yield f"  {each.title}: {each.pages[0]}{licensed}"
    for edition in each.editions:
        yield from (f"    {edition.name}: {file.name}" for file in edition.files)


def _is_unreached(edition: EditionOutcome) -> bool:
    return edition.failure is not None and edition.failure.fault is FetchFault.UNREACHABLE
