"""What the desk remembers of a team's work, and forgetting it."""

from handlers.slack.answer import Answer, CommandButton
from handlers.slack.block_kit import ContextBlock
from handlers.views.blocks import actions, context, section

_WHAT = "how often and when last, not by whom, and never what was typed"


def ask_to_forget_card(remembered: int) -> Answer:
    """Before anything is forgotten: how much it is, and what for."""
    if not remembered:
        return Answer(
            "Nothing to forget",
            (section("Nothing to forget: no codes are remembered for your team."), _about()),
        )
    return Answer(
        "Forget used codes?",
        (
            section(
                f"{_codes(remembered)} that your team opened or shared {_are(remembered)} remembered. With them, "
                f"searches list {'it' if remembered == 1 else 'them'} a little higher. Forget for everybody here?"
            ),
            actions(
                CommandButton(f"Forget {_codes(remembered)}", "/codes forget yes"),
                CommandButton("Keep", "/codes"),
            ),
            _about(),
        ),
    )


def forgotten_card(count: int) -> Answer:
    """How many codes were forgotten."""
    text = f"Forgotten: {_codes(count)}. Your team's searches rank again as on the first day."
    if not count:
        text = "There was nothing to forget: no codes are remembered for your team."
    return Answer("Used codes forgotten", (section(text), _about()))


def _about() -> ContextBlock:
    return context(f"Of each code: {_WHAT}. Your team's abbreviations stay as they are.")


def _codes(count: int) -> str:
    return "1 code" if count == 1 else f"{count:,} codes"


def _are(count: int) -> str:
    return "is" if count == 1 else "are"
