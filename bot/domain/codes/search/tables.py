"""Tables of common terms: abbreviations, lay words, synonyms, spellings. Text in, rows out."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import IntEnum

from bot.domain.codes.search.stem import stem
from bot.domain.codes.search.weights import STOP
from bot.domain.codes.search.words import words

MOST_MEANINGS = 4


class Saying(IntEnum):
    """The table of a phrase."""

    ABBREVIATION = 0
    LAY = 1
    SYNONYM = 2
    JOINED = 3  # not in a table: separated in the query
    SPLIT = 4  # not in a table: joined in the query
    PARTS = 5  # not in a table: understood from Greek and Latin parts


@dataclass(frozen=True, slots=True)
class Phrase:
    """`said` as typed, and its possible meanings, likeliest first. `listed`: it is a row of the index."""

    said: str
    meanings: tuple[str, ...]
    saying: Saying
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Tables:
    """Everything that the index takes from tables.

    `spellings` are (British part, American part) of words. `common` are codes that most practices bill often, most
    often first. `roots` are parts of words with their meanings, for `Roots`.
    """

    phrases: tuple[Phrase, ...] = ()
    spellings: tuple[tuple[str, str], ...] = ()
    common: tuple[str, ...] = ()
    roots: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class BadTable(Exception):
    """A line of a table without the form `said<TAB>meaning

    meaning`.
    """

    line: int
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of a table. `codes` are those that the saying finds by itself: one in every install, or one with the
    Alphabetic Index and one without it. `WORD` instead: a word of longer sayings, which names no code by itself.
    """

    said: str
    meanings: tuple[str, ...]
    codes: tuple[str, ...] = ()


WORD = "word"


def rows(text: str, on: date | None = None) -> list[tuple[str, tuple[str, ...]]]:
    """What is said and what it means, of each row of a table, as `table_rows`."""
    return [(row.said, row.meanings) for row in table_rows(text, on)]


def table_rows(text: str, on: date | None = None) -> list[TableRow]:
    """The rows of a table: `said<TAB>meaning|meaning<TAB>=CODE|CODE`; blank lines and lines with # are left out.

    The codes may be missing. A row may end in `<TAB>until 2026-09-30` or `<TAB>from 2026-10-01`: then it holds for
    editions that begin until or from that day. `on` is the first day of the edition; None: the newest one's.
    """
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        said, tab, rest = line.partition("\t")
        meant, *further = rest.split("\t")
        meanings = tuple(m.strip() for m in meant.split("|") if m.strip())
        codes, days = _codes_and_days(further)
        if not tab or not said.strip() or not meanings or codes is None or not _DAYS.fullmatch(days):
            raise BadTable(number, line)
        if _holds(days, on or date.max):
            found.append(TableRow(said.strip(), meanings, codes))
    return found


def _codes_and_days(fields: list[str]) -> tuple[tuple[str, ...] | None, str]:
    """The codes and the days that stand behind a row's meanings; None for codes that are none."""
    codes: tuple[str, ...] = ()
    if fields and fields[0].startswith(_CODES):
        codes = tuple(fields[0].removeprefix(_CODES).split("|"))
        fields = fields[1:]
    if any(code != WORD and not _CODE.fullmatch(code) for code in codes) or len(fields) > 1:
        return None, ""
    return codes, fields[0] if fields else ""


_CODES = "="
_CODE = re.compile(r"[A-Z][0-9A-Z]{2,4}(?:\.[0-9A-Z]{1,4})?")
_DAYS = re.compile(r"(?:(until|from) (\d{4}-\d{2}-\d{2}))?")


def _holds(days: str, on: date) -> bool:
    if not days:
        return True
    word, _, day = days.partition(" ")
    return on <= date.fromisoformat(day) if word == "until" else date.fromisoformat(day) <= on


def changing_days(text: str) -> set[date]:
    """The first days on which the rows of a table change, from their own dates."""
    found = set()
    for line in text.splitlines():
        days = line.split("\t")[2:]
        if (
            days
            and not line.startswith("#")
            and not days[-1].startswith(_CODES)
            and _DAYS.fullmatch(days[-1])
        ):
            word, _, day = days[-1].partition(" ")
            found.add(date.fromisoformat(day) + timedelta(days=word == "until"))
    return found


def tables(  # noqa: PLR0917 (one for each file, in the order of the files)
    abbreviations: str = "",
    lay: str = "",
    synonyms: str = "",
    spellings: str = "",
    common: str = "",
    roots: str = "",
    *,
    on: date | None = None,
) -> Tables:
    """Parse the tables from their texts, as of an edition's first day. Raises BadTable."""
    by_table = ((abbreviations, Saying.ABBREVIATION), (lay, Saying.LAY), (synonyms, Saying.SYNONYM))
    phrases = tuple(
        Phrase(said, meant, saying) for text, saying in by_table for said, meant in rows(text, on)
    )
    return Tables(
        _carried_on(phrases),
        tuple((british, american[0]) for british, american in rows(spellings)),
        tuple(code for line in common.splitlines() if not line.startswith("#") for code in line.split()),
        tuple(rows(roots)),
    )


def _carried_on(phrases: tuple[Phrase, ...]) -> tuple[Phrase, ...]:
    """Add the other names of an abbreviation's meaning to its meanings: 'htn', 'hypertension', and so on."""
    others = {phrase_key(p): p.meanings for p in reversed(phrases) if p.saying is not Saying.ABBREVIATION}
    return tuple(
        replace(p, meanings=_with_others(p.meanings, others)) if p.saying is Saying.ABBREVIATION else p
        for p in phrases
    )


def _with_others(
    meanings: tuple[str, ...], others: Mapping[tuple[str, ...], tuple[str, ...]]
) -> tuple[str, ...]:
    further = (
        other
        for meaning in meanings
        for other in others.get(phrase_key(Phrase(meaning, meanings, Saying.LAY)), ())
    )
    return tuple(dict.fromkeys((*meanings, *further)))[:MOST_MEANINGS]


def vocabulary(phrases: Iterable[Phrase]) -> set[str]:
    """Every word in the tables, on either side."""
    return {
        w.text
        for phrase in phrases
        for text in (*(phrase.meanings), *(() if phrase.saying is Saying.ABBREVIATION else (phrase.said,)))
        for w in words(text)
    }


def merged(abbreviations: Mapping[str, tuple[str, ...]]) -> tuple[Phrase, ...]:
    """A team's own abbreviations as phrases."""
    return tuple(Phrase(said, meant, Saying.ABBREVIATION) for said, meant in abbreviations.items() if meant)


def phrase_key(phrase: Phrase) -> tuple[str, ...]:
    """What a question must hold to meet `phrase`, in any order: its stems; of an abbreviation its very words."""
    said = [w.key for w in words(phrase.said)]
    telling = [w for w in said if w not in STOP] or said
    if phrase.saying is Saying.ABBREVIATION:
        return tuple(sorted({f"={w}" for w in telling}))
    return tuple(sorted({stem(w) for w in telling}))


def meant_stems(phrase: Phrase) -> list[frozenset[str]]:
    """The stems of each meaning of `phrase`."""
    return [frozenset(phrase_key(Phrase(meant, (), Saying.SYNONYM))) for meant in phrase.meanings]
