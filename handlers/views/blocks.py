"""The few pieces that every card is made of, with Slack's escapes and limits kept in one place.

Cards are built from handlers.slack.block_kit: what Slack would refuse fails in a test first.
"""

from collections.abc import Iterable, Sequence

from handlers.slack.answer import CommandButton
from handlers.slack.block_kit import (
    ActionElement,
    ActionsBlock,
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
)
from handlers.slack.ids import Action

SECTION_LIMIT = 3000
FIELD_LIMIT = 2000
BLOCKS_LIMIT = 50
_BUTTON_TEXT_LIMIT = 75


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
