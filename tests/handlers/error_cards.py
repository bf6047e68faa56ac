"""The sentence for an expected error, as the desk finds it."""

from bot.domain.errors import CodeDeskError
from handlers.slack.answer import Answer
from handlers.views.errors import sentence_for


def error_card_of(error: CodeDeskError) -> Answer:
    """The card; an error that has no sentence fails the test."""
    told = sentence_for(error)
    assert told is not None, type(error)
    return told
