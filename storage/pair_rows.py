"""Read and write NCCI pairs as tuples directly with the driver, without SQLAlchemy's per-value work."""

from collections.abc import Callable, Sequence
from datetime import date
from itertools import chain
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.codes.file_rows import PtpRow
from storage.bulk import copying
from storage.session import whole
from storage.tables import NCCI_PAIR

STREAMED_PAIRS = 20_000
_COLUMNS = (
    "content_id", "number", "column1", "column2",
    "effective", "deletion", "indicator", "prior_to_1996", "rationale",
)  # fmt: skip
_COPY = f"COPY ncci_pair ({', '.join(_COLUMNS)}) FROM STDIN"
_INSERT = f"INSERT INTO ncci_pair ({', '.join(_COLUMNS)}) VALUES "  # noqa: S608 - constants
_ONE_ROW = (
    "(?, ?, ?, ?, ?, nullif(?, 0), ?, ?, ?)"  # sqlite3 searches for an adapter for each None and each bool
)
_ROWS_A_STATEMENT = 2_000  # SQLite takes 32,766 values in one; one row per statement takes twice the time
_Values = tuple[int, int, str, str, int, int, int, int, str]
_Made = TypeVar("_Made")
_Given = TypeVar("_Given")


class _Once(dict[_Given, _Made]):
    """Converts each distinct value once: 2.5 million pairs have a few hundred distinct days."""

    def __init__(self, make: Callable[[_Given], _Made]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, value: _Given) -> _Made:
        made = self[value] = self._make(value)
        return made


_NUMBERS: _Once[date, int] = _Once(date.toordinal)
_DAYS: _Once[int, date] = _Once(date.fromordinal)


async def insert_pairs(
    connection: AsyncConnection, content_id: int, rows: Sequence[PtpRow], *, after: int
) -> None:
    """Insert rows of `ncci_pair`, numbered from `after` + 1, in the current transaction of `connection`."""
    if connection.dialect.name == "sqlite":
        values = _values(content_id, rows, after)
        for start in range(0, len(values), _ROWS_A_STATEMENT):
            part = values[start : start + _ROWS_A_STATEMENT]
            statement = _INSERT + ", ".join([_ONE_ROW] * len(part))
            await whole(connection.exec_driver_sql(statement, tuple(chain.from_iterable(part))))
    else:
        await whole(_copy(connection, _text(content_id, rows, after)))


async def _copy(connection: AsyncConnection, text: str) -> None:
    async with copying(connection, _COPY) as copy:
        await copy.write(text)


def pairs_after(content_id: int, number: int) -> sa.Select[Any]:
    """The next rows of a content, at most STREAMED_PAIRS, in the order added."""
    c = NCCI_PAIR.c
    prior = sa.cast(c.prior_to_1996, sa.Integer)  # a bool would be converted one by one
    return (
        sa.select(c.column1, c.column2, c.effective, c.deletion, c.indicator, c.rationale, prior)
        .where(c.content_id == content_id, c.number > number, c.number <= number + STREAMED_PAIRS)
        .order_by(c.number)
    )


def pairs_of(rows: Sequence[Sequence[Any]]) -> list[PtpRow]:
    """The rows of `pairs_after`, as the file had them."""
    days = _DAYS
    return [
        PtpRow(one, two, days[begins], None if ends is None else days[ends], indicator, why, prior == 1)
        for one, two, begins, ends, indicator, why, prior in rows
    ]


def _values(content_id: int, rows: Sequence[PtpRow], after: int) -> list[_Values]:
    days = _NUMBERS
    return [
        (content_id, number, one, two, days[begins], days[ends] if ends else 0, indicator, int(prior), why)
        for number, (one, two, begins, ends, indicator, why, prior) in enumerate(rows, after + 1)
    ]  # fmt: skip


def _text(content_id: int, rows: Sequence[PtpRow], after: int) -> str:
    """The rows as text for COPY. The driver takes four times as long to write them one by one."""
    days, safe = _NUMBERS, _SAFE
    return "".join(
        f"{content_id}\t{number}\t{safe[one]}\t{safe[two]}\t{days[begins]}\t"
        f"{days[ends] if ends else _NULL}\t{indicator}\t{prior:d}\t{safe[why]}\n"
        for number, (one, two, begins, ends, indicator, why, prior) in enumerate(rows, after + 1)
    )


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("\t", r"\t").replace("\n", r"\n").replace("\r", r"\r")


_SAFE: _Once[str, str] = _Once(_escaped)
_NULL = r"\N"
