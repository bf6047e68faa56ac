"""Applications end to end: created in a form, moved by buttons, shown according to share class."""

import asyncio
import re
from collections.abc import Iterator

from bot.domain.applications.application import Category, CodeForm
from bot.domain.applications.history import EventKind
from bot.services.applications import ApplicationUseCases
from bot.services.applications.create import NewApplicationInput
from bot.services.ports.applications import PostedCard
from bot.services.ports.request_context import RequestContext
from handlers.views.applications.lists import HELP
from playground import BALANCE, BILLING, DANA, LEE, MARIA, HomeView, Modal, WorkspaceMessage
from tests.e2e.conftest import OpenWorkspace, Workspace

Element = dict[str, object]
DM = "D0DANA001"


def elements(blocks: object) -> Iterator[Element]:
    """Every button, menu and field, including accessories."""
    if isinstance(blocks, dict):
        if str(blocks.get("type")) in ("button", "overflow", "static_select"):
            yield blocks
        for value in blocks.values():
            yield from elements(value)
    elif isinstance(blocks, list | tuple):
        for each in blocks:
            yield from elements(each)


def button(held: WorkspaceMessage | Modal | HomeView, label: str) -> tuple[str, str]:
    """The action id and value of a button or menu option, by label."""
    for element in elements(list(held.blocks)):
        text = element.get("text")
        if isinstance(text, dict) and text.get("text") == label:
            return str(element["action_id"]), str(element.get("value"))
        for option in element.get("options") or ():  # type: ignore[attr-defined]
            if option["text"]["text"] == label:
                return str(element["action_id"]), str(option["value"])
    raise AssertionError(f"no {label} in {[e.get('text') for e in elements(list(held.blocks))]}")


async def begin(
    workspace: Workspace, *, user: str = DANA, title: str = "Remote balance check", channel: str = ""
) -> Modal:
    """Create an application with its two forms. Returns the card."""
    asked = await workspace.slack.slash("/application new", user=user)
    assert (asked.status, asked.error, asked.body) == (200, "", "")
    await workspace.slack.until(lambda: workspace.slack.modal(user) is not None)
    first = workspace.slack.modal(user)
    assert first is not None
    await workspace.slack.fill(first, "value", "manual therapy of the neck", block_id="service", user=user)
    done = await workspace.slack.submit(first, user=user)
    assert (done.error, done.errors) == ("", {})
    second = workspace.slack.modal(user)
    assert second is not None
    fields = re.findall(r"'block_id': '(why_\w+)'", str(second.blocks))
    assert "why_97140" in fields
    await workspace.slack.fill(second, "value", "It is given in person.", block_id="why_97140", user=user)
    await workspace.slack.fill(second, "value", title, block_id="title", user=user)
    if channel:
        await workspace.slack.fill(second, "value", channel, block_id="channel", user=user)
    done = await workspace.slack.submit(second, user=user)
    assert (done.error, done.errors) == ("", {})
    if channel:
        await workspace.slack.until(lambda: bool(workspace.slack.messages(channel, None)))
    await workspace.slack.settle()
    card = workspace.slack.modal(user)
    assert card is not None
    return card


async def test_a_new_application_begins_with_the_codes_that_exist(open_workspace: OpenWorkspace) -> None:
    """Similar codes are reviewed first, the reason is stored, and the card replaces the form."""
    async with open_workspace() as workspace:
        card = await begin(workspace, channel=BALANCE)

        assert "*A-1*  Remote balance check" in str(card.blocks)
        assert button(card, "A code is needed")[0].startswith("app:step")
        posted = workspace.slack.messages(BALANCE, None)[-1]
        assert "Remote balance check" in str(posted.blocks)
        assert "A-1" in posted.text
        assert "balance" not in posted.text.lower()


async def test_each_of_several_codes_has_a_category_of_its_own(open_workspace: OpenWorkspace) -> None:
    """Chosen in the second form. PLA codes need no choice and target a quarter."""
    async with open_workspace() as workspace:
        for first, second, words in (
            (
                {"count": "3"},
                {"category2": "III", "category3": "II"},
                "1: new, Category I · 2: new, Category III",
            ),
            ({"category": "PLA", "count": "2"}, {"target": None}, "2: new, PLA (laboratory)"),
        ):
            await workspace.slack.slash("/application new", user=DANA)
            await workspace.slack.until(lambda: workspace.slack.modal(DANA) is not None)
            for block, told in {"service": "manual therapy of the neck", **first}.items():
                await workspace.slack.fill(modal_of(workspace), "value", told, block_id=block)
            assert (await workspace.slack.submit(modal_of(workspace))).errors == {}
            form = modal_of(workspace)
            quarter = re.search(r"20\d\d-Q\d", str(form.blocks))
            assert bool(quarter) is ("PLA" in words)
            for block, value in {"title": "Remote balance check", **second}.items():
                chosen = value or (quarter and quarter[0])
                await workspace.slack.fill(modal_of(workspace), "value", chosen, block_id=block)
            done = await workspace.slack.submit(modal_of(workspace))
            assert (done.error, done.errors) == ("", {})
            assert words in str(modal_of(workspace).blocks)
            await workspace.slack.close(modal_of(workspace), whole_stack=True)


async def press(
    workspace: Workspace, held: WorkspaceMessage | Modal | HomeView, label: str, *, user: str = DANA
) -> None:
    """Press a button, or choose it in a menu, by its label."""
    action, value = button(held, label)
    element = next(e for e in elements(list(held.blocks)) if e.get("action_id") == action)
    if element["type"] in ("overflow", "static_select"):
        await workspace.slack.choose(held, action, value, user=user)
    else:
        await workspace.slack.press(held, action, user=user)
    await workspace.slack.settle()


def modal_of(workspace: Workspace, user: str = DANA) -> Modal:
    """The modal this person sees."""
    found = workspace.slack.modal(user)
    assert found is not None
    return found


async def tell(workspace: Workspace, label: str, **fields: object) -> None:
    """Press a step on the card and submit the form that it opens."""
    await press(workspace, modal_of(workspace), label)
    for block, value in fields.items():
        await workspace.slack.fill(modal_of(workspace), "value", value, block_id=block)
    done = await workspace.slack.submit(modal_of(workspace))
    assert (done.error, done.errors) == ("", {}), label
    await workspace.slack.settle()


async def test_an_application_lives_from_its_draft_to_the_first_paid_claim_by_buttons(
    open_workspace: OpenWorkspace,
) -> None:
    """Every step uses the card's button, with the checklist done and the facts entered in forms."""
    async with open_workspace() as workspace:
        today = workspace.library.clock.today()
        await begin(workspace)
        await tell(workspace, "A code is needed", target=f"{today.year + 1}-05")
        assert "waits until the checklist is done" in str(modal_of(workspace).blocks)
        await press(workspace, modal_of(workspace), "Checklist")
        for _ in range(40):
            page = modal_of(workspace)
            if not any("Done" in _labels(e) for e in elements(list(page.blocks))):
                break
            await press(workspace, page, "Done")
        await press(workspace, modal_of(workspace), "Back to A-1")
        await press(workspace, modal_of(workspace), "Submitted")

        for label in (
            "Staff review began",
            "Advisors' review began",
            "Agenda item received",
            "Tab called",
            "Panel has voted",
        ):
            await press(workspace, modal_of(workspace), label)
        assert "Under confidentiality" in str(modal_of(workspace).blocks)
        await tell(workspace, "Accepted as written", on=today.isoformat())
        await tell(workspace, "Summary posted", on=today.isoformat())
        await press(workspace, modal_of(workspace), "To valuation")
        await press(workspace, modal_of(workspace), "Level of interest told")
        await press(workspace, modal_of(workspace), "Survey done")
        assert "new, Category I, Survey done" in str(modal_of(workspace).blocks).replace("New", "new")
        await press(workspace, modal_of(workspace), "Values sent to CMS")
        await tell(workspace, "Code number assigned", number1="98999")
        for label in ("Published in the code set", "Effective", "Start using it", "In use, claims paid"):
            await press(workspace, modal_of(workspace), label)

        assert "In use" in str(modal_of(workspace).blocks)
        assert "98999" in str(modal_of(workspace).blocks)
        history = (await workspace.slack.slash("/application show A-1 history", channel=DM)).body
        assert history.count("pressed") >= 15


def _labels(element: Element) -> list[str]:
    options = element.get("options")
    return [o["text"]["text"] for o in options] if isinstance(options, list) else []


async def test_only_the_first_of_two_presses_counts_and_the_other_is_told_who_was_first(
    open_workspace: OpenWorkspace,
) -> None:
    """Dana and Maria have the same posted card. Maria's press updates hers, and Lee may not press."""
    async with open_workspace() as workspace:
        await begin(workspace)
        await workspace.slack.slash("/application assign A-1 <@U0MARIA01|maria>", user=DANA)
        hers = (
            await workspace.slack.slash("/application show A-1", user=MARIA, channel="D0MARIA01")
        ).messages[0]
        mine = (await workspace.slack.slash("/application show A-1", user=DANA, channel=DM)).messages[0]
        await press(workspace, hers, "A code exists: stop", user=MARIA)
        await press(workspace, mine, "A code exists: stop", user=DANA)

        now = next(m for m in workspace.slack.messages(DM, DANA) if m.ts == mine.ts)
        assert "Not pursued" in str(now.blocks)
        assert f"<@{MARIA}> was here first and pressed" in str(now.blocks)
        async with workspace.library.database.read() as work:
            events = await work.applications.events(workspace.slack.team_id, 1, 50)
        assert [e.kind for e in events].count(EventKind.STEP) == 1


async def test_in_an_open_channel_a_card_shows_its_id_and_whom_to_ask(open_workspace: OpenWorkspace) -> None:
    """Dana opens it privately from there. Lee, who is not named, sees what the class allows."""
    async with open_workspace() as workspace:
        await begin(workspace)
        await workspace.slack.close(modal_of(workspace), whole_stack=True)
        shown = await workspace.slack.slash("/application show A-1", channel=BILLING)
        assert "Remote balance" not in shown.body
        await press(workspace, shown.messages[0], "Open for me alone")
        assert "Remote balance" in str(modal_of(workspace).blocks)

        listed = await workspace.slack.slash("/application list", channel=BILLING)
        assert "Remote balance" not in listed.body
        assert "A-1" in listed.body
        alone = await workspace.slack.slash("/application list mine", channel=DM)
        assert "Remote balance" in alone.body
        lee = await workspace.slack.slash("/application show A-1", user=LEE, channel="D0LEE0001")
        assert "Checklist" not in lee.body


async def test_a_posted_card_moves_for_all_who_see_it_and_its_history_stands_in_its_thread(
    open_workspace: OpenWorkspace,
) -> None:
    """Pressed in the private channel of the named people, and undone within ten minutes."""
    async with open_workspace() as workspace:
        await begin(workspace, channel=BALANCE)
        await workspace.slack.close(modal_of(workspace), whole_stack=True)
        posted = workspace.slack.messages(BALANCE, None)[-1]
        await press(workspace, posted, "A code exists: stop")
        await until_shown(workspace, posted, "Not pursued")
        now = next(m for m in workspace.slack.messages(BALANCE, None) if m.ts == posted.ts)
        assert "Not pursued" in str(now.blocks)
        await press(workspace, now, "Undo")
        await until_shown(workspace, posted, "Is a code needed")
        await until_told(workspace, "took a step back")

        now = next(m for m in workspace.slack.messages(BALANCE, None) if m.ts == posted.ts)
        assert "Is a code needed" in str(now.blocks)
        said = [
            m
            for m in workspace.slack.messages(BALANCE, None)
            if m.thread_ts == posted.ts and m.ts != posted.ts
        ]
        assert ["pressed" in str(said[0].blocks), "took a step back" in str(said[1].blocks)] == [True, True]

        await press(workspace, now, "Note")
        await workspace.slack.fill(modal_of(workspace), "value", "waits for the society", block_id="text")
        done = await workspace.slack.submit(modal_of(workspace))
        await until_shown(workspace, posted, "noted")
        await until_told(workspace, "waits for the society")
        assert (done.error, done.errors) == ("", {})
        now = next(m for m in workspace.slack.messages(BALANCE, None) if m.ts == posted.ts)
        assert "noted" in str(now.blocks)


async def test_posted_cards_follow_what_is_changed_elsewhere_until_their_message_is_gone(
    open_workspace: OpenWorkspace,
) -> None:
    """Posted when the channel is chosen.

    After typed commands and changes in a modal, the thread gets each event once.
    """
    async with open_workspace() as workspace:
        await begin(workspace)
        await press(workspace, modal_of(workspace), "Change or aim elsewhere")
        await press(workspace, modal_of(workspace), "Title, links, channel")
        await workspace.slack.fill(modal_of(workspace), "value", BALANCE, block_id="channel")
        assert (await workspace.slack.submit(modal_of(workspace))).errors == {}
        await workspace.slack.until(lambda: bool(workspace.slack.messages(BALANCE, None)))
        await workspace.slack.settle()
        card = modal_of(workspace)
        posted = workspace.slack.messages(BALANCE, None)[-1]
        await workspace.slack.slash("/application note A-1 the society answers in June", channel=DM)
        await press(workspace, card, "A code exists: stop")
        await until_shown(workspace, posted, "Not pursued")
        await workspace.slack.slash("/application reopen A-1", channel=DM)
        await workspace.slack.slash("/application assign A-1 <@U0MARIA01|maria>", channel=DM)
        await until_shown(workspace, posted, f"owner <@{MARIA}>")
        await until_told(workspace, "gave it to another owner")
        await workspace.slack.settle()
        thread = [m for m in workspace.slack.messages(BALANCE, None) if m.thread_ts == posted.ts != m.ts]
        told = str([m.blocks for m in thread])
        assert told.count("the society answers in June") == 1
        assert told.count("Is a code needed at all? → Not pursued") == 1
        assert told.count("gave it to another owner") == 1
        shown = str(next(m for m in workspace.slack.messages(BALANCE, None) if m.ts == posted.ts).blocks)
        assert "A code exists: stop" in shown  # for any user who changed it, the buttons are for everyone

        held = workspace.slack.workspace.find(BALANCE, posted.ts)
        assert held is not None
        workspace.slack.workspace.remove(held)
        await workspace.slack.slash("/application note A-1 and again in July", channel=DM)
        async with asyncio.timeout(5):
            while await _known(workspace, posted):  # noqa: ASYNC110 - waits for the bot
                await asyncio.sleep(0.02)


async def _known(workspace: Workspace, posted: WorkspaceMessage) -> bool:
    async with workspace.library.database.read() as work:
        return await work.posted_cards.has(PostedCard(workspace.slack.team_id, 1, BALANCE, posted.ts))


async def until_shown(workspace: Workspace, posted: WorkspaceMessage, words: str) -> None:
    """Wait until a posted message has this text. It is redrawn after the answer."""
    await workspace.slack.until(
        lambda: words in str([m.blocks for m in workspace.slack.messages(BALANCE, None) if m.ts == posted.ts])
    )


async def until_told(workspace: Workspace, words: str) -> None:
    """Wait until the newest message has this text. The thread gets the history after the card is drawn."""
    await workspace.slack.until(lambda: words in str(workspace.slack.messages(BALANCE, None)[-1].blocks))


async def test_evidence_and_articles_are_kept_where_the_card_s_pages_show_them(
    open_workspace: OpenWorkspace,
) -> None:
    """A note under a checklist entry, an article, a society, a person: each by its form, then on its page."""
    async with open_workspace() as workspace:
        await begin(workspace)
        await press(workspace, modal_of(workspace), "Checklist")
        await press(workspace, modal_of(workspace), "Add a note or link")
        await workspace.slack.fill(
            modal_of(workspace), "value", "https://docs.example.com/kind", block_id="link"
        )
        assert (await workspace.slack.submit(modal_of(workspace))).errors == {}
        await workspace.slack.settle()
        assert "docs.example.com" in str(modal_of(workspace).blocks)
        await press(workspace, modal_of(workspace), "Back to A-1")
        await press(workspace, modal_of(workspace), "Societies asked")
        await press(workspace, modal_of(workspace), "Add a society")
        await workspace.slack.fill(modal_of(workspace), "value", "Example Society", block_id="society")
        await workspace.slack.fill(modal_of(workspace), "value", "coding committee", block_id="role")
        assert (await workspace.slack.submit(modal_of(workspace))).errors == {}
        await workspace.slack.settle()
        assert "Example Society" in str(modal_of(workspace).blocks)
        await press(workspace, modal_of(workspace), "Back to A-1")
        await press(workspace, modal_of(workspace), "Literature")
        await press(workspace, modal_of(workspace), "Add an article")
        for block, words in (
            ("text", "Example trial"),
            ("authors", "A, B"),
            ("journal", "J Ex"),
            ("year", "2025"),
        ):
            await workspace.slack.fill(modal_of(workspace), "value", words, block_id=block)
        assert (await workspace.slack.submit(modal_of(workspace))).errors == {}
        await workspace.slack.settle()
        assert "Example trial" in str(modal_of(workspace).blocks)
        await press(workspace, modal_of(workspace), "Back to A-1")
        await press(workspace, modal_of(workspace), "People")
        await press(workspace, modal_of(workspace), "Name somebody")
        await workspace.slack.fill(modal_of(workspace), "value", LEE, block_id="person")
        assert (await workspace.slack.submit(modal_of(workspace))).errors == {}
        await workspace.slack.settle()
        assert f"<@{LEE}>" in str(modal_of(workspace).blocks)


async def test_home_shows_what_waits_and_pages_through_two_hundred_applications(
    open_workspace: OpenWorkspace,
) -> None:
    """At most 100 blocks per page. A card opens from there only for its owner."""
    async with open_workspace() as workspace:
        await fill(workspace, 200)
        await workspace.slack.open_home()
        await workspace.slack.settle()
        home = workspace.slack.user_actions.home(DANA)
        assert home is not None
        words = str(home.blocks)
        assert "1 to 8 of 200" in words
        parts = ("Find a diagnosis", "Waits for you", "My applications", "Next dates", "loaded")
        assert sorted(parts, key=words.index) == list(parts)
        assert len(home.blocks) <= 100

        await press(workspace, home, "Next page")
        home = workspace.slack.user_actions.home(DANA)
        assert home is not None
        assert "9 to 16 of 200" in str(home.blocks)
        await press(workspace, home, "Open")
        assert "Example 2" in str(modal_of(workspace).blocks)


async def test_a_draft_is_exported_and_every_help_line_works(open_workspace: OpenWorkspace) -> None:
    """The dossier goes only to the user. After submission it is refused with a message."""
    async with open_workspace() as workspace:
        for _ in range(12):
            await fill(workspace, 1)
        for line, _ in HELP.examples:
            told = await workspace.slack.slash(line.replace("@maria", "<@U0MARIA01|maria>"), channel=DM)
            await workspace.slack.settle()
            assert (told.status, told.error) == (200, ""), line
            assert "could not" not in told.body, line
        asked = await workspace.slack.slash("/application export A-11", channel=DM)
        await workspace.slack.settle()
        assert "direct message" in asked.body
        assert any(file["name"] == "A-11.md" for m in workspace.slack.messages(DM, DANA) for file in m.files)


async def fill(workspace: Workspace, count: int) -> None:
    """Create this many of Dana's applications through the services."""
    apps = ApplicationUseCases.of(
        workspace.library.database, workspace.library.clock, workspace.library.roles
    )
    asked = RequestContext(workspace.slack.team_id, DANA, workspace.library.clock.today())
    for n in range(count):
        await apps.editor.create(asked, NewApplicationInput(f"Example {n + 1}", [CodeForm(Category.I)]))
