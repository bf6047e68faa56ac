"""The few pieces that every card is made of, with Slack's escapes and limits kept in one place.

Cards are built from slack_sdk.models, so that what Slack would refuse fails in a test first.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Self

import msgspec
from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ContextBlock,
    DividerBlock,
    ExternalDataSelectElement,
    MarkdownTextObject,
    Option,
    PlainTextObject,
    SectionBlock,
    StaticSelectElement,
)
from slack_sdk.models.views import View

from handlers.slack.block_json import draw
from handlers.slack.ids import Action

SECTION_LIMIT = 3000
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
        """This answer, drawn: slack_sdk raises here, and not later, where a block breaks one of its limits."""
        _ = self.drawn
        return self

    @cached_property
    def drawn(self) -> list[dict[str, object]]:
        """The blocks as Slack's JSON, checked against its limits. Made once."""
        return [draw(block) for block in self.blocks]

    @cached_property
    def acked(self) -> str:
        """The answer under a slash command, as JSON, for the asker alone. Made once: many cards are kept."""
        shown = {"response_type": "ephemeral", "text": self.text, "blocks": self.drawn}
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


def section(text: str, *, fields: Sequence[str] = ()) -> SectionBlock:
    """A paragraph of mrkdwn; longer text is cut at the limit with an ellipsis."""
    return SectionBlock(
        text=MarkdownTextObject(text=cut(text, SECTION_LIMIT)),
        fields=[MarkdownTextObject(text=cut(f, 2000)) for f in fields[:10]] or None,
    )


def context(*lines: str) -> ContextBlock:
    """Small print: source, release, date."""
    return ContextBlock(elements=[MarkdownTextObject(text=cut(line, 2000)) for line in lines[:10]])


def divider() -> DividerBlock:
    """A line between two answers."""
    return DividerBlock()


def actions(*go: CommandButton, share: str | None = None) -> ActionsBlock:
    """A row of buttons; `share` is the canonical command line that *Share in channel* posts, first in the row."""
    elements = [_button(g.label, f"{Action.RUN}:{n}", g.command) for n, g in enumerate(go)]
    if share is not None:
        elements.insert(0, _button("Share in channel", Action.SHARE, share))
    return ActionsBlock(elements=elements[:25])


def choice(placeholder: str, options: Iterable[CommandButton]) -> ActionsBlock:
    """A select that runs the chosen command line; for more choices than fit a row of buttons."""
    return ActionsBlock(
        elements=[
            StaticSelectElement(
                placeholder=placeholder,
                action_id=f"{Action.RUN}:select",
                options=[
                    Option(value=o.command[:150], text=PlainTextObject(text=cut(o.label, 75)))
                    for o in list(options)[:100]
                ],
            )
        ]
    )


def finder(field: Action, placeholder: str) -> ActionsBlock:
    """A field that offers codes while somebody types, and opens the chosen one."""
    return ActionsBlock(
        elements=[ExternalDataSelectElement(placeholder=placeholder, action_id=field, min_query_length=2)]
    )


def cut(text: str, limit: int) -> str:
    """At most `limit` characters, with an ellipsis where something was left out."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _button(label: str, action_id: str, value: str) -> ButtonElement:
    return ButtonElement(text=cut(label, _BUTTON_TEXT_LIMIT), action_id=action_id, value=value)
