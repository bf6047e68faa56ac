"""What a person reads when something is wrong with what they asked of `/codes`."""

from bot.domain.codes.abbreviations import (
    EXPANSION_LEAST,
    EXPANSION_LIMIT,
    EXPANSIONS_LIMIT,
    SHORT_LIMIT,
    BadAbbreviation,
    Flaw,
    TooManyAbbreviations,
)
from bot.domain.errors import CodeDeskError
from handlers.slack.answer import Answer, CommandButton
from handlers.views.blocks import actions, code, cut, section
from handlers.views.codes.abbreviations import EXAMPLE, LIST

_SHOWN = 40


def sentence_for_codes(error: CodeDeskError) -> Answer | None:
    """The card for an error of `/codes`, None for any other."""
    match error:
        case BadAbbreviation(flaw, what):
            return _card(f"{_FLAWS[flaw].format(what=_quoted(what))} One that works: {code(EXAMPLE)}.")
        case TooManyAbbreviations(limit):
            return _card(
                f"Your team has {limit} abbreviations, which is as many as I keep. Take one out first: "
                f"{code(f'{LIST} remove pfps')}."
            )
    return None


_FLAWS = {
    Flaw.SHORT_LENGTH: f"An abbreviation has 1 to {SHORT_LIMIT} characters.",
    Flaw.SHORT_SIGNS: "{what} can't be an abbreviation: letters, digits, / and - make one, with at least one letter.",
    Flaw.SHORT_IS_CODE: "{what} looks like a code, and I would no longer find that code by it.",
    Flaw.SHORT_IS_TAKEN: "{what} already says something in a search (a small word, a number or a 'without'), "
    "so I can't let it stand for more.",
    Flaw.NO_EXPANSION: "I miss what {what} stands for.",
    Flaw.TOO_MANY_EXPANSIONS: f"I keep up to {EXPANSIONS_LIMIT} meanings for one abbreviation.",
    Flaw.EXPANSION_LENGTH: f"What it stands for has {EXPANSION_LEAST} to {EXPANSION_LIMIT} characters.",
    Flaw.EXPANSION_WITHOUT_WORDS: "{what} has no words to search with.",
    Flaw.EXPANSION_IS_CODE: "{what} is a code, and an abbreviation stands for words that the search looks for.",
    Flaw.EXPANSION_IS_SHORT: "{what} would stand for itself.",
}


def _quoted(what: str) -> str:
    shown = cut(what, _SHOWN).replace("`", "").strip()
    return code(shown) if shown else "That"


def _card(text: str) -> Answer:
    return Answer(
        "CodeDesk could not add that",
        (section(text), actions(CommandButton("Your team's abbreviations", LIST))),
    )
