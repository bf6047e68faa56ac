"""Forged presses and forms of applications: a message, and no change."""

import json
from collections.abc import Mapping

import pytest

from bot.domain.applications.application import Category, CodeForm
from bot.services.applications import ApplicationUseCases
from bot.services.applications.create import NewApplicationInput
from bot.services.ports.request_context import RequestContext
from playground import DANA, LEE
from tests.e2e.conftest import OpenWorkspace, Workspace
from tests.e2e.forging import press_raw, submit_raw

TITLE = "Remote balance check"


def services(workspace: Workspace) -> ApplicationUseCases:
    """The use cases on the workspace's database."""
    return ApplicationUseCases.of(
        workspace.library.database, workspace.library.clock, workspace.library.roles
    )


async def begun(workspace: Workspace, team_id: str = "", user: str = DANA) -> None:
    """An application of Dana's, created directly in the database."""
    asked = RequestContext(team_id or workspace.slack.team_id, user, workspace.library.clock.today())
    await services(workspace).editor.create(asked, NewApplicationInput(TITLE, [CodeForm(Category.I)]))


async def stands(workspace: Workspace) -> tuple[object, ...]:
    """Everything that could change: application, records and events."""
    async with workspace.library.database.read() as work:
        of = await work.applications.get(workspace.slack.team_id, 1)
        papers = await work.application_papers.of(workspace.slack.team_id, 1)
        return of, papers, tuple(await work.applications.events(workspace.slack.team_id, 1, 50))


def text(value: str) -> dict[str, object]:
    """A text field's state entry."""
    return {"type": "plain_text_input", "value": value}


def chosen(value: str) -> dict[str, object]:
    """A select's state entry."""
    return {"selected_option": {"text": {"type": "plain_text", "text": "x"}, "value": value}}


@pytest.mark.parametrize(
    ("action", "value"),
    [
        ("app:step:0", "1 1 assess_need>done"),
        ("app:step:0", "1 1 submitted>staff_review"),
        ("app:step:0", "1 1 assess_need>not_pursued; drop table"),
        ("app:step:0", "1 1"),
        ("app:step:0", "99999999999999 1 assess_need>not_pursued"),
        ("app:step:0", "2 1 assess_need>not_pursued"),
        ("app:step:0", "1 7 assess_need>not_pursued"),
        ("app:undo", "1 1"),
        ("app:undo", "1 x"),
        ("app:entry:0", "1 tick nothing 0"),
        ("app:entry:0", "1 drop 99999999999999 0"),
        ("app:entry:0", "1 explode coi 0"),
        ("app:page:0", "1 secrets 0"),
        ("app:form:0", "1 1 everything -"),
        ("app:list:0", "-1"),
    ],
)
async def test_a_tampered_press_changes_nothing_and_gets_a_sentence(
    open_workspace: OpenWorkspace, action: str, value: str
) -> None:
    """Ids of other people, impossible steps, future versions, unknown words."""
    async with open_workspace() as workspace:
        await begun(workspace)
        before = await stands(workspace)
        card = (await workspace.slack.slash("/application show A-1", channel="D0DANA001")).messages[0]
        shown = len(workspace.slack.messages("D0DANA001", DANA))

        status, body = await press_raw(
            workspace, action, value, f"{workspace.slack.url}/hooks/none", trigger="1.2.t"
        )
        await workspace.slack.settle()

        assert (status, body) == (200, "")
        assert await stands(workspace) == before
        assert card.text == "Application A-1"
        assert len(workspace.slack.messages("D0DANA001", DANA)) == shown


@pytest.mark.parametrize(
    ("callback", "metadata", "values", "said"),
    [
        ("app_note", "1 1 - -", {"text": text("MRN 4471234, DOB 03/04/1957")}, "patient data"),
        ("app_note", "1 1 - -", {"text": text("x" * 2500)}, "2,000"),
        ("app_note", "1 1 - -", {"text": text(" ")}, "fill this in"),
        ("app_note", "7 1 - -", {"text": text("hello")}, "no application here"),
        ("app_note", "1 1 - C1@1", {"text": text("hello")}, "from before"),
        ("app_note", "1", {"text": text("hello")}, "from before"),
        ("app_target", "1 1 - -", {"target": chosen("2019-02")}, "is over"),
        ("app_target", "1 1 - -", {"target": chosen("2031-Q1")}, "Panel meeting"),
        ("app_target", "1 1 - -", {"target": chosen("never")}, "choices"),
        ("app_target", "1 9 - -", {"target": chosen("2031-05")}, ""),
        ("app_edit", "1 1 - -", {"text": text("y" * 200), "link": text("http://x")}, "150"),
        ("app_edit", "1 1 - -", {"text": text(TITLE), "link": text("javascript:1")}, "link"),
        ("app_codes", "1 1 - -", {"category1": chosen("I"), "kind1": chosen("revise")}, "code number"),
        ("app_evidence", "1 1 coi -", {"text": text("ssn 123-45-6789"), "link": text("")}, "patient data"),
        ("app_evidence", "1 1 nothing -", {"text": text("fine"), "link": text("")}, "find"),
        ("app_step", "1 1 assess_need>pre_submission -", {"target": chosen("2019-02")}, "is over"),
        ("app_step", "1 1 assess_need>done -", {"target": chosen("2031-02")}, "can't be taken"),
        ("app_open", "new I 1 -", {"title": text("Mr John Smith DOB 1/2/1960")}, "patient"),
        ("app_open", "new I 99 -", {"title": text("Fine")}, "from before"),
    ],
)  # fmt: skip
async def test_a_tampered_form_changes_nothing_and_says_why(
    open_workspace: OpenWorkspace,
    callback: str,
    metadata: str,
    values: Mapping[str, dict[str, object]],
    said: str,
) -> None:
    """A message under the field, also for an old version and for patient data (without quoting it)."""
    async with open_workspace() as workspace:
        await begun(workspace)
        before = await stands(workspace)

        status, body = await submit_raw(workspace, callback, dict(values), metadata=metadata, user=DANA)

        assert status == 200
        answered = json.loads(body)
        assert answered["response_action"] in {"errors", "update"}
        assert said in body
        assert "4471234" not in body
        assert await stands(workspace) == before
        async with workspace.library.database.read() as work:
            assert await work.applications.get(workspace.slack.team_id, 2) is None


async def test_a_form_submitted_twice_counts_once(open_workspace: OpenWorkspace) -> None:
    """The same note, application or step."""
    async with open_workspace() as workspace:
        await begun(workspace)
        for _ in range(2):
            await submit_raw(workspace, "app_note", {"text": text("hello")}, metadata="1 1 - -", user=DANA)
            await submit_raw(
                workspace,
                "app_open",
                {"title": text("Another")},
                metadata="new I 1 -",
                user=DANA,
                view_id="V2",
            )
            status, body = await submit_raw(
                workspace, "app_step", {"target": chosen("2031-05")}, user=DANA,
                metadata="1 1 assess_need>pre_submission -",
            )  # fmt: skip
            assert (status, "here first" in body) == (200, False)

        async with workspace.library.database.read() as work:
            events = await work.applications.events(workspace.slack.team_id, 1, 50)
            assert await work.applications.get(workspace.slack.team_id, 3) is None
        assert sorted(e.kind for e in events) == ["created", "note", "step"]


async def test_another_workspace_and_people_without_the_right_change_nothing(
    open_workspace: OpenWorkspace,
) -> None:
    """A number is valid only in its own workspace. A user who is not named learns whom to ask."""
    async with open_workspace() as workspace:
        await begun(workspace, "T0OTHER01", "U0OTHER01")
        status, body = await submit_raw(
            workspace, "app_note", {"text": text("hello")}, metadata="1 1 - -", user=DANA
        )
        assert (status, "no application here" in body) == (200, True)

        await begun(workspace)
        before = await stands(workspace)
        _, body = await submit_raw(
            workspace, "app_note", {"text": text("hello")}, metadata="1 1 - -", user=LEE
        )
        assert DANA in body
        assert "Nothing was changed" in body
        _, body = await submit_raw(
            workspace, "app_note", {"text": text("hello")}, metadata="1 1 - -", user="U0X", team="T0OTHER01"
        )
        assert "guest" in body
        assert await stands(workspace) == before
