"""The cards of `/icd` that show no code: nothing loaded for the date, words, CPT codes, no text."""

from bot.domain.codes.icd.parse import ProcedureTyped
from bot.services.lookup.diagnoses import DiagnosisNotLoaded, KnownDiagnosis
from handlers.slack.answer import Answer, CommandButton
from handlers.slack.ids import Action
from handlers.views.blocks import actions, code, context, finder, section
from handlers.views.dates import dated, day
from handlers.views.help import help_card
from handlers.views.icd import HELP
from handlers.views.icd.wording import release_name

_CHILDREN_NAMED = 8


def not_loaded_card(result: DiagnosisNotLoaded) -> Answer:
    """No release for the date: that is the answer, and what is known for certain all the same."""
    when = day(result.chosen.on or result.chosen.today)
    codes = ", ".join(code(c) for c in result.codes)
    first = f"ICD-10-CM for {when} is not loaded, so I can't say whether {codes} could be billed on that day."
    facts = [_fact(known) for known in result.known]
    loaded = [f"Loaded: {release_name(release)}" for release in result.loaded[:3]] or [
        "No ICD-10-CM is loaded. An admin loads one with `codedesk codes load FILE`."
    ]
    newest = [
        CommandButton(f"{c} in {r.edition}", f"/icd {c}") for r in result.loaded[:1] for c in result.codes[:5]
    ]
    return Answer(
        "ICD-10-CM, date not loaded",
        (
            section("\n".join((first, *facts))),
            *((actions(*newest),) if newest else ()),
            context(*loaded),
        ),
    )


def _fact(known: KnownDiagnosis) -> str:
    old = known.demotion
    into = " ".join(code(child) for child in known.children[:_CHILDREN_NAMED])
    now = f": {into}" if into else ""
    if old.exact:
        return (
            f"Known without it: {code(known.code)} could be billed through {day(old.until)}; "
            f"since {day(old.since)} it is a header{now}."
        )
    return (
        f"Known without it: {code(known.code)} could still be billed on {day(old.until)}, "
        f"and is a header by {day(old.since)}{now}."
    )


def procedure_card(question: ProcedureTyped) -> Answer:
    """CPT codes typed into `/icd`."""
    codes = ", ".join(code(token) for token in question.tokens[:5])
    one = len(question.tokens) == 1
    return Answer(
        "ICD-10-CM",
        (
            section(
                f"{codes} {'has' if one else 'have'} the form of a procedure code (CPT). "
                f"{code('/icd')} answers for diagnoses; {code('/cpt')} answers for procedures."
            ),
            actions(
                *(CommandButton(f"/cpt {t}", dated(f"/cpt {t}", question.on)) for t in question.tokens[:5])
            ),
        ),
    )


def nothing_card() -> Answer:
    """No text behind the command: the help."""
    card = help_card(HELP)
    return Answer(card.text, (*card.blocks, finder(Action.FIND_ICD, "Find a diagnosis by words or code")))
