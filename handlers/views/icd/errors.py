"""What a person reads when a question about diagnosis codes cannot be answered."""

from bot.domain.codes.icd.problems import TooManyCodes
from bot.domain.errors import CodeDeskError
from handlers.slack.answer import Answer
from handlers.views.blocks import code, section


def sentence_for_icd(error: CodeDeskError) -> Answer | None:
    """The card for an error of `/icd`, None for any other."""
    match error:
        case TooManyCodes(count, limit):
            return Answer(
                "CodeDesk could not answer",
                (
                    section(
                        f"Those are {count} codes, and I answer for {limit} at once. Send fewer at a time, "
                        f"like {code('/icd M25.561 M17.11 I10')}."
                    ),
                ),
            )
    return None
