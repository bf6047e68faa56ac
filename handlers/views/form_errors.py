"""What stands under a field that cannot be taken, and what a button says that is no longer good."""

from bot.domain.errors import CodeDeskError
from handlers.slack.answer import Answer
from handlers.slack.forms import BadField, BadForm, FieldFault
from handlers.slack.screen_types import StalePress
from handlers.views.blocks import section


def sentence_for_forms(error: CodeDeskError) -> Answer | None:
    """For a whole form, or a press, that cannot be taken."""
    match error:
        case BadField(kind, limit):
            return _card(_field(kind, limit))
        case BadForm(errors):
            inner = errors[0].error if errors else StalePress()
            return sentence_for_forms(inner)
        case StalePress():
            return _card(
                "That button or form is from before, and no longer fits. Nothing was changed: ask again."
            )
    return None


def _field(kind: FieldFault, limit: int | None) -> str:
    match kind:
        case FieldFault.MISSING:
            return "Please fill this in."
        case FieldFault.TOO_LONG:
            return f"That is too long: at most {limit or 3000:,} characters."
        case FieldFault.TOO_MANY:
            return f"That is too many: at most {limit}."
        case FieldFault.NOT_A_DATE:
            return "That isn't a day I know. Please choose one."
        case FieldFault.FOREIGN:
            return "That isn't one of the choices here. Please choose again."


def _card(text: str) -> Answer:
    return Answer("CodeDesk could not take that", (section(text),))
