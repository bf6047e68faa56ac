"""The card for `/cpt units`: both rules side by side, with the arithmetic."""

from datetime import date

from bot.domain.codes.billing.rule import RuleKind
from bot.domain.codes.billing.rule_table import BILLING_RULES
from bot.domain.codes.units.count import Counted, Drug, OwnRule, WrongAmount
from bot.domain.codes.units.dose import OtherMeasure
from bot.domain.codes.units.parse import Dose, canonical, plain
from bot.domain.codes.units.pool import Pool, UnitShare
from handlers.slack.answer import Answer, CommandButton
from handlers.views.blocks import actions, code, context, esc, section
from handlers.views.cpt.times import verdict_words
from handlers.views.dates import dated, day

_MEDICARE = "CMS Claims Processing Manual, ch. 5, 20.2"


def units_card(counted: Counted, today: date) -> Answer:
    """The pool first, then each code with a rule of its own, then drugs."""
    request = counted.request
    parts = [
        "\n".join((*_pool(counted.pool), *_assisted(request.assistant))) if counted.pool else "",
        "\n".join((*(_own(rule) for rule in counted.own), *map(_untimed, counted.untimed))),
        "\n".join(_drug(drug) for drug in counted.drugs),
        "\n".join((*map(_wrong, counted.wrong), *_unknown(counted))),
    ]
    codes = list(dict.fromkeys(service.code for service in request.services))
    notes = ("I counted the codes and ignored the other words.",) if request.unread else ()
    return Answer(
        "Units",
        (
            *(section(part) for part in parts if part),
            actions(
                *(CommandButton(f"Open {each}", dated(f"/cpt {each}", request.on)) for each in codes[:3]),
                share=dated(f"/cpt units {canonical(request)}", request.on),
            ),
            context(*notes, " · ".join(_sources(counted, today))),
        ),
    )


def _pool(day_: Pool) -> list[str]:
    minutes = " + ".join(str(share.minutes) for share in day_.shares)
    total = f"{minutes} = {day_.minutes}" if len(day_.shares) > 1 else str(day_.minutes)
    billed = ", ".join(f"{code(s.code)} x{s.units}" for s in day_.shares if s.units) or "none"
    span = (
        f"{day_.low} to {day_.high} minutes are {day_.units}"
        if day_.units
        else "the first begins at 8 minutes"
    )
    return [
        f"*Medicare: {_count(day_.units)}*  {billed}",
        f"{total} minutes; {span}{_left(day_)}",
        *_tie(day_),
        f"*AMA midpoint: {_count(day_.midpoint)}*  {_each(day_)}",
        "Each code by itself, a unit once 7.5 of its 15 minutes are passed; never pooled. Ask the payer which rule.",
    ]


def _assisted(modifier: str) -> list[str]:
    """CQ or CO on minutes that are counted together: the same rule that a claim is checked by."""
    rule = next(rule for rule in BILLING_RULES if rule.kind is RuleKind.SHARED_MINUTES)
    return [f"{code(modifier)}: {esc(rule.says)} ({esc(rule.source)}, {rule.year})."] if modifier else []


def _left(day_: Pool) -> str:
    """How the last units were placed: complete quarter hours first, then the most minutes left over."""
    extra = [s for s in day_.shares if s.extra]
    if not extra or len(day_.shares) == 1:
        return ""
    full = sum(share.full for share in day_.shares)
    rests = ", ".join(f"{code(s.code)} {s.rest}" for s in day_.shares if s.rest)
    return f". Full quarter hours: {full}; left over {rests}, most minutes first"


def _tie(day_: Pool) -> list[str]:
    if not day_.tied:
        return []
    codes = " or ".join(map(code, day_.tied))
    return [
        f"A tie: {_count(day_.tied_units)} may go to {codes}, with the same minutes left over. That is your choice."
    ]


def _each(day_: Pool) -> str:
    return ", ".join(_midpoint(share) for share in day_.shares)


def _midpoint(share: UnitShare) -> str:
    return f"{code(share.code)} {share.minutes} min x{share.midpoint}"


def _own(rule: OwnRule) -> str:
    verdict, reason, _ = verdict_words(rule.procedure, rule.minutes, rule.fit)
    return f"{verdict} {reason} Not a 15-minute unit, so not in the sum."


def _untimed(each: str) -> str:
    return f"{code(each)}: *1 unit*. It isn't billed by time, so not in the sum."


def _drug(drug: Drug) -> str:
    shown = code(drug.code)
    if isinstance(drug.counted, OtherMeasure):
        given, per = drug.counted.given, drug.counted.per
        return (
            f"{shown} counts in {per.unit}, and you gave {given.unit}: the vial's label says how much "
            f"{per.unit} that is. Try {code(f'/cpt {drug.code} {plain(per.amount)} {per.unit}')}."
        )
    counted = drug.counted
    sum_ = f"{_dose(counted.given)} / {_dose(counted.per)} = {_rounded(counted.exact)}"
    up = ", rounded up" if counted.over.amount else ""
    if counted.wasted is not None:
        thrown = (
            f"{code('JW')} on a line of its own: *{_count(counted.wasted)}* for what was thrown away"
            if counted.wasted
            else f"{code('JZ')}: nothing was thrown away that is not part of a unit billed already"
        )
        return f"*{_count(counted.units)}* of {shown}: {sum_}{up}.\nSingle-dose vial: {thrown}."
    return (
        f"*{_count(counted.units)}* of {shown}: {sum_}{up}.\n"
        f"Single-dose vial, for Medicare: {code('JZ')} where nothing was thrown away; {code('JW')} on a line of its "
        "own for what was, unless it is part of a unit billed already."
    )


def _wrong(wrong: WrongAmount) -> str:
    shown = code(wrong.code)
    if wrong.minutes:
        return f"{shown} counts by its dose, not by minutes: type the dose, such as {code(f'/cpt {wrong.code} 60 mg')}."
    return f"{shown} has no dose in its name that I know: type minutes, or look at its name."


def _unknown(counted: Counted) -> list[str]:
    lines = []
    if counted.unknown:
        codes = ", ".join(map(code, counted.unknown))
        lines.append(f"{codes}: not loaded, so I can't say how it counts; it is not in the sum.")
    if counted.untold:
        codes = ", ".join(map(code, counted.untold))
        lines.append(
            f"{codes}: loaded, but neither its name nor a rule that I know says how it counts; it is not in the sum."
        )
    return lines


def _sources(counted: Counted, today: date) -> list[str]:
    when = day(counted.request.on) if counted.request.on else f"{day(today)} (today)"
    sources = ["CPT and HCPCS Level II", "starter set, our own words"]
    if counted.editions:
        sources.append(f"doses as {', '.join(map(esc, counted.editions))} names them")
    if counted.pool:
        sources.append(f"{_MEDICARE}, as of 2026; CPT's rule on time")
    if counted.drugs:
        sources.append("JW and JZ: CMS, ch. 17, 40, as of 2023")
    return [*sources, f"for {when}; later changes not checked"]


def _dose(dose: Dose) -> str:
    return f"{plain(dose.amount)} {dose.unit}"


def _rounded(exact: object) -> str:
    return f"{exact:.2f}".rstrip("0").rstrip(".")


def _count(units: int) -> str:
    return f"{units} unit{'' if units == 1 else 's'}"
