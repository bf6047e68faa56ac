"""Cards that hold no code of their own: categories, what can be asked, what comes later, words, diagnoses."""

from datetime import date
from functools import lru_cache

from bot.domain.codes.cpt.grammar import BilledCode
from bot.domain.codes.cpt.questions import Feature
from bot.domain.codes.cpt.ranges import HCPCS_LETTERS, RANGES
from bot.domain.codes.diagnosis import Diagnosis
from handlers.views.cpt.wording import dated, day
from handlers.views.kit import Answer, Go, actions, code, context, esc, section

_EXAMPLES = (Go("97140", "/cpt 97140"), Go("Compare 99213 and 99214", "/cpt compare 99213 99214"))


def welcome_card() -> Answer:
    """`/cpt` with nothing behind it."""
    return Answer(
        "What /cpt answers",
        (
            section(
                f"Type a code behind it: {code('/cpt 97140')}. Several codes, modifiers and a date work too: "
                f"{code('/cpt 97140-59 J1885 on 2026-02-03')}."
            ),
            actions(
                *_EXAMPLES,
                Go("Categories", "/cpt categories"),
                Go("Modifiers", "/cpt modifiers"),
                Go("Places of service", "/cpt pos"),
            ),
        ),
    )


@lru_cache(maxsize=4)
def categories_card(today: date) -> Answer:
    """`/cpt categories`: the families of codes by their form, then the ranges of Category I, then HCPCS's letters."""
    ranges = [
        f"{code(r.low)}-{code(r.high)}  {f'{r.parent}: {r.name}' if r.parent else r.name}"
        for r in sorted(RANGES, key=lambda r: r.low)
    ]
    letters = [f"{code(letter)}  {what}" for letter, what in HCPCS_LETTERS.items()]
    return Answer(
        "CPT categories",
        (
            section("\n".join(_FAMILIES)),
            section("*Ranges of Category I*\n" + "\n".join(ranges)),
            section("*HCPCS Level II by its first letter*\n" + "\n".join(letters)),
            actions(
                Go("CPT or ICD?", "/explain"), Go("Modifiers", "/cpt modifiers"), share="/cpt categories"
            ),
            context(
                _RESEQUENCED,
                f"CPT and HCPCS Level II, in our own words · changes up to {day(today)} not checked",
            ),
        ),
    )


_RESEQUENCED = (
    "A number tells its range, not its section: some codes are resequenced, such as "
    f"{code('99091')}, which belongs with visits. {code('99202')}-{code('99499')} lies inside Medicine's span."
)
_FAMILIES = (
    f"*CPT Category I*  five digits, such as {code('97140')}: what is done every day",
    f"*Category II*  four digits and F, such as {code('3074F')}: quality measures, without a charge",
    f"*Category III*  four digits and T, such as {code('0592T')}: new services, for five years unless renewed",
    "*PLA*  four digits and U: one laboratory's own test  ·  *MAAA*  four digits and M: tests with an algorithm",
    f"*HCPCS Level II*  a letter and four digits, such as {code('J1885')}: CMS's codes for drugs, supplies, services",
    f"*Not here*  D and four digits is CDT, the dentists' set; {code('M54.50')} is a diagnosis: {code('/icd M54.50')}",
)


def search_card() -> Answer:
    """Words instead of a code."""
    return Answer(
        "Search is not built yet",
        (
            section(
                "Searching by words comes with the next release. Today I look up codes, "
                f"like {code('/cpt 97140')}, and list the families they come from."
            ),
            actions(*_EXAMPLES, Go("Categories", "/cpt categories"), Go("Modifiers", "/cpt modifiers")),
        ),
    )


def not_yet_card(feature: Feature, codes: tuple[BilledCode, ...]) -> Answer:
    """A subcommand that a later release fills, led on with the codes that were named."""
    named = [each.procedure.code for each in codes][:3] or ["97140"]
    text, lead_on = {
        Feature.UNITS: (_UNITS, [Go(f"{each} for 45 min", f"/cpt {each} 45 min") for each in named]),
        Feature.TOGETHER: (_TOGETHER, _side_by_side(named)),
        Feature.NOTE: (_NOTE, [Go(f"Open {each}", f"/cpt {each}") for each in named]),
    }[feature]
    return Answer(f"/cpt {feature} is not built yet", (section(text), actions(*lead_on)))


_UNITS = (
    f"{code('/cpt units')} will count the units of several codes together, and doses. "
    f"Today I tell one code's time: {code('/cpt 97140 45 min')}."
)
_TOGETHER = (
    "Whether two codes may be billed together needs the NCCI file of the quarter, which can't be loaded yet. "
    "No file, no answer: I don't guess. Today I put codes side by side."
)
_NOTE = "Team notes on a code come with one of the next versions; what you typed was not kept."


def _side_by_side(named: list[str]) -> list[Go]:
    if len(named) < 2:
        return list(_EXAMPLES)
    return [Go(f"Compare {' '.join(named)}", f"/cpt compare {' '.join(named)}")]


def diagnoses_card(codes: tuple[str, ...], names: tuple[Diagnosis | None, ...], on: date | None) -> Answer:
    """Diagnosis codes typed where procedures belong: they answer why, and `/icd` tells them."""
    lines = [
        f"*{code(each)}*  {esc(found.name)}" if found else f"*{code(each)}*  has the form of a diagnosis code"
        for each, found in zip(codes, names, strict=True)
    ]
    why = "That is a diagnosis" if len(codes) == 1 else "Those are diagnoses"
    return Answer(
        f"Diagnosis {codes[0]}",
        (
            section("\n".join(lines)),
            section(f"{why} (ICD-10-CM): why something was done. {code('/cpt')} tells what was done."),
            actions(
                *(Go(f"Open {each}", dated(f"/icd {each}", on)) for each in codes),
                Go("CPT or ICD?", f"/explain {codes[0]}"),
            ),
            context("ICD-10-CM · asked in /cpt, answered by /icd"),
        ),
    )
