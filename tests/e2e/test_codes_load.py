"""`/codes load`: an admin sends a published file, and reads in their direct messages what came of it."""

import asyncio
import json
from pathlib import Path
from tempfile import gettempdir

from playground import BILLING, DANA, LEE, WorkspaceMessage
from tests.e2e.conftest import OpenWorkspace, Workspace
from tests.e2e.forging import submit_raw

ENDED = ("Code files loaded", "Not loaded")
OWN = b"code,name\nX1001,Back school\nX1002,Gait class\n"


def left_behind() -> set[Path]:
    """Folders of downloads on this machine."""
    return set(Path(gettempdir()).glob("codedesk-file-*"))


async def sent(workspace: Workspace, name: str, data: bytes) -> WorkspaceMessage:
    """The form filled in and submitted; the message that says how it ended."""
    direct = workspace.slack.workspace.direct(DANA)
    assert direct is not None
    known = {m.ts for m in workspace.slack.messages(direct.id, DANA)}
    if top := workspace.slack.modal():
        await workspace.slack.close(top, whole_stack=True)
    await workspace.slack.slash("/codes load")
    await workspace.slack.until(lambda: workspace.slack.modal() is not None)
    modal = workspace.slack.modal()
    assert modal is not None
    (block,) = (b for b in modal.blocks if b.get("block_id") == "files")
    assert block["type"] == "input"
    held = workspace.slack.workspace.files.add(name, data, DANA)
    await workspace.slack.fill(modal, "value", [held.id], block_id="files")
    done = await workspace.slack.submit(modal)
    assert (done.error, done.errors) == ("", {})

    def ended() -> WorkspaceMessage | None:
        last = workspace.slack.messages(direct.id, DANA)[-1:]
        return last[0] if last and last[0].text in ENDED and last[0].ts not in known else None

    await workspace.slack.until(lambda: ended() is not None, timeout=60)
    found = ended()
    assert found is not None
    return found


async def test_an_admin_loads_a_file_and_the_same_file_again_changes_nothing(
    open_workspace: OpenWorkspace,
) -> None:
    """Progress and result are one message, edited; nothing of the file stays on the disk."""
    before = left_behind()
    async with open_workspace() as workspace:
        first = await sent(workspace, "our-codes.csv", OWN)
        assert "2 rows" in str(first.blocks)
        assert "for this workspace" in str(first.blocks)

        second = await sent(workspace, "again.csv", OWN)

        assert "loaded already" in str(second.blocks)
        assert len(workspace.slack.messages(first.channel, DANA)) == 2
        async with workspace.library.database.read() as work:
            mine = [r for r in await work.releases.visible(workspace.slack.team_id) if r.rows == 2]
        assert [r.release.workspace for r in mine] == [workspace.slack.team_id]
    assert left_behind() <= before


async def test_a_file_that_is_none_is_refused_with_a_sentence(open_workspace: OpenWorkspace) -> None:
    """Nothing has changed; the reason is told."""
    async with open_workspace() as workspace:
        ended = await sent(workspace, "notes.txt", b"dear all, the meeting is moved\n" * 20)

        assert "no code file" in str(ended.blocks)
        assert "Nothing was changed" in str(ended.blocks)


async def test_a_member_cannot_load_by_command_nor_by_a_form_of_their_own_making(
    open_workspace: OpenWorkspace,
) -> None:
    """The right is checked again when the form comes back."""
    file = {"id": "F1", "name": "x.csv", "size": 3, "url_private_download": "https://files.slack.com/x"}
    async with open_workspace() as workspace:
        asked = await workspace.slack.slash("/codes load", user=LEE)
        _, body = await submit_raw(workspace, "load", {"files": {"files": [file]}}, user=LEE)

        assert "only admins" in asked.body
        assert "only admins" in body
        assert workspace.slack.modal(LEE) is None


async def test_the_token_goes_to_slacks_file_hosts_alone(open_workspace: OpenWorkspace) -> None:
    """An address elsewhere, a redirect and a file that is too large are each told, and nothing is fetched."""
    asked_for: list[str] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked_for.append((await reader.readuntil(b"\r\n\r\n")).decode())
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server, open_workspace() as workspace:
        for number, (url, size) in enumerate(
            (
                (f"http://127.0.0.1:{port}/files-pri/x/y.csv", 3),
                ("https://files.slack.com@evil.example/x.csv", 3),
                (f"{workspace.slack.url}/files-pri/T-F1/none.csv", 3),
                (f"{workspace.slack.url}/files-pri/T-F1/none.csv", 10**12),
            )
        ):
            file = {"id": "F1", "name": f"x{number}.csv", "size": size, "url_private_download": url}
            _, body = await submit_raw(workspace, "load", {"files": {"files": [file]}}, view_id=f"V{number}")
            assert json.loads(body)["response_action"] == "update"
        direct = workspace.slack.workspace.direct(DANA)
        assert direct is not None
        await workspace.slack.until(
            lambda: [m.text for m in workspace.slack.messages(direct.id, DANA)] == ["Not loaded"] * 4,
            timeout=20,
        )

        assert asked_for == []
        assert len(workspace.slack.messages(BILLING, LEE)) == 0
