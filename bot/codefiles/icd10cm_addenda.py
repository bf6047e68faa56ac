"""Reader of the ICD-10-CM order addenda (CMS, NCHS): what a year's order file adds, deletes and renames."""

import re
from collections.abc import Iterable, Iterator

from bot.codefiles import fields
from bot.codefiles.errors import Fault, UnreadableFile
from bot.codefiles.file_reading import Unfit
from bot.codefiles.lines import Lines
from bot.codefiles.streams import Stream
from bot.domain.codes.files import SkipReason
from bot.domain.codes.icd.order_addenda import AddendumAction, AddendumRow, CodeCounts, OrderAddenda

_CODE = r"[A-Z][0-9A][0-9AB][0-9A-Z ]{4}"
_ROW = re.compile(rf"(?:Add:|Delete:|Revise from:|Revise to:) +[01] {_CODE} .{{60}} \S")
_TOTAL = re.compile(r"\s*([0-9]{1,7}) (codes|headers) in (\S.*?)\s*")
_ACTIONS = frozenset(AddendumAction)
_YEAR = re.compile(r"20[0-9]{2}")
_COUNT = re.compile(r"\s*([0-9]{1,7}) (additions|deletions|revisions)\s*")
_SUMMARY = re.compile(r"(?:Headers|Codes)\s*")
_COUNTED = {
    "additions": (AddendumAction.ADD,),
    "deletions": (AddendumAction.DELETE,),
    "revisions": (AddendumAction.REVISE_FROM, AddendumAction.REVISE_TO),
}
_ACTION, _FLAG, _SHORT, _LONG = slice(0, 12), 13, slice(23, 83), slice(84, None)


def is_addenda_line(line: str) -> bool:
    """Whether this is a line of the addenda: action, flag, code, short and long title."""
    return bool(_ROW.match(line))


def is_addenda(lines: Iterable[str]) -> bool:
    """Whether these lines are an addenda file. It begins with a row; its summary may be longer than its rows."""
    first = next((line for line in lines if line.strip()), "")
    return is_addenda_line(first)


def read_addenda(stream: Stream) -> OrderAddenda:
    """Read the whole file, and compare its rows with the counts at its end.

    Raises UnreadableFile: CUT_OFF if rows are missing, DAMAGED with the line number of a row that the layout does not
    allow.
    """
    stream.seek(0)
    lines = Lines(stream)
    numbered = [(number, line) for number, line in lines if line.strip()]
    at = next((n for n, (_, line) in enumerate(numbered) if _SUMMARY.fullmatch(line)), len(numbered))
    rows = tuple(_rows(numbered[:at]))
    if not rows:
        raise UnreadableFile(Fault.EMPTY)
    summary = [line for _, line in numbered[at:]]
    if at == len(numbered):
        lines.refuse_cut_off(last_is_whole=not lines.open_ended)
        return OrderAddenda(rows)
    return _compared(rows, summary, lines.count)


def _rows(numbered: Iterable[tuple[int, str]]) -> Iterator[AddendumRow]:
    for number, line in numbered:
        try:
            yield _row(line)
        except Unfit:
            raise UnreadableFile(Fault.DAMAGED, number) from None


def _row(line: str) -> AddendumRow:
    if not is_addenda_line(line) or line[_ACTION].rstrip() not in _ACTIONS:
        raise Unfit(SkipReason.COLUMNS)
    return AddendumRow(
        AddendumAction(line[_ACTION].rstrip()),
        fields.diagnosis(line[15:22].rstrip()),
        fields.required(line[_LONG]),
        fields.required(line[_SHORT]),
        billable=line[_FLAG] == "1",
    )


def _compared(rows: tuple[AddendumRow, ...], summary: list[str], line: int) -> OrderAddenda:
    """Compare the rows with the summary's totals.

    Headers and codes are counted separately, so each count appears twice.
    """
    stated = dict.fromkeys(AddendumAction, 0)
    for found in filter(None, map(_COUNT.fullmatch, summary)):
        for action in _COUNTED[found[2]]:
            stated[action] += int(found[1])
    if any(sum(row.action is action for row in rows) != count for action, count in stated.items()):
        raise UnreadableFile(Fault.CUT_OFF, line)
    totals: dict[str, list[int]] = {"codes": [], "headers": []}
    files: list[str] = []
    for found in filter(None, map(_TOTAL.fullmatch, summary)):
        totals[found[2]].append(int(found[1]))
        files.append(found[3])
    codes, headers = totals["codes"], totals["headers"]
    if len(codes) != 2 or len(headers) != 2:  # one count for the old file and one for the new
        raise UnreadableFile(Fault.CUT_OFF, line)
    year = _YEAR.search(files[-1])
    before, after = CodeCounts(codes[0], headers[0]), CodeCounts(codes[1], headers[1])
    return OrderAddenda(rows, year[0] if year else "", before, after)
