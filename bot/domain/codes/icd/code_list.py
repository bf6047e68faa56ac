"""Build diagnoses from a plain list of codes (NCHS's order or codes file): names and order, without notes or blocks."""

from collections import defaultdict
from collections.abc import Iterable

from bot.domain.codes.diagnosis import Diagnosis, SeventhCharacter
from bot.domain.codes.file_rows import CodeRow
from bot.domain.codes.icd.grammar import bare

_CATEGORY, _WHOLE = 3, 7


def diagnoses_of(rows: Iterable[CodeRow]) -> list[Diagnosis]:
    """One diagnosis for each row, below the nearest header in the list.

    A list of only billable codes has no headers, so it has no hierarchy. If all codes below a header have seven
    characters, the header needs a 7th character, and each meaning is what the code's name adds to the header's.
    """
    listed = {bare(row.code): row for row in rows}
    above = {code: _header(code, listed) for code in listed}
    below: dict[str, list[str]] = defaultdict(list)
    for code in sorted(listed):
        if header := above[code]:
            below[header].append(code)
    return [_diagnosis(code, listed, above[code], below) for code in sorted(listed)]


def _header(code: str, listed: dict[str, CodeRow]) -> str | None:
    shorter = (code[:length] for length in range(len(code) - 1, _CATEGORY - 1, -1))
    return next((one for one in shorter if one in listed), None)


def _diagnosis(
    code: str, listed: dict[str, CodeRow], header: str | None, below: dict[str, list[str]]
) -> Diagnosis:
    row, children = listed[code], below.get(code, [])
    completed = bool(children) and all(len(child) == _WHOLE for child in children)
    parent = listed[header] if header else None
    seventh = None
    if parent and len(code) == _WHOLE and all(len(other) == _WHOLE for other in below[header or ""]):
        seventh = _seventh(row, parent)
    return Diagnosis(
        row.code,
        _name(row),
        row.billable,
        parent.code if parent else None,
        chapter="",
        section="",
        children=tuple(listed[child].code for child in children),
        sevenths=tuple(_seventh(listed[child], row) for child in children) if completed else (),
        seventh=seventh,
    )


def _seventh(row: CodeRow, header: CodeRow) -> SeventhCharacter:
    return SeventhCharacter(row.code[-1], _name(row).removeprefix(_name(header)).strip(", "))


def _name(row: CodeRow) -> str:
    return row.long or row.short
