"""Each kind of card takes one way through the rooms, and enters none that has nothing to do with it."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.services.loading.load_files import load_files
from bot.services.loading.release_names import LoadOptions
from bot.settings import Settings
from playground import BILLING, DANA
from storage.engine import SqlDatabase
from tests.codefiles.all_kinds import ALL
from tests.e2e.conftest import OpenWorkspace
from tests.e2e.forging import press_raw, type_raw
from tests.e2e.reminder_workspace import reminder_workspace
from tests.e2e.surface import COMMANDS
from tests.e2e.test_surface import begin_application
from tests.tracing import Walk, traced

FEATURES: Mapping[str, tuple[str, ...]] = {
    "applications": (
        "handlers/applications/",
        "handlers/views/applications/",
        "bot/services/applications/",
        "bot/domain/applications/",
        "storage/application",
    ),
    "deadlines": (
        "handlers/deadlines/",
        "handlers/views/deadlines/",
        "handlers/slack/reminder_poster",
        "bot/services/reminders/",
        "bot/domain/deadlines/",
        "bot/runtime/",
        "storage/reminder",
        "storage/outbox",
    ),
    "claim": (
        "handlers/claim/",
        "handlers/views/claim/",
        "bot/services/claims/",
        "bot/domain/codes/claim/",
        "bot/domain/codes/audit/",
    ),
    "cpt": ("handlers/cpt", "handlers/views/cpt/"),
    "icd": ("handlers/icd", "handlers/views/icd/", "bot/services/lookup/diagnoses"),
    "codes": ("handlers/codes/", "handlers/views/codes/"),
    "loading": ("bot/services/loading/", "bot/codefiles/", "bot/worker/", "storage/pair_rows"),
    "operators": ("bot/cli/", "storage/migrat", "bot/__main__"),
}
"""Files that belong to one feature; every other file is of use to several."""
SHARED = ("handlers/views/codes/roles.py", "bot/codefiles/hcpcs_starter.py", "bot/codefiles/shipped.py")
"""Words for roles, which every card has, and the codes that come with the package, which are read once."""


@dataclass(frozen=True, slots=True)
class Way:
    """`rooms` in the order of their first entry; `features` are the only ones that may be entered."""

    rooms: tuple[str, ...]
    features: frozenset[str]
    stored: bool = True
    """Whether the database may be asked; editions are files of their own."""


TYPED: Mapping[str, tuple[str, Way]] = {
    "/cpt": (
        "97530",
        Way(
            (
                "handlers/bolt",
                "handlers/cpt",
                "bot/services/lookup",
                "bot/domain/codes/cpt",
                "handlers/views/cpt",
            ),
            frozenset({"cpt"}),
            stored=False,
        ),
    ),
    "/icd": (
        "J45.20",
        Way(
            (
                "handlers/bolt",
                "handlers/icd",
                "bot/services/lookup",
                "bot/domain/codes/icd/resolve",
                "handlers/views/icd",
            ),
            frozenset({"icd"}),
            stored=False,
        ),
    ),
    "/explain": (
        "97530 J45.20",
        Way(
            ("handlers/bolt", "handlers/explain", "bot/services/claims/explain", "handlers/views/explain"),
            frozenset({"cpt", "icd", "claim"}),
            stored=False,
        ),
    ),
    "/claim": (
        "97530-GP 97110-GP dx M25.561",
        Way(
            (
                "handlers/bolt",
                "handlers/claim",
                "bot/services/claims",
                "bot/domain/codes/claim/check",
                "handlers/views/claim",
            ),
            frozenset({"claim"}),
            stored=False,
        ),
    ),
    "/codes": (
        "",
        Way(("handlers/bolt", "handlers/codes", "storage", "handlers/views/codes"), frozenset({"codes"})),
    ),
    "/application": (
        "list",
        Way(
            (
                *(
                    "handlers/bolt",
                    "handlers/applications",
                    "bot/domain/applications",
                    "bot/services/applications",
                ),
                *("storage/application", "handlers/views/applications"),
            ),
            frozenset({"applications"}),
        ),
    ),
    "/deadlines": (
        "",
        Way(
            (
                *("handlers/bolt", "handlers/deadlines", "bot/services/reminders", "storage/reminder"),
                "handlers/views/deadlines",
            ),
            frozenset({"deadlines", "codes"}),  # the January checklist asks what is loaded
        ),
    ),
}
"""One line for each command, and its way."""

PRESSED = Way(
    (
        *(
            "handlers/bolt",
            "handlers/applications/step_buttons",
            "bot/services/applications",
            "storage/application",
        ),
        *("bot/domain/applications/advance", "handlers/views/applications"),
    ),
    frozenset({"applications", "deadlines"}),  # a step moves the application's deadlines in its transaction
)
REMINDED = Way(
    (
        *("bot/runtime/reminders", "bot/services/reminders/deliver", "storage/outbox", "handlers/deadlines"),
        *("handlers/views/deadlines", "handlers/slack/reminder_poster"),
    ),
    frozenset({"deadlines", "codes"}),  # the January checklist asks what is loaded
)
LOADED = Way(
    (
        *("bot/services/loading/load_files", "storage/loader_lock", "bot/codefiles/recognize"),
        *("bot/services/loading/release_names", "bot/codefiles/fields", "bot/services/loading/file_records"),
        "storage/bulk",
    ),
    frozenset({"loading"}),
)


def strangers(walk: Walk, features: Iterable[str]) -> list[str]:
    """Files of other features that were entered."""
    others = [prefix for name, prefixes in FEATURES.items() if name not in features for prefix in prefixes]
    return [file for file in walk.files if file.startswith(tuple(others)) and file not in SHARED]


def in_order(walk: Walk, rooms: Sequence[str]) -> list[str]:
    """The rooms by their first entry; one that was not entered stands nowhere."""
    first = {
        room: next((n for n, file in enumerate(walk.files) if file.startswith(room)), None) for room in rooms
    }
    return sorted((room for room in rooms if first[room] is not None), key=lambda room: first[room] or 0)


def check(walk: Walk, way: Way) -> None:
    """The walk took this way."""
    assert in_order(walk, way.rooms) == list(way.rooms), walk.files
    assert strangers(walk, way.features) == []
    tables = [
        file
        for file in walk.files
        if file.startswith("storage/") and not file.startswith("storage/editions/")
    ]
    assert way.stored or tables == []


def test_every_command_has_a_walk() -> None:
    """A new command says which rooms it enters."""
    assert sorted(set(COMMANDS) - TYPED.keys()) == [], "add a line and its way to TYPED"


@pytest.mark.parametrize("command", COMMANDS)
async def test_a_typed_line_walks_from_bolt_through_the_rules_to_its_cards(
    open_workspace: OpenWorkspace, command: str
) -> None:
    """In a team that has asked before: what is read once is there."""
    text, way = TYPED[command]
    async with open_workspace() as workspace:
        for warm in ("/cpt 97140", "/icd I10", "/explain 97140 I10", "/claim 97140 I10"):
            name, _, words = warm.partition(" ")
            await type_raw(workspace, words, command=name)
        await workspace.slack.settle()
        with traced() as walk:
            status, _ = await type_raw(workspace, text, command=command)

    assert status == 200
    check(walk, way)


async def test_a_pressed_step_walks_through_its_application_alone(open_workspace: OpenWorkspace) -> None:
    """From the press to the card that is drawn anew."""
    async with open_workspace() as workspace:
        await begin_application(workspace)
        with traced() as walk:
            await press_raw(
                workspace,
                "app:step:0",
                "1 1 assess_need>not_pursued",
                f"{workspace.slack.url}/hooks/none",
                trigger="1.1.w",
                user=DANA,
            )
            await workspace.slack.settle()
        async with workspace.library.database.read() as work:
            moved = await work.applications.get(workspace.slack.team_id, 1)

    assert moved is not None
    assert moved.version == 2
    check(walk, PRESSED)


async def test_a_reminder_walks_from_the_tick_over_the_outbox_to_slack(settings: Settings) -> None:
    """Due by the clock, delivered by the bot itself."""
    async with reminder_workspace(settings) as workspace:
        await workspace.slack.submit(await workspace.form("/deadlines subscribe"))
        await workspace.slack.settle()
        before = len(workspace.slack.messages(BILLING, DANA))
        with traced(
            ignoring="bot/wiring.py"
        ) as walk:  # where each second it is asked whether files were loaded
            await workspace.at(workspace.clock.now() + timedelta(days=45))
            await workspace.slack.until(lambda: len(workspace.slack.messages(BILLING, DANA)) > before)
            await asyncio.sleep(0)

    check(walk, REMINDED)


async def test_a_load_walks_from_the_file_to_the_database(sqlite_url: str) -> None:
    """Published codes: recognised, read, named, stored."""
    database = SqlDatabase(sqlite_url, loader=True)
    name = "HCPC2026_OCT_ANWEB.txt"
    with traced() as walk:
        done = await load_files(
            database,
            [(name, ALL[name])],
            at=datetime(2026, 11, 21, tzinfo=UTC),
            progress=lambda *_: None,
            options=LoadOptions(effective=date(2026, 10, 1)),
        )
    await database.close()

    assert len(done.loaded) == 1
    check(walk, LOADED)


def test_a_detour_is_seen() -> None:
    """A walk in another order, through another feature or without one of its rooms fails."""
    way = Way(("handlers/bolt", "handlers/cpt", "handlers/views"), frozenset({"cpt"}))
    right = [
        ("handlers/bolt/a.py", "f"),
        ("handlers/cpt/command.py", "f"),
        ("handlers/views/cpt/one.py", "f"),
    ]
    check(Walk(right), way)

    for wrong in (right[::-1], right[:2], [*right, ("storage/application_tables.py", "f")]):
        with pytest.raises(AssertionError):
            check(Walk(wrong), way)
