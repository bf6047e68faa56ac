"""Forms, from their opening to their ack: filled in as people do, and as nobody does."""

import asyncio
import json

from bot.domain.roles import Role
from playground import BILLING, DANA, LEE, MARIA, Modal, SubmissionResult
from tests.e2e.conftest import OpenWorkspace, Workspace
from tests.e2e.forging import press_raw, submit_raw, type_raw

CHOSEN: dict[str, object] = {
    "selected_option": {"text": {"type": "plain_text", "text": "x"}, "value": "/cpt 97140"}
}


async def opened(workspace: Workspace, line: str, user: str = DANA) -> Modal:
    """The form that a command opens."""
    asked = await workspace.slack.slash(line, user=user)
    assert (asked.status, asked.error, asked.body) == (200, "", "")
    await workspace.slack.until(lambda: workspace.slack.modal(user) is not None)
    modal = workspace.slack.modal(user)
    assert modal is not None
    return modal


async def pick(workspace: Workspace, modal: Modal, block: str, typed: str, *values: str) -> None:
    """Type into a typeahead and choose."""
    action = "find:icd" if values[0].startswith("/icd") else "find:cpt"
    shown = await workspace.slack.suggest(modal, action, typed, block_id=block or None)
    assert {o["value"] for o in shown.options} >= set(values), shown
    await workspace.slack.fill(
        modal, action, list(values) if block == "dx" else values[0], block_id=block or None
    )


async def a_claim(workspace: Workspace) -> SubmissionResult:
    """Two lines, one diagnosis, a date: submitted."""
    modal = await opened(workspace, "/claim")
    await pick(workspace, modal, "code1", "97140", "/cpt 97140")
    await workspace.slack.fill(modal, "value", "59 x2", block_id="beside1")
    await pick(workspace, modal, "code2", "97530", "/cpt 97530")
    await pick(workspace, modal, "dx", "M54.50", "/icd M54.50")
    await workspace.slack.fill(modal, "value", "2/3/26", block_id="dos")
    return await workspace.slack.submit(modal)


async def test_an_empty_claim_opens_a_form_and_its_answer_takes_the_forms_place(
    open_workspace: OpenWorkspace,
) -> None:
    """Codes by typeahead, modifiers and units typed, and nothing kept with the form."""
    async with open_workspace() as workspace:
        done = await a_claim(workspace)

        assert (done.error, done.errors) == ("", {})
        view = workspace.slack.modal()
        assert view is not None
        assert "97140-59" in str(view.blocks)
        assert "x2" in str(view.blocks)
        assert "M54.50" in str(view.blocks)
        assert view.private_metadata == "/claim 97140-59 x2, 97530 x1 dx M54.50 on 2026-02-03"


async def test_a_checked_claim_is_shared_by_submitting_it(open_workspace: OpenWorkspace) -> None:
    """In the conversation that was chosen, once, with who shared it; also where the bot is no member."""
    async with open_workspace() as workspace:
        await a_claim(workspace)
        view = workspace.slack.modal()
        assert view is not None
        before = len(workspace.slack.messages(BILLING, LEE))

        await workspace.slack.fill(view, "value", BILLING, block_id="share_in")
        done = await workspace.slack.submit(view)
        await workspace.slack.settle()

        assert done.error == ""
        seen = workspace.slack.messages(BILLING, LEE)[before:]
        assert len(seen) == 1
        assert "97530" in str(seen[0].blocks)
        assert DANA in str(seen[0].blocks)
        now = workspace.slack.modal()
        assert now is not None
        assert "Shared in" in str(now.blocks)


async def test_what_is_wrong_in_a_form_stands_under_its_fields_all_at_once(
    open_workspace: OpenWorkspace,
) -> None:
    """A day that does not exist, words beside a code, a line without a code; what was written stays."""
    async with open_workspace() as workspace:
        modal = await opened(workspace, "/claim")
        await pick(workspace, modal, "code1", "97140", "/cpt 97140")
        await workspace.slack.fill(modal, "value", "for John please", block_id="beside1")
        await workspace.slack.fill(modal, "value", "2026-02-30", block_id="dos")
        done = await workspace.slack.submit(modal)

        assert set(done.errors) == {"dos", "beside1"}
        assert "2026-02-30" in done.errors["dos"]
        assert workspace.slack.modals() != ()


async def test_patient_data_in_a_field_goes_no_further(open_workspace: OpenWorkspace) -> None:
    """The sentence names the kind and not the finding."""
    async with open_workspace() as workspace:
        modal = await opened(workspace, "/claim")
        await pick(workspace, modal, "code1", "97140", "/cpt 97140")
        await workspace.slack.fill(modal, "value", "ssn 123-45-6789", block_id="beside1")
        done = await workspace.slack.submit(modal)

        assert "patient data" in done.errors["beside1"]
        assert "6789" not in str(done.errors)


async def test_a_button_in_an_answer_puts_the_next_answer_on_top(open_workspace: OpenWorkspace) -> None:
    """Three views at most: after that, the topmost gives way."""
    async with open_workspace() as workspace:
        await workspace.slack.call("look_up")
        await workspace.slack.until(lambda: workspace.slack.modal() is not None)
        modal = workspace.slack.modal()
        assert modal is not None
        await pick(workspace, modal, "", "M54.50", "/icd M54.50")
        await workspace.slack.until(lambda: len(workspace.slack.modals()) == 2)
        depths = []
        for _ in range(2):
            top = workspace.slack.modals()[-1]
            elements = [e for b in top.blocks if isinstance(held := b.get("elements"), list) for e in held]
            button = next(e for e in elements if str(e.get("action_id")).startswith("run:"))
            await workspace.slack.press(top, button["action_id"])
            await workspace.slack.until(lambda top=top: workspace.slack.modals()[-1].version > top.version)  # type: ignore[misc]
            depths.append(len(workspace.slack.modals()))

        assert depths == [3, 3]


async def test_a_trigger_that_has_run_out_is_told_with_what_to_type_instead(
    open_workspace: OpenWorkspace,
) -> None:
    """The fallback card of the form, for the asker alone."""
    async with open_workspace() as workspace:
        await workspace.slack.slash("/cpt 97140")
        sent = [x.request for x in workspace.slack.traffic if x.kind == "command"]
        assert isinstance(sent[-1], dict)
        url = str(sent[-1]["response_url"])

        status, body = await type_raw(workspace, "", command="/claim", trigger="old", response_url=url)
        await workspace.slack.settle()

        assert (status, body) == (200, "")
        last = workspace.slack.messages(BILLING, DANA)[-1]
        assert last.visible_to == DANA
        assert "did not open" in str(last.blocks)
        assert "/claim 97140-59" in str(last.blocks)


FOREIGN: list[dict[str, dict[str, object]]] = [
    {},
    {"code1": {}},
    {"code1": {"selected_option": {"value": "/cpt 97140 <!channel>"}}},
    {"code1": {"selected_option": {"value": "rm -rf"}}},
    {"code1": {"selected_option": {"value": 7}}},
    {"code1": {"selected_option": []}},
    {"code1": CHOSEN, "dx": {"selected_options": [{"value": "/icd M54.50"}] * 3 + [{"value": "x"}]}},
    {"code1": CHOSEN, "dx": {"selected_options": [{"value": f"/icd M54.{n}"} for n in range(13)]}},
    {"code1": CHOSEN, "setting": {"selected_option": {"value": "nobody"}}},
    {"code1": CHOSEN, "dos": {"value": "x" * 3001}},
    {"code1": CHOSEN, "dos": {"value": ["2026"]}, "beside1": {"value": "y" * 61}},
]


async def test_a_tampered_form_is_a_sentence_and_nothing_else(open_workspace: OpenWorkspace) -> None:
    """Whatever stands in it: 200, errors under fields that the view has, never a fault of ours."""
    names = {"dos", "code1", "beside1", "dx", "setting"}
    async with open_workspace() as workspace:
        blocks: list[dict[str, object]] = [{"type": "input", "block_id": name} for name in names]
        for values in FOREIGN:
            status, body = await submit_raw(workspace, "claim", values, blocks=blocks)

            assert status == 200, values
            answer = json.loads(body)
            assert answer["response_action"] == "errors", values
            assert set(answer["errors"]) <= names
            assert "our side" not in str(answer)


async def test_a_form_that_nobody_made_changes_nothing(open_workspace: OpenWorkspace) -> None:
    """An unknown callback, or a known one with nothing in it, is answered with a sentence."""
    async with open_workspace() as workspace:
        for callback in ("nobody-knows", "", "share", "role", "load", "claim"):
            status, body = await submit_raw(workspace, callback, {}, metadata="/cpt 97140 <!channel>")

            assert status == 200
            assert json.loads(body)["response_action"] == "update", callback
        assert len(workspace.slack.messages(BILLING, LEE)) == 0


async def test_sharing_twice_the_same_view_posts_once(open_workspace: OpenWorkspace) -> None:
    """A double submit, replayed five times at once."""
    async with open_workspace() as workspace:
        await workspace.slack.slash("/cpt 97140")
        sent = [x.request for x in workspace.slack.traffic if x.kind == "command"]
        assert isinstance(sent[-1], dict)
        hook = {"block_id": "share_in", "action_id": "value", "channel_id": BILLING}
        hook["response_url"] = str(sent[-1]["response_url"])
        before = len(workspace.slack.messages(BILLING, LEE))

        done = await asyncio.gather(
            *(
                submit_raw(workspace, "share", {}, metadata="/cpt 97140", response_urls=[hook])
                for _ in range(5)
            )
        )
        await workspace.slack.settle()

        assert {status for status, _ in done} == {200}
        assert len(workspace.slack.messages(BILLING, LEE)) == before + 1


async def test_an_admin_gives_a_role_by_form_and_a_member_cannot(open_workspace: OpenWorkspace) -> None:
    """The right is checked when the form comes back, not when it was opened."""
    async with open_workspace() as workspace:
        modal = await opened(workspace, "/codes admins add")
        await workspace.slack.fill(modal, "value", MARIA, block_id="person")
        await workspace.slack.fill(modal, "value", "lead", block_id="role")
        await workspace.slack.submit(modal)
        assert await workspace.library.roles.role_of(workspace.slack.team_id, MARIA) is Role.LEAD

        values: dict[str, dict[str, object]] = {
            "person": {"selected_user": LEE},
            "role": {"selected_option": {"value": "admin"}},
        }
        status, body = await submit_raw(workspace, "role", values, user=MARIA)

        assert status == 200
        assert "only admins" in body
        assert await workspace.library.roles.role_of(workspace.slack.team_id, LEE) is Role.MEMBER


async def test_the_last_admin_stays_and_a_member_is_told_whom_to_ask(open_workspace: OpenWorkspace) -> None:
    """By command line, as Slack sends a mention."""
    async with open_workspace() as workspace:
        removed = await workspace.slack.slash(f"/codes admins remove {DANA}")
        asked = await workspace.slack.slash(f"/codes admins add {LEE} admin", user=LEE)

        assert "only admin" in removed.body
        assert "only admins" in asked.body
        assert DANA in asked.body
        assert await workspace.library.roles.role_of(workspace.slack.team_id, DANA) is Role.ADMIN


async def test_a_guest_from_another_workspace_acts_on_nothing(open_workspace: OpenWorkspace) -> None:
    """Slack Connect: forms, roles and shares are refused; public codes are answered."""
    async with open_workspace() as workspace:
        values: dict[str, dict[str, object]] = {
            "person": {"selected_user": LEE},
            "role": {"selected_option": {"value": "admin"}},
        }
        _, form = await submit_raw(workspace, "role", values, team="T0STRANGE", user=DANA)
        _, command = await type_raw(workspace, "admins", command="/codes", team="T0STRANGE")
        _, public = await type_raw(workspace, "M54.50", command="/icd", team="T0STRANGE")
        await workspace.slack.slash("/cpt 97140")
        sent = [x.request for x in workspace.slack.traffic if x.kind == "command"]
        assert isinstance(sent[-1], dict)
        before = len(workspace.slack.messages(BILLING, LEE))
        await press_raw(
            workspace, "share", "/cpt 97140", str(sent[-1]["response_url"]), trigger="9.9.g", team="T0STRANGE"
        )
        await workspace.slack.settle()

        assert "guest" in form
        assert "guest" in command
        assert "Low back pain" in public
        assert len(workspace.slack.messages(BILLING, LEE)) == before
        assert await workspace.library.roles.role_of(workspace.slack.team_id, LEE) is Role.MEMBER
