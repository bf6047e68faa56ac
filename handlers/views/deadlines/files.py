"""The public files that a day needs, one line each: loaded, or not, and how to get it."""

from datetime import date

from bot.services.reminders.day_files import DayFile, DayFiles, PublicFile
from handlers.slack.answer import CommandButton
from handlers.slack.block_kit import Block
from handlers.views.blocks import actions, code, esc, section
from handlers.views.dates import day, short_day

_NAMES = {
    PublicFile.FEES: "Fee schedule",
    PublicFile.NCCI: "NCCI",
    PublicFile.MUE: "MUE",
    PublicFile.HCPCS: "HCPCS Level II",
    PublicFile.ICD10CM: "ICD-10-CM",
}
_FETCH = CommandButton("Get current code sets", "/codes fetch")


def files_block(files: DayFiles, today: date) -> list[Block]:
    """`Files for Jan 1, 2027`: each file with its edition, and a button where something is missing."""
    count = len(files.files) - len(files.missing)
    head = f"*Files for {day(files.day)}* {count} of {len(files.files)} loaded"
    lines = [_line(each, today) for each in files.files]
    if files.missing:
        lines.append(
            f"An admin gets them with {code('/codes fetch')}, or loads a file with {code('/codes load')}."
        )
    go = [actions(_FETCH)] if files.missing else []
    return [section("\n".join([head, *lines])), *go]


def _line(file: DayFile, today: date) -> str:
    name = _NAMES[file.file]
    if file.is_ready:
        return f"{name}: {esc(file.loaded or file.wanted)} is loaded"
    now = f"only {esc(file.loaded)} is loaded" if file.loaded else "nothing is loaded"
    return f"{name}: *{esc(file.wanted)} is not loaded* ({now}){_out(file, today)}"


def _out(file: DayFile, today: date) -> str:
    if file.out_since is None:
        return ""
    if today >= file.out_since:
        return "; CMS's page usually has it a month ahead, so it should be there"
    return f"; CMS's page usually has it from about {short_day(file.out_since)} on"
