"""`/claim` with nothing behind it."""

from handlers.slack.answer import Answer, CommandButton
from handlers.views.blocks import actions, code, context, section
from handlers.views.claim import HELP
from handlers.views.claim.form import claim_form


def welcome_card() -> Answer:
    """The form; its card says what can be pasted instead, with examples that work."""
    lines = [f"{code(line)}  {what}" for line, what in HELP.examples]
    return Answer(
        "What /claim checks",
        (
            section(
                "Paste a claim after the command: procedure codes with modifiers and units, diagnoses, the date. "
                "One line or a table; I sort it out."
            ),
            section("\n".join(lines)),
            actions(
                CommandButton("Check an example", HELP.examples[0][0]),
                CommandButton("CPT or ICD?", "/explain"),
            ),
            context(
                "Codes and dates of service only, please: no names, no member numbers. Nothing that you type is kept."
            ),
        ),
        opens=claim_form(),
    )
