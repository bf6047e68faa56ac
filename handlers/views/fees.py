"""A row of Medicare's fee schedule as a card: what it pays nationally, and what its letters say."""

from datetime import date
from decimal import Decimal

from bot.domain.codes.claim.edition import ReferenceEdition
from bot.domain.codes.fee_row import FeeRow
from bot.domain.codes.fees import Payment, payment, total
from bot.domain.codes.localities import Locality, local_payment
from handlers.slack.answer import Answer, CommandButton
from handlers.views.blocks import actions, code, context, esc, section
from handlers.views.dates import dated, day
from handlers.views.fee_words import (
    ASSISTANT,
    BILATERAL,
    CO_SURGEONS,
    GLOBAL_DAYS,
    MULTIPLE,
    PCTC,
    STATUSES,
    TEAM,
)
from handlers.views.sources import edition_words


def fee_card(row: FeeRow, edition: ReferenceEdition, on: date | None) -> Answer:
    """What Medicare pays for one code, national; the year stands in the first line and in the small print."""
    shown = f"{row.code}-{row.modifier}" if row.modifier else row.code
    return Answer(
        f"Fee of {shown}",
        (
            section("\n".join(fee_lines(row, edition))),
            actions(CommandButton(f"Open {row.code}", dated(f"/cpt {shown}", on))),
            context(
                f"{edition_words(edition)} · CMS · national, not your locality: no GPCI, no sequestration"
            ),
        ),
    )


def fee_lines(row: FeeRow, edition: ReferenceEdition) -> tuple[str, ...]:
    """At most six lines: payment, RVUs, status and days, parts and multiples, sides, helpers."""
    shown = code(f"{row.code}-{row.modifier}" if row.modifier else row.code)
    paid = fee_short(row, edition)
    both = f"Both sides {_word(BILATERAL, row.bilateral)} · assistant {_word(ASSISTANT, row.assistant)}"
    helpers = f"two surgeons {_word(CO_SURGEONS, row.co_surgeon)} · team {_word(TEAM, row.team)}"
    days = f"global days {_word(GLOBAL_DAYS, row.global_days)} · parts {_word(PCTC, row.pctc)}"
    return (
        f"*{shown}*  {paid}",
        f"RVUs: work {row.work}, malpractice {row.malpractice}, practice {_practice(row)}",
        f"Total {_totals(row)}, times {row.conversion_factor}",
        f"Status {_word(STATUSES, row.status)} · {days}",
        f"Several procedures {_word(MULTIPLE, row.multiple_procedure)}",
        f"{both} · {helpers}",
    )


def fee_short(row: FeeRow, edition: ReferenceEdition) -> str:
    """One line for a card of another matter: what Medicare pays, with the year."""
    return f"{_paid(payment(row), row)} (Medicare {esc(edition.name)}, national)"


def local_short(row: FeeRow, locality: Locality) -> tuple[str, ...]:
    """One line: what Medicare pays at the team's locality; none where it has no price or no indices there."""
    local = local_payment(row, locality)
    return (f"At {locality_name(locality)}: {_paid(local.payment, row)}",) if local else ()


def local_lines(row: FeeRow, locality: Locality) -> tuple[str, ...]:
    """The line above, and its arithmetic for each place that has a price."""
    local = local_payment(row, locality)
    if local is None:
        return ()
    places = (
        ("Office", row.pe_non_facility, local.payment.nonfacility),
        ("Facility", row.pe_facility, local.payment.facility),
    )
    sums = (
        f"{place}: ({row.work} × {locality.work} + {practice} × {locality.practice} + "
        f"{row.malpractice} × {locality.malpractice}) × {row.conversion_factor} = {dollars(paid)}"
        for place, practice, paid in places
        if paid is not None
    )
    return (*local_short(row, locality), *sums)


def locality_name(locality: Locality) -> str:
    """`MANHATTAN, NY (13202-01)`"""
    name = esc(locality.name)
    state = f", {esc(locality.state)}" if locality.state and locality.state not in locality.name else ""
    return f"{name}{state} ({locality.contractor}-{locality.number})"


def fee_source(edition: ReferenceEdition) -> str:
    """The small print where a fee stands on another card."""
    return f"{edition_words(edition)} · national unless a locality is named · as of {day(edition.effective)}"


def dollars(amount: Decimal) -> str:
    """`$1,234.50`"""
    return f"${amount:,.2f}"


def _paid(paid: Payment | None, row: FeeRow) -> str:
    if paid is None:
        return f"no price by RVUs: {STATUSES.get(row.status, 'see its status')}"
    office = (
        f"{dollars(paid.nonfacility)} in the office" if paid.nonfacility is not None else "no office price"
    )
    facility = f"{dollars(paid.facility)} in a facility" if paid.facility is not None else "no facility price"
    return f"{office}, {facility}"


def _practice(row: FeeRow) -> str:
    office = "NA" if row.pe_non_facility_na else str(row.pe_non_facility)
    facility = "NA" if row.pe_facility_na else str(row.pe_facility)
    return f"{office} office, {facility} facility"


def _totals(row: FeeRow) -> str:
    office = "NA" if row.pe_non_facility_na else str(total(row, row.pe_non_facility))
    facility = "NA" if row.pe_facility_na else str(total(row, row.pe_facility))
    return f"{office} office, {facility} facility"


def _word(words: dict[str, str], letter: str) -> str:
    shown = code(letter) if letter else "not given"
    return f"{shown} ({words[letter]})" if letter in words else shown
