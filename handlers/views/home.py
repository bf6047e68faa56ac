"""The Home tab: search, what waits, one's applications, the next dates, watched codes, what is loaded."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.applications.confidentiality import VisibleApplication
from bot.domain.deadlines.deadline import Deadline
from handlers.slack.answer import Answer, CommandButton
from handlers.slack.block_kit import ActionsBlock, Block, ButtonElement, HeaderBlock, Plain150, View
from handlers.slack.ids import Action
from handlers.views.applications.lists import application_row
from handlers.views.blocks import actions, button, context, divider, finder, section
from handlers.views.deadlines.day_words import left, plain_days
from handlers.views.deadlines.words import named
from handlers.views.sharing import without_share

MOST_BLOCKS = 100
PAGE = 8
WAITING = 5
_QUICK = (
    CommandButton("New application", "/application new"),
    CommandButton("Board", "/application board"),
    CommandButton("Deadlines", "/deadlines"),
    CommandButton("Manual therapy, 97140", "/cpt 97140"),
    CommandButton("Low back pain, M54.50", "/icd M54.50"),
    CommandButton("CPT or ICD?", "/explain"),
    CommandButton("Modifiers", "/cpt modifiers"),
    CommandButton("Places of service", "/cpt pos"),
)


@dataclass(frozen=True, slots=True)
class HomeContent:
    """What a person's Home tells of applications and dates: `mine` is a page of `total` that begins at `offset`."""

    today: date
    waiting: Sequence[VisibleApplication] = ()
    waiting_total: int = 0
    mine: Sequence[VisibleApplication] = ()
    total: int = 0
    offset: int = 0
    dates: Sequence[Deadline] = ()


def home_view(
    loaded: Answer,
    answer: Answer | None = None,
    *,
    front: HomeContent | None = None,
    watched: Answer | None = None,
) -> View:
    """Home as it stands; `answer` is shown first where a button on Home asked for it. Never over 100 blocks."""
    asked = [*_unshared(answer), divider()] if answer else []
    top: list[Block] = [
        HeaderBlock(Plain150("CodeDesk")),
        section(
            "Type `/cpt 97140` or `/icd M54.50` in any channel. Only you see the answer until you share it."
        ),
        finder(Action.FIND_ICD, "Find a diagnosis"),
        finder(Action.FIND_CPT, "Find a procedure"),
        actions(*_QUICK),
    ]
    team = [block for part in _team(front) for block in (divider(), *part)] if front else []
    below = [block for card in (watched, loaded) if card for block in (divider(), *_unshared(card))]
    plea = context(
        "Please never type patient names, dates of birth or numbers: CodeDesk needs codes and dates only."
    )
    blocks: list[Block] = [*asked, *top, *team, *below]
    return View("home", [*blocks[: MOST_BLOCKS - 1], plea])


def _unshared(answer: Answer) -> list[Block]:
    return [block for block in map(without_share, answer.blocks) if block]


def _team(front: HomeContent) -> Iterable[list[Block]]:
    if front.waiting:
        more = f" · {front.waiting_total} in all" if front.waiting_total > len(front.waiting) else ""
        yield [section(f"*Waits for you*{more}"), *map(application_row, front.waiting)]
    yield _mine(front)
    if front.dates:
        lines = [
            f"{left(d.when, front.today)}: {named(d)}, {plain_days(d.when, front.today)}"
            f"{'' if d.when.confirmed else ' (estimated)'}"
            for d in front.dates
        ]
        yield [section("*Next dates*\n" + "\n".join(lines))]


def _mine(front: HomeContent) -> list[Block]:
    if not front.mine:
        return [section("*My applications*  none under way.")]
    last = front.offset + len(front.mine)
    shown = f" · {front.offset + 1} to {last} of {front.total}" if front.total > len(front.mine) else ""
    turns = []
    if front.offset:
        turns.append(_turn("Earlier page", max(0, front.offset - PAGE), 0))
    if last < front.total:
        turns.append(_turn("Next page", last, 1))
    pages = [ActionsBlock(turns)] if turns else []
    return [section(f"*My applications*{shown}"), *map(application_row, front.mine), *pages]


def _turn(label: str, offset: int, n: int) -> ButtonElement:
    return button(label, f"{Action.APP_LIST}:{n}", str(offset))
