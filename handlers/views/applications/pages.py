"""Pages about one application in a modal: checklist, considered codes, societies, literature, people."""

from collections.abc import Callable, Mapping, Sequence
from itertools import count

from msgspec.structs import replace

from bot.domain.applications.checklist import ChecklistLine
from bot.domain.applications.confidentiality import Field
from bot.domain.applications.papers import Evidence
from bot.services.applications.queries import Card, PapersSeen
from handlers.slack.block_kit import ActionsBlock, Block, Option, OverflowMenuElement, SectionBlock, View
from handlers.slack.ids import Action
from handlers.views.answer_modal import plain_view
from handlers.views.applications.card import form_button, page_button
from handlers.views.applications.words import ITEM_TEXTS, entry_word, when
from handlers.views.blocks import code, context, cut, esc, section
from handlers.views.codes.roles import person
from handlers.views.dates import day
from handlers.views.modal_blocks import FormOption, option

PER_PAGE = 25
_EVIDENCE_SHOWN = 6
Make = Callable[[Card, PapersSeen, int], list[Block]]


def pages_view(name: str, card: Card, papers: PapersSeen, at: int) -> View:
    """A page with a button back to the card. `at` is the index of the first line."""
    back = ActionsBlock([page_button(f"Back to {card.seen.id}", card.seen.number, "card")])
    return plain_view([*_with_unique_ids(PAGES[name](card, papers, at)), back])


def _checklist(card: Card, papers: PapersSeen, at: int) -> list[Block]:
    list_ = papers.checklist
    if list_ is None:
        return _hidden(card)
    blocks: list[Block] = [section(f"*{card.seen.id}*  Checklist {list_.done} of {list_.total}")]
    shown = list_.lines[at : at + PER_PAGE]
    for line in shown:
        under = [e for e in papers.papers.evidence if e.entry == line.entry.key]
        blocks.append(_line(card, papers, line, under, at))
        if under:
            blocks.append(context(*map(_evidence, under[:_EVIDENCE_SHOWN])))
    if list_.blocking:
        blocks.append(
            context(f"Submission waits for: {cut(', '.join(map(entry_word, list_.blocking)), 1500)}")
        )
    return [*blocks, *_turn(card, "checklist", at, len(list_.lines))]


def _line(card: Card, papers: PapersSeen, line: ChecklistLine, under: Sequence[Evidence], at: int) -> Block:
    key = line.entry.key
    state = "done" if line.done else ("advised" if line.entry.item.advice else "open")
    how = ""
    if line.automatic:
        how = " by what was entered"
    elif line.by and line.at:
        how = f" · {person(line.by)}, {when(line.at)}"
    for_codes = ", ".join(map(str, line.entry.for_codes))
    codes_note = f", code{'s' if ',' in for_codes else ''} {for_codes}" if for_codes else ""
    what = esc(cut(ITEM_TEXTS[line.entry.item.id], 200))
    text = f"{'●' if line.done else '○'} *{entry_word(key)}{codes_note}*  {state}{how}\n{what}"
    choices: list[Option] = []
    if papers.may_work:
        choices = [] if line.automatic else [
            option(FormOption(f"{card.seen.number} {'untick' if line.done else 'tick'} {key} {at}",
                          "Not done" if line.done else "Done")),
        ]  # fmt: skip
        if Field.PAPERS in card.seen.fields:
            choices.append(
                option(FormOption(f"{card.seen.number} evidence {key} {at}", "Add a note or link"))
            )
            choices += [
                option(
                    FormOption(
                        f"{card.seen.number} drop {e.id} {at}", cut(f"Remove {e.text or e.link or ''}", 60)
                    )
                )
                for e in under[-2:]
            ]
    return section(text, accessory=_menu(choices))


def _menu(choices: Sequence[Option]) -> OverflowMenuElement | None:
    """The menu options of a line."""
    return OverflowMenuElement(Action.APP_ENTRY, choices[:5]) if choices else None


def _evidence(evidence: Evidence) -> str:
    words = [esc(cut(evidence.text, 300))] if evidence.text else []
    words += [esc(evidence.link)] if evidence.link else []
    return f"{' '.join(words)} · {person(evidence.by)}, {when(evidence.at)}"


def _considered(card: Card, papers: PapersSeen, at: int) -> list[Block]:
    if Field.PAPERS not in card.seen.fields:
        return _hidden(card)
    entries = papers.papers.considered
    rows = [
        _row(
            card,
            papers,
            f"{code(e.code)}  {esc(cut(e.why, 500))}\n{person(e.by)}, {when(e.at)}",
            f"unconsider {e.code} {at}",
        )
        for e in entries[at : at + PER_PAGE]
    ]
    title = section(f"*{card.seen.id}*  Existing codes considered, and why they do not fit: the rationale")
    return [title, *(rows or [section("None yet.")]), *_add(card, papers, "Add a code", "consider"),
            *_turn(card, "considered", at, len(entries))]  # fmt: skip


def _societies(card: Card, papers: PapersSeen, at: int) -> list[Block]:
    if Field.PAPERS not in card.seen.fields:
        return _hidden(card)
    entries = papers.papers.stakeholders
    rows = [
        _row(
            card,
            papers,
            f"*{esc(e.society)}*, {esc(e.role)}, {day(e.contacted_on)}\n"
            f"{esc(cut(e.answer or 'No answer yet', 500))}",
            f"uncontact {e.id} {at}",
        )
        for e in entries[at : at + PER_PAGE]
    ]
    draft = any(
        step.key.startswith(("assess_need", "pre_submission")) for step in (*card.steps, *card.blocked)
    )
    add = _add(card, papers, "Add a society", "society") if draft else []
    return [section(f"*{card.seen.id}*  Specialty societies asked before submission"),
            *(rows or [section("None yet.")]), *add, *_turn(card, "societies", at, len(entries))]  # fmt: skip


def _literature(card: Card, papers: PapersSeen, at: int) -> list[Block]:
    if Field.PAPERS not in card.seen.fields:
        return _hidden(card)
    entries, least = papers.papers.literature, papers.papers.literature_minimum
    counting = sum(a.counts for a in entries)
    summary = (
        f"{counting} count of {least} asked for"
        if least
        else f"{counting} count; the number asked for isn't entered"
    )
    rows = [
        _row(
            card,
            papers,
            f"{esc(cut(a.title, 200))}\n{esc(cut(a.authors, 120))} · {esc(a.journal)} {a.year} · {a.design}"
            f"{'' if a.counts else ' · does not count'}",
            f"unarticle {a.id} {at}",
        )
        for a in entries[at : at + PER_PAGE]
    ]
    blocks: list[Block] = [
        section(f"*{card.seen.id}*  Literature: {summary}"),
        *(rows or [section("None yet.")]),
    ]
    if papers.may_work:
        number, version = card.seen.number, card.seen.version
        buttons = [form_button("Add an article", number, version, "article", n=1)]
        buttons += [form_button("Number asked for", number, version, "minimum", n=2)] if card.may_lead else []
        blocks.append(ActionsBlock(buttons))
    blocks.append(context("The number asked for stands in the current form of the CPT Smart App."))
    return [*blocks, *_turn(card, "literature", at, len(entries))]


def _people(card: Card, papers: PapersSeen, at: int) -> list[Block]:
    if Field.MEMBERS not in card.seen.fields:
        return _hidden(card)
    seen = card.seen
    signed = dict(seen.signed)
    blocks: list[Block] = [section(f"*{seen.id}*  Owner {person(seen.owner)}")]
    for user in seen.members[at : at + PER_PAGE]:
        on = signed.get(user)
        text = (
            f"{person(user)}  {f'signed on {day(on)}' if on else 'statement of confidentiality not signed'}"
        )
        choices: list[Option] = []
        if papers.may_work:
            choices = [option(FormOption(f"{seen.number} sign {user} {at}", "Signed on…"))]
            if card.may_lead:
                choices.append(option(FormOption(f"{seen.number} unname {user} {at}", "Take the name off")))
        blocks.append(section(text, accessory=_menu(choices)))
    if card.may_lead:
        buttons = [
            form_button("Name somebody", seen.number, seen.version, "member", n=1),
            form_button("Another owner", seen.number, seen.version, "assign", n=2),
        ]
        blocks.append(ActionsBlock(buttons))
    return [*blocks, *_turn(card, "people", at, len(seen.members))]


def _change(card: Card, papers: PapersSeen, at: int) -> list[Block]:  # noqa: ARG001 - all pages share one signature
    number, version = card.seen.number, card.seen.version
    if not card.may_work or Field.TARGET not in card.seen.fields:
        return _hidden(card)
    return [
        section(f"*{card.seen.id}*  What would you change?"),
        ActionsBlock(
            [
                form_button("Meeting aimed at", number, version, "target", n=1),
                form_button("Title, links, channel", number, version, "edit", n=2),
                form_button("Codes asked for", number, version, "codes", n=3),
            ]
        ),
    ]


PAGES: Mapping[str, Make] = {
    "checklist": _checklist,
    "considered": _considered,
    "societies": _societies,
    "literature": _literature,
    "people": _people,
    "change": _change,
}


def _with_unique_ids(blocks: Sequence[Block]) -> list[Block]:
    """The same blocks with a unique action id for each menu."""
    numbers = count()
    return [
        replace(block, accessory=replace(block.accessory, action_id=f"{Action.APP_ENTRY}:{next(numbers)}"))
        if isinstance(block, SectionBlock) and isinstance(block.accessory, OverflowMenuElement)
        else block
        for block in blocks
    ]


def _hidden(card: Card) -> list[Block]:
    return [
        section(f"*{card.seen.id}*  That is for those who are named on it. Ask {person(card.seen.owner)}.")
    ]


def _row(card: Card, papers: PapersSeen, text: str, take_out: str) -> Block:
    """One line. `take_out` is the value of its remove option: action, id and position."""
    choices = [option(FormOption(f"{card.seen.number} {take_out}", "Take it out"))] if papers.may_work else []
    return section(text, accessory=_menu(choices))


def _add(card: Card, papers: PapersSeen, label: str, form: str) -> list[Block]:
    if not papers.may_work:
        return []
    return [ActionsBlock([form_button(label, card.seen.number, card.seen.version, form)])]


def _turn(card: Card, name: str, at: int, total: int) -> list[Block]:
    buttons = []
    if at:
        buttons.append(page_button("Earlier lines", card.seen.number, name, max(0, at - PER_PAGE)))
    if at + PER_PAGE < total:
        buttons.append(page_button("More lines", card.seen.number, name, at + PER_PAGE))
    return [ActionsBlock(buttons)] if buttons else []
