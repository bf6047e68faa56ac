"""Welcome card, lists, board and history of applications."""

from collections.abc import Sequence

from bot.domain.applications.confidentiality import ViewingPlace, VisibleApplication
from bot.domain.applications.history import ApplicationEvent, EventKind
from bot.domain.applications.parse import ListApplications
from bot.domain.applications.transitions import PHASES
from bot.services.applications.queries import PAGE, Page, PhaseBoard
from handlers.slack.answer import Answer, CommandButton
from handlers.slack.block_kit import ActionsBlock, Block
from handlers.views.applications.card import page_button
from handlers.views.applications.words import STAGES, event_line, moved, phase_word, target_word
from handlers.views.blocks import actions, code, context, cut, esc, section
from handlers.views.codes.roles import person
from handlers.views.help import Help

HELP = Help(
    "/application",
    "Your team's applications for new or changed CPT codes, from the first idea to the first claim paid.",
    (
        ("/application", "what you can do here"),
        ("/application new", "begin one: first the codes that exist already, then title, owner and meeting"),
        ("/application list", "all that are under way; also `list mine`, `list stalled`, `list all`"),
        ("/application list phase review", "those in one phase: prepare, review, panel, outcome and so on"),
        ("/application list meeting 2027-05", "those that aim at one Panel meeting"),
        ("/application show A-12", "one card, with a button for each next step"),
        ("/application show A-12 history", "who did what, and when"),
        ("/application board", "all of them by phase"),
        ("/application assign A-12 @maria", "give it to another owner"),
        ("/application note A-12 waiting for the society", "keep a note in its history"),
        ("/application retarget A-12 2027-10", "aim at another meeting; PLA: a quarter, like `2027-Q2`"),
        ("/application close A-12", "stop pursuing it; `reopen A-12` takes it up again"),
        ("/application export A-12", "a draft as a Markdown dossier; `export` alone: all as a table"),
    ),
)
_LIST_BLOCKS = 20


def welcome_card() -> Answer:
    """The main actions, as buttons."""
    return Answer(
        "Applications",
        (
            section(
                "*Code applications*  From the first idea to the first claim paid: what is next, who has it, "
                "and until when."
            ),
            actions(
                CommandButton("New application", "/application new"),
                CommandButton("My applications", "/application list mine"),
                CommandButton("All under way", "/application list"),
                CommandButton("Board", "/application board"),
                CommandButton("Stalled", "/application list stalled"),
            ),
            context(
                "Never type patient names, and after submission no descriptor wording or Panel material. "
                f"More: {code('/application help')}"
            ),
        ),
    )


def unknown_card(what: str) -> Answer:
    """For an unknown subcommand."""
    card = welcome_card()
    sorry = section(
        f"I couldn't read {code(cut(what, 60))}. Try {code('/application show A-12')}, or one of these."
    )
    return Answer("Applications", (sorry, *card.blocks[1:]), failed=True)


def list_card(request: ListApplications, page: Page, place: ViewingPlace) -> Answer:
    """One row for each application, with a button to open it."""
    if not page.seen:
        return _none(request, page, place)
    last = page.offset + len(page.seen)
    head = f"*{_title(request)}*  {page.offset + 1} to {last} of {page.total}"
    blocks: list[Block] = [section(head), *_ignored(request), *map(application_row, page.seen[:_LIST_BLOCKS])]
    turns = []
    if page.offset:
        turns.append(CommandButton("Earlier page", f"/application {request.line} page {request.page - 1}"))
    if last < page.total:
        turns.append(CommandButton("Next page", f"/application {request.line} page {request.page + 1}"))
    if turns:
        blocks.append(actions(*turns))
    return Answer("Applications", (*blocks, *_open_place(place)))


def seen_line(seen: VisibleApplication) -> str:
    """One application in one line, limited to what the audience may see."""
    if seen.title is None:
        return f"*{seen.id}*  ask {person(seen.owner)}"
    stages = ", ".join(STAGES[stage] for stage in seen.stages)
    aim = f" · {target_word(seen.target)}" if seen.target else ""
    return f"*{seen.id}*  {esc(cut(seen.title, 90))}\n{stages} · {person(seen.owner)}{aim}"


def application_row(seen: VisibleApplication) -> Block:
    """One application with a button to open it."""
    return section(seen_line(seen), accessory=page_button("Open", seen.number, "card"))


def _title(request: ListApplications) -> str:
    """The list's title with all its filters: users must see that the list is filtered."""
    by = [
        *(["in " + phase_word(request.phase)] if request.phase else []),
        *(["aiming at " + target_word(request.target)] if request.target else []),
        *(["nothing has happened for 30 days"] if request.stalled else []),
    ]
    if request.mine:
        by.insert(0, "your applications")
    elif request.include_closed or not by:
        by.insert(0, "all applications" if request.include_closed else "applications under way")
    title = " · ".join(by)
    return title[0].upper() + title[1:]


def _ignored(request: ListApplications) -> Sequence[Block]:
    if not request.ignored:
        return ()
    ways = ", ".join(map(code, ("mine", "stalled", "all", "phase review", "meeting 2027-05")))
    return (context(f"I couldn't read {code(request.ignored)}, so it narrows nothing. A list takes {ways}."),)


def _none(request: ListApplications, page: Page, place: ViewingPlace) -> Answer:
    begin = actions(
        CommandButton("New application", "/application new"), CommandButton("All", "/application list all")
    )
    words = f"*{_title(request)}*  None that I can show you here."
    if page.total:
        words = f"*{_title(request)}*  {page.total} in all, and none on page {request.page}."
        begin = actions(CommandButton("First page", f"/application {request.line}"))
    return Answer("Applications", (section(words), *_ignored(request), begin, *_open_place(place)))


def _open_place(place: ViewingPlace) -> Sequence[Block]:
    if place in (ViewingPlace.ALONE, ViewingPlace.PRIVATE):
        return ()
    return (
        context(
            "Others may read along here, so ids and owners alone are shown. On the app's Home you see more."
        ),
    )


def board_card(board: PhaseBoard, place: ViewingPlace) -> Answer:
    """One section for each phase with applications."""
    blocks: list[Block] = [section("*Board*  Everything under way, by phase")]
    for phase in PHASES:
        if held := board.columns.get(phase, ()):
            lines = [f"*{s.id}* {esc(cut(s.title or '', 60))} · {person(s.owner)}" for s in held]
            blocks.append(section(f"*{phase_word(phase)}*\n" + "\n".join(lines)))
    if board.hidden:
        ids = ", ".join(f"{s.id} ({person(s.owner)})" for s in board.hidden)
        blocks.append(context(f"Hidden in this channel: {ids}"))
    if len(blocks) == 1:
        blocks.append(section("Nothing is under way."))
    blocks.append(
        actions(
            CommandButton("As a list", "/application list"),
            CommandButton("New application", "/application new"),
        )
    )
    return Answer("Applications", (*blocks, *_open_place(place)))


def history_blocks(id_: str, number: int, events: Sequence[ApplicationEvent]) -> list[Block]:
    """Events, newest first, up to one page, with a button for earlier ones."""
    if not events:
        return [section(f"*{id_}*  There is no history that I can show you here.")]
    lines = [_entry(event) for event in events]
    blocks: list[Block] = [section(f"*{id_}*  History, the newest first")]
    blocks += [section(cut("\n".join(lines[n : n + 5]), 3000)) for n in range(0, len(lines), 5)]
    if len(events) == PAGE and events[-1].seq > 1:
        blocks.append(
            actions(CommandButton("Earlier", f"/application show {id_} history before {events[-1].seq}"))
        )
    blocks.append(ActionsBlock([page_button(f"Open {id_}", number, "card")]))
    return blocks


def _entry(event: ApplicationEvent) -> str:
    note = f"\n>{esc(cut(event.note, 400))}" if event.kind is EventKind.NOTE and event.note else ""
    way = f"\n{moved(event)}" if moved(event) else ""
    return f"{event.seq}  {event_line(event)}{way}{note}"
