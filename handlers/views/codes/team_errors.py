"""What a person reads when something is wrong with a team's notes or watched codes."""

from bot.domain.codes.changes.watched import TooManyWatched
from bot.domain.codes.notes.note import NoteTooLong, NoteWithoutWords, TooManyNotes
from bot.domain.errors import CodeDeskError
from bot.services.team.compare_releases import StillComparing
from handlers.slack.answer import Answer, CommandButton
from handlers.views.blocks import actions, code, section
from handlers.views.codes.notes import EXAMPLE
from handlers.views.codes.notes import LIST as NOTES
from handlers.views.codes.watched import LIST as WATCHED


def sentence_for_team(error: CodeDeskError) -> Answer | None:
    """The card for an error of notes and watched codes, None for any other."""
    match error:
        case TooManyWatched(limit, there):
            return _card(
                f"Your team watches {there} codes, and I keep up to {limit}, so I added none of these. Give some up "
                f"first: {code('/codes unwatch 97110')}.",
                CommandButton("Watched codes", WATCHED),
            )
        case StillComparing():
            return _card(
                "I am still comparing the two releases, which takes a few seconds the first time. Ask again in a "
                "moment, and the answer is there.",
                CommandButton("What changed", "/codes changes"),
            )
        case NoteTooLong(length, limit):
            return _card(
                f"That note has {length:,} characters, and I keep up to {limit}. Say it shorter, like {code(EXAMPLE)}.",
                CommandButton("All notes", NOTES),
            )
        case NoteWithoutWords():
            return _card(f"A note needs words, like {code(EXAMPLE)}.", CommandButton("All notes", NOTES))
        case TooManyNotes(limit):
            return _card(
                f"Your team has {limit:,} notes, which is as many as I keep. Take one out first: "
                f"{code('/cpt note 97110 UHC remove')}.",
                CommandButton("All notes", NOTES),
            )
    return None


def _card(text: str, go: CommandButton) -> Answer:
    return Answer("CodeDesk could not do that yet", (section(text), actions(go)))
