"""Any card as the few plain words that fit under a form's field."""

from dataclasses import replace

from bot.domain.errors import CodeDeskError
from handlers.slack.answer import Answer
from handlers.slack.block_kit import SectionBlock
from handlers.views.blocks import cut
from handlers.views.errors import sentence_for
from handlers.views.plain import as_text

_LONGEST = 500
_FOREIGN = "I can't take that here."


def words_for(error: CodeDeskError) -> str:
    """The sentence for an error, as plain text."""
    answer = sentence_for(error)
    return words_of(answer) if answer else _FOREIGN


def words_of(answer: Answer) -> str:
    """A card's paragraphs without its buttons."""
    paragraphs = tuple(block for block in answer.blocks if isinstance(block, SectionBlock))
    return cut(as_text(replace(answer, blocks=paragraphs)).replace("\n", " ") or answer.text, _LONGEST)
