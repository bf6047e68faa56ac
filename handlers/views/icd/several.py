"""The card for several codes: a short entry for each, and a button to open it."""

from bot.domain.codes.icd.resolve import Header, NeedsSeventh, Unknown
from bot.services.lookup.diagnoses import DiagnosisEntry, Looked
from handlers.slack.answer import Answer, CommandButton
from handlers.slack.block_kit import Block
from handlers.views.blocks import actions, code, context, section
from handlers.views.dates import dated
from handlers.views.icd.one import headline
from handlers.views.icd.unknown import unknown_blocks
from handlers.views.icd.wording import ended_first, left_out, source

_CHILDREN_NAMED = 6


def several_card(looked: Looked, *, unread: bool = False) -> Answer:
    """The card for two to ten codes, in the order in which they were typed."""
    codes = [entry.resolution.typed.code for entry in looked.entries]
    on = looked.chosen.on
    open_ = [CommandButton(c, dated(f"/icd {c}", on)) for c in codes]
    together = CommandButton("Can these be coded together?", dated(f"/icd {' '.join(codes)} together", on))
    return Answer(
        "ICD-10-CM, several codes",
        (
            *ended_first(looked.chosen, looked.release),
            *(block for entry in looked.entries for block in _short(entry, looked)),
            actions(*open_, together, share=dated(f"/icd {' '.join(codes)}", on)),
            *_ambiguous(looked),
            *left_out(unread),
            source(looked.chosen, looked.release),
        ),
    )


def _short(entry: DiagnosisEntry, looked: Looked) -> tuple[Block, ...]:
    match entry.resolution:
        case Unknown() as unknown:
            return unknown_blocks(entry, unknown, looked.chosen.on)
        case Header(_, diagnosis, _, _) | NeedsSeventh(_, diagnosis, _, _):
            return (section(f"{headline(entry, looked)}\n{_first_codes(diagnosis.children)}"),)
    return (section(headline(entry, looked)),)


def _first_codes(children: tuple[str, ...]) -> str:
    shown = " ".join(code(child) for child in children[:_CHILDREN_NAMED])
    left = len(children) - _CHILDREN_NAMED
    return f"{shown} and {left} more" if left > 0 else shown


def _ambiguous(looked: Looked) -> tuple[Block, ...]:
    written = [entry.resolution.typed.written for entry in looked.entries if entry.ambiguous]
    if not written:
        return ()
    many = "have" if len(written) > 1 else "has"
    known = "" if looked.hcpcs_loaded else " HCPCS is not loaded."
    return (
        context(
            f"Without the dot, {', '.join(map(code, written))} {many} the form of an HCPCS Level II code "
            f"as well.{known}"
        ),
        actions(
            *(CommandButton(f"Read {w} as HCPCS", dated(f"/cpt {w}", looked.chosen.on)) for w in written)
        ),
    )
