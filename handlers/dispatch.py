"""The desk: one place that turns a command line into an answer, whoever brought it.

Slash commands, buttons, *Share* and `codedesk ask` all come through here, so that the order of checks
(length, help, patient data, the command itself) and the handling of what goes wrong stand once.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from bot.domain.errors import CodeDeskError, LooksLikePatientData, NotUnderstood, TooLong
from bot.domain.privacy import find_patient_data
from bot.domain.text import clean
from bot.logs import LogEvent, get_logger, reference
from bot.services.ports.database import Clock
from bot.services.ports.request_context import RequestContext
from handlers.slack.answer import Answer
from handlers.views.errors import sentence_for, unexpected
from handlers.views.guests import refused_card
from handlers.views.help import Help, help_card

TEXT_LIMIT = 3000
"""Characters; Slack itself sends at most a few thousand, and no question of a biller is longer."""

COMMAND_FORM = re.compile(r"^/?(?:[\w-]*[-_])?(?P<name>[a-z]+)$")
"""`/cpt`, and `/x-cpt` where the manifest was made with a prefix because a workspace already had a /cpt."""

_log = get_logger("commands")


class AnswerCommand(Protocol):
    """What a command's module offers, its services bound: cleaned text in, card out."""

    async def __call__(self, text: str, request: RequestContext) -> Answer: ...


@dataclass(frozen=True, slots=True)
class SlashCommandHandler:
    """A slash command: what answers it, and its own explanation."""

    answer: AnswerCommand
    help: Help
    public: bool = False
    """Answers from published codes, so a guest from another workspace (Slack Connect) may ask it."""


@dataclass(frozen=True, slots=True)
class CommandDispatcher:
    """Answers command lines. `commands` maps a name without slash ('cpt') to its command."""

    commands: Mapping[str, SlashCommandHandler]
    clock: Clock

    async def answer(
        self, name: str, text: str, *, workspace: str, user: str, guest: bool = False, channel: str = ""
    ) -> Answer:
        """The card for `/name text`; whatever goes wrong is a card too, never an exception.

        `channel` is the conversation that it is asked in, '' where only the asker reads.
        """
        try:
            command = self.commands[self._known(name)]
            if guest and not command.public:
                return refused_card()
            request = RequestContext(workspace, user, self.clock.today(), guest=guest, channel=channel)
            return (await _answer(command, text, request)).checked()
        except Exception as error:  # the last net
            return error_card(error)

    async def answer_line(
        self, line: str, *, workspace: str, user: str, guest: bool = False, channel: str = ""
    ) -> Answer:
        """The card for a whole command line such as `/cpt 97140 on 2025-12-31`."""
        name, _, text = line.strip().partition(" ")
        return await self.answer(name, text, workspace=workspace, user=user, guest=guest, channel=channel)

    def _known(self, name: str) -> str:
        form = COMMAND_FORM.match(name)
        if form is None or form["name"] not in self.commands:
            raise NotUnderstood(clean(name)[:40], tuple(f"/{known} help" for known in self.commands))
        return form["name"]


async def _answer(command: SlashCommandHandler, text: str, request: RequestContext) -> Answer:
    if len(text) > TEXT_LIMIT:
        raise TooLong(len(text), TEXT_LIMIT)
    text = clean(text)
    if text.lower() in ("help", "?", "--help", "-h"):
        return help_card(command.help)
    if kind := find_patient_data(text):
        raise LooksLikePatientData(kind)
    return await command.answer(text, request)


def error_card(error: Exception) -> Answer:
    """The card for what went wrong: what a person can mend in a sentence, a fault of ours by its reference."""
    known = sentence_for(error) if isinstance(error, CodeDeskError) else None
    return replace(known or _our_fault(error), failed=True)


def _our_fault(error: Exception) -> Answer:
    """A person gets a reference, the log what it needs to find it."""
    noted = reference()
    _log.error(LogEvent.REQUEST_FAILED, error, reference=noted)
    return unexpected(noted)
