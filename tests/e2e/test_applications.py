"""Applications end to end: created in a form, moved by buttons, shown according to share class."""

import asyncio
import re
from collections.abc import Iterator

from bot.domain.applications.application import Category, CodeForm
from bot.domain.applications.history import EventKind
from bot.services.applications import ApplicationUseCases
from bot.services.applications.create import NewApplicationInput
from bot.services.ports.applications import PostedCard
from bot.services.request_context import RequestContext
from handlers.views.applications.lists import HELP
from playground import BALANCE, BILLING, DANA, LEE, MARIA, HomeView, Modal, WorkspaceMessage
from tests.e2e.conftest import OpenTown, Town

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
    town: Town, *, user: str = DANA, title: str = "Remote balance check", channel: str = ""
) -> Modal:
    """Create an application with its two forms. Returns the card."""
    asked = await town.slack.slash("/application new", user=user)
    assert (asked.status, asked.error, asked.body) == (200, "", "")
    await town.slack.until(lambda: town.slack.modal(user) is not None)
    first = town.slack.modal(user)
    assert first is not None
    await town.slack.fill(first, "value", "manual therapy of the neck", block_id="service", user=user)
    done = await town.slack.submit(first, user=user)
    assert (done.error, done.errors) == ("", {})
    second = town.slack.modal(user)
    assert second is not None
    fields = re.findall(r"'block_id': '(why_\w+)'", str(second.blocks))
    assert "why_97140" in fields
    await town.slack.fill(second, "value", "It is given in person.", block_id="why_97140", user=user)
    await town.slack.fill(second, "value", title, block_id="title", user=user)
    if channel:
        await town.slack.fill(second, "value", channel, block_id="channel", user=user)
    done = await town.slack.submit(second, user=user)
    assert (done.error, done.errors) == ("", {})
    if channel:
        await town.slack.until(lambda: bool(town.slack.messages(channel, None)))
    await town.slack.settle()
    card = town.slack.modal(user)
    assert card is not None
    return card


async def test_a_new_application_begins_with_the_codes_that_exist(open_town: OpenTown) -> None:
    """Similar codes are reviewed first, the reason is stored, and the card replaces the form."""
    async with open_town() as town:
        card = await begin(town, channel=BALANCE)

        assert "*A-1*  Remote balance check" in str(card.blocks)
        assert button(card, "A code is needed")[0].startswith("app:step")
        posted = town.slack.messages(BALANCE, None)[-1]
        assert "Remote balance check" in str(posted.blocks)
        assert "A-1" in posted.text
        assert "balance" not in posted.text.lower()


async def test_each_of_several_codes_has_a_category_of_its_own(open_town: OpenTown) -> None:
    """Chosen in the second form. PLA codes need no choice and target a quarter."""
    async with open_town() as town:
        for first, second, words in (
            (
                {"count": "3"},
                {"category2": "III", "category3": "II"},
                "1: new, Category I · 2: new, Category III",
            ),
            ({"category": "PLA", "count": "2"}, {"target": None}, "2: new, PLA (laboratory)"),
        ):
            await town.slack.slash("/application new", user=DANA)
            await town.slack.until(lambda: town.slack.modal(DANA) is not None)
            for block, told in {"service": "manual therapy of the neck", **first}.items():
                await town.slack.fill(modal_of(town), "value", told, block_id=block)
            assert (await town.slack.submit(modal_of(town))).errors == {}
            form = modal_of(town)
            quarter = re.search(r"20\d\d-Q\d", str(form.blocks))
            assert bool(quarter) is ("PLA" in words)
            for block, value in {"title": "Remote balance check", **second}.items():
                chosen = value or (quarter and quarter[0])
                await town.slack.fill(modal_of(town), "value", chosen, block_id=block)
            done = await town.slack.submit(modal_of(town))
            assert (done.error, done.errors) == ("", {})
            assert words in str(modal_of(town).blocks)
            await town.slack.close(modal_of(town), whole_stack=True)


async def press(
    town: Town, held: WorkspaceMessage | Modal | HomeView, label: str, *, user: str = DANA
) -> None:
    """Press a button, or choose it in a menu, by its label."""
    action, value = button(held, label)
    element = next(e for e in elements(list(held.blocks)) if e.get("action_id") == action)
    if element["type"] in ("overflow", "static_select"):
        await town.slack.choose(held, action, value, user=user)
    else:
        await town.slack.press(held, action, user=user)
    await town.slack.settle()


def modal_of(town: Town, user: str = DANA) -> Modal:
    """The modal this person sees."""
    found = town.slack.modal(user)
    assert found is not None
    return found


async def tell(town: Town, label: str, **fields: object) -> None:
    """Press a step on the card and submit the form that it opens."""
    await press(town, modal_of(town), label)
    for block, value in fields.items():
        await town.slack.fill(modal_of(town), "value", value, block_id=block)
    done = await town.slack.submit(modal_of(town))
    assert (done.error, done.errors) == ("", {}), label
    await town.slack.settle()


async def test_an_application_lives_from_its_draft_to_the_first_paid_claim_by_buttons(
    open_town: OpenTown,
) -> None:
    """Every step uses the card's button, with the checklist done and the facts entered in forms."""
    async with open_town() as town:
        today = town.library.clock.today()
        await begin(town)
        await tell(town, "A code is needed", target=f"{today.year + 1}-05")
        assert "waits until the checklist is done" in str(modal_of(town).blocks)
        await press(town, modal_of(town), "Checklist")
        for _ in range(40):
            page = modal_of(town)
            if not any("Done" in _labels(e) for e in elements(list(page.blocks))):
                break
            await press(town, page, "Done")
        await press(town, modal_of(town), "Back to A-1")
        await press(town, modal_of(town), "Submitted")

        for label in (
            "Staff review began",
            "Advisors' review began",
            "Agenda item received",
            "Tab called",
            "Panel has voted",
        ):
            await press(town, modal_of(town), label)
        assert "Under confidentiality" in str(modal_of(town).blocks)
        await tell(town, "Accepted as written", on=today.isoformat())
        await tell(town, "Summary posted", on=today.isoformat())
        await press(town, modal_of(town), "To valuation")
        await press(town, modal_of(town), "Level of interest told")
        await press(town, modal_of(town), "Survey done")
        assert "new, Category I, Survey done" in str(modal_of(town).blocks).replace("New", "new")
        await press(town, modal_of(town), "Values sent to CMS")
        await tell(town, "Code number assigned", number1="98999")
        for label in ("Published in the code set", "Effective", "Start using it", "In use, claims paid"):
            await press(town, modal_of(town), label)

        assert "In use" in str(modal_of(town).blocks)
        assert "98999" in str(modal_of(town).blocks)
        history = (await town.slack.slash("/application show A-1 history", channel=DM)).body
        assert history.count("pressed") >= 15


def _labels(element: Element) -> list[str]:
    options = element.get("options")
    return [o["text"]["text"] for o in options] if isinstance(options, list) else []


async def test_only_the_first_of_two_presses_counts_and_the_other_is_told_who_was_first(
    open_town: OpenTown,
) -> None:
    """Dana and Maria have the same posted card. Maria's press updates hers, and Lee may not press."""
    async with open_town() as town:
        await begin(town)
        await town.slack.slash("/application assign A-1 <@U0MARIA01|maria>", user=DANA)
        hers = (await town.slack.slash("/application show A-1", user=MARIA, channel="D0MARIA01")).messages[0]
        mine = (await town.slack.slash("/application show A-1", user=DANA, channel=DM)).messages[0]
        await press(town, hers, "A code exists: stop", user=MARIA)
        await press(town, mine, "A code exists: stop", user=DANA)

        now = next(m for m in town.slack.messages(DM, DANA) if m.ts == mine.ts)
        assert "Not pursued" in str(now.blocks)
        assert f"<@{MARIA}> was here first and pressed" in str(now.blocks)
        async with town.library.database.read() as work:
            events = await work.applications.events(town.slack.team_id, 1, 50)
        assert [e.kind for e in events].count(EventKind.STEP) == 1


async def test_in_an_open_channel_a_card_shows_its_id_and_whom_to_ask(open_town: OpenTown) -> None:
    """Dana opens it privately from there. Lee, who is not named, sees what the class allows."""
    async with open_town() as town:
        await begin(town)
        await town.slack.close(modal_of(town), whole_stack=True)
        shown = await town.slack.slash("/application show A-1", channel=BILLING)
        assert "Remote balance" not in shown.body
        await press(town, shown.messages[0], "Open for me alone")
        assert "Remote balance" in str(modal_of(town).blocks)

        listed = await town.slack.slash("/application list", channel=BILLING)
        assert "Remote balance" not in listed.body
        assert "A-1" in listed.body
        alone = await town.slack.slash("/application list mine", channel=DM)
        assert "Remote balance" in alone.body
        lee = await town.slack.slash("/application show A-1", user=LEE, channel="D0LEE0001")
        assert "Checklist" not in lee.body


async def test_a_posted_card_moves_for_all_who_see_it_and_its_history_stands_in_its_thread(
    open_town: OpenTown,
) -> None:
    """Pressed in the private channel of the named people, and undone within ten minutes."""
    async with open_town() as town:
        await begin(town, channel=BALANCE)
        await town.slack.close(modal_of(town), whole_stack=True)
        posted = town.slack.messages(BALANCE, None)[-1]
        await press(town, posted, "A code exists: stop")
        await until_shown(town, posted, "Not pursued")
        now = next(m for m in town.slack.messages(BALANCE, None) if m.ts == posted.ts)
        assert "Not pursued" in str(now.blocks)
        await press(town, now, "Undo")
        await until_shown(town, posted, "Is a code needed")
        await until_told(town, "took a step back")

        now = next(m for m in town.slack.messages(BALANCE, None) if m.ts == posted.ts)
        assert "Is a code needed" in str(now.blocks)
        said = [
            m for m in town.slack.messages(BALANCE, None) if m.thread_ts == posted.ts and m.ts != posted.ts
        ]
        assert ["pressed" in str(said[0].blocks), "took a step back" in str(said[1].blocks)] == [True, True]

        await press(town, now, "Note")
        await town.slack.fill(modal_of(town), "value", "waits for the society", block_id="text")
        done = await town.slack.submit(modal_of(town))
        await until_shown(town, posted, "noted")
        await until_told(town, "waits for the society")
        assert (done.error, done.errors) == ("", {})
        now = next(m for m in town.slack.messages(BALANCE, None) if m.ts == posted.ts)
        assert "noted" in str(now.blocks)


async def test_posted_cards_follow_what_is_changed_elsewhere_until_their_message_is_gone(
    open_town: OpenTown,
) -> None:
    """Posted when the channel is chosen.

    After typed commands and changes in a modal, the thread gets each event once.
    """
    async with open_town() as town:
        await begin(town)
        await press(town, modal_of(town), "Change or aim elsewhere")
        await press(town, modal_of(town), "Title, links, channel")
        await town.slack.fill(modal_of(town), "value", BALANCE, block_id="channel")
        assert (await town.slack.submit(modal_of(town))).errors == {}
        await town.slack.until(lambda: bool(town.slack.messages(BALANCE, None)))
        await town.slack.settle()
        card = modal_of(town)
        posted = town.slack.messages(BALANCE, None)[-1]
        await town.slack.slash("/application note A-1 the society answers in June", channel=DM)
        await press(town, card, "A code exists: stop")
        await until_shown(town, posted, "Not pursued")
        await town.slack.slash("/application reopen A-1", channel=DM)
        await town.slack.slash("/application assign A-1 <@U0MARIA01|maria>", channel=DM)
        await until_shown(town, posted, f"owner <@{MARIA}>")
        await until_told(town, "gave it to another owner")
        await town.slack.settle()
        thread = [m for m in town.slack.messages(BALANCE, None) if m.thread_ts == posted.ts != m.ts]
        told = str([m.blocks for m in thread])
        assert told.count("the society answers in June") == 1
        assert told.count("Is a code needed at all? → Not pursued") == 1
        assert told.count("gave it to another owner") == 1
        shown = str(next(m for m in town.slack.messages(BALANCE, None) if m.ts == posted.ts).blocks)
        assert "A code exists: stop" in shown  # for any user who changed it, the buttons are for everyone

        held = town.slack.workspace.find(BALANCE, posted.ts)
        assert held is not None
        town.slack.workspace.remove(held)
        await town.slack.slash("/application note A-1 and again in July", channel=DM)
        async with asyncio.timeout(5):
            while await _known(town, posted):  # noqa: ASYNC110 - waits for the bot
                await asyncio.sleep(0.02)


async def _known(town: Town, posted: WorkspaceMessage) -> bool:
    async with town.library.database.read() as work:
        return await work.posted_cards.has(PostedCard(town.slack.team_id, 1, BALANCE, posted.ts))


async def until_shown(town: Town, posted: WorkspaceMessage, words: str) -> None:
    """Wait until a posted message has this text. It is redrawn after the answer."""
    await town.slack.until(
        lambda: words in str([m.blocks for m in town.slack.messages(BALANCE, None) if m.ts == posted.ts])
    )


async def until_told(town: Town, words: str) -> None:
    """Wait until the newest message has this text. The thread gets the history after the card is drawn."""
    await town.slack.until(lambda: words in str(town.slack.messages(BALANCE, None)[-1].blocks))


async def test_evidence_and_articles_are_kept_where_the_card_s_pages_show_them(open_town: OpenTown) -> None:
    """A note under a checklist entry, an article, a society, a person: each by its form, then on its page."""
    async with open_town() as town:
        await begin(town)
        await press(town, modal_of(town), "Checklist")
        await press(town, modal_of(town), "Add a note or link")
        await town.slack.fill(modal_of(town), "value", "https://docs.example.com/kind", block_id="link")
        assert (await town.slack.submit(modal_of(town))).errors == {}
        await town.slack.settle()
        assert "docs.example.com" in str(modal_of(town).blocks)
        await press(town, modal_of(town), "Back to A-1")
        await press(town, modal_of(town), "Societies asked")
        await press(town, modal_of(town), "Add a society")
        await town.slack.fill(modal_of(town), "value", "Example Society", block_id="society")
        await town.slack.fill(modal_of(town), "value", "coding committee", block_id="role")
        assert (await town.slack.submit(modal_of(town))).errors == {}
        await town.slack.settle()
        assert "Example Society" in str(modal_of(town).blocks)
        await press(town, modal_of(town), "Back to A-1")
        await press(town, modal_of(town), "Literature")
        await press(town, modal_of(town), "Add an article")
        for block, words in (
            ("text", "Example trial"),
            ("authors", "A, B"),
            ("journal", "J Ex"),
            ("year", "2025"),
        ):
            await town.slack.fill(modal_of(town), "value", words, block_id=block)
        assert (await town.slack.submit(modal_of(town))).errors == {}
        await town.slack.settle()
        assert "Example trial" in str(modal_of(town).blocks)
        await press(town, modal_of(town), "Back to A-1")
        await press(town, modal_of(town), "People")
        await press(town, modal_of(town), "Name somebody")
        await town.slack.fill(modal_of(town), "value", LEE, block_id="person")
        assert (await town.slack.submit(modal_of(town))).errors == {}
        await town.slack.settle()
        assert f"<@{LEE}>" in str(modal_of(town).blocks)


async def test_home_shows_what_waits_and_pages_through_two_hundred_applications(open_town: OpenTown) -> None:
    """At most 100 blocks per page. A card opens from there only for its owner."""
    async with open_town() as town:
        await fill(town, 200)
        await town.slack.open_home()
        await town.slack.settle()
        home = town.slack.user_actions.home(DANA)
        assert home is not None
        words = str(home.blocks)
        assert "1 to 8 of 200" in words
        parts = ("Find a diagnosis", "Waits for you", "My applications", "Next dates", "loaded")
        assert sorted(parts, key=words.index) == list(parts)
        assert len(home.blocks) <= 100

        await press(town, home, "Next page")
        home = town.slack.user_actions.home(DANA)
        assert home is not None
        assert "9 to 16 of 200" in str(home.blocks)
        await press(town, home, "Open")
        assert "Example 2" in str(modal_of(town).blocks)


async def test_a_draft_is_exported_and_every_help_line_works(open_town: OpenTown) -> None:
    """The dossier goes only to the user. After submission it is refused with a message."""
    async with open_town() as town:
        for _ in range(12):
            await fill(town, 1)
        for line, _ in HELP.examples:
            told = await town.slack.slash(line.replace("@maria", "<@U0MARIA01|maria>"), channel=DM)
            await town.slack.settle()
            assert (told.status, told.error) == (200, ""), line
            assert "could not" not in told.body, line
        asked = await town.slack.slash("/application export A-11", channel=DM)
        await town.slack.settle()
        assert "direct message" in asked.body
        assert any(file["name"] == "A-11.md" for m in town.slack.messages(DM, DANA) for file in m.files)


async def fill(town: Town, count: int) -> None:
    """Create this many of Dana's applications through the services."""
    apps = ApplicationUseCases.of(town.library.database, town.library.clock, town.library.roles)
    asked = RequestContext(town.slack.team_id, DANA, town.library.clock.today())
    for n in range(count):
        await apps.editor.create(asked, NewApplicationInput(f"Example {n + 1}", [CodeForm(Category.I)]))
