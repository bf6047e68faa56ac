"""A claim during parsing: the lines and diagnoses so far, and the result at the end of the text."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from bot.domain.codes.claim.claim import MOST_DIAGNOSES, MOST_LINES, MOST_UNITS, ClaimLine
from bot.domain.codes.claim.own import KnowsOwn
from bot.domain.codes.claim.problems import BadUnits, ClaimPart, TooManyOnClaim
from bot.domain.codes.cpt.grammar import BilledCode
from bot.domain.codes.icd import grammar as icd

KnowsDiagnosis = Callable[[str], bool]
"""Whether the day's table has a code in canonical form, with its dot."""


@dataclass(slots=True)
class DraftLine:
    """A line during parsing. `own` are the diagnoses right after it, by their code."""

    billed: BilledCode
    units: int | None = None
    pointers: list[int] = field(default_factory=list)
    own: list[str] = field(default_factory=list)
    place: str = ""


@dataclass(slots=True)
class Reader:
    """The parser state. `zone` is what the last keyword announced.

    `units_first`: units came before the first code ('2 units 97110'), so they belong to the code after them.
    `places_first`: so did a place of service, as in box 24 of the form. `left_out` are words that were not used.
    """

    known: Collection[str]
    knows_diagnosis: KnowsDiagnosis
    knows_own: KnowsOwn | None = None
    rows: list[DraftLine] = field(default_factory=list)
    diagnoses: dict[str, icd.Typed] = field(default_factory=dict)
    zone: str = ""
    units_first: bool = False
    pending: int | None = None
    left_out: list[str] = field(default_factory=list)
    places_first: bool = False
    next_place: str = ""


def set_units(row: DraftLine, units: int) -> None:
    """Set the units of a line. Raises BadUnits."""
    if not 1 <= units <= MOST_UNITS:
        raise BadUnits(str(row.billed), units, MOST_UNITS)
    row.units = units


def new_row(billed: BilledCode, reader: Reader) -> None:
    """Add a line. Units and a place of service that came before it belong to it."""
    reader.rows.append(DraftLine(billed, place=reader.next_place))
    if reader.pending is not None:
        set_units(reader.rows[-1], reader.pending)
        reader.pending = None


def refuse_too_many(reader: Reader) -> None:
    """Raises TooMany for more lines or diagnoses than a claim can have."""
    for part, count, limit in (
        (ClaimPart.LINES, len(reader.rows), MOST_LINES),
        (ClaimPart.DIAGNOSES, len(reader.diagnoses), MOST_DIAGNOSES),
    ):
        if count > limit:
            raise TooManyOnClaim(part, count, limit)


def lines_of(reader: Reader) -> tuple[ClaimLine, ...]:
    """The lines.

    Diagnoses after every line, or after one that isn't the last, belong to that line; at the end, to all.
    """
    places = {code: at for at, code in enumerate(reader.diagnoses, start=1)}
    shared = not any(row.own for row in reader.rows[:-1])
    several = len({row.place for row in reader.rows if row.place}) > 1
    return tuple(
        ClaimLine(
            number,
            row.billed,
            row.units or 1,
            tuple(row.pointers) or (() if shared else tuple(places[code] for code in row.own)),
            row.place if several else "",
        )
        for number, row in enumerate(reader.rows, start=1)
    )


def place_of(reader: Reader) -> str:
    """The claim's place of service: the only one named, or the first of several, which stand on their lines too."""
    return next((row.place for row in reader.rows if row.place), reader.next_place)
