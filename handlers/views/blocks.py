"""The few pieces that every card is made of, with Slack's escapes and limits kept in one place.

Cards are built from handlers.slack.block_kit: what Slack would refuse fails in a test first.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Self

import msgspec

from handlers.slack.block_kit import (
    ActionElement,
    ActionsBlock,
    Block,
    ButtonElement,
    ConfirmObject,
    ContextBlock,
    DividerBlock,
    ExternalDataSelectElement,
    MrkdwnField,
    MrkdwnText,
    Option,
    Plain75,
    Plain150,
    SectionBlock,
    StaticSelectElement,
    Style,
    View,
    blocks_json,
)
from handlers.slack.ids import Action

SECTION_LIMIT = 3000
FIELD_LIMIT = 2000
BLOCKS_LIMIT = 50
_BUTTON_TEXT_LIMIT = 75


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file for the asker: its name and its content, `data` where it is no text. What takes a while to make is
    `made` when it is sent, in a thread: the answer does not wait for it."""

    name: str
    text: str = ""
    data: bytes = b""
    made: Callable[[], bytes] | None = None


@dataclass(frozen=True)
class Answer:
    """What a person gets: blocks, and one line of text for notifications (kind and code, never a note)."""

    text: str
    blocks: tuple[Block, ...]
    failed: bool = False
    """Nothing was answered: the card says what was wrong."""
    opens: View | None = None
    """A form to open instead; the card is for where no form can be (a terminal, a trigger that has run out)."""
    file: Attachment | None = None
    """A file that is sent to the asker's direct messages after the card."""

    def checked(self) -> Self:
        """This answer. Raises msgspec.ValidationError here, and not later, where a block is over a limit of Slack's."""
        _ = self._json
        return self

    @cached_property
    def drawn(self) -> list[dict[str, object]]:
        """The blocks as Slack's JSON, checked against its limits."""
        found: list[dict[str, object]] = msgspec.json.decode(self._json)
        return found

    @cached_property
    def _json(self) -> bytes:
        return blocks_json(self.blocks)

    @cached_property
    def acked(self) -> str:
        """The answer under a slash command, as JSON, for the asker alone. Made once: many cards are kept."""
        shown = {"response_type": "ephemeral", "text": self.text, "blocks": msgspec.Raw(self._json)}
        return msgspec.json.encode(shown).decode()


@dataclass(frozen=True, slots=True)
class CommandButton:
    """A button: its label and the canonical command line that a press runs, such as `/icd M54.50`."""

    label: str
    command: str


def esc(text: str) -> str:
    """Text of any origin made safe for mrkdwn: no mention, link or entity can come alive in it."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    for sign in _FORMATTING:  # most text has none, and then this is several times as fast as `translate`
        text = text.replace(sign, f"{sign}\u2060")
    return text


_FORMATTING = "*_~`"
"""A zero-width word joiner after each keeps Slack from pairing them."""


def code(text: str) -> str:
    """A code or number set in fixed width."""
    return f"`{text.replace('`', '').replace('&', '&amp;').replace('<', '&lt;').replace('>', '&gt;')}`"


def section(text: str, *, fields: Sequence[str] = (), accessory: ActionElement | None = None) -> SectionBlock:
    """A paragraph of mrkdwn; longer text is cut at the limit with an ellipsis. `accessory` stands at its right."""
    return SectionBlock(
        MrkdwnText(cut(text, SECTION_LIMIT)),
        fields=[MrkdwnField(cut(each, FIELD_LIMIT)) for each in fields[:10]] or None,
        accessory=accessory,
    )


def context(*lines: str) -> ContextBlock:
    """Small print: source, release, date."""
    return ContextBlock([MrkdwnText(cut(line, FIELD_LIMIT)) for line in lines[:10]])


def divider() -> DividerBlock:
    """A line between two answers."""
    return DividerBlock()


def actions(*go: CommandButton, share: str | None = None) -> ActionsBlock:
    """A row of buttons; `share` is the canonical command line that *Share in channel* posts, first in the row."""
    elements = [button(g.label, f"{Action.RUN}:{n}", g.command) for n, g in enumerate(go)]
    if share is not None:
        elements.insert(0, button("Share in channel", Action.SHARE, share))
    return ActionsBlock(elements[:25])


def choice(placeholder: str, options: Iterable[CommandButton]) -> ActionsBlock:
    """A select that runs the chosen command line; for more choices than fit a row of buttons."""
    choices = [Option(Plain75(cut(o.label, 75)), o.command[:150]) for o in list(options)[:100]]
    return ActionsBlock([select(placeholder, f"{Action.RUN}:select", choices)])


def finder(field: Action, placeholder: str) -> ActionsBlock:
    """A field that offers codes while somebody types, and opens the chosen one."""
    shown = Plain150(placeholder, emoji=True)
    return ActionsBlock([ExternalDataSelectElement(field, min_query_length=2, placeholder=shown)])


def cut(text: str, limit: int) -> str:
    """At most `limit` characters, with an ellipsis where something was left out."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def button(
    label: str,
    action_id: str,
    value: str,
    *,
    style: Style | None = None,
    confirm: ConfirmObject | None = None,
) -> ButtonElement:
    """A button; a longer label is cut at the limit."""
    shown = Plain75(cut(label, _BUTTON_TEXT_LIMIT), emoji=True)
    return ButtonElement(shown, action_id, value, style=style, confirm=confirm)


def select(placeholder: str, action_id: str, options: Sequence[Option]) -> StaticSelectElement:
    """A list to pick from."""
    return StaticSelectElement(action_id, options, placeholder=Plain150(placeholder, emoji=True))
