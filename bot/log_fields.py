"""Which fields a log line may have, and what their values must look like. Read by bot/logs.py alone."""

import re
import traceback
from collections.abc import Callable, Mapping
from enum import StrEnum
from pathlib import PurePath


def _form(pattern: str) -> Callable[[object], bool]:
    """A check that a value is text of exactly this form."""
    whole = re.compile(rf"(?:{pattern})\Z", re.ASCII)
    return lambda value: isinstance(value, str) and whole.match(value) is not None


def _number(value: object) -> bool:
    """A number of fewer than nine digits: longer ones may name a person."""
    return isinstance(value, (int, float)) and abs(value) < 10**8


def _constant(value: object) -> bool:
    """A member of one of our enums: what somebody typed can be put into a string, but not into this."""
    return isinstance(value, StrEnum)


_WORDS = frozenset({"database", "response_url"})  # constants that no enum has


FIELDS: Mapping[str, Callable[[object], bool]] = {
    "level": _form("debug|info|warning|error|critical|exception"),
    "logger": _form(r"(?:[A-Za-z_.:]|(?<!\d\d)\d){1,80}"),
    "command": _form(r"/(?:[a-z]{1,3}-)?(?:cpt|icd|explain|claim|codes|application|deadlines)"),
    "action": _constant,
    "job": _constant,
    "system": _form(r"CPT|HCPCS Level II|ICD-10-CM"),
    "edition": _form(r"(?:FY)?\d{4}(?: ?Q[1-4])?|(?:January|April|July|October) \d{4}"),
    "status": _number,
    "reason": lambda v: _constant(v) or v in _WORDS,
    "kind": lambda v: _constant(v) or v in _WORDS,
    "count": _number,
    "duration_ms": _number,
    "attempt": _number,
    "reference": _form(r"[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}"),
    "workspace": _form(r"\*|[TE][A-Z0-9]{1,20}"),
    "version": _form(r"\d{1,3}(?:\.\d{1,3}){1,2}"),
    "mode": _form(r"http|socket|playground"),
    "host": _form(r"localhost|127\.0\.0\.1|0\.0\.0\.0|::1?"),
    "port": _number,
}
"""Field name -> does this value pass? No field takes free text. `error` and `where` are made from exceptions."""


def type_name(error: BaseException) -> str:
    """The exception's class, and that of what caused it: `LookupError < KeyError`."""
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    own = _plain(type(error).__qualname__)
    return own if cause is None else f"{own} < {_plain(type(cause).__qualname__)}"


def places(error: BaseException, most: int = 8) -> list[str]:
    """Where it was raised, innermost last: `handlers/cpt/command.py:31 look_up`. No values, no home folder."""
    frames = traceback.extract_tb(error.__traceback__)[-most:]
    return [f"{'/'.join(PurePath(f.filename).parts[-2:])}:{f.lineno} {_plain(f.name)}" for f in frames]


def _plain(name: str) -> str:
    return name if re.fullmatch(r"[\w.<>]{1,80}", name) else "other"
