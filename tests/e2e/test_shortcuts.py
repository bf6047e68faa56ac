"""From where people are: a message's shortcut, the global one, a mention in a thread."""

import json

from playground import BILLING, CODING, DANA, LEE, WorkspaceMessage
from tests.e2e.conftest import OpenWorkspace, Workspace

PRIVATE = "Jane Doe born 1/2/1960, MRN 0012345, chart 54321: 97140-59 and 97530 for M54.50, zip 97201"


async def said(workspace: Workspace, words: str, channel: str = BILLING) -> WorkspaceMessage:
    """A colleague's message."""
    await workspace.slack.say(words, user=LEE, channel=channel)
    return workspace.slack.messages(channel, LEE)[-1]


async def whispered(workspace: Workspace, channel: str = BILLING, after: str = "") -> WorkspaceMessage:
    """What Dana alone is told next, once it is there."""

    def newest() -> WorkspaceMessage | None:
        own = [m for m in workspace.slack.messages(channel, DANA) if m.visible_to == DANA and m.ts > after]
        return own[-1] if own else None

    await workspace.slack.until(lambda: newest() is not None)
    found = newest()
    assert found is not None
    return found


async def test_codes_in_a_colleagues_message_are_told_to_the_one_who_asks(
    open_workspace: OpenWorkspace,
) -> None:
    """Patient data does not block and is not repeated: codes alone are read; also where the bot is no member."""
    async with open_workspace() as workspace:
        message = await said(workspace, PRIVATE, CODING)
        done = await workspace.slack.call("look_up_in_message", on=message)

        assert (done.status, done.body) == (200, "")
        card = await whispered(workspace, CODING)
        shown = str(card.blocks)
        assert all(code in shown for code in ("97140", "97530", "M54.50"))
        assert not any(word in shown for word in ("Doe", "1960", "12345", "54321", "97201"))


async def test_a_message_without_codes_says_so(open_workspace: OpenWorkspace) -> None:
    """A bare number that is no loaded code is none."""
    async with open_workspace() as workspace:
        message = await said(workspace, "call 10001 back about chart 54321")
        await workspace.slack.call("look_up_in_message", on=message)

        shown = str((await whispered(workspace)).blocks)
        assert "found no code" in shown
        assert "54321" not in shown


async def test_the_global_shortcut_finds_a_code_while_somebody_types(open_workspace: OpenWorkspace) -> None:
    """What is chosen opens on top; closing it leads back to the fields."""
    async with open_workspace() as workspace:
        await workspace.slack.call("look_up")
        await workspace.slack.until(lambda: workspace.slack.modal() is not None)
        modal = workspace.slack.modal()
        assert modal is not None
        shown = await workspace.slack.suggest(modal, "find:icd", "low back pain")
        value = next(o["value"] for o in shown.options if o["value"] == "/icd M54.50")
        await workspace.slack.choose(modal, "find:icd", value)
        await workspace.slack.until(lambda: len(workspace.slack.modals()) == 2)

        top = workspace.slack.modals()[-1]
        assert "M54.50" in str(top.blocks)
        assert top.private_metadata.startswith("/icd M54.50")


async def test_a_mention_in_a_thread_is_answered_there_for_the_asker_alone_and_shared_there(
    open_workspace: OpenWorkspace,
) -> None:
    """`@CodeDesk what is 97140-59?`, with a Share that stays in the thread."""
    async with open_workspace() as workspace:
        parent = await said(workspace, "who knows this one?")
        await workspace.slack.say("@codedesk what is 97140-59?", user=DANA, thread=parent.ts)

        card = await whispered(workspace)
        assert card.thread_ts == parent.ts
        assert "97140" in str(card.blocks)
        before = len(workspace.slack.messages(BILLING, LEE))
        await workspace.slack.press(card, "share")
        await workspace.slack.until(lambda: len(workspace.slack.messages(BILLING, LEE)) > before)

        shared = workspace.slack.messages(BILLING, LEE)[-1]
        assert shared.thread_ts == parent.ts
        assert "97140" in str(shared.blocks)


async def test_a_mention_may_name_a_command(open_workspace: OpenWorkspace) -> None:
    """And one that asks nothing is told what may be asked; patient data goes no further."""
    async with open_workspace() as workspace:
        answers: list[str] = []
        after = ""
        for words in (
            "@codedesk icd low back pain",
            "@codedesk hello",
            "@codedesk cpt 97140 for ssn 123-45-6789",
            "@codedesk is M54.5 fine with 592T",
            "@codedesk may John Smith, DOB 1/2/1970, have 97140?",
        ):
            await workspace.slack.say(words)
            told = await whispered(workspace, after=after)
            answers, after = [*answers, json.dumps(told.blocks)], told.ts

        assert "M54.50" in answers[0]
        assert "Ask me for codes" in answers[1]
        assert "patient data" in answers[2]
        assert "6789" not in answers[2]
        assert "Did you mean" in answers[3]
        assert all(code in answers[3] for code in ("0592T", "M54.51"))
        assert "looks like patient data" in answers[4]
        assert "97140" in answers[4]
        assert "Smith" not in answers[4]
