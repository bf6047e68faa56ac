"""Whatever Slack can send is tried with patient data and forged ids: nothing is changed, kept, logged or repeated."""

import json
import sqlite3
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest

from bot.domain.applications.application import Category, CodeForm
from bot.services.applications import ApplicationUseCases
from bot.services.applications.create import NewApplicationInput
from bot.services.ports.request_context import RequestContext
from handlers.slack import manifest
from handlers.slack.ids import Action, FormId, ShortcutId
from playground import BILLING, CODING, DANA, LEE
from tests.e2e.conftest import OpenWorkspace, Workspace
from tests.e2e.forging import call_raw, press_raw, submit_raw
from tests.e2e.surface import CANARY, COMMANDS, FORGED_FORMS, FORGED_PRESSES, PATIENT, missing
from tests.e2e.traces import holding, logged

GARBAGE = (CANARY, PATIENT, "", "1 1 - -\n", f"<!channel> {CANARY}", "x" * 2_000)
REMEMBERED = ("seen", "code_use")
"""Tables that only say that a request was here: its key, and which code a team looks at."""


@pytest.fixture
def log() -> Iterator[StringIO]:
    """Everything that the process logs."""
    with logged() as stream:
        yield stream


def test_every_command_is_one_that_slack_offers() -> None:
    """A command without its line in manifest.yml can't be typed; one without an answer is a dead end."""
    offered = {command.name for command in manifest.commands(manifest.load())}

    assert set(COMMANDS) == offered, (
        "add it to features.slash_commands in manifest.yml, or to handlers.desk_of"
    )


def test_every_form_has_a_forged_example() -> None:
    """A new form is tried with patient data before anybody fills it in."""
    assert missing(FormId, FORGED_FORMS) == [], (
        "add an entry to FORGED_FORMS in tests/e2e/surface.py: the form's metadata and each of its fields"
    )


def test_every_button_has_a_forged_example() -> None:
    """A new button is pressed with ids that are not the presser's."""
    assert missing(Action, FORGED_PRESSES) == [], (
        "add an entry to FORGED_PRESSES in tests/e2e/surface.py: values that look right and are not"
    )


async def test_a_forged_form_changes_nothing_and_repeats_nothing(
    open_workspace: OpenWorkspace, home: Path, log: StringIO
) -> None:
    """Each form: under its own metadata, and under metadata that it never had."""
    async with open_workspace() as workspace:
        await begin_application(workspace)
        before = rows(home)
        for form, forged in FORGED_FORMS.items():
            for ids in (forged.ids, *GARBAGE):
                status, body = await submit_raw(workspace, form, forged.values(), metadata=ids, user=DANA)

                assert status == 200, form
                assert json.loads(body)["response_action"] in ("errors", "update"), (form, ids, body)
                assert CANARY not in body, (form, ids)
                assert "our side" not in body, (form, ids)
            await workspace.slack.settle()
            assert rows(home) == before, form
        assert_nothing_public(workspace)
    assert_kept_nowhere(home, log)


@pytest.mark.parametrize("form", [form for form, forged in FORGED_FORMS.items() if forged.texts])
async def test_patient_data_in_any_text_field_is_named_under_that_field(
    open_workspace: OpenWorkspace, form: FormId
) -> None:
    """Every text field of every form."""
    async with open_workspace() as workspace:
        await begin_application(workspace)
        forged = FORGED_FORMS[form]
        _, body = await submit_raw(workspace, form, forged.values(), metadata=forged.ids, user=DANA)

        errors = json.loads(body).get("errors", {})
        assert {name for name, said in errors.items() if "patient data" in said} == set(forged.texts), errors


async def test_a_forged_press_changes_nothing_and_is_kept_nowhere(
    open_workspace: OpenWorkspace, home: Path, log: StringIO
) -> None:
    """Each button, with ids of others and with what is no id at all."""
    async with open_workspace() as workspace:
        await begin_application(workspace)
        before = rows(home)
        for number, (action, values) in enumerate(FORGED_PRESSES.items()):
            for turn, value in enumerate((*values, *GARBAGE)):
                for name in (action.value, f"{action}:{turn}"):
                    status, body = await press_raw(
                        workspace,
                        name,
                        value,
                        f"{workspace.slack.url}/hooks/none",
                        trigger=f"{number}.{turn}.{name}",
                    )
                    assert (status, body) == (200, ""), (name, value)
            await workspace.slack.settle()
            assert rows(home) == before, action
        assert_nothing_public(workspace)
    assert_kept_nowhere(home, log)


@pytest.mark.parametrize("shortcut", list(ShortcutId))
@pytest.mark.parametrize("kind", ["shortcut", "message_action"])
async def test_a_shortcut_over_a_patients_data_keeps_nothing_of_it(
    open_workspace: OpenWorkspace, home: Path, log: StringIO, shortcut: ShortcutId, kind: str
) -> None:
    """Called as Slack calls it, and as the other kind of shortcut."""
    async with open_workspace() as workspace:
        before = rows(home)
        called = await call_raw(
            workspace, shortcut, kind, f"{PATIENT}: 97140", f"{workspace.slack.url}/hooks/x"
        )
        await workspace.slack.settle()

        assert called == (200, "")
        assert rows(home) == before
        assert_nothing_public(workspace)
    assert_kept_nowhere(home, log)


async def begin_application(workspace: Workspace) -> None:
    """An application of Dana's, which the forged ids name."""
    asked = RequestContext(workspace.slack.team_id, DANA, workspace.library.clock.today())
    use_cases = ApplicationUseCases.of(
        workspace.library.database, workspace.library.clock, workspace.library.roles
    )
    await use_cases.editor.create(asked, NewApplicationInput("Remote balance check", [CodeForm(Category.I)]))


def rows(home: Path) -> list[str]:
    """All rows of the database, those excepted that only say that a request was here."""
    with sqlite3.connect(f"file:{home}/codedesk.db?mode=ro", uri=True) as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        kept = [name for name in tables if name not in (*REMEMBERED, "code")]
        assert "application" in kept, tables
        return [f"{name} {row}" for name in kept for row in database.execute(f'SELECT * FROM "{name}"')]


def assert_nothing_public(workspace: Workspace) -> None:
    """Nobody else reads anything of it, in either channel."""
    for channel in (BILLING, CODING):
        assert workspace.slack.messages(channel, LEE) == []


def assert_kept_nowhere(home: Path, log: StringIO) -> None:
    """Neither in a log line nor in a file."""
    assert log.getvalue(), "nothing was logged, so the log was not looked at"
    assert CANARY not in log.getvalue()
    assert holding(home, CANARY) == []
