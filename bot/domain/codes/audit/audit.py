"""The audit of an export: lines read, findings, modifier rates, and what was not checked."""

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
"""The most lines of one patient on one day that are compared with each other. A file with more has no patient
column."""


@dataclass(frozen=True, slots=True)
class AuditOptions:
    """How to check: whose NCCI files, and the rate (0 to 1) above which a modifier is flagged."""

    setting: ClaimSetting = ClaimSetting.PRACTITIONER
    over: float = 0.15


@dataclass
class SkippedRows:
    """Unreadable rows of one kind: how many, and the first of them."""

    count: int = 0
    rows: list[int] = field(default_factory=list)

    def add(self, row: int) -> None:
        """Count one more row."""
        self.count += 1
        if len(self.rows) < _ROWS_NAMED:
            self.rows.append(row)


@dataclass(frozen=True, slots=True)
class Audit:
    """The result: rows, codes and counts. Nothing in it identifies a patient or a date of service.

    `together` False: no column identifies a patient, so each line was checked alone.
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
    """The rate (0 to 1) above which a modifier was flagged."""

    def unchecked(self, rule: ClaimRule) -> int:
        """The number of lines that the rule could not check because its file isn't loaded or a column is missing."""
        if rule is ClaimRule.PAIRS and not self.together:
            return self.lines
        if rule is ClaimRule.BILLABLE and AuditColumn.DIAGNOSES not in self.columns:
            return self.lines
        file = _FILE_OF.get(rule)
        return self.not_loaded.get(file, 0) if file else 0

    @property
    def too_few(self) -> int:
        """The number of codes with a modifier above the limit, but on too few lines to be significant."""
        return len({s.code for s in self.shares if s.share > self.over and s.lines < FEWEST_LINES})

    def by_rule(self) -> Counter[ClaimRule]:
        """The number of findings for each rule."""
        return Counter(hit.finding.rule for hit in self.hits)

    def by_code(self) -> Counter[str]:
        """The number of findings for each code."""
        return Counter(hit.subject for hit in self.hits)


def audit(
    rows: Iterable[Sequence[str]],
    data_on: DataOn,
    options: AuditOptions,
    today: date,
    progress: Callable[[int], None] = lambda _: None,
) -> Audit:
    """Check every row after the first, which names the columns. Raises MissingColumns.

    `progress` receives the number of lines checked. Memory grows by about 300 bytes per line.
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
    """Group the lines of one visit and day, in parts that stay small. Without a visit, group any lines of the day."""
    days: dict[tuple[str, date], list[BilledLine]] = {}
    for line in lines:
        days.setdefault((line.visit if together else "", line.on), []).append(line)
    for day in days.values():
        for start in range(0, len(day), _MOST_OF_A_DAY):
            yield day[start : start + _MOST_OF_A_DAY]
