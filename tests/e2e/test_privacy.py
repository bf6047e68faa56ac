"""A canary through every path: what people type is nowhere afterwards."""

from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest

from playground import BILLING, DANA
from tests.e2e.conftest import OpenWorkspace, Workspace, codedesk
from tests.e2e.forging import press_raw, type_raw
from tests.e2e.surface import CANARY, COMMANDS, PATIENT
from tests.e2e.traces import holding, logged


@pytest.fixture
def log() -> Iterator[StringIO]:
    """Everything that the process logs."""
    with logged() as stream:
        yield stream


@pytest.mark.parametrize("socket", [False, True])
async def test_nothing_that_was_typed_is_logged_or_stored(
    open_workspace: OpenWorkspace, home: Path, log: StringIO, *, socket: bool
) -> None:
    """Slash commands, presses, broken requests and a fault inside: no log line and no file holds the canary."""
    async with open_workspace(socket=socket) as workspace:
        for command in COMMANDS:
            for text in (
                CANARY,
                PATIENT,
                f"97140 {CANARY}",
                f"note 97110 {PATIENT}",
                f"<@{CANARY}> <!channel>",
            ):
                await workspace.slack.slash(f"{command} {text}", user=DANA)
        if not socket:
            await _broken(workspace)
        await workspace.slack.settle()

    assert log.getvalue(), "the log was not looked at"
    assert CANARY not in log.getvalue()
    assert holding(home, CANARY) == []


async def test_patient_data_is_met_with_a_warning_and_not_repeated(open_workspace: OpenWorkspace) -> None:
    """Every command: the answer says what it looked like, for the asker alone, and does not quote it."""
    async with open_workspace() as workspace:
        for command in COMMANDS:
            answer = await workspace.slack.slash(f"{command} {PATIENT}", user=DANA)

            assert "patient data" in answer.body, command
            assert CANARY not in answer.body
        assert not [m for m in workspace.slack.messages(BILLING, None) if CANARY in str(m)]


def test_the_terminal_is_warned_as_well(home: Path) -> None:
    """`codedesk ask` goes through the same desk."""
    asked = codedesk("ask", f"/icd {PATIENT}", url=f"sqlite+aiosqlite:///{home}/codedesk.db")

    assert "patient data" in asked.stdout
    assert CANARY not in asked.stdout + asked.stderr


async def _broken(workspace: Workspace) -> None:
    await type_raw(workspace, f"{CANARY}\x00\ud7ff <!everyone>")
    await type_raw(workspace, CANARY * 1000)
    await press_raw(
        workspace, "run:0", f"/cpt {PATIENT}", f"{workspace.slack.url}/hooks/{CANARY}", trigger="1.1.c"
    )
    await press_raw(workspace, CANARY, CANARY, f"{workspace.slack.url}/hooks/none", trigger="1.1.d")
