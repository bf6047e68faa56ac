"""Whether a time fits a code, and which code it fits."""

from datetime import date
from functools import lru_cache

from bot.domain.codes.billing.rule_table import medicare_rules
from bot.domain.codes.cpt.procedure import MedicareRule, Procedure
from bot.domain.codes.cpt.time_fit import (
    AddOnFit,
    BandFit,
    Fit,
    NoTime,
    OlderRule,
    OnlyTypical,
    Span,
    UnitsFit,
    VisitFit,
)
from bot.domain.codes.cpt.timing import Beyond, Met, Step
from bot.services.lookup.procedures import Timed
from handlers.slack.answer import Answer, CommandButton
from handlers.views.blocks import actions, code, context, section
from handlers.views.cpt.wording import asked_for, band_words, code_set, medicare_lines, timing_words
from handlers.views.dates import dated, day


@lru_cache(maxsize=256)
def time_card(timed: Timed) -> Answer:
    """`/cpt 90837 50 min`: the verdict first, the rule second."""
    procedure, minutes = timed.found.procedure, timed.minutes
    verdict, reason, lead_on = verdict_words(procedure, minutes, timed.fit)
    on, line = timed.found.on, f"/cpt {procedure.code} {minutes} min"
    buttons = [CommandButton(label, dated(command, on)) for label, command in lead_on]
    return Answer(
        f"CPT {procedure.code}, {minutes} minutes",
        (
            section(f"{verdict}\n{reason}"),
            actions(
                *buttons,
                CommandButton(f"Open {procedure.code}", dated(f"/cpt {procedure.code}", on)),
                share=dated(line, on),
            ),
            context(_source(timed)),
        ),
    )


Told = tuple[str, str, list[tuple[str, str]]]
"""Verdict, reason, and what to lead on to: label and command line without its date."""


def verdict_words(procedure: Procedure, minutes: int, fit: Fit) -> Told:  # noqa: PLR0911 - one for each kind
    """Verdict and reason for one code and its minutes, by the rule of the code's own kind."""
    match fit:
        case UnitsFit():
            return _units(procedure, minutes, fit)
        case BandFit():
            return _band(procedure, minutes, fit)
        case VisitFit():
            return _visit(procedure, minutes, fit)
        case AddOnFit():
            return _add_on(procedure, minutes, fit)
        case OnlyTypical(typical):
            return _only_typical(procedure, typical)
        case OlderRule(since):
            return _older(procedure, since)
        case NoTime():
            return _no_time(procedure)


def _units(procedure: Procedure, minutes: int, fit: UnitsFit) -> Told:
    shown = code(procedure.code)
    if fit.medicare == 0:
        verdict = (
            f"{_minutes(minutes)} of {shown} are too short for a unit: the first one begins at 8 minutes."
        )
    else:
        verdict = (
            f"{_minutes(minutes)} of {shown} make *{_count(fit.medicare)}*: {_span(fit.span)} minutes do."
        )
    return verdict, _pooled(fit) if fit.pooled else _MIDPOINT, _next_step(procedure, fit.span)


def _pooled(fit: UnitsFit) -> str:
    return (
        f"Medicare's 8-minute rule says {fit.medicare}, the AMA's midpoint rule {fit.midpoint}: for one code alone. "
        "With other timed codes on the day Medicare adds all the minutes up first."
    )


_MIDPOINT = (
    "By the AMA's midpoint rule, for this code alone: it does not join the therapy codes of the day. "
    "Some payers want all 15 minutes."
)


def _next_step(procedure: Procedure, span: Span) -> list[tuple[str, str]]:
    more = (span.high or 0) + 1
    return [(f"And {more} min?", f"/cpt {procedure.code} {more} min")] if more <= 1440 else []


def _band(procedure: Procedure, minutes: int, fit: BandFit) -> Told:
    shown, needs = code(procedure.code), band_words(fit.band)
    if fit.fits:
        return f"{_minutes(minutes)} fit {shown}.", f"It takes {needs}, as one unit.", []
    if fit.better:
        better = fit.better
        other = f"*{code(better.code)}*: {timing_words(better.timing)}"
        verdict = f"{_minutes(minutes)} don't fit {shown}; they fit {other}."
        return verdict, f"{shown} takes {needs}.", [(f"Open {better.code}", f"/cpt {better.code}")]
    if fit.extra and fit.extra.units:
        extra = fit.extra
        verdict = f"{_minutes(minutes)} are {shown} and *{_count(extra.units)}* of {code(extra.code)}."
        return (
            verdict,
            f"{shown} takes {needs}; the add-on carries on, {extra.step}.{_payers(extra.step, extra.medicare)}",
            [(f"Open {extra.code}", f"/cpt {extra.code}")],
        )
    return (
        f"{_minutes(minutes)} don't fit {shown}.",
        f"It takes {needs}, and I don't know a code that fits.",
        [],
    )


def _visit(procedure: Procedure, minutes: int, fit: VisitFit) -> Told:
    shown = code(procedure.code)
    verdict = (
        f"{_minutes(minutes)} meet {shown}, which needs {fit.needed}."
        if fit.fits
        else f"{_minutes(minutes)} don't meet {shown}, which needs {fit.needed}."
    )
    lead_on: list[tuple[str, str]] = []
    if fit.reached and fit.reached.code != procedure.code:
        verdict += f" By time they reach *{code(fit.reached.code)}* ({_needed(fit.reached)})."
        lead_on.append((f"Open {fit.reached.code}", f"/cpt {fit.reached.code}"))
    elif fit.reached is None:
        verdict += " They reach no level by time; decision making may."
    if fit.following and fit.following.code != procedure.code:
        verdict += f" {code(fit.following.code)} needs {_needed(fit.following)}."
        lead_on.append(
            (f"Compare with {fit.following.code}", f"/cpt compare {procedure.code} {fit.following.code}")
        )
    if fit.extra and fit.extra.units:
        verdict += f" What goes beyond may be *{_count(fit.extra.units)}* of {code(fit.extra.code)}."
        lead_on.append((f"Open {fit.extra.code}", f"/cpt {fit.extra.code}"))
    extra_rules = medicare_lines(fit.extra.medicare) if fit.extra else ()
    return verdict, " ".join((_VISIT_RULE, *(f"{line}." for line in extra_rules))), lead_on


_VISIT_RULE = (
    "Time is the clinician's own, on that date, met or exceeded. The level may also follow decision making."
)


def _needed(procedure: Procedure) -> str:
    timing = procedure.timing
    return f"{timing.minutes} minutes" if isinstance(timing, Met) else timing_words(timing)


def _add_on(procedure: Procedure, minutes: int, fit: AddOnFit) -> Told:
    parts = [
        f"with {code(primary)} *{_count(units) if units else 'none'}* ({_first(procedure, last)})"
        for primary, last, units in fit.units
    ]
    verdict = f"A session of {_minutes(minutes)} in all gives for {code(procedure.code)}: {'; '.join(parts)}."
    primaries = [
        (f"{primary} for {minutes} min", f"/cpt {primary} {minutes} min") for primary, _, _ in fit.units
    ]
    return verdict, f"Counted as {timing_words(procedure.timing)}.{_begun(procedure)}", primaries


def _first(procedure: Procedure, last: int) -> str:
    """From when on the add-on counts, where its primary code ends with minute `last`."""
    timing = procedure.timing
    if isinstance(timing, Beyond) and timing.step is Step.PAST_HALF:
        return f"the first one from minute {last + timing.minutes // 2 + 1}"
    return f"begins after minute {last}"


def _begun(procedure: Procedure) -> str:
    """CPT counts a block of crisis psychotherapy once begun; not every payer does."""
    timing = procedure.timing
    return _payers(timing.step, medicare_rules(procedure)) if isinstance(timing, Beyond) else ""


def _payers(step: Step, medicare: tuple[MedicareRule, ...]) -> str:
    """Where Medicare counts a step otherwise it says so; of a block that is only begun some payers want more."""
    if medicare:
        return f" {' '.join(medicare_lines(medicare))}."
    return f" {_HALF_A_BLOCK}" if step is Step.BEGUN else ""


_HALF_A_BLOCK = "Some payers want more than half of a block."


def _only_typical(procedure: Procedure, typical: int) -> Told:
    return (
        f"Time does not choose {code(procedure.code)}: {typical} minutes are typical, and decide nothing.",
        "What was found and how complex it was choose the code.",
        [],
    )


def _older(procedure: Procedure, since: date) -> Told:
    return (
        f"I can't say for that date: the time rule I know for {code(procedure.code)} began on {day(since)}.",
        "Before it another rule held, which I don't keep.",
        [],
    )


def _no_time(procedure: Procedure) -> Told:
    return (
        f"{code(procedure.code)} is not billed by time.",
        f"It counts as {timing_words(procedure.timing)}.",
        [],
    )


def _minutes(minutes: int) -> str:
    return f"{minutes} minute{'' if minutes == 1 else 's'}"


def _count(units: int) -> str:
    return f"{units} unit{'' if units == 1 else 's'}"


def _span(span: Span) -> str:
    return f"{span.low} to {span.high}" if span.high is not None else f"{span.low} and more"


def _source(timed: Timed) -> str:
    found = timed.found
    when = asked_for(found.on, found.today)
    rule = f" ({found.procedure.time_source})" if found.procedure.time_source else ""
    return f"{code_set(found.billed)} · starter set, time rules as of 2026{rule} · changes up to {when} not checked"
