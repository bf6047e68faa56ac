"""Loading code files in Slack: the form, how far it is, how it ended."""

from collections.abc import Sequence

from bot.codefiles.errors import UnreadableFile
from bot.domain.codes.files import Variant
from bot.domain.codes.releases import PUBLIC
from bot.domain.errors import CodeDeskError
from bot.services.loading.outcome import EditionBeforeNeeded, LoadedFile, Outcome, SameRelease
from bot.services.loading.release_names import EditionsDisagree, NeedsToKnow, Unsaid
from handlers.slack.answer import Answer, CommandButton
from handlers.slack.block_kit import View
from handlers.slack.downloads import LIMIT, DownloadFault, NotDownloaded
from handlers.slack.ids import FormId
from handlers.views.answer_modal import plain_view
from handlers.views.blocks import actions, code, context, cut, esc, section
from handlers.views.dates import day
from handlers.views.file_words import cut_off_words, fault_words, left_out_words
from handlers.views.modal_blocks import FormOption, day_input, file_input, form, select_input, text_input

FILES, NAME, EFFECTIVE, VARIANT = "files", "name", "effective", "variant"
MOST_FILES = 5
_ENDINGS = ("zip", "txt", "csv", "tsv", "xml", "xlsx")
_FILES_NAMED = 5
_NOTHING = "Nothing was changed."

_STAGES = {"reading": "Reading", "loading": "Loading", "indexing": "Making the index"}

_UNSAID = {
    Unsaid.EFFECTIVE: "does not say from when it holds: choose its first day in the form.",
    Unsaid.VARIANT: "does not say whom it is for: choose that in the form.",
    Unsaid.RELEASE: "does not say which part of its quarter it is: keep the name that CMS gave it.",
    Unsaid.WORKSPACE: "is licensed, so it has to be said for whom: load it at the terminal with --workspace.",
}
_NOT_THERE = {
    DownloadFault.TOO_LARGE: f"is larger than the {LIMIT // 1_000_000} MB that I take in Slack.",
    DownloadFault.NOT_OURS: "does not lie with Slack, so I did not fetch it.",
    DownloadFault.NOT_GRANTED: "could not be read: the app needs the optional scope files:read. An owner of the app "
    "adds it and installs the app again.",
    DownloadFault.OUT_OF_REACH: "did not arrive: Slack did not send it. Try again.",
}


def load_card() -> Answer:
    """The form; its card is for where none can be opened."""
    line = code("codedesk codes load FILE")
    return Answer("Load code files", (section(f"At the terminal: {line}."),), opens=load_form())


def load_form() -> View:
    """One to five files as published, zips too, and what they do not say of themselves."""
    variants = [FormOption(each, each[0].upper() + each[1:]) for each in Variant]
    return form(
        "Load code files",
        [
            file_input(
                FILES,
                "Files as published, zips too",
                endings=_ENDINGS,
                most=MOST_FILES,
                hint="ICD-10-CM, HCPCS, fee schedule, NCCI, MUE, add-on codes, CPT, or a CSV of your own codes",
            ),
            text_input(
                NAME, "Name of the release", most=60, optional=True, hint="Only where the file has none"
            ),
            day_input(
                EFFECTIVE, "First day in force", optional=True, hint="Only where the file does not say it"
            ),
            select_input(
                VARIANT, "Whom it is for", variants, optional=True, hint="Only where its name does not tell"
            ),
            context("They answer this workspace alone. Files are read once and not kept."),
        ],
        callback=FormId.LOAD,
        submit="Load",
    )


def begun_view(names: Sequence[str]) -> View:
    """In the form's place: where to look now."""
    return plain_view(
        [
            section(f"Reading {', '.join(code(cut(name, 80)) for name in names)}."),
            context(
                "How far it is, and what came of it, stands in your direct messages with me. You may close this."
            ),
        ]
    )


def loading_card(stage: str = "", done: int = 0, total: int = 0) -> Answer:
    """How far it is: a share where the total is known."""
    if not stage:
        return Answer("Loading code files", (section("Fetching the files from Slack."),))
    share = f" {min(100, done * 100 // total)} %" if total > 0 else ""
    told = f"*{_STAGES.get(stage, 'Working')}*{share}"
    return Answer(
        "Loading code files", (section(told), context(f"{done:,} of {total:,}" if total else f"{done:,}"))
    )


def loaded_card(outcome: Outcome) -> Answer:
    """What was read, what was left out of it and why, line by line, and what was passed over."""
    lines = [line for loaded in outcome.loaded for line in _loaded(loaded)]
    if outcome.passed_over:
        names = ", ".join(code(cut(name, 60)) for name in outcome.passed_over[:_FILES_NAMED])
        more = len(outcome.passed_over) - _FILES_NAMED
        left = f" and {more} more" if more > 0 else ""
        lines.append(f"Passed over, as no code files or the same table in another form: {names}{left}.")
    new = any(not loaded.again for loaded in outcome.loaded)
    small = "Answers use it within seconds." if new else _NOTHING
    return Answer(
        "Code files loaded",
        (
            section("\n".join(lines) or _NOTHING),
            actions(CommandButton("What is loaded", "/codes")),
            context(small),
        ),
    )


def _loaded(loaded: LoadedFile) -> list[str]:
    release = loaded.release
    what = f"*{release.system}*  {code(esc(release.edition))}"
    if loaded.again:
        return [f"{what}: loaded already; nothing was changed."]
    whose = "" if release.workspace == PUBLIC else ", for this workspace"
    lines = [f"{what}: {_rows(loaded.rows)}, in force from {day(release.effective)}{whose}."]
    if release.notes:
        lines.append(f"    Names and validity {esc(release.edition)}, notes {esc(release.notes)}.")
    if loaded.replaced:
        lines.append(f"    It takes the place of the one before, with {_rows(loaded.replaced)}.")
    if loaded.lacks:
        lines.append(f"    *{cut_off_words(loaded.lacks, release.system)}*")
    if loaded.left_out:
        lines.append(f"    {left_out_words(loaded.skipped, loaded.left_out)}")
    return lines


def _rows(count: int) -> str:
    return f"{count:,} row{'' if count == 1 else 's'}"


def sentence_for_loading(error: CodeDeskError) -> Answer | None:
    """The card for a file that could not be loaded, None for any other error."""
    match error:
        case UnreadableFile(member=member):
            return _card(member, fault_words(error))
        case NeedsToKnow() | EditionsDisagree() | EditionBeforeNeeded():
            return _card(error.name, _edition_words(error))
        case SameRelease(edition=edition, names=names):
            return _card(
                names[0], f"and {code(names[1])} would both be {code(edition)}: send the one that you mean."
            )
        case NotDownloaded(fault=fault, name=name):
            return _card(name, _NOT_THERE[fault])
    return None


def _edition_words(error: NeedsToKnow | EditionsDisagree | EditionBeforeNeeded) -> str:
    match error:
        case NeedsToKnow(what=what):
            return _UNSAID[what]
        case EditionsDisagree():
            return _disagree(error)
    return (
        f"holds only what {esc(error.edition)} changes. Load the edition before it first: its tabular list or its "
        "order file."
    )


def _disagree(error: EditionsDisagree) -> str:
    (inside, first), (other, second) = error.found
    if error.said:
        return (
            f"is {esc(inside)}, from {day(first)}. The first day in the form, {day(second)}, is of {esc(other)}. Leave "
            f"it out to load {esc(inside)}, or name the release too."
        )
    return (
        f"says {esc(inside)} inside, but its name says {esc(other)}. Which is it? In the form, choose {day(first)} as "
        f"the first day for {esc(inside)}, or {day(second)} for {esc(other)}."
    )


def _card(name: str, told: str) -> Answer:
    said = code(cut(name, 80)) if name else "The file"
    return Answer(
        "Not loaded",
        (section(f"{said} {told} {_NOTHING}"), actions(CommandButton("What is loaded", "/codes"))),
    )
