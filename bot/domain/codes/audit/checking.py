"""Apply the claim check rules of an audit to the lines of each visit."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.codes.audit.lines import BilledLine
from bot.domain.codes.claim import code_status, mue, ncci
from bot.domain.codes.claim.claim import Claim, ClaimLine, ClaimSetting
from bot.domain.codes.claim.context import Context, context, history_edition
from bot.domain.codes.claim.edition import ReferenceEdition, ReferenceFile
from bot.domain.codes.claim.finding import ClaimFinding, ClaimVerdict
from bot.domain.codes.claim.reference_data import ReferenceData
from bot.domain.codes.cpt.grammar import ProcedureCode
from bot.domain.codes.icd.grammar import Typed
from bot.domain.codes.icd.resolve import resolve

DataOn = Callable[[date], ReferenceData]
"""Returns everything that is loaded for a date of service."""


@dataclass(frozen=True, slots=True)
class AuditFinding:
    """A finding on a row of the export. `subject` is its code, `other_row` the row of the other line."""

    row: int
    subject: str
    finding: ClaimFinding
    other_row: int | None = None


class Auditor:
    """Checks visits: validity on the date, NCCI pairs and MUE. Reference data is chosen once for each date."""

    def __init__(self, data_on: DataOn, setting: ClaimSetting, today: date) -> None:
        self._data_on = data_on
        self._setting = setting
        self._today = today
        self._days: dict[date, Context] = {}
        self._sets: dict[tuple[date, ProcedureCode], bool] = {}
        self._told: dict[tuple[date, Typed], tuple[ClaimFinding, ...]] = {}
        self.consulted: set[ReferenceEdition] = set()
        self.not_loaded: dict[ReferenceFile, int] = {}
        """Files that were not available, with the number of lines left unchecked because of it."""

    def check(self, lines: Sequence[BilledLine], *, together: bool) -> Iterator[AuditFinding]:
        """Check the lines of one date of service. `together`: all of them are one patient's."""
        day = self._day(lines[0].on)
        self._note(day, lines)
        yield from self._diagnoses(day, lines)
        for part in (lines,) if together else [(line,) for line in lines]:
            yield from _procedures(day, part)

    def _day(self, on: date) -> Context:
        if on not in self._days:
            empty = Claim((), on=on, setting=self._setting)
            self._days[on] = context(empty, self._data_on(on), self._today)
        return self._days[on]

    def _note(self, day: Context, lines: Sequence[BilledLine]) -> None:
        reference = day.reference
        units = reference.units.edition(self._setting) if reference.units else None
        without = {
            ReferenceFile.DIAGNOSES: sum(bool(line.diagnoses) for line in lines)
            if reference.diagnoses is None and day.history is None
            else 0,
            ReferenceFile.PROCEDURES: sum(not self._known(day, line) for line in lines),
            ReferenceFile.PAIRS: 0 if reference.pairs and reference.pairs.whole else len(lines),
            ReferenceFile.UNITS: len(lines) if units is None else 0,
        }
        for file, unchecked in without.items():
            if unchecked:
                self.not_loaded[file] = self.not_loaded.get(file, 0) + unchecked
        history = history_edition(day.history) if day.history else None
        self.consulted.update(
            e for e in (reference.pairs.edition if reference.pairs else None, units, history) if e
        )

    def _known(self, day: Context, line: BilledLine) -> bool:
        """Whether a loaded set can decide if the line's code is valid on its day."""
        key = (day.on, line.billed.procedure)
        if key not in self._sets:
            table = day.reference.procedures
            self._sets[key] = bool(table and table.validity(line.billed.procedure, day.on))
        return self._sets[key]

    def _diagnoses(self, day: Context, lines: Sequence[BilledLine]) -> Iterator[AuditFinding]:
        for line in lines:
            for typed in line.diagnoses:
                yield from (
                    AuditFinding(line.row, typed.code, finding) for finding in self._about(day, typed)
                )

    def _about(self, day: Context, typed: Typed) -> tuple[ClaimFinding, ...]:
        """The findings about one diagnosis on one day. Cached, because an export repeats the same few diagnoses."""
        known = (day.on, typed)
        if known not in self._told:
            table = day.reference.diagnoses
            claim = Claim((), (typed,), day.on, self._setting)
            resolved = (resolve(typed, table),) if table else ()
            self._told[known] = tuple(code_status.diagnoses(Context(claim, day.reference, day.on, resolved)))
        return self._told[known]


def _procedures(day: Context, lines: Sequence[BilledLine]) -> Iterator[AuditFinding]:
    claimed = tuple(ClaimLine(n, line.billed, line.units) for n, line in enumerate(lines, start=1))
    about = Context(Claim(claimed, (), day.on, day.claim.setting), day.reference, day.on, ())
    for finding in (f for rule in _RULES for f in rule(about)):
        if finding.verdict is not ClaimVerdict.NO_PROBLEM:
            line = lines[(finding.line or 1) - 1]
            other_row = lines[finding.others[0] - 1].row if finding.others else None
            yield AuditFinding(line.row, line.billed.procedure.code, finding, other_row)


_RULES = (code_status.procedures, ncci.findings, mue.findings)
