"""What Medicare allows for anesthesia: base units, time units, the locality's factor, and the arithmetic."""

from bot.domain.codes.localities import MINUTES_A_UNIT
from bot.services.lookup.localities import AnesthesiaAnswer
from handlers.slack.answer import Answer, CommandButton
from handlers.views.blocks import actions, code, context, section
from handlers.views.dates import dated, day
from handlers.views.fees import dollars, locality_name
from handlers.views.sources import edition_words


def anesthesia_card(answer: AnesthesiaAnswer) -> Answer:
    """The allowance with its arithmetic, or what is missing for it and how to say it."""
    question = answer.request
    shown = str(question.billed)
    base = f" base {question.base_units}" if question.base_units is not None else ""
    line = f"/cpt {shown.replace('-', ' ')}{base} {question.minutes} min"
    source = edition_words(answer.edition) if answer.edition else "Medicare localities: not loaded"
    return Answer(
        f"Anesthesia {shown}, {question.minutes} minutes",
        (
            section(
                "\n".join((f"*{code(shown)}*  {question.minutes} minutes of anesthesia", *_lines(answer)))
            ),
            actions(
                CommandButton(
                    f"Open {question.billed.procedure.code}", f"/cpt {question.billed.procedure.code}"
                ),
                share=dated(line, question.on),
            ),
            context(
                f"{source} · for {day(answer.on)} · Medicare Claims Processing Manual, ch. 12, 50: no units for "
                "physical status; medical direction (QK, QX, QY) is paid at half"
            ),
        ),
    )


def _lines(answer: AnesthesiaAnswer) -> tuple[str, ...]:
    question, paid = answer.request, answer.payment
    time = f"Time units: {question.minutes} / {MINUTES_A_UNIT} = {_tenths(question.minutes)}"
    if paid is not None and answer.locality is not None:
        return (
            f"*{dollars(paid.dollars)}* at {locality_name(answer.locality)}",
            time,
            f"({paid.base_units} base + {paid.time_units} time) × {dollars(paid.factor)} = {dollars(paid.dollars)}",
        )
    missing = []
    if question.base_units is None:
        example = f"/cpt {question.billed.procedure.code} base 5 {question.minutes} min"
        missing.append(
            f"Base units: CMS lists them by code in a file of its own; say them, like {code(example)}"
        )
    if answer.locality is None:
        missing.append(f"A locality with its anesthesia factor: {code('/codes locality')} chooses it")
    elif answer.locality.anesthesia is None:
        missing.append(
            f"The anesthesia factors of {day(answer.on)} (ANES in CMS's RVU zip): {code('/codes load')}"
        )
    return (time, *(f"Missing for the allowance: {each}" for each in missing))


def _tenths(minutes: int) -> str:
    return f"{round(minutes / MINUTES_A_UNIT + 1e-9, 1):g}"
