"""A whole export checked: what was read, what was found, how often each modifier stands, and what was not checked."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.domain.codes.audit.checking import AuditFinding, Auditor, DataOn
from bot.domain.codes.audit.columns import AuditColumn, recognise
from bot.domain.codes.audit.lines import BilledLine, RowProblem, Rows
from bot.domain.codes.audit.shares import FEWEST_LINES, ModifierShare, Shares, flagged
from bot.domain.codes.claim.claim import ClaimSetting
from bot.domain.codes.claim.edition import ReferenceEdition, ReferenceFile
from bot.domain.codes.claim.finding import ClaimRule

_FILE_OF = {
    ClaimRule.VALIDITY: ReferenceFile.PROCEDURES,
    ClaimRule.BILLABLE: ReferenceFile.DIAGNOSES,
    ClaimRule.PAIRS: ReferenceFile.PAIRS,
    ClaimRule.UNITS: ReferenceFile.UNITS,
}
_ROWS_NAMED = 20
_MOST_OF_A_DAY = 200
"""Lines of one patient on one day that are held against each other; more is a file without patients."""


@dataclass(frozen=True, slots=True)
class AuditOptions:
    """How to check: whose NCCI files, and above which share (0 to 1) a modifier is flagged."""

    setting: ClaimSetting = ClaimSetting.PRACTITIONER
    over: float = 0.15


@dataclass
class SkippedRows:
    """Rows of one sort that could not be read: how many, and the first of them."""

    count: int = 0
    rows: list[int] = field(default_factory=list)

    def add(self, row: int) -> None:
        """One more."""
        self.count += 1
        if len(self.rows) < _ROWS_NAMED:
            self.rows.append(row)


@dataclass(frozen=True, slots=True)
class Audit:
    """The result. Rows, codes and counts: nothing in it tells whose line it was or when.

    `together` False: no column told which lines are one patient's, so each was checked by itself.
    """

    columns: tuple[AuditColumn, ...]
    lines: int
    passed: dict[RowProblem, SkippedRows]
    hits: tuple[AuditFinding, ...]
    shares: tuple[ModifierShare, ...]
    flagged: tuple[ModifierShare, ...]
    together: bool
    consulted: tuple[ReferenceEdition, ...]
    not_loaded: dict[ReferenceFile, int]
    over: float = 0.15
    """Above which share (0 to 1) a modifier was flagged."""

    def unchecked(self, rule: ClaimRule) -> int:
        """How many lines could not be checked by the rule: its file was not loaded, or a column is missing."""
        if rule is ClaimRule.PAIRS and not self.together:
            return self.lines
        if rule is ClaimRule.BILLABLE and AuditColumn.DIAGNOSES not in self.columns:
            return self.lines
        file = _FILE_OF.get(rule)
        return self.not_loaded.get(file, 0) if file else 0

    @property
    def too_few(self) -> int:
        """Codes with a modifier above the limit on too few lines to tell."""
        return len({s.code for s in self.shares if s.share > self.over and s.lines < FEWEST_LINES})

    def by_rule(self) -> Counter[ClaimRule]:
        """How many findings of each rule."""
        return Counter(hit.finding.rule for hit in self.hits)

    def by_code(self) -> Counter[str]:
        """How many findings at each code."""
        return Counter(hit.subject for hit in self.hits)


def audit(
    rows: Iterable[Sequence[str]],
    data_on: DataOn,
    options: AuditOptions,
    today: date,
    progress: Callable[[int], None] = lambda _: None,
) -> Audit:
    """Check every row after the first, which names the columns. Raises MissingColumns.

    `progress` is called with the number of lines checked. Memory grows with the lines, about 300 bytes each.
    """
    every = iter(rows)
    columns = recognise(next(every, ()))
    passed: dict[RowProblem, SkippedRows] = {}
    together = columns.patient is not None or columns.claim is not None
    days = _by_day(_read(every, Rows(columns, today), passed), together=together)
    auditor, shares = Auditor(data_on, options.setting, today), Shares()
    hits: list[AuditFinding] = []
    checked = 0
    for lines in days:
        shares.add(line.billed for line in lines)
        hits.extend(auditor.check(lines, together=together and bool(lines[0].visit)))
        checked += len(lines)
        progress(checked)
    found = shares.all()
    return Audit(
        columns.recognised(),
        checked,
        passed,
        tuple(sorted(hits, key=lambda hit: hit.row)),
        found,
        flagged(found, options.over),
        together,
        tuple(sorted(auditor.consulted, key=lambda e: (e.file, e.name))),
        auditor.not_loaded,
        options.over,
    )


def _read(
    rows: Iterator[Sequence[str]], reader: Rows, passed: dict[RowProblem, SkippedRows]
) -> Iterator[BilledLine]:
    for number, cells in enumerate(rows, start=2):
        if not any(cell.strip() for cell in cells):
            continue
        line = reader.read(number, cells)
        if isinstance(line, RowProblem):
            passed.setdefault(line, SkippedRows()).add(number)
        else:
            yield line


def _by_day(lines: Iterable[BilledLine], *, together: bool) -> Iterator[list[BilledLine]]:
    """Lines of one visit and day together, in parts that stay small; without a visit, any lines of the day."""
    days: dict[tuple[str, date], list[BilledLine]] = {}
    for line in lines:
        days.setdefault((line.visit if together else "", line.on), []).append(line)
    for day in days.values():
        for start in range(0, len(day), _MOST_OF_A_DAY):
            yield day[start : start + _MOST_OF_A_DAY]
