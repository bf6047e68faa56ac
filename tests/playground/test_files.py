"""Files: picked in a form and read by the bot, or sent by the bot and seen in a channel."""

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from playground import BILLING, CODING, DANA, LEE, NoSuchControlError, Playground
from tests.playground.cards import asked, form
from tests.playground.conftest import Clock
from tests.playground.echobot import EchoBot
from tests.playground.test_modals import FULL, opened
from tests.playground.test_web_api import call, refusal

CSV = b"97140,2026-02-03\n97530,2026-02-03\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)


async def fetched(url: str, token: str = "") -> tuple[int, bytes]:
    """A GET like a bot's, without following redirects."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    async with (
        aiohttp.ClientSession() as session,
        session.get(url, headers=headers, allow_redirects=False) as response,
    ):
        return response.status, await response.read()


async def test_a_file_picked_in_a_form_is_read_by_the_bot_with_its_token(
    playground: Playground, bot: EchoBot, client: AsyncWebClient
) -> None:
    """state.values has it, url_private requires the bot's token, files.info returns the same data."""
    modal = await opened(playground)
    await playground.upload(modal, "files", {"march.csv": CSV})
    await playground.submit(modal, FULL)

    (file,) = bot.heard[-1]["view"]["state"]["values"]["files"]["files"]["files"]
    assert (file["name"], file["size"], file["filetype"], file["mimetype"], file["user"]) == (
        "march.csv", len(CSV), "csv", "text/csv", DANA,
    )  # fmt: skip
    assert await fetched(file["url_private"], playground.bot_token) == (200, CSV)
    assert await fetched(file["url_private_download"], playground.bot_token) == (200, CSV)
    assert (await client.files_info(file=file["id"]))["file"] == file
    assert CSV.decode() not in str(playground.traffic)


async def test_without_the_token_or_the_scope_a_private_file_is_a_sign_in_page(
    playground: Playground, bot: EchoBot
) -> None:
    """Slack redirects. A client that ignores this reads HTML instead of the file."""
    file = playground.workspace.files.add("march.csv", CSV, DANA)

    assert (await fetched(str(file.shown["url_private"])))[0] == 302
    assert (await fetched(str(file.shown["url_private"]), "xoxb-wrong"))[0] == 302
    async with Playground(scopes=("commands",)) as narrow:
        file = narrow.workspace.files.add("march.csv", CSV, DANA)
        assert (await fetched(str(file.shown["url_private"]), narrow.bot_token))[0] == 302
        answer = await call(narrow, "files.info", data={"file": file.id})
        assert (answer["error"], answer["needed"]) == ("missing_scope", "files:read")


async def test_a_form_takes_only_its_kinds_of_file_and_no_more_than_it_says(
    playground: Playground, bot: EchoBot
) -> None:
    """filetypes and max_files."""
    modal = await opened(playground)
    with pytest.raises(NoSuchControlError):
        await playground.upload(modal, "files", {"march.exe": CSV})
    with pytest.raises(NoSuchControlError):
        await playground.upload(modal, "files", {f"{n}.csv": CSV for n in range(3)})
    await playground.upload(modal, "files", {"a.CSV": CSV, "b.txt": b"x"})
    lees = playground.workspace.files.add("lee.csv", CSV, LEE)
    with pytest.raises(NoSuchControlError):
        await playground.fill(modal, "files", [lees.id])


async def test_a_required_file_is_asked_for(playground: Playground, bot: EchoBot) -> None:
    """Like any other input."""
    bot.view = form([asked("files", "Files", {"type": "file_input"})])
    modal = await opened(playground)

    assert (await playground.submit(modal)).error == "incomplete"


async def test_the_bot_sends_a_file_into_a_channel_by_slacks_own_client(
    playground: Playground, client: AsyncWebClient
) -> None:
    """files_upload_v2: announce, send, complete."""
    await client.files_upload_v2(
        channel=BILLING, content=CSV, filename="board.csv", title="The board", initial_comment="As of today"
    )

    message = playground.messages(BILLING, LEE)[-1]
    assert (message.text, message.kind, message.files[0]["title"]) == ("As of today", "app", "The board")
    assert await fetched(str(message.files[0]["url_private"]), playground.bot_token) == (200, CSV)
    history = await client.conversations_history(channel=BILLING)
    assert history["messages"][0]["files"][0]["name"] == "board.csv"


async def test_an_upload_is_good_once_and_of_the_length_that_was_announced(
    playground: Playground, client: AsyncWebClient
) -> None:
    """Completing requires a channel with the app and a received file."""
    told = await client.files_getUploadURLExternal(filename="x.csv", length=5)
    async with aiohttp.ClientSession() as session:
        async with session.post(told["upload_url"], data=b"1234") as response:
            assert response.status == 400
        async with session.post(told["upload_url"], data=b"12345") as response:
            assert response.status == 404
    files = [{"id": told["file_id"], "title": "x"}]
    assert (await refusal(client.files_completeUploadExternal(files=files)))["error"] == "file_not_found"
    outside = client.files_completeUploadExternal(files=files, channel_id=CODING)
    assert (await refusal(outside))["error"] == "not_in_channel"
    assert (await refusal(client.files_info(file="F0")))["error"] == "file_not_found"


async def test_a_form_upload_is_taken_too(playground: Playground, client: AsyncWebClient) -> None:
    """As curl -F sends it."""
    told = await client.files_getUploadURLExternal(filename="x.csv", length=len(CSV))
    form_data = aiohttp.FormData()
    form_data.add_field("file", CSV, filename="x.csv")
    async with (
        aiohttp.ClientSession() as session,
        session.post(told["upload_url"], data=form_data) as response,
    ):
        assert (response.status, await response.text()) == (200, f"OK - {len(CSV)}")


async def test_an_image_block_shows_an_uploaded_picture_and_nothing_else(
    playground: Playground, client: AsyncWebClient, clock: Clock
) -> None:
    """By id or URL. A text file, a missing file and external images are rejected."""
    bot_user = playground.workspace.team.bot_user
    picture = playground.workspace.files.add("board.png", PNG, bot_user)
    words = playground.workspace.files.add("board.csv", CSV, bot_user)

    def image(**locate: object) -> list[dict[str, object]]:
        return [{"type": "image", "alt_text": "The board", **locate}]

    for good in ({"id": picture.id}, {"url": picture.shown["url_private"]}):
        await client.chat_postMessage(channel=BILLING, text="x", blocks=image(slack_file=good))
    for bad in (
        image(slack_file={"id": words.id}), image(slack_file={"id": "F0"}), image(slack_file={}),
        image(image_url="https://example.org/x.png"),
    ):  # fmt: skip
        clock.now += 1
        refused = await refusal(client.chat_postMessage(channel=BILLING, text="x", blocks=bad))
        assert refused["error"] == "invalid_blocks"


async def test_a_file_is_shown_only_to_those_who_may_see_it(playground: Playground) -> None:
    """Its owner and the members of its channels. Other files than images are downloads."""
    files = playground.workspace.files
    html = files.add("x.html", b"<script>alert(1)</script>", DANA)
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{playground.url}/ui/file/{html.id}?as={LEE}") as response:
            assert response.status == 404
        async with session.get(f"{playground.url}/ui/file/{html.id}?as={DANA}") as response:
            assert response.content_type == "application/octet-stream"
            assert response.headers["Content-Disposition"] == "attachment"
            assert response.headers["X-Content-Type-Options"] == "nosniff"
        files.share(html, "", BILLING)
        async with session.get(f"{playground.url}/ui/file/{html.id}?as={LEE}") as response:
            assert response.status == 200


async def test_another_sites_form_cannot_upload(playground: Playground) -> None:
    """Only raw bytes are accepted. HTML forms cannot send them."""
    url = f"{playground.url}/ui/upload?as={DANA}&name=x.csv"
    async with aiohttp.ClientSession() as session, session.post(url, data={"x": "y"}) as response:
        assert response.status == 415
