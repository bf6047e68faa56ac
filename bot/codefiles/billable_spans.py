"""The days on which each ICD-10-CM code was billable, searched directly in the file's text.

The file has one line for each run of days, in code order: code without its dot, first day, last day (YYYYMMDD),
separated by tabs. In memory, the text takes two megabytes; objects would take twenty.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

from bot.domain.codes.icd.billable_days import BillableDays
from bot.domain.codes.icd.grammar import bare, dotted

_KEPT = 1_024


class BillableSpans:
    """BillableHistory over the bytes of a spans file."""

    def __init__(self, content: bytes, through: date) -> None:
        """`content` begins with a line of column names. `through` is the last day that it covers."""
        self._content = content
        self._begin = content.index(b"\n") + 1
        self.through = through
        self.days = lru_cache(_KEPT)(self._days)
        """The runs of days of a code, oldest first. Adjacent runs are merged."""

    def starting(self, prefix: str) -> tuple[str, ...]:
        """The codes that begin with `prefix`, in code order. The prefix may have any length."""
        return tuple(dict.fromkeys(dotted(code) for code, *_ in self._lines(bare(prefix))))

    def _days(self, code: str) -> tuple[BillableDays, ...]:
        plain = bare(code)
        runs: list[BillableDays] = []
        for found, begins, ends in self._lines(plain):
            if found != plain:
                break
            first, last = _day(begins), _day(ends)
            if runs and (before := runs[-1].last) and before + timedelta(days=1) >= first:
                first = runs.pop().first
            runs.append(BillableDays(first, last))
        return tuple(runs)

    def _lines(self, prefix: str) -> Iterator[tuple[str, str, str]]:
        """The lines whose code begins with `prefix`. The code itself comes before the codes below it."""
        try:
            wanted = prefix.encode("ascii")
        except UnicodeEncodeError:
            return
        at = self._first(wanted)
        while at < len(self._content) and self._content.startswith(wanted, at):
            end = self._content.find(b"\n", at)
            line = self._content[at : end if end >= 0 else None].decode("ascii")
            code, first, last = line.split("\t")
            yield code, first, last
            if end < 0:
                return
            at = end + 1

    def _first(self, wanted: bytes) -> int:
        """The offset of the first line that does not sort before `wanted`."""
        low, high = self._begin, len(self._content)
        while low < high:
            middle = self._content.rfind(b"\n", low, (low + high) // 2)
            begin = middle + 1 if middle >= 0 else low
            end = self._content.find(b"\n", (low + high) // 2, high)
            if self._content[begin : begin + len(wanted)] < wanted:
                low = end + 1 if end >= 0 else high
            else:
                high = begin
        return low


@lru_cache
def _day(written: str) -> date:
    return date(int(written[:4]), int(written[4:6]), int(written[6:8]))
