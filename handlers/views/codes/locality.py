"""`/codes locality`: where the team bills Medicare, so that fees are shown as they are paid there."""

from bot.domain.codes.localities import Locality
from bot.services.team.locality import LocalityAnswer
from handlers.slack.answer import Answer, CommandButton
from handlers.slack.block_kit import Block
from handlers.views.blocks import actions, code, context, cut, section
from handlers.views.blocks import esc as escaped
from handlers.views.fees import locality_name

_EXAMPLES = f"{code('/codes locality 13202 01')} or {code('/codes locality Manhattan')}"
_MOST = 10
_COUNTIES = 200


def locality_card(answer: LocalityAnswer) -> Answer:
    """The chosen one, the choice among several, or what has to be loaded first."""
    text, buttons = _said(answer)
    source = (
        f"Medicare localities, {escaped(answer.edition)} (CMS: GPCI, LOCCO, ANES)" if answer.edition else ""
    )
    blocks: list[Block] = [section("\n".join(text))]
    if buttons:
        blocks.append(actions(*buttons))
    return Answer("Medicare locality", (*blocks, *((context(source),) if source else ())))


def _said(answer: LocalityAnswer) -> tuple[list[str], list[CommandButton]]:
    if answer.removed:
        return ["No locality now: fees are national."], []
    if answer.chosen:
        off = CommandButton("Show national fees only", "/codes locality off")
        first = "Your team's locality is now" if answer.changed else "Your team's locality is"
        return [f"{first} *{locality_name(answer.chosen)}*.", *_facts(answer.chosen)], [off]
    if not answer.edition:
        return [_not_loaded(answer)], []
    if answer.found:
        shown = answer.found[:_MOST]
        left = len(answer.found) - len(shown)
        more = [f"{left} more: add a word, such as the state."] if left else []
        buttons = [
            CommandButton(cut(f"{each.name} {each.contractor}-{each.number}", 70), _line(each))
            for each in shown[:5]
        ]
        return ["Which one?", *(f"•  {locality_name(each)}" for each in shown), *more], buttons
    if answer.key:
        return [f"Your team's locality {code(answer.key)} is not in the files that are loaded for today."], []
    return [f"Choose your Medicare locality by number or name, like {_EXAMPLES}."], []


def _not_loaded(answer: LocalityAnswer) -> str:
    chosen = f"Your team's locality is {code(answer.key)}, but " if answer.key else ""
    return (
        f"{chosen}Medicare's localities are not loaded for today. They come with the fee schedule: load CMS's RVU zip "
        f"(GPCI, LOCCO, ANES) with {code('/codes load')}, or {code('/codes fetch')}."
    )


def _line(locality: Locality) -> str:
    return f"/codes locality {locality.contractor} {locality.number}"


def _facts(locality: Locality) -> list[str]:
    lines = []
    if locality.work is not None:
        indices = (
            f"work {locality.work}, practice expense {locality.practice}, malpractice {locality.malpractice}"
        )
        lines.append(f"GPCI: {indices}")
    if locality.anesthesia is not None:
        lines.append(f"Anesthesia: ${locality.anesthesia} a unit")
    if locality.counties:
        lines.append(f"Counties: {escaped(cut(locality.counties, _COUNTIES))}")
    return lines
