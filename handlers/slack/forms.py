"""What stands in a submitted form, read field by field into typed values. Nothing in it is trusted.

Each input block has one element, so a field is known by its block id alone. Whatever is missing, too long or no
choice of ours is noted under its block, and `done` raises all of it at once: people mend a form in one go.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from bot.domain.errors import CodeDeskError, LooksLikePatientData
from bot.domain.privacy import find_patient_data
from bot.domain.text import clean

Payload = Mapping[str, object]
_E = TypeVar("_E", bound=StrEnum)

_PERSON = re.compile(r"[UW][A-Z0-9]{1,30}", re.ASCII)
_PLACE = re.compile(r"[CDG][A-Z0-9]{1,30}", re.ASCII)
_CODE = re.compile(r"[A-Z0-9]{3,7}(?:\.[A-Z0-9]{1,4})?", re.ASCII)
_MOST = 3000


class FieldFault(StrEnum):
    """What can be wrong with any field."""

    MISSING = "missing"
    TOO_LONG = "too long"
    FOREIGN = "no choice of this form"
    TOO_MANY = "too many"
    NOT_A_DATE = "not a date"


@dataclass
class BadField(CodeDeskError):
    """One field's fault; `limit` is the most that it takes, where that is the trouble."""

    kind: FieldFault
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with the field of this block: a BadField, or any error that has a sentence."""

    block_id: str
    error: CodeDeskError


@dataclass
class BadForm(CodeDeskError):
    """A form that cannot be taken: its errors by block, in the order of reading. Nothing was changed."""

    errors: tuple[FieldError, ...]


@dataclass(frozen=True, slots=True)
class SlackFile:
    """A file that somebody put into a form: where Slack keeps it, for the bot's token alone."""

    id: str
    name: str
    size: int
    url: str


class Fields:
    """Reads `state.values`. Every method gives an empty value, and notes the fault, where the field is no good."""

    def __init__(self, state: object) -> None:
        self._values = _mapping(_mapping(state).get("values"))
        self._errors: list[FieldError] = []

    def text(self, block: str, *, most: int = _MOST, needed: bool = False, lines: bool = False) -> str:
        """Cleaned words, '' where there are none; `lines` keeps line ends. What looks like patient data is a fault."""
        raw = self._entry(block).get("value")
        typed = raw if isinstance(raw, str) else ""
        words = "\n".join(map(clean, typed.splitlines())).strip() if lines else clean(typed)
        if len(typed) > _MOST or len(words) > most:
            return self._fault(block, FieldFault.TOO_LONG, "", most)
        if not words and needed:
            return self._fault(block, FieldFault.MISSING, "")
        if kind := find_patient_data(words):
            self.refuse(block, LooksLikePatientData(kind))
            return ""
        return words

    def choice(self, block: str, among: type[_E], *, needed: bool = False) -> _E | None:
        """The one chosen in a select or among radio buttons; `among` are the values that the view offered."""
        value = self._one(block)
        if value is None:
            return self._fault(block, FieldFault.MISSING, None) if needed else None
        try:
            return among(value)
        except ValueError:
            return self._fault(block, FieldFault.FOREIGN, None)

    def choices(self, block: str, among: type[_E], *, most: int = 100) -> tuple[_E, ...]:
        """Everything ticked or chosen, each once."""
        try:
            chosen = tuple(dict.fromkeys(among(value) for value in self._several(block)))
        except ValueError:
            return self._fault(block, FieldFault.FOREIGN, ())
        return chosen if len(chosen) <= most else self._fault(block, FieldFault.TOO_MANY, (), most)

    def option(self, block: str, form: str, *, needed: bool = False) -> str:
        """The chosen option's value where it is of exactly this form (a pattern: ids, codes, dates), else ''."""
        value = self._one(block)
        if value is None:
            return self._fault(block, FieldFault.MISSING, "") if needed else ""
        return value if re.fullmatch(form, value, re.ASCII) else self._fault(block, FieldFault.FOREIGN, "")

    def options(self, block: str, form: str, *, most: int = 100) -> tuple[str, ...]:
        """The values of everything chosen, each once, each of exactly this form."""
        chosen = tuple(dict.fromkeys(self._several(block)))
        if not all(re.fullmatch(form, value, re.ASCII) for value in chosen):
            return self._fault(block, FieldFault.FOREIGN, ())
        return chosen if len(chosen) <= most else self._fault(block, FieldFault.TOO_MANY, (), most)

    def code(self, block: str, command: str, *, needed: bool = False) -> str:
        """A code chosen in a typeahead, whose options are command lines: `/icd M54.50` of `command` '/icd'."""
        value = self._one(block)
        if value is None:
            return self._fault(block, FieldFault.MISSING, "") if needed else ""
        return _code(value, command) or self._fault(block, FieldFault.FOREIGN, "")

    def codes(self, block: str, command: str, *, most: int, needed: bool = False) -> tuple[str, ...]:
        """Codes chosen in a typeahead that takes several, in their order."""
        chosen = tuple(dict.fromkeys(_code(value, command) for value in self._several(block)))
        if "" in chosen:
            return self._fault(block, FieldFault.FOREIGN, ())
        if len(chosen) > most:
            return self._fault(block, FieldFault.TOO_MANY, (), most)
        return chosen if chosen or not needed else self._fault(block, FieldFault.MISSING, ())

    def day(self, block: str, *, needed: bool = False) -> date | None:
        """The day of a date picker."""
        raw = self._entry(block).get("selected_date")
        if raw is None:
            return self._fault(block, FieldFault.MISSING, None) if needed else None
        try:
            return date.fromisoformat(raw if isinstance(raw, str) and len(raw) == 10 else "")
        except ValueError:
            return self._fault(block, FieldFault.NOT_A_DATE, None)

    def person(self, block: str, *, needed: bool = False) -> str:
        """A user's id, or ''."""
        return self._id(block, "selected_user", _PERSON, needed=needed)

    def conversation(self, block: str, *, needed: bool = False) -> str:
        """A conversation's id, or ''."""
        return self._id(block, "selected_conversation", _PLACE, needed=needed)

    def files(self, block: str, *, most: int = 1, needed: bool = False) -> tuple[SlackFile, ...]:
        """The files that were put in."""
        raw = self._entry(block).get("files")
        files = tuple(map(_file, raw)) if isinstance(raw, list) else ()
        held = tuple(file for file in files if file is not None)
        if len(held) < len(files):
            return self._fault(block, FieldFault.FOREIGN, ())
        if len(held) > most:
            return self._fault(block, FieldFault.TOO_MANY, (), most)
        return held if held or not needed else self._fault(block, FieldFault.MISSING, ())

    def refuse(self, block: str, error: CodeDeskError) -> None:
        """Note what a rule of the caller's found wrong with a field."""
        self._errors.append(FieldError(block, error))

    @contextmanager
    def under(self, block: str) -> Iterator[None]:
        """Whatever CodeDeskError is raised inside is noted under this block."""
        try:
            yield
        except CodeDeskError as error:
            self.refuse(block, error)

    @property
    def sound(self) -> bool:
        """Nothing wrong so far."""
        return not self._errors

    def done(self) -> None:
        """Raises BadForm where anything was wrong. Call it before anything is done with what was read."""
        if self._errors:
            raise BadForm(tuple(self._errors))

    def _entry(self, block: str) -> Payload:
        inside = _mapping(self._values.get(block))
        return _mapping(next(iter(inside.values()), None))

    def _one(self, block: str) -> str | None:
        value = _mapping(self._entry(block).get("selected_option")).get("value")
        return value if isinstance(value, str) else None

    def _several(self, block: str) -> list[str]:
        raw = self._entry(block).get("selected_options")
        return [str(_mapping(one).get("value", "")) for one in raw] if isinstance(raw, list) else []

    def _id(self, block: str, name: str, form: re.Pattern[str], *, needed: bool) -> str:
        raw = self._entry(block).get(name)
        if raw is None:
            return self._fault(block, FieldFault.MISSING, "") if needed else ""
        known = isinstance(raw, str) and form.fullmatch(raw)
        return str(raw) if known else self._fault(block, FieldFault.FOREIGN, "")

    def _fault(self, block: str, kind: FieldFault, empty: "_T", limit: int | None = None) -> "_T":
        self.refuse(block, BadField(kind, limit))
        return empty


_T = TypeVar("_T")


def _code(value: str, command: str) -> str:
    code = value.removeprefix(f"{command} ")
    return code if code != value and _CODE.fullmatch(code) else ""


def _file(raw: object) -> SlackFile | None:
    held = _mapping(raw)
    file_id, url, size = held.get("id"), held.get("url_private_download"), held.get("size")
    if not isinstance(file_id, str) or not isinstance(url, str) or not isinstance(size, int):
        return None
    return SlackFile(file_id, str(held.get("name", "")), size, url)


def _mapping(value: object) -> Payload:
    return value if isinstance(value, Mapping) else {}
