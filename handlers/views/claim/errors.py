"""What a person reads when a claim or a question about units could not be read."""

from bot.domain.codes.claim.problems import BadUnits, ClaimPart, NothingToCheck, SeveralDates, TooManyOnClaim
from bot.domain.codes.units.problems import (
    NegativeTime,
    NoAmount,
    NoCodes,
    TooManyMinutes,
    TooManyServices,
    UnitsGiven,
)
from bot.domain.errors import CodeDeskError
from handlers.slack.answer import Answer, CommandButton
from handlers.views.blocks import actions, code, section
from handlers.views.dates import day

_CLAIM = "/claim 97140-59 97530 x2 dx M54.50, S43.421D on 2026-02-03"
_UNITS = "/cpt units 97140 45 97110 20"


def sentence_for_claim(error: CodeDeskError) -> Answer | None:  # noqa: C901, PLR0911 - one sentence for each
    """The card for a problem of `/claim` or `/cpt units`; None for any other."""
    match error:
        case NothingToCheck():
            return _card(
                f"I found no procedure or diagnosis code in that. Like this it works: {code(_CLAIM)}.", _CLAIM
            )
        case TooManyOnClaim(ClaimPart.LINES, count, limit):
            return _card(
                f"Those are {count} lines. A CMS-1500 takes 6 and an electronic claim {limit}: check them in parts.",
                _CLAIM,
            )
        case TooManyOnClaim(ClaimPart.DIAGNOSES, count, limit):
            return _card(
                f"Those are {count} diagnoses, and a claim takes {limit}. Leave the least needed out.", _CLAIM
            )
        case SeveralDates(dates):
            named = ", ".join(day(each) for each in dates[:4])
            return _card(
                f"I read several dates of service ({named}). Each day has rules of its own: check one at a time.",
                _CLAIM,
            )
        case BadUnits(billed, units, limit):
            return _card(f"{code(billed)} with {units} units can't be: a line has 1 to {limit:,}.", _CLAIM)
        case NoCodes():
            return _card(
                f"I need a code and its minutes, like {code(_UNITS)}, or a dose: {code('/cpt J1885 60 mg')}.",
                _UNITS,
            )
        case NoAmount(named):
            return _card(f"{code(named)} needs minutes or a dose, for example {code(_UNITS)}.", _UNITS)
        case NegativeTime(written):
            return _card(f"{code(written)} is a negative time. Try {code(_UNITS)}.", _UNITS)
        case UnitsGiven(named, units):
            line = f"/cpt units {named or '97140'} 45 min"
            return _card(
                f"I read {code(f'x{units}')} as units that are counted already; I count them from minutes. "
                f"Type the minutes instead, like {code(line)}.",
                line,
            )
        case TooManyMinutes(minutes, limit):
            return _card(
                f"{minutes:,} minutes are more than a day has ({limit:,}). Try {code(_UNITS)}.", _UNITS
            )
        case TooManyServices(count, limit):
            return _card(f"Those are {count} codes, and I count {limit} at once. Try {code(_UNITS)}.", _UNITS)
    return None


def _card(text: str, example: str) -> Answer:
    return Answer(
        "CodeDesk could not read that", (section(text), actions(CommandButton("An example", example)))
    )
