"""The form of `/claim`: codes by typeahead, what stands beside them typed."""

from bot.domain.codes.claim.claim import MOST_DIAGNOSES, ClaimSetting
from bot.domain.codes.claim.from_form import LINES
from handlers.slack.block_kit import InputBlock, View
from handlers.slack.ids import Action, FormId
from handlers.views.blocks import context
from handlers.views.modal_blocks import FormOption, code_input, codes_input, form, radio_input, text_input

DATE, DIAGNOSES, SETTING = "dos", "dx", "setting"
_SETTINGS = (
    FormOption(ClaimSetting.PRACTITIONER, "Practitioner"),
    FormOption(ClaimSetting.OUTPATIENT, "Outpatient facility"),
)


def code_field(number: int) -> str:
    """The block of a line's code; lines count from 1."""
    return f"code{number}"


def modifiers_field(number: int) -> str:
    """The block of a line's modifiers and units."""
    return f"beside{number}"


def claim_form() -> View:
    """Nothing typed here is kept: it is checked, and the answer takes the form's place."""
    lines = [field for number in range(1, LINES + 1) for field in _line(number)]
    return form(
        "Check a claim",
        [
            text_input(
                DATE, "Date of service", most=40, optional=True, hint="2026-02-03, 2/3/26; empty: today"
            ),
            *lines,
            codes_input(DIAGNOSES, "Diagnoses", Action.FIND_ICD, most=MOST_DIAGNOSES, optional=True),
            radio_input(SETTING, "Whose claim", _SETTINGS, initial=ClaimSetting.PRACTITIONER),
            context(
                "Codes and dates only, please: no names, no numbers of members. Nothing that you type is kept."
            ),
        ],
        callback=FormId.CLAIM,
        submit="Check",
    )


def _line(number: int) -> tuple[InputBlock, InputBlock]:
    hint = "Modifiers and units, such as GP 59 x2" if number == 1 else ""
    return (
        code_input(code_field(number), f"Line {number}", Action.FIND_CPT, optional=number > 1),
        text_input(
            modifiers_field(number), f"Line {number}: modifiers, units", most=60, optional=True, hint=hint
        ),
    )
