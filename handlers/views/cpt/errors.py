"""What a person reads when a procedure code, a modifier or a place could not be read."""

from bot.domain.codes.cpt.problems import MistypedCode, Slip, UnknownModifier, UnknownPlace
from bot.domain.codes.other_systems import OtherSystem, OtherSystemTyped
from bot.domain.errors import CodeDeskError
from handlers.slack.answer import Answer, CommandButton
from handlers.views.blocks import actions, code, cut, section

_SHOWN = 40
_EXAMPLE = CommandButton("An example: 97140", "/cpt 97140")


def sentence_for_cpt(error: CodeDeskError) -> Answer | None:
    """The card for a problem of `/cpt`'s own; None for any other."""
    match error:
        case MistypedCode():
            return _mistyped(error)
        case OtherSystemTyped(what, suggestions, system):
            return _of_another_system(cut(what, _SHOWN), suggestions, system)
        case UnknownModifier():
            return _modifier(error)
        case UnknownPlace(what, suggestions):
            text = f"{code(cut(what, _SHOWN))} is not a place of service that CMS has assigned."
            return _card(
                text,
                *(CommandButton(line.removeprefix("/cpt "), line) for line in suggestions),
                CommandButton("All places", "/cpt pos"),
            )
    return None


_SYSTEMS = {
    OtherSystem.ICD9: "has the form of an ICD-9-CM code, and those ended on Sep 30, 2015",
    OtherSystem.PCS: "has the form of an ICD-10-PCS code, which hospitals use for inpatient procedures",
    OtherSystem.DRG: "names a diagnosis-related group, by which inpatient stays are paid",
    OtherSystem.REVENUE: "has the form of a revenue code, which stands on the UB-04",
    OtherSystem.NDC: "has the form of an NDC, the number of a drug's package",
}


def _of_another_system(what: str, suggestions: tuple[str, ...], system: OtherSystem) -> Answer:
    if system is OtherSystem.NUMBER:
        text = (
            f"I read {code(what)} as a diagnosis code, but those begin with a letter, like {code('M54.50')}."
        )
        meant = f" Did you mean {code(suggestions[0])}?" if suggestions else ""
        return _card(
            text + meant, *(CommandButton(each, f"/icd {each}") for each in suggestions or ("M54.50",))
        )
    text = f"{code(what)} {_SYSTEMS[system]}. I know CPT, HCPCS Level II and ICD-10-CM"
    examples = f"search by words, like {code('/icd low back pain')} or {code('/cpt manual therapy')}"
    return _card(
        f"{text}: {examples}.",
        CommandButton("CPT or ICD?", "/explain"),
        CommandButton("Categories", "/cpt categories"),
    )


_SLIPS = {
    Slip.LOOKALIKE: "with a letter where a digit belongs",
    Slip.DROPPED_ZERO: "without its zero in front",
    Slip.SPLIT: "with something between its parts",
    Slip.GLUED: "with a modifier glued to it",
    Slip.BEHIND: "followed by something that isn't a modifier (those have two characters)",
    Slip.TOO_SHORT: "that is too short: codes have five characters",
    Slip.TOO_LONG: "that is too long: codes have five characters",
    Slip.OTHER: "of no form that CPT or HCPCS Level II has",
}


def _mistyped(error: MistypedCode) -> Answer:
    text = f"I read {code(cut(error.what, _SHOWN))} as a code {_SLIPS[error.slip]}."
    if not error.suggestions:
        forms = f"{code('97140')}, {code('0592T')} or {code('J1885')}"
        return _card(
            f"{text} Codes look like {forms}.", _EXAMPLE, CommandButton("Categories", "/cpt categories")
        )
    meant = " or ".join(code(each) for each in error.suggestions)
    return _card(
        f"{text} Did you mean {meant}?", *(CommandButton(each, f"/cpt {each}") for each in error.suggestions)
    )


def _modifier(error: UnknownModifier) -> Answer:
    what = cut(error.what, _SHOWN)
    if error.code is None:
        text = f"{code(what)} isn't a modifier I recognize. Modifiers look like {code('59')} or {code('GP')}."
        return _card(text, *_place(what), CommandButton("All modifiers", "/cpt modifiers"))
    text = f"{code(what)} isn't a modifier I recognize (typed after {code(error.code)})."
    if not what.isdigit():
        return _card(
            text,
            CommandButton(error.code, f"/cpt {error.code}"),
            CommandButton("All modifiers", "/cpt modifiers"),
        )
    minutes = f"/cpt {error.code} {int(what)} min"
    return _card(
        f"{text} If you meant minutes, type {code(minutes)}.",
        CommandButton(f"{error.code}, {int(what)} min", minutes),
        CommandButton(error.code, f"/cpt {error.code}"),
        CommandButton("All modifiers", "/cpt modifiers"),
    )


def _place(what: str) -> tuple[CommandButton, ...]:
    return (CommandButton(f"Place of service {what}", f"/cpt pos {what}"),) if what.isdigit() else ()


def _card(text: str, *go: CommandButton) -> Answer:
    return Answer("CodeDesk could not read that", (section(text), actions(*go)))
