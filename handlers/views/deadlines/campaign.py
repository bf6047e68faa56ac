"""January 1 and October 1 updates: what happens, the effect on watched codes, and the checklist."""

from collections.abc import Sequence
from datetime import date, timedelta

from bot.domain.deadlines.campaigns import Campaign, CampaignItem, ItemState
from bot.services.reminders.campaign_codes import CampaignCodes
from bot.services.reminders.day_files import DayFiles
from handlers.slack.answer import Answer, CommandButton
from handlers.slack.block_kit import ActionsBlock, Block
from handlers.slack.ids import Action
from handlers.views.blocks import actions, button, context, esc, section, select
from handlers.views.dates import day
from handlers.views.deadlines.buttons import go_buttons
from handlers.views.deadlines.campaign_codes import codes_blocks
from handlers.views.deadlines.files import files_block
from handlers.views.modal_blocks import FormOption, option

_NAMES = {
    CampaignItem.GET_RELEASE: ("Get the release", "the data files, by your licence or from CMS"),
    CampaignItem.LOAD_RELEASE: ("Load it", "and look how old what is loaded is"),
    CampaignItem.REVIEW_CHANGES: ("Review what changed", "watched codes first"),
    CampaignItem.CHARGE_MASTER: ("Chargemaster (CDM)", "new codes in, ended ones out"),
    CampaignItem.FEE_SCHEDULE: ("Fee schedule", "rates and relative values, Medicare's of the quarter too"),
    CampaignItem.TEMPLATES: ("Templates and superbills", "paper and electronic"),
    CampaignItem.PAYER_EDITS: ("Payers' edits", "what each payer says about the new codes"),
    CampaignItem.TRAINING: ("Training", "coders, billers, whoever documents"),
    CampaignItem.OLD_DATES_OF_SERVICE: (
        "Dates of service under the old set",
        "they keep the old codes, however late they are billed",
    ),
    CampaignItem.FIRST_DENIALS: ("First denials", "look for codes that are gone, and for a pattern"),
}
_LINKS = {
    CampaignItem.GET_RELEASE: CommandButton("Get current code sets", "/codes fetch"),
    CampaignItem.LOAD_RELEASE: CommandButton("Load a file", "/codes load"),
    CampaignItem.REVIEW_CHANGES: CommandButton("What changed", "/codes changes"),
}
_AFTER = 14


def set_name(campaign: Campaign) -> str:
    """`CPT 2027`, `ICD-10-CM FY 2027`."""
    year = campaign.day.year
    return f"CPT {year}" if campaign.day.month == 1 else f"ICD-10-CM FY {year + 1}"


def head(campaign: Campaign, today: date) -> str:
    """The headline for today."""
    before, after = set_name(campaign), (today - campaign.day).days
    old = set_name(Campaign(date(campaign.day.year - 1, campaign.day.month, 1), campaign.opens))
    last = day(campaign.day - timedelta(days=1))
    if after < 0:
        days = "Tomorrow" if after == -1 else f"In {-after:,} days"
        return f"*{days}: {before}*\nIt is in force for dates of service from {day(campaign.day)} on."
    keeps = f"Dates of service up to {last} still take {old}."
    if after == 0:
        return f"*{before} is in force* for dates of service from today on. {keeps}"
    asked = " Look at the first denials." if after >= _AFTER else ""
    return f"*{before} has been in force for {after} day{'s' if after > 1 else ''}.* {keeps}{asked}"


def progress(states: Sequence[ItemState]) -> str:
    """`Checklist 6 of 9`."""
    return f"*Checklist* {sum(s.done_at is not None for s in states)} of {len(states)}"


def still_open(count: int) -> str:
    """`3 items are open.`"""
    return "1 item is open." if count == 1 else f"{count} items are open."


def open_items(states: Sequence[ItemState]) -> str:
    """Open items with their owners, in one line."""
    left = [
        f"{_NAMES[s.item][0]}{f' (<@{esc(s.owner)}>)' if s.owner else ''}"
        for s in states
        if s.done_at is None
    ]
    return f"{progress(states)}" + (f" · open: {', '.join(left)}" if left else " · all done")


def checklist_blocks(campaign: Campaign, states: Sequence[ItemState]) -> list[Block]:
    """Open items with owner and buttons, and done items in one paragraph with a menu to reopen them."""
    blocks: list[Block] = [section(progress(states))]
    for state in states:
        if state.done_at is None:
            blocks += [section(_item(state)), _buttons(campaign, state)]
    done = [s for s in states if s.done_at is not None]
    if done:
        blocks.append(section("\n".join(["*Done*", *map(_done, done)])))
        again = [option(FormOption(_value(campaign, s.item, "reopen"), _NAMES[s.item][0])) for s in done]
        blocks.append(ActionsBlock([select("Open again", f"{Action.REMIND_ITEM}:9", again)]))
    return blocks


def checklist_card(
    campaign: Campaign,
    states: Sequence[ItemState],
    codes: CampaignCodes | None,
    today: date,
    files: DayFiles | None = None,
) -> Answer:
    """This channel's checklist, with the files that the day needs."""
    blocks = codes_blocks(codes, today) if codes else []
    blocks += files_block(files, today) if files else []
    return Answer(
        f"Checklist {set_name(campaign)}",
        (section(head(campaign, today)), *blocks, *checklist_blocks(campaign, states)),
    )


def no_campaign_card(day_of_next: date) -> Answer:
    """No checklist is open today."""
    return Answer(
        "Checklist",
        (
            section(f"No checklist is open today. The next update is that of {day(day_of_next)}."),
            actions(
                CommandButton("Look at it", f"/deadlines checklist {day_of_next.isoformat()}"),
                CommandButton("Next deadlines", "/deadlines"),
            ),
            context("That of January 1 opens on September 1, that of October 1 on July 1."),
        ),
    )


def _item(state: ItemState) -> str:
    name, hint = _NAMES[state.item]
    owner = f" · <@{esc(state.owner)}> has it" if state.owner else " · unassigned"
    return f"*{name}*{owner}\n{hint}"


def _done(state: ItemState) -> str:
    by = f" · <@{esc(state.done_by)}>" if state.done_by else ""
    on = f", {day(state.done_at.date())}" if state.done_at else ""
    return f"{_NAMES[state.item][0]}{by}{on}"


def _buttons(campaign: Campaign, state: ItemState) -> ActionsBlock:
    link = _LINKS.get(state.item)
    take = ("Give it back", "give") if state.owner else ("I'll take it", "take")
    elements = [
        button(text, f"{Action.REMIND_ITEM}:{n}", _value(campaign, state.item, act))
        for n, (text, act) in enumerate((("Done", "done"), take))
    ]
    return ActionsBlock([*elements, *go_buttons(*([link] if link else []))])


def _value(campaign: Campaign, item: CampaignItem, act: str) -> str:
    return f"{campaign.key} {item} {act}"
