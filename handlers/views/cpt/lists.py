"""Cards that hold no code of their own: categories, what can be asked, words, diagnoses."""

from datetime import date
from functools import lru_cache

from bot.domain.codes.cpt.ranges import HCPCS_LETTERS, RANGES
from bot.domain.codes.cpt.requests import CategoryPage
from bot.services.lookup.procedures import DiagnosisReading
from handlers.slack.answer import Answer, CommandButton
from handlers.slack.ids import Action
from handlers.views.blocks import actions, code, context, esc, finder, section
from handlers.views.cpt.wording import left_over_note, release_words
from handlers.views.dates import dated, day

_EXAMPLES = (
    CommandButton("97140", "/cpt 97140"),
    CommandButton("Compare 99213 and 99214", "/cpt compare 99213 99214"),
)


def welcome_card() -> Answer:
    """`/cpt` with nothing behind it."""
    return Answer(
        "What /cpt answers",
        (
            section(
                f"Type a code after the command, for example {code('/cpt 97140')}. Several codes, modifiers, and "
                f"a date work too: {code('/cpt 97140-59 J1885 on 2026-02-03')}."
            ),
            actions(
                *_EXAMPLES,
                CommandButton("Categories", "/cpt categories"),
                CommandButton("Modifiers", "/cpt modifiers"),
                CommandButton("Places of service", "/cpt pos"),
            ),
            finder(Action.FIND_CPT, "Find a procedure by words or code"),
        ),
    )


@lru_cache(maxsize=8)
def categories_card(part: CategoryPage, today: date) -> Answer:
    """`/cpt categories`: the families of codes by their form; the ranges of Category I and HCPCS's letters beside."""
    lines, note = _PARTS[part]
    pages = [go for other, go in _PAGES.items() if other is not part]
    return Answer(
        "CPT categories",
        (
            section("\n".join(lines)),
            actions(*pages, CommandButton("CPT or ICD?", "/explain"), share=f"/cpt {part}"),
            context(
                *note, f"CPT and HCPCS Level II, in our own words · changes up to {day(today)} not checked"
            ),
        ),
    )


_PAGES = {
    CategoryPage.FAMILIES: CommandButton("Families", "/cpt categories"),
    CategoryPage.RANGES: CommandButton("Ranges of Category I", "/cpt ranges"),
    CategoryPage.LETTERS: CommandButton("Letters of HCPCS", "/cpt letters"),
}
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
_RANGE_LINES = tuple(
    f"{code(r.low)} to {code(r.high)}  {f'{r.parent}: {r.name}' if r.parent else r.name}"
    for r in sorted(RANGES, key=lambda r: r.low)
)
_LETTER_LINES = tuple(f"{code(letter)}  {what}" for letter, what in HCPCS_LETTERS.items())
_PARTS: dict[CategoryPage, tuple[tuple[str, ...], tuple[str, ...]]] = {
    CategoryPage.FAMILIES: (_FAMILIES, ()),
    CategoryPage.RANGES: (_RANGE_LINES, (_RESEQUENCED,)),
    CategoryPage.LETTERS: (_LETTER_LINES, ()),
}


def diagnoses_card(
    codes: tuple[str, ...], names: tuple[DiagnosisReading | None, ...], on: date | None, left_over: int = 0
) -> Answer:
    """Diagnosis codes typed where procedures belong: they answer why, and `/icd` tells them."""
    lines = [
        f"*{code(each)}*  {esc(found.diagnosis.name)}"
        if found
        else f"*{code(each)}*  has the form of a diagnosis code"
        for each, found in zip(codes, names, strict=True)
    ]
    why = "That is a diagnosis" if len(codes) == 1 else "Those are diagnoses"
    return Answer(
        f"Diagnosis {codes[0]}",
        (
            section("\n".join(lines)),
            section(f"{why} (ICD-10-CM): why something was done. {code('/cpt')} tells what was done."),
            actions(
                *(CommandButton(f"Open {each}", dated(f"/icd {each}", on)) for each in codes),
                CommandButton("CPT or ICD?", f"/explain {codes[0]}"),
            ),
            *left_over_note(left_over, len(codes)),
            context(
                next(
                    (release_words(found.chosen) for found in names if found), "ICD-10-CM, by its form alone"
                )
            ),
        ),
    )
