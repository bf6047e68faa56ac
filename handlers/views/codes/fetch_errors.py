"""What a person reads when something is wrong with fetching code sets."""

from bot.domain.codes.fetching.records import LicenseNotAccepted
from bot.domain.errors import CodeDeskError
from handlers.slack.answer import Answer
from handlers.views.blocks import section


def sentence_for_fetching(error: CodeDeskError) -> Answer | None:
    """The card for a license that was not accepted, None for any other error."""
    if not isinstance(error, LicenseNotAccepted):
        return None
    words = f"Read the {error.license} license and accept it here, or leave its code sets out."
    return Answer("License not accepted", (section(words),))
