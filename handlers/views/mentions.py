"""Answers to shortcuts and mentions."""

from collections.abc import Sequence

from bot.domain.privacy import PatientDataKind
from handlers.slack.answer import Answer, CommandButton
from handlers.slack.block_kit import Block
from handlers.slack.ids import Action
from handlers.views.answer_modal import plain_view
from handlers.views.blocks import BLOCKS_LIMIT, actions, code, context, divider, finder, section

_ONLY_CODES = "I looked for codes only; nothing of the message was kept."


def joined_card(cards: Sequence[Answer], left_out: int, beware: PatientDataKind | None = None) -> Answer:
    """One card below the other, each with its own Share. `beware`: what the question looked like beside its codes."""
    blocks: list[Block] = []
    for card in cards:
        blocks += [*([divider()] if blocks else []), *card.blocks]
    more = f" {left_out} more codes were left out: ten of a kind are shown." if left_out else ""
    warning = (
        f" What you wrote looks like patient data ({beware}), and others can read it: please delete it."
        if beware
        else ""
    )
    return Answer("Codes", (*blocks[: BLOCKS_LIMIT - 1], context(f"{_ONLY_CODES}{more}{warning}")))


def no_code_card() -> Answer:
    """A message without a code that is surely one."""
    return Answer(
        "No code",
        (
            section(
                "I found no code in that message that I am sure of. A bare number of five digits counts where that "
                "code is loaded."
            ),
            actions(
                CommandButton("Look up 97140", "/cpt 97140"), CommandButton("Look up M54.50", "/icd M54.50")
            ),
            context(_ONLY_CODES),
        ),
    )


def no_question_card() -> Answer:
    """A mention in which nothing stands that is surely a code."""
    return Answer(
        "What may be asked",
        (
            section(
                f"Ask me for codes, like {code('what is 97140-59?')}, or by a command's name, like "
                f"{code('icd low back pain')} or {code('explain 97140 M54.50')}. Only you see my answer "
                "until you share it."
            ),
            actions(
                CommandButton("Look up 97140", "/cpt 97140"), CommandButton("Look up M54.50", "/icd M54.50")
            ),
            context("No names and no numbers of patients, please. Nothing that you write is kept."),
        ),
    )


def look_up_card() -> Answer:
    """A modal with two fields that find codes while somebody types; what is chosen opens on top."""
    fields: list[Block] = [
        section("Type a code or words; choose one to open it."),
        finder(Action.FIND_ICD, "Find a diagnosis"),
        finder(Action.FIND_CPT, "Find a procedure"),
    ]
    return Answer("Look up a code", tuple(fields), opens=plain_view(fields))
