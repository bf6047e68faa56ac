"""The message about code sets that were fetched: which editions, and what they change for watched codes."""

from datetime import date

from bot.services.reminders.arrived_codes import ArrivedCodes, ArrivedEdition
from handlers.slack.answer import Answer, CommandButton
from handlers.slack.block_kit import Block
from handlers.views.blocks import actions, code, context, esc, section
from handlers.views.dates import day
from handlers.views.deadlines.campaign_codes import codes_blocks

_GO = (CommandButton("What changed", "/codes changes"), CommandButton("What is loaded", "/codes"))


def arrival_card(arrived: ArrivedCodes | None, today: date) -> Answer:
    """One line an edition, then the changes of watched codes; None where the editions can't be read."""
    if arrived is None or not arrived.editions:
        return Answer("New code sets are loaded", (section("*New code sets are loaded*"), actions(*_GO)))
    lines = [_line(each, today) for each in arrived.editions]
    blocks: list[Block] = [section("\n".join(["*New code sets are loaded*", *lines]))]
    if arrived.codes.sets:
        blocks += codes_blocks(arrived.codes, today, loaded=False)
    blocks += [actions(*_GO), context("Fetched from CMS and CDC.")]
    names = ", ".join(f"{each.system} {each.edition}" for each in arrived.editions)
    return Answer(f"New code sets: {names}", tuple(blocks))


def _line(each: ArrivedEdition, today: date) -> str:
    since = "in force from" if each.first_day > today else "in force since"
    rows = f"{each.rows:,} row{'' if each.rows == 1 else 's'}"
    return f"{each.system} {code(esc(each.edition))}: {since} {day(each.first_day)}, {rows}"
