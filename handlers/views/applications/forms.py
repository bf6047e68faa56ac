"""Short forms about one application. Metadata carries only ids; text is only in the fields."""

from datetime import date

from bot.domain.applications.application import ApplicationKind, Category
from bot.domain.applications.papers import Design
from bot.domain.applications.wording import ANSWER, EVIDENCE, LINK, NAME, NOTE, TITLE, WHY
from bot.services.applications.queries import Card
from handlers.slack.block_kit import Block, View
from handlers.slack.ids import Action, FormId
from handlers.views.applications.step_form import target_input
from handlers.views.applications.words import CATEGORIES, ITEM_TEXTS, KINDS, entry_word
from handlers.views.blocks import context, section
from handlers.views.modal_blocks import (
    FormOption,
    channel_input,
    code_input,
    day_input,
    form,
    person_input,
    radio_input,
    select_input,
    selects_input,
    text_input,
    ticks_input,
)

TEXT, LINKED, ON, PERSON, CHANNEL, CODE, WHY_NOT = "text", "link", "on", "person", "channel", "code", "why"
SOCIETY, ROLE, ANSWERED, CLEAR = "society", "role", "answer", "clear"
AUTHORS, JOURNAL, YEAR, POPULATION, PATIENTS, DESIGN, MARKS, SUPPORTS = (
    "authors", "journal", "year", "population", "patients", "design", "marks", "supports",
)  # fmt: skip
KIND, CATEGORY = "kind", "category"
_PLAIN = "No patient names. After submission: no descriptor wording, nothing of the Panel's."
MARKED = {
    "in_the_us": "Done in the United States",
    "peer_reviewed": "Peer-reviewed",
    "full_article": "A full article",
    "in_press": "Still in press",
    "editors_letter": "The editor's letter of acceptance is held",
    "copy_held": "A copy is held",
    "may_be_shared": "The copy may be shared",
}


def note_form(card: Card, today: date, about: str, ids: str) -> View:  # noqa: ARG001 - all forms share one signature
    """Add a note to the history."""
    return form(
        f"Note on {card.seen.id}",
        [text_input(TEXT, "Note", most=NOTE, lines=True, hint=_PLAIN)],
        callback=FormId.APP_NOTE,
        ids=ids,
    )


def assign_form(card: Card, today: date, about: str, ids: str) -> View:  # noqa: ARG001
    """Change the owner."""
    return form(
        f"Assign {card.seen.id}",
        [person_input(PERSON, "Owner", hint="Whoever owned it before stays named on it.")],
        callback=FormId.APP_ASSIGN,
        ids=ids,
    )


def target_form(card: Card, today: date, about: str, ids: str) -> View:  # noqa: ARG001
    """Change the target meeting, or for PLA the quarter."""
    quarterly = any(each.category == Category.PLA for each in card.seen.codes)
    initial = card.seen.target.id if card.seen.target else ""
    return form(
        f"Aim {card.seen.id}",
        [target_input(today, quarterly=quarterly, initial=initial)],
        callback=FormId.APP_TARGET,
        ids=ids,
    )


def edit_form(card: Card, today: date, about: str, ids: str) -> View:  # noqa: ARG001
    """Change the title, the material link and the channel."""
    blocks: list[Block] = [
        text_input(TEXT, "Title", most=TITLE, initial=card.seen.title or "", hint="No descriptor wording."),
        text_input(
            LINKED,
            "Where wording and Panel material are kept",
            most=LINK,
            initial=card.seen.material or "",
            optional=True,
            placeholder="https://",
        ),
    ]
    if card.may_lead:
        hint = "A private channel of those who are named: its card is posted there, and reminders go there."
        blocks.append(channel_input(CHANNEL, "Channel", optional=True, hint=hint))
        blocks.append(ticks_input(CLEAR, "Or", [FormOption("clear", "It has no channel any more")]))
    return form(f"Change {card.seen.id}", blocks, callback=FormId.APP_EDIT, ids=ids)


def codes_form(card: Card, today: date, about: str, ids: str) -> View:  # noqa: ARG001
    """Change the requested codes. One code can be added at a time; a row without a category is removed."""
    blocks: list[Block] = [
        context("Up to its submission. An empty category takes the code out; the last lines add one.")
    ]
    held = [(c.position, c.category, c.kind, c.existing) for c in card.seen.codes]
    following = max((position for position, *_ in held), default=0) + 1
    kinds = [FormOption(kind, KINDS[kind]) for kind in ApplicationKind]
    categories = [FormOption(category, CATEGORIES[category]) for category in Category]
    for position, category, kind, existing in [*held, (following, None, None, None)][:20]:
        name = f"Code {position}"
        blocks.append(
            select_input(
                f"{CATEGORY}{position}",
                f"{name}: category",
                categories,
                initial=category or "",
                optional=True,
            )
        )
        blocks.append(
            select_input(f"{KIND}{position}", f"{name}: change", kinds, initial=kind or "", optional=True)
        )
        blocks.append(
            text_input(
                f"{CODE}{position}", f"{name}: existing", most=12, initial=existing or "", optional=True
            )
        )
    return form(f"Codes of {card.seen.id}", blocks, callback=FormId.APP_CODES, ids=ids)


def member_form(card: Card, today: date, about: str, ids: str) -> View:  # noqa: ARG001
    """Add a named member."""
    hint = "Who is named sees it and may work on it, under the rules of confidentiality."
    return form(
        f"Name on {card.seen.id}",
        [person_input(PERSON, "Who", hint=hint)],
        callback=FormId.APP_MEMBER,
        ids=ids,
    )


def sign_form(card: Card, today: date, about: str, ids: str) -> View:
    """Record the day a member signed. The form carries the person's id."""
    return form(
        f"Signed for {card.seen.id}",
        [
            section(f"<@{about}> signed the statement of confidentiality."),
            day_input(ON, "On", initial=today),
        ],
        callback=FormId.APP_SIGN,
        ids=ids,
    )


def evidence_form(card: Card, today: date, about: str, ids: str) -> View:  # noqa: ARG001
    """Add a note or link under a checklist entry."""
    question = ITEM_TEXTS.get(about.partition("#")[0], "")
    return form(
        f"Evidence, {card.seen.id}",
        [
            section(f"*{entry_word(about)}*"),
            *([context(question)] if question else []),
            text_input(TEXT, "Note", most=min(EVIDENCE, 3000), lines=True, optional=True, hint=_PLAIN),
            text_input(LINKED, "Link", most=LINK, optional=True, placeholder="https://"),
        ],
        callback=FormId.APP_EVIDENCE,
        ids=ids,
    )


def society_form(card: Card, today: date, about: str, ids: str) -> View:  # noqa: ARG001
    """Record a society contact, before submission."""
    return form(
        f"Society, {card.seen.id}",
        [
            text_input(SOCIETY, "Society", most=NAME),
            text_input(
                ROLE, "Whom", most=NAME, hint="A role, such as coding committee chair: no names needed."
            ),
            day_input(ON, "On", initial=today),
            text_input(ANSWERED, "Answer", most=ANSWER, lines=True, optional=True),
            context("Before submission only: afterwards nobody is to be contacted about it."),
        ],
        callback=FormId.APP_SOCIETY,
        ids=ids,
    )


def consider_form(card: Card, today: date, about: str, ids: str) -> View:  # noqa: ARG001
    """Add an existing code and why it does not describe the service."""
    return form(
        f"Code, {card.seen.id}",
        [
            code_input(CODE, "Existing code", Action.FIND_CPT),
            text_input(WHY_NOT, "Why it does not fit", most=WHY, lines=True),
        ],
        callback=FormId.APP_CONSIDER,
        ids=ids,
    )


def article_form(card: Card, today: date, about: str, ids: str) -> View:  # noqa: ARG001
    """Add an article, with the fields of the CPT form's grid."""
    codes = [FormOption(str(c.position), f"Code {c.position}") for c in card.seen.codes]
    supports = [selects_input(SUPPORTS, "Supports", codes, optional=True, hint="None chosen: all codes.")]
    return form(
        f"Article, {card.seen.id}",
        [
            text_input(TEXT, "Title", most=300),
            text_input(AUTHORS, "Authors", most=300),
            text_input(JOURNAL, "Journal", most=NAME),
            text_input(YEAR, "Year", most=4, placeholder="2025"),
            text_input(LINKED, "Link", most=LINK, optional=True, placeholder="https://"),
            text_input(POPULATION, "Who was studied", most=NAME, optional=True),
            text_input(PATIENTS, "How many patients", most=9, optional=True),
            radio_input(
                DESIGN, "Design", [FormOption(d, d.capitalize()) for d in Design], initial=Design.OTHER
            ),
            ticks_input(
                MARKS,
                "What is so",
                [FormOption(key, label) for key, label in MARKED.items()],
                initial=("in_the_us", "peer_reviewed", "full_article"),
            ),
            *(supports if len(codes) > 1 else []),
        ],
        callback=FormId.APP_ARTICLE,
        ids=ids,
    )


def minimum_form(card: Card, today: date, about: str, ids: str) -> View:  # noqa: ARG001
    """Set the number of articles the Smart App form requires, for the whole team."""
    hint = "Stands in the current form of the CPT Smart App; empty: not known."
    return form(
        "Number of articles",
        [text_input(TEXT, "At least", most=2, optional=True, hint=hint)],
        callback=FormId.APP_MINIMUM,
        ids=ids,
    )
