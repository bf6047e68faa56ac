"""What a person reads when something is wrong: what it was, what was understood, and what works."""

from bot.domain.errors import CodeDeskError, LooksLikePatientData, NotADate, NotUnderstood, TooLong
from handlers.slack.answer import Answer, CommandButton
from handlers.views.applications.errors import sentence_for_applications
from handlers.views.blocks import actions, code, cut, section
from handlers.views.claim.errors import sentence_for_claim
from handlers.views.codes.errors import sentence_for_codes
from handlers.views.codes.fetch_errors import sentence_for_fetching
from handlers.views.codes.load import sentence_for_loading
from handlers.views.codes.roles_errors import sentence_for_roles
from handlers.views.codes.team_errors import sentence_for_team
from handlers.views.cpt.errors import sentence_for_cpt
from handlers.views.deadlines.errors import sentence_for_deadlines
from handlers.views.form_errors import sentence_for_forms
from handlers.views.icd.errors import sentence_for_icd


def sentence_for_features(error: CodeDeskError) -> Answer | None:
    """The card of whichever feature knows the error, None where none does."""
    return (
        sentence_for_codes(error)
        or sentence_for_claim(error)
        or sentence_for_forms(error)
        or sentence_for_roles(error)
        or sentence_for_loading(error)
        or sentence_for_fetching(error)
        or sentence_for_team(error)
        or sentence_for_deadlines(error)
        or sentence_for_applications(error)
    )


_SHOWN = 60
_EVERYWHERE = (NotADate, TooLong, LooksLikePatientData, NotUnderstood)
"""Features have sentences of their own for what they derive from these, and none for these themselves."""


def sentence_for(error: CodeDeskError) -> Answer | None:
    """The card for what a person can mend; None for a fault of ours."""
    everywhere = _general(error) if type(error) in _EVERYWHERE else None
    if known := sentence_for_cpt(error) or sentence_for_icd(error) or everywhere:
        return known
    return sentence_for_features(error) or _general(error)


def _general(error: CodeDeskError) -> Answer | None:
    match error:
        case NotADate(what):
            return _card(
                f"I read {_quoted(what)} as a date of service, but it isn't a day I know. "
                f"Month first, like {code('2026-02-03')}, {code('2/3/26')} or {code('Feb 3 2026')}."
            )
        case TooLong(length, limit):
            return _card(
                f"That is {length:,} characters, and I read {limit:,} at most. "
                f"Send a few codes at a time, like {code('/cpt 97140 97110')}."
            )
        case LooksLikePatientData(kind):
            return _card(
                f"That looks like patient data ({kind}), so I stopped there: nothing was looked up, kept or logged. "
                f"I need codes and dates of service only, like {code('/icd M54.50')}."
            )
        case NotUnderstood(what, suggestions):
            return _not_understood(what, suggestions)
    return None


def unexpected(reference: str) -> Answer:
    """For a fault of ours. The reference is what support finds it by."""
    return _card(went_wrong(reference))


def went_wrong(reference: str) -> str:
    """The sentence of `unexpected`, for where there is no room for a card."""
    return (
        "Something went wrong on our side, not with what you typed. Nothing was changed. "
        f"Try again in a moment; if it stays, give your admin this reference: {code(reference)}."
    )


def _not_understood(what: str, suggestions: tuple[str, ...]) -> Answer:
    text = f"I couldn't read {_quoted(what)}." if what else "There was nothing to look up."
    if not suggestions:
        return _card(f"{text} Try {code('/cpt 97140')} or {code('/icd M54.50')}.")
    card = _card(f"{text} Did you mean one of these?")
    lines = [s if s.startswith("/") else f"/cpt {s}" for s in suggestions[:5]]
    return Answer(card.text, (*card.blocks, actions(*(CommandButton(line, line) for line in lines))))


def _quoted(what: str) -> str:
    return code(cut(what, _SHOWN)) if what else "that"


def _card(text: str) -> Answer:
    return Answer("CodeDesk could not answer", (section(text),))
