"""MUE: more units than usual for one patient, by line (MAI 1) or by day (MAI 2 and 3).

Source: CMS's MUE files. A code without a row is not unlimited, because some values are not published.
"""

from collections.abc import Iterator
from itertools import accumulate

from bot.domain.codes.claim.claim import ClaimLine
from bot.domain.codes.claim.context import Context
from bot.domain.codes.claim.edition import ReferenceEdition
from bot.domain.codes.claim.finding import ClaimFinding, ClaimRule, ClaimVerdict, TooManyUnits
from bot.domain.codes.claim.reference_data import Mai, Mue

_VERDICTS = {
    Mai.LINE: ClaimVerdict.LOOK_AGAIN,
    Mai.DAY_BY_POLICY: ClaimVerdict.CONFLICT,
    Mai.DAY_CLINICAL: ClaimVerdict.LOOK_AGAIN,
}


def findings(context: Context) -> Iterator[ClaimFinding]:
    """One for each line over the limit. For a daily limit, it is on the line that exceeds it."""
    table, kind = context.reference.units, context.claim.setting
    edition = table.edition(kind) if table else None
    if table is None or edition is None:
        return
    by_code: dict[str, list[ClaimLine]] = {}
    for line in context.claim.lines:
        by_code.setdefault(line.code, []).append(line)
    for code, lines in by_code.items():
        if mue := table.limit(code, kind):
            yield from _by_line(mue, lines, edition) if mue.mai is Mai.LINE else _by_day(mue, lines, edition)


def _by_line(mue: Mue, lines: list[ClaimLine], edition: ReferenceEdition) -> Iterator[ClaimFinding]:
    for line in lines:
        if line.units > mue.value:
            yield _finding(mue, line.units, edition, line)


def _by_day(mue: Mue, lines: list[ClaimLine], edition: ReferenceEdition) -> Iterator[ClaimFinding]:
    running = accumulate(line.units for line in lines)
    over = next((line for line, sum_ in zip(lines, running, strict=True) if sum_ > mue.value), None)
    if over:
        others = tuple(line.number for line in lines if line is not over)
        yield _finding(mue, sum(line.units for line in lines), edition, over, others)


def _finding(
    mue: Mue, units: int, edition: ReferenceEdition, line: ClaimLine, others: tuple[int, ...] = ()
) -> ClaimFinding:
    detail = TooManyUnits(mue, units)
    return ClaimFinding(ClaimRule.UNITS, _VERDICTS[mue.mai], detail, edition, line=line.number, others=others)
