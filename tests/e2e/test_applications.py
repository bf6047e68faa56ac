"""Applications at the desk: begun in a form, moved by buttons, seen as their class allows."""

import re
from collections.abc import Iterator

from playground import BALANCE, BILLING, DANA, LEE, MARIA, Message, Modal
from tests.e2e.conftest import OpenTown, Town

Element = dict[str, object]


def elements(blocks: object) -> Iterator[Element]:
    """Every button, menu and field, accessories too."""
    if isinstance(blocks, dict):
        if str(blocks.get("type")) in ("button", "overflow", "static_select"):
            yield blocks
        for value in blocks.values():
            yield from elements(value)
    elif isinstance(blocks, list | tuple):
        for each in blocks:
            yield from elements(each)


def button(held: Message | Modal, label: str) -> tuple[str, str]:
    """The action id and value of a button, or of an option in a menu, by its label."""
    for element in elements(list(held.blocks)):
        text = element.get("text")
        if isinstance(text, dict) and text.get("text") == label:
            return str(element["action_id"]), str(element.get("value"))
        for option in element.get("options") or ():  # type: ignore[attr-defined]
            if option["text"]["text"] == label:
                return str(element["action_id"]), str(option["value"])
    raise AssertionError(f"no {label} in {[e.get('text') for e in elements(list(held.blocks))]}")


async def begin(town: Town, *, user: str = DANA, title: str = "Remote balance check", channel: str = "") -> Modal:
    """A new application by its two forms; the card that takes their place."""
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
    await town.slack.fill(second, "value", "2031-05", block_id="target", user=user) if False else None
    if channel:
        await town.slack.fill(second, "value", channel, block_id="channel", user=user)
    done = await town.slack.submit(second, user=user)
    assert (done.error, done.errors) == ("", {})
    await town.slack.settle()
    card = town.slack.modal(user)
    assert card is not None
    return card


async def test_a_new_application_begins_with_the_codes_that_exist(open_town: OpenTown) -> None:
    """The closest codes are considered first, the reason is kept, and the card takes the form's place."""
    async with open_town() as town:
        card = await begin(town, channel=BALANCE)

        assert "*A-1*  Remote balance check" in str(card.blocks)
        assert button(card, "A code is needed")[0].startswith("app:step")
        posted = town.slack.messages(BALANCE, None)[-1]
        assert "Remote balance check" in str(posted.blocks)
        assert "A-1" in posted.text
        assert "balance" not in posted.text.lower()
