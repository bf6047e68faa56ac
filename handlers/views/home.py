"""The Home tab: quick buttons, what is loaded, and the answer to whatever was pressed here."""

from slack_sdk.models.blocks import HeaderBlock, PlainTextObject
from slack_sdk.models.views import View

from handlers.ids import Action
from handlers.views.kit import Answer, Go, actions, context, divider, finder, section
from handlers.views.sharing import without_share

_QUICK = (
    Go("Manual therapy, 97140", "/cpt 97140"),
    Go("Low back pain, M54.50", "/icd M54.50"),
    Go("CPT or ICD?", "/explain"),
    Go("Modifiers", "/cpt modifiers"),
    Go("Places of service", "/cpt pos"),
)


def home_view(loaded: Answer, answer: Answer | None = None) -> View:
    """Home as it stands; `answer` is shown first where a button on Home asked for it."""
    asked = (*(b for b in map(without_share, answer.blocks) if b), divider()) if answer else ()
    return View(
        type="home",
        blocks=[
            *asked,
            HeaderBlock(text=PlainTextObject(text="CodeDesk")),
            section(
                "Type `/cpt 97140` or `/icd M54.50` in any channel. Only you see the answer until you share it."
            ),
            finder(Action.FIND_ICD, "Find a diagnosis"),
            finder(Action.FIND_CPT, "Find a procedure"),
            actions(*_QUICK),
            divider(),
            *(b for b in map(without_share, loaded.blocks) if b),
            context(
                "Please never type patient names, dates of birth or numbers: CodeDesk needs codes and dates only."
            ),
        ],
    )
