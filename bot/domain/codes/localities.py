"""Medicare localities: their cost indices, counties and anesthesia factors, and how to find one by name.

Sources: CMS, PFS relative value files (GPCI, LOCCO, ANES of the year's RVU zip); Claims Processing Manual, chapter
12, section 20 (GPCI) and section 50 (anesthesia).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from bot.domain.codes.fee_row import FeeRow
from bot.domain.codes.fees import PRICED, Payment
from bot.domain.codes.file_rows import AnesthesiaRow, CountiesRow, GpciRow

_CENT = Decimal("0.01")
_TENTH = Decimal("0.1")
MINUTES_A_UNIT = 15
"""Minutes of one anesthesia time unit in Medicare."""
_WORD = re.compile(r"[a-z0-9]+")
_NOISE = frozenset(
    [
        "the",
        "of",
        "county",
        "counties",
        "area",
        "locality",
        "medicare",
        "mac",
        "number",
        "no",
        "in",
        "and",
        "city",
    ]
)


@dataclass(frozen=True, slots=True)
class Locality:
    """One payment locality of one contractor (MAC, five digits; the locality number has two).

    `work`, `practice` and `malpractice` are the indices, None if no GPCI file is loaded. `anesthesia` is its
    conversion factor in dollars per unit, `anesthesia_qpp` that of qualifying APM participants; None if not loaded.
    `counties` is the area in CMS's words.
    """

    contractor: str
    number: str
    name: str
    state: str = ""
    work: Decimal | None = None
    practice: Decimal | None = None
    malpractice: Decimal | None = None
    counties: str = ""
    anesthesia: Decimal | None = None
    anesthesia_qpp: Decimal | None = None

    @property
    def key(self) -> str:
        """Contractor and locality number: seven digits."""
        return f"{self.contractor}{self.number}"


LocalityFileRow = GpciRow | CountiesRow | AnesthesiaRow


def merge_localities(rows: Iterable[LocalityFileRow]) -> list[Locality]:
    """One entry for each locality in the three files, by contractor and number."""
    found: dict[str, Locality] = {}
    for row in rows:
        key = f"{row.contractor}{row.number}"
        known = found.get(key) or Locality(row.contractor, row.number, _plain_name(row.name))
        match row:
            case GpciRow():
                known = replace(
                    known,
                    name=_plain_name(row.name),
                    state=row.state or known.state,
                    work=row.work,
                    practice=row.practice,
                    malpractice=row.malpractice,
                )
            case CountiesRow():
                counties = "; ".join(dict.fromkeys(filter(None, (known.counties, row.counties))))
                known = replace(known, counties=counties, state=known.state or row.state)
            case AnesthesiaRow():
                known = replace(known, anesthesia=row.factor, anesthesia_qpp=row.qpp_factor)
        found[key] = known
    return [found[key] for key in sorted(found)]


def find_localities(text: str, localities: Iterable[Locality]) -> list[Locality]:
    """The localities that match `text`, best first: numbers ('01112 05', '05'), or words of a name, state or county.

    Every word of the text must match. Complete names come first.
    """
    words = [word for word in _WORD.findall(text.lower()) if word not in _NOISE]
    if not words:
        return []
    if all(word.isdigit() for word in words):
        return _by_number(words, localities)
    scored = [(score, each) for each in localities if (score := _score(words, each))]
    best = max((score for score, _ in scored), default=0)
    return [each for score, each in sorted(scored, key=lambda pair: (-pair[0], pair[1].key)) if score == best]


def _by_number(words: Sequence[str], localities: Iterable[Locality]) -> list[Locality]:
    key = "".join(words)
    if len(words) == 2:
        key = words[0].zfill(5) + words[1].zfill(2)
    if len(key) == 7:
        return [each for each in localities if each.key == key]
    return [each for each in localities if each.number == key.zfill(2) or each.contractor == key.zfill(5)]


def _score(words: Sequence[str], locality: Locality) -> int:
    """4: equals the name; 3: all words in the name; 2: in name or state; 1: in name, state or county; 0: else."""
    name, state = set(_WORD.findall(locality.name.lower())), set(_WORD.findall(_state_words(locality.state)))
    counties = set(_WORD.findall(locality.counties.lower()))
    asked = set(words)
    if asked == name - _NOISE:
        return 4
    if asked <= name:
        return 3
    if asked <= name | state:
        return 2
    return 1 if asked <= name | state | counties else 0


def _state_words(state: str) -> str:
    code = state.upper()
    return f"{state} {STATES.get(code, '')} {_CODES.get(code, '')}".lower()


def _plain_name(name: str) -> str:
    """Remove the footnote stars: 'ALASKA**' is Alaska."""
    return name.rstrip("* ").strip()


@dataclass(frozen=True, slots=True)
class LocalPayment:
    """A payment at a locality, with each setting's RVUs after the indices, for the arithmetic on the card."""

    locality: Locality
    payment: Payment


def local_payment(fee: FeeRow, locality: Locality) -> LocalPayment | None:
    """(work x index + practice x index + malpractice x index) x conversion factor, rounded to the cent.

    None if the schedule has no price by RVUs (status other than A, R, T) or the locality has no loaded indices.
    """
    if fee.status not in PRICED or locality.work is None:
        return None

    def paid(practice: Decimal) -> Decimal:
        return (local_rvus(fee, practice, locality) * fee.conversion_factor).quantize(_CENT, ROUND_HALF_UP)

    nonfacility = None if fee.pe_non_facility_na else paid(fee.pe_non_facility)
    facility = None if fee.pe_facility_na else paid(fee.pe_facility)
    return LocalPayment(locality, Payment(nonfacility, facility))


def local_rvus(fee: FeeRow, practice: Decimal, locality: Locality) -> Decimal:
    """RVUs of one setting, each part times its index. Raises ValueError if the locality has no indices."""
    if locality.work is None or locality.practice is None or locality.malpractice is None:
        raise ValueError(locality.key)
    return fee.work * locality.work + practice * locality.practice + fee.malpractice * locality.malpractice


@dataclass(frozen=True, slots=True)
class AnesthesiaPayment:
    """Base units and time units (in tenths) times the locality's factor, in dollars."""

    base_units: Decimal
    time_units: Decimal
    factor: Decimal
    dollars: Decimal


def anesthesia_payment(base_units: Decimal, minutes: int, factor: Decimal) -> AnesthesiaPayment:
    """What Medicare allows for anesthesia: (base + minutes / 15, to one decimal) x factor.

    Without medical direction or modifying units: Medicare pays none for physical status.
    """
    time_units = (Decimal(minutes) / MINUTES_A_UNIT).quantize(_TENTH, ROUND_HALF_UP)
    dollars = ((base_units + time_units) * factor).quantize(_CENT, ROUND_HALF_UP)
    return AnesthesiaPayment(base_units, time_units, factor, dollars)


STATES = {
    "AL": "Alabama", "AK": "Alaska", "AZ": "Arizona", "AR": "Arkansas", "CA": "California", "CO": "Colorado",
    "CT": "Connecticut", "DE": "Delaware", "FL": "Florida", "GA": "Georgia", "HI": "Hawaii", "ID": "Idaho",
    "IL": "Illinois", "IN": "Indiana", "IA": "Iowa", "KS": "Kansas", "KY": "Kentucky", "LA": "Louisiana",
    "ME": "Maine", "MD": "Maryland", "MA": "Massachusetts", "MI": "Michigan", "MN": "Minnesota",
    "MS": "Mississippi", "MO": "Missouri", "MT": "Montana", "NE": "Nebraska", "NV": "Nevada", "OH": "Ohio",
    "OK": "Oklahoma", "OR": "Oregon", "PA": "Pennsylvania", "TN": "Tennessee", "TX": "Texas", "UT": "Utah",
    "VT": "Vermont", "VA": "Virginia", "WA": "Washington", "WI": "Wisconsin", "WY": "Wyoming",
    "NH": "New Hampshire", "NJ": "New Jersey", "NM": "New Mexico", "NY": "New York", "NC": "North Carolina",
    "ND": "North Dakota", "RI": "Rhode Island", "SC": "South Carolina", "SD": "South Dakota", "WV": "West Virginia",
    "DC": "District of Columbia", "PR": "Puerto Rico", "VI": "Virgin Islands", "GU": "Guam",
}  # fmt: skip
"""USPS letters of states and territories with their names. The files use either."""
_CODES = {name.upper(): code for code, name in STATES.items()}
