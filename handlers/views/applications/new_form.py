"""The two forms for a new application: describe the service and review similar codes, then enter the application."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.applications.application import ApplicationKind, Category
from bot.domain.applications.confidentiality import ViewingPlace
from bot.domain.applications.wording import TITLE, WHY
from handlers.slack.answer import Answer
from handlers.slack.block_kit import Block, View
from handlers.slack.ids import Action, FormId
from handlers.views.applications.step_form import target_input
from handlers.views.applications.words import CATEGORIES, KINDS
from handlers.views.blocks import code, context, cut, divider, section
from handlers.views.modal_blocks import (
    FormOption,
    channel_input,
    codes_input,
    form,
    person_input,
    radio_input,
    select_input,
    text_input,
)

SERVICE, KIND, CATEGORY, COUNT, TITLED, OWNER, MEMBERS, CHANNEL, EXISTING = (
    "service", "kind", "category", "count", "title", "owner", "member", "channel", "existing",
)  # fmt: skip
MOST_CODES = 10
_WORDS = 300


@dataclass(frozen=True, slots=True)
class SimilarCode:
    """An existing code similar to the described service."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class NewApplicationCodes:
    """The codes of the first form. Without `per_code_category`, `category` applies to every code."""

    kind: ApplicationKind
    category: Category
    count: int

    @property
    def per_code_category(self) -> bool:
        """Whether each code gets its own category. The format of existing codes shows it; PLA allows no other."""
        return self.kind is ApplicationKind.NEW and self.count > 1 and self.category is not Category.PLA


def why_field(existing: str) -> str:
    """The block id for why this code does not fit."""
    return f"why_{existing}"


def member_field(n: int) -> str:
    """The block id of a member."""
    return f"{MEMBERS}{n}"


def begin_answer() -> Answer:
    """Opens the first form. The card is a fallback if no form can be opened."""
    words = f"A new application takes a form. Look first whether a code exists: {code('/cpt remote balance check')}."
    return Answer("New application", (section(words),), opens=service_form())


def service_form() -> View:
    """The first form: does a code already exist?"""
    return form(
        "New application",
        [
            section("*Does a code exist already?*  Describe the service, and I show the closest codes."),
            text_input(
                SERVICE, "The service, in your words", most=_WORDS, lines=True,
                hint="What is done, by whom, how long. No patient names. It is searched, not kept.",
            ),
            radio_input(
                KIND, "What is asked for", [FormOption(k, KINDS[k]) for k in ApplicationKind],
                initial=ApplicationKind.NEW,
            ),
            select_input(
                CATEGORY, "Category", [FormOption(c, CATEGORIES[c]) for c in Category], initial=Category.I,
                hint="PLA codes go by quarters, all others by Panel meetings: one application for each.",
            ),
            select_input(
                COUNT, "How many new codes", [FormOption(str(n), str(n)) for n in range(1, MOST_CODES + 1)],
                initial="1", hint="Of several you choose each one's category next.",
            ),
        ],
        callback=FormId.APP_NEW,
        submit="Find codes",
    )  # fmt: skip


def category_field(n: int) -> str:
    """The block id of a new code's category."""
    return f"{CATEGORY}{n}"


def opening_form(close: Sequence[SimilarCode], today: date, about: NewApplicationCodes, ids: str) -> View:
    """The second form: similar codes with a reason for each, and the application."""
    kind, category = about.kind, about.category
    blocks: list[Block] = [*_considered(close), divider()]
    blocks.append(
        text_input(TITLED, "Title", most=TITLE, hint="For your team: no descriptor wording needed.")
    )
    if kind is not ApplicationKind.NEW:
        hint = "The code that is to change. Several at once are fine."
        blocks.append(
            codes_input(
                EXISTING, "Existing codes", Action.FIND_CPT, most=MOST_CODES,
                optional=kind is ApplicationKind.EDITORIAL,
                hint=hint,
            )
        )  # fmt: skip
    blocks += _categories(about)
    blocks += [
        target_input(today, quarterly=category is Category.PLA, optional=True),
        person_input(OWNER, "Owner", optional=True, hint="You, where nobody is chosen."),
        *(person_input(member_field(n), f"Member {n}", optional=True) for n in (1, 2, 3)),
        channel_input(
            CHANNEL, "Channel", optional=True,
            hint="A private channel of those who are named. The card is posted there, and reminders go there.",
        ),
        context(f"{about.count} new codes." if about.per_code_category else f"{KINDS[kind]}, {CATEGORIES[category]}."),
    ]  # fmt: skip
    return form("New application", blocks, callback=FormId.APP_OPEN, submit="Create", ids=ids)


def created_words(id_: str, channel: str | None, place: ViewingPlace | None) -> str:
    """Confirms the new application, and says where its card is posted or why it is not."""
    if channel is None:
        return f"*{id_}* is there."
    if place is ViewingPlace.PRIVATE:
        return f"*{id_}* is there, and its card is posted in <#{channel}>."
    unknown = "I can't tell who reads there" if place is ViewingPlace.UNKNOWN else "others read along there"
    return f"*{id_}* is there. I didn't post its card in <#{channel}>: {unknown}."


def _categories(about: NewApplicationCodes) -> list[Block]:
    if not about.per_code_category:
        return []
    choices = [FormOption(c, CATEGORIES[c]) for c in Category if c is not Category.PLA]
    return [
        select_input(category_field(n), f"Code {n}: category", choices, initial=about.category)
        for n in range(1, about.count + 1)
    ]


def _considered(close: Sequence[SimilarCode]) -> list[Block]:
    if not close:
        return [
            section("I found no code that is close. You can add codes that you considered on the card later.")
        ]
    blocks: list[Block] = [
        section(
            "*These are the closest codes.*  If one describes the service, no application is needed. Else say why "
            "not: that is your rationale."
        )
    ]
    for each in close:
        label = cut(f"{each.code}: {each.name}", 150)
        blocks.append(
            text_input(
                why_field(each.code), label, most=WHY, optional=True, placeholder="Why it does not fit"
            )
        )
    return blocks
