"""What is wrong with a code file, and with a row of one: the same words in Slack and on the terminal."""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from bot.codefiles.errors import Fault, UnreadableFile
from bot.domain.codes.completeness import Lack
from bot.domain.codes.files import Skipped, SkipReason
from bot.domain.codes.releases import System

_LINES_NAMED = 5
_FAULTS: Mapping[Fault, str] = MappingProxyType(
    {
        Fault.NOT_FOUND: "is not there, or may not be read",
        Fault.SYNTAX: "is cut off or damaged: download it again",
        Fault.DECLARATIONS: "declares a document type or entities, which no published code file does: don't trust it",
        Fault.OTHER_KIND: "is no code file that I can read. I read ICD-10-CM (tabular list, index, order and codes "
        "files, order addenda, conversion table), HCPCS Level II, fee schedules (PPRRVU), NCCI pairs, MUE, add-on "
        "codes, the AMA's CPT files, and a table of your own with columns code and name",
        Fault.INCOMPLETE: "lacks a part that every such file has: download it again",
        Fault.DOUBLED: "has one code twice, so which of the two holds can't be told",
        Fault.TOO_DEEP: "is nested deeper than any published file: don't trust it",
        Fault.EMPTY: "has no rows",
        Fault.CUT_OFF: "stops in the middle of a row: the download broke off, so download it again",
        Fault.DAMAGED: "has rows that its layout cannot have: download it again, or save it anew as CSV",
        Fault.ENDLESS_LINE: "has a line longer than any code file has",
        Fault.BOMB: "unpacks to more than any release holds, so I left it alone",
        Fault.TOO_MANY: "has more rows than I take of a list of your own: at most 100,000",
        Fault.CROWDED: "holds more files than any release has: unpack it, and load those that you need",
        Fault.BROKEN_ZIP: "is a damaged zip: download it again",
        Fault.WEB_PAGE: "is a web page, not the file: accept the license in a browser, then save the zip",
        Fault.LOCKED: "is locked with a password: unpack it yourself, and load what is in it",
    }
)
_REASONS: Mapping[SkipReason, str] = MappingProxyType(
    {
        SkipReason.STRAY: "belongs to no code",
        SkipReason.NOT_A_CODE: "no code of this kind",
        SkipReason.NOT_A_DATE: "no date",
        SkipReason.NOT_A_NUMBER: "no number",
        SkipReason.COLUMNS: "too few or too many columns",
        SkipReason.DOUBLED: "the same row again",
        SkipReason.UNKNOWN: "a value that the layout does not define",
    }
)

_CODE = re.compile(r"[A-Z0-9-]{1,20}")


def fault_words(error: UnreadableFile) -> str:
    """Behind the file's name: `has no rows (line 3).`"""
    code = f"{error.near}, " if error.fault is Fault.DOUBLED and _CODE.fullmatch(error.near) else ""
    where = f" ({code}line {error.line})" if error.line else ""
    return f"{_FAULTS[error.fault]}{where}."


def left_out_words(skipped: Sequence[Skipped], count: int) -> str:
    """How many rows were left out, and the first of them: `12 left out: line 7: no date; line 9: no number`"""
    named = "; ".join(f"line {each.line}: {_REASONS[each.reason]}" for each in skipped[:_LINES_NAMED])
    return f"{count:,} left out: {named}{' ...' if count > _LINES_NAMED else ''}"


def lack_words(lack: Lack) -> str:
    """`4,000 codes, the last 36091; the edition before has 8,510`: why a list seems cut off."""
    last = f", the last {lack.last}" if lack.last else ""
    before = f"; the edition before has {lack.before:,}" if lack.before else ""
    return f"{lack.count:,} code{'' if lack.count == 1 else 's'}{last}{before}"


def cut_off_words(lack: Lack, system: System) -> str:
    """What to think of a file that was loaded and seems cut off."""
    if system not in (System.CPT, System.HCPCS):
        told = f"{lack.count:,} rows, where the edition before has {lack.before:,}"
        return f"It seems cut off: {told}. Hold its size against the publisher's, and load it again."
    return f"It seems cut off ({lack_words(lack)}): load it again. Until then nothing is said of codes that it lacks."
