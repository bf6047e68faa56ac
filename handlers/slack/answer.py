"""What a person gets from a command, a press or a form: the answer, a file with it, and buttons that run a command."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Self

import msgspec

from handlers.slack.block_kit import Block, View, blocks_json


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
