"""What a person reads when a procedure code, a modifier or a place could not be read."""

from bot.domain.codes.cpt.problems import MistypedCode, Slip, UnknownModifier, UnknownPlace
from bot.domain.errors import CodeDeskError
from handlers.views.kit import Answer, Go, actions, code, cut, section

_SHOWN = 40
_EXAMPLE = Go("An example: 97140", "/cpt 97140")


def sentence_for_cpt(error: CodeDeskError) -> Answer | None:
    """The card for a problem of `/cpt`'s own; None for any other."""
    match error:
        case MistypedCode():
            return _mistyped(error)
        case UnknownModifier():
            return _modifier(error)
        case UnknownPlace(what, suggestions):
            text = f"{code(cut(what, _SHOWN))} is not a place of service that CMS has assigned."
            return _card(
                text,
                *(Go(line.removeprefix("/cpt "), line) for line in suggestions),
                Go("All places", "/cpt pos"),
            )
    return None


_SLIPS = {
    Slip.LOOKALIKE: "with a letter where a digit belongs",
    Slip.DROPPED_ZERO: "without its zero in front",
    Slip.SPLIT: "with something between its parts",
    Slip.GLUED: "with a modifier glued to it",
    Slip.TOO_SHORT: "that is too short: codes have five characters",
    Slip.TOO_LONG: "that is too long: codes have five characters",
    Slip.OTHER: "of no form that CPT or HCPCS Level II has",
}


def _mistyped(error: MistypedCode) -> Answer:
    text = f"I read {code(cut(error.what, _SHOWN))} as a code {_SLIPS[error.slip]}."
    if not error.suggestions:
        forms = f"{code('97140')}, {code('0592T')} or {code('J1885')}"
        return _card(f"{text} Codes look like {forms}.", _EXAMPLE, Go("Categories", "/cpt categories"))
    meant = " or ".join(code(each) for each in error.suggestions)
    return _card(f"{text} Did you mean {meant}?", *(Go(each, f"/cpt {each}") for each in error.suggestions))


def _modifier(error: UnknownModifier) -> Answer:
    what = cut(error.what, _SHOWN)
    if error.code is None:
        text = f"{code(what)} is no modifier that I know. Modifiers look like {code('59')} or {code('GP')}."
        return _card(text, *_place(what), Go("All modifiers", "/cpt modifiers"))
    text = f"{code(what)} behind {code(error.code)} is no modifier that I know."
    if not what.isdigit():
        return _card(text, Go(error.code, f"/cpt {error.code}"), Go("All modifiers", "/cpt modifiers"))
    minutes = f"/cpt {error.code} {int(what)} min"
    return _card(
        f"{text} If you meant minutes, type {code(minutes)}.",
        Go(f"{error.code}, {int(what)} min", minutes),
        Go(error.code, f"/cpt {error.code}"),
        Go("All modifiers", "/cpt modifiers"),
    )


def _place(what: str) -> tuple[Go, ...]:
    return (Go(f"Place of service {what}", f"/cpt pos {what}"),) if what.isdigit() else ()


def _card(text: str, *go: Go) -> Answer:
    return Answer("CodeDesk could not read that", (section(text), actions(*go)))
