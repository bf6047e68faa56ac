"""Place-of-service codes: the list, and one of them."""

from datetime import date
from functools import lru_cache

from bot.domain.codes.cpt.place_of_service import EVERYDAY, PLACES, PlaceOfService, Rate
from handlers.slack.answer import Answer, CommandButton
from handlers.views.blocks import actions, choice, code, context, section
from handlers.views.cpt.rules import place_rule_lines
from handlers.views.cpt.wording import asked_for, bullets, not_before
from handlers.views.dates import dated

_MOST_RULES = 8
_RATES = {
    Rate.FACILITY: "Medicare pays the clinician its facility amount here",
    Rate.NON_FACILITY: "Medicare pays the clinician its non-facility amount here",
}


@lru_cache(maxsize=4)
def places_card(on: date | None, today: date) -> Answer:
    """`/cpt pos`: the usual places in lines, all of them in a select."""
    lines = [f"{code(each)}  {PLACES[each].name}" for each in EVERYDAY]
    return Answer(
        "Places of service",
        (
            section("\n".join(lines)),
            choice(
                f"All {len(PLACES)} places",
                [CommandButton(f"{p.code}  {p.name}", f"/cpt pos {p.code}") for p in PLACES.values()],
            ),
            actions(
                CommandButton("02 or 10?", "/cpt pos 10"),
                CommandButton("19 or 22?", "/cpt pos 22"),
                share=dated("/cpt pos", on),
            ),
            context("Box 24B of the CMS-1500", _source(on, today)),
        ),
    )


@lru_cache(maxsize=128)
def place_card(place: PlaceOfService, on: date | None, today: date) -> Answer:
    """`/cpt pos 10`: one place, what it is mixed up with, and which amount Medicare pays."""
    lines = [f"*{code(place.code)}*  {place.name}", *not_before(place.since, on, today)]
    lines += [f"Watch out for: {place.trap}"] if place.trap else []
    lines += [f"{_RATES[place.rate]} (as of 2024)"] if place.rate else []
    if rules := place_rule_lines(place.code)[:_MOST_RULES]:
        lines += ["Look again here at:", bullets(rules)]
    near = [CommandButton(f"{other}  {PLACES[other].name}", f"/cpt pos {other}") for other in place.see]
    return Answer(
        f"Place of service {place.code}",
        (
            section("\n".join(lines)),
            actions(
                *near, CommandButton("All places", "/cpt pos"), share=dated(f"/cpt pos {place.code}", on)
            ),
            context(_source(on, today)),
        ),
    )


@lru_cache(maxsize=64)
def several_places_card(places: tuple[PlaceOfService, ...], on: date | None, today: date) -> Answer:
    """`/cpt pos 31 32`: each place with what sets it apart."""
    parts = [
        "\n".join(
            (
                f"*{code(each.code)}*  {each.name}",
                *not_before(each.since, on, today),
                *((f"Watch out for: {each.trap}",) if each.trap else ()),
                *((f"{_RATES[each.rate]} (as of 2024)",) if each.rate else ()),
            )
        )
        for each in places
    ]
    typed = " ".join(each.code for each in places)
    return Answer(
        f"Places of service {typed}",
        (
            *(section(part) for part in parts),
            actions(CommandButton("All places", "/cpt pos"), share=dated(f"/cpt pos {typed}", on)),
            context(_source(on, today)),
        ),
    )


def _source(on: date | None, today: date) -> str:
    known = "CMS place-of-service codes as of 2024, in our own words"
    return f"{known} · changes up to {asked_for(on, today)} not checked"
