"""What the team keeps beside the codes that an answer is about: its notes, and the button that watches them.

Stands around the commands that answer about codes, so that none of them knows of notes.
"""

import re
from collections import OrderedDict
from dataclasses import dataclass

from bot.domain.codes.changes.watched import CodeName, read_one
from bot.domain.codes.notes.note import TeamNote
from bot.services.ports.request_context import RequestContext
from bot.services.team.team_cache import TeamData
from handlers.codes import notes as codes_notes
from handlers.dispatch import AnswerCommand
from handlers.services import Services
from handlers.slack.answer import Answer
from handlers.views.team_context import shared_line, with_notes, with_watch

_NOTE = re.compile(r"notes?\b[ :]*(?P<code>[^\s:]*)[ :]*(?P<behind>.*)", re.IGNORECASE | re.DOTALL)
_DATED = re.compile(r" on \d{4}-\d\d-\d\d$")
_MOST = 10
"""Codes of one answer whose notes are looked for."""
_KEPT = 256


class TeamContext:
    """One command with the team's notes and its Watch button.

    `diagnoses`: codes of both forms are diagnoses here (`/icd`). `watch`: answers carry the button.
    """

    def __init__(
        self, inner: AnswerCommand, services: Services, *, diagnoses: bool = False, watch: bool = True
    ) -> None:
        self._inner = inner
        self._team_data = services.team_cache
        self._diagnoses = diagnoses
        self._watch = watch
        self._team = services.team
        self._kept: OrderedDict[int, _Kept] = OrderedDict()

    async def __call__(self, text: str, request: RequestContext) -> Answer:
        """The card for `text`: a note's own, or the command's with what the team keeps."""
        if self._watch and (found := _NOTE.fullmatch(text)):
            noted = await codes_notes.answer(
                found["code"], found["behind"], request, team=self._team, diagnoses=self._diagnoses
            )
            if noted is not None:
                return noted
        answer = await self._inner(text, request)
        if request.guest or answer.failed:
            return answer
        team_data = await self._team_data.of(request.workspace)
        return self._with(answer, team_data)

    def _about(self, answer: Answer) -> tuple[CodeName, ...]:
        """The codes that the answer's canonical command line names; none where it has no such line."""
        words = _DATED.sub("", shared_line(answer)).split()[1:]
        read = (
            read_one(word.strip(",;"), lambda _: False, diagnosis_first=self._diagnoses) for word in words
        )
        return tuple(dict.fromkeys(name for name in read if name))[:_MOST]

    def _with(self, answer: Answer, team_data: TeamData) -> Answer:
        """Kept by the answer itself: the commands keep their answers about one code, and so does this."""
        kept = self._kept.get(id(answer))
        names = kept.names if kept and kept.answer is answer else self._about(answer)
        notes = tuple(note for name in names for note in _of(name, team_data))
        watched = bool(names) and all(name in team_data.watched for name in names)
        if kept and kept.answer is answer and kept.context == (watched, notes):
            return kept.made
        made = (
            with_watch(answer, [n.code for n in names], watched=watched) if names and self._watch else answer
        )
        made = with_notes(made, notes, several=len(names) > 1) if notes else made
        if names:
            self._kept[id(answer)] = _Kept(answer, names, (watched, notes), made)
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return made


@dataclass(frozen=True, slots=True)
class _Kept:
    """An answer, the codes that it is about, what stood beside them, and the card with all of it."""

    answer: Answer
    names: tuple[CodeName, ...]
    context: tuple[bool, tuple[TeamNote, ...]]
    made: Answer


def _of(name: CodeName, team_data: TeamData) -> tuple[TeamNote, ...]:
    """A system's own notes: `A0100` may be HCPCS and, without its dot, a diagnosis."""
    return tuple(note for note in team_data.notes.get(name.code, ()) if note.system is name.system)
