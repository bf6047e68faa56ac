"""Codes looked up from where people are: in a message, in a modal, by mentioning the bot. Texts are never kept."""

import re
from dataclasses import dataclass

from bot.domain.codes.codes_in_message import Mentioned, codes_in, nearly_codes
from bot.domain.privacy import find_patient_data
from bot.services.library.code_library import CodeLibrary
from bot.services.lookup.procedures import ProcedureCatalog
from bot.services.ports.request_context import RequestContext
from handlers.dispatch import CommandDispatcher
from handlers.slack.answer import Answer
from handlers.slack.screen_types import ShortcutCall
from handlers.views.mentions import joined_card, look_up_card, no_code_card, no_question_card

_MENTIONS = re.compile(r"<[@!#][^>]{0,80}>")
_NAMED = re.compile(
    r"^/?(?P<name>cpt|icd|explain|claim|codes)\b[\s:,]*(?P<rest>.*)$", re.IGNORECASE | re.DOTALL
)
_HELP = frozenset(("", "help", "?", "hi", "hello"))


@dataclass(frozen=True, slots=True)
class TextLookup:
    """Answers texts: the codes that are loaded tell which words are codes."""

    dispatcher: CommandDispatcher
    code_library: CodeLibrary
    catalog: ProcedureCatalog

    async def in_message(self, called: ShortcutCall) -> Answer:
        """The message shortcut: every recognised code of the message, for the one who asked."""
        return await self._codes(called.text, called.request) or no_code_card()

    async def anywhere(self, called: ShortcutCall) -> Answer:  # noqa: ARG002 - the form of every shortcut
        """The global shortcut: a modal that finds codes while somebody types."""
        return look_up_card()

    async def mentioned(self, text: str, request: RequestContext) -> Answer:
        """A question that mentions the bot: a command by its name, or the codes in it."""
        said = _MENTIONS.sub(" ", text).strip()
        if said.lower() in _HELP:
            return no_question_card()
        if named := _NAMED.match(said):
            return await self._line(f"/{named['name'].lower()} {named['rest']}", request)
        return await self._codes(said, request, question=True) or no_question_card()

    async def _codes(self, text: str, request: RequestContext, *, question: bool = False) -> Answer | None:
        """`question`: the text was written for the bot, so what was perhaps meant as a code is asked about too."""
        found = self._found(text, request)
        lines = [f"/cpt {' '.join(map(str, found.procedures))}"] if found.procedures else []
        lines += [f"/icd {' '.join(found.diagnoses)}"] if found.diagnoses else []
        lines += [f"/cpt {piece}" for piece in nearly_codes(text, found)] if question else []
        cards = [await self._line(line, request) for line in lines]
        beware = find_patient_data(text) if question else None
        return joined_card(cards, found.left_out, beware) if cards else None

    def _found(self, text: str, request: RequestContext) -> Mentioned:
        table = self.code_library.diagnoses(None, request.today, request.workspace).table
        return codes_in(
            text,
            self.catalog.codes(request.workspace),
            lambda code: table is not None and table.get(code) is not None,
        )

    async def _line(self, line: str, request: RequestContext) -> Answer:
        return await self.dispatcher.answer_line(
            line, workspace=request.workspace, user=request.user, guest=request.guest
        )
