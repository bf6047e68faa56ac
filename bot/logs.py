"""Logs as JSON lines that cannot carry what somebody typed.

Three walls: an event has a name of `Event` and no message; a field passes only if bot/log_fields.py lists it
and its value has that field's form; and everything that libraries log (Bolt writes whole bodies, asyncio the
repr of what failed) is reduced to logger, level, exception type and places in the code. What is dropped is
counted.
"""

import logging
import secrets
import sys
import threading
from collections.abc import Callable, Mapping, MutableMapping
from enum import StrEnum
from types import TracebackType
from typing import TextIO

import structlog

from bot.log_fields import FIELDS, places, type_name

Value = str | int | float | bool | None


class LogEvent(StrEnum):
    """Every event that can be logged. Add a name here before logging it."""

    STARTED = "started"
    STOPPED = "stopped"
    READY = "ready"
    ANSWERED = "answered"
    ACTION_TAKEN = "action_taken"
    REQUEST_REFUSED = "request_refused"
    REQUEST_FAILED = "request_failed"
    JOB_FAILED = "job_failed"
    CODES_LOADED = "codes_loaded"
    LIBRARY_FILE_FAULT = "library_file_fault"  # `reason`: an EditionFault
    LIBRARY_REFRESH_FAILED = "library_refresh_failed"
    DATABASE_MIGRATED = "database_migrated"
    SLACK_CALL_FAILED = "slack_call_failed"
    CONNECTION_LOST = "connection_lost"
    CONNECTION_MADE = "connection_made"
    UNCAUGHT = "uncaught"
    LIBRARY = "library"  # something that a library logged, without its words
    UNNAMED = "unnamed"  # an event that is not in this list


class Log:
    """What our own code logs with: an event, listed fields, and the exception if there is one."""

    def __init__(self, name: str) -> None:
        self._name = name

    def info(self, event: LogEvent, **fields: Value) -> None:
        """Something happened as it should."""
        self._write("info", event, None, fields)

    def warning(self, event: LogEvent, error: BaseException | None = None, **fields: Value) -> None:
        """Something that somebody may want to look at."""
        self._write("warning", event, error, fields)

    def error(self, event: LogEvent, error: BaseException | None = None, **fields: Value) -> None:
        """Something that went wrong. Of `error` only type and places are written, never its text."""
        self._write("error", event, error, fields)

    def _write(
        self, level: str, event: LogEvent, error: BaseException | None, fields: Mapping[str, Value]
    ) -> None:
        getattr(structlog.get_logger(), level)(event, **{**fields, "logger": self._name, "exc_info": error})


def get_logger(name: str = "codedesk") -> Log:
    """A logger for one module; may be made at import, before `configure`."""
    return Log(name)


def reference() -> str:
    """Eight characters that a person can read out over the telephone, `K7QD-29XM`; 40 random bits.

    Crockford's base 32: no I, L, O, U, so nothing is misheard and nothing is spelt.
    """
    text = "".join(secrets.choice("0123456789ABCDEFGHJKMNPQRSTVWXYZ") for _ in range(8))
    return f"{text[:4]}-{text[4:]}"


def configure(level: str = "INFO", stream: TextIO | None = None) -> None:
    """Send this process's logs to `stream` (standard error) and take over every other logger's handlers.

    Call once at start, after the libraries are imported. Libraries speak from WARNING on, or from DEBUG where
    `level` is DEBUG. Raises KeyError for a level that does not exist.
    """
    threshold = logging.getLevelNamesMapping()[level.upper()]
    _structure(threshold, stream)
    _take_over(threshold if threshold <= logging.DEBUG else max(threshold, logging.WARNING))


def _structure(threshold: int, stream: TextIO | None = None) -> None:
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            _only_listed,
            structlog.processors.TimeStamper(fmt="iso", key="time"),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(threshold),
        logger_factory=lambda *_: structlog.WriteLogger(stream or sys.stderr),
        cache_logger_on_first_use=False,
    )


def _only_listed(
    _logger: object, _method: str, line: MutableMapping[str, object]
) -> MutableMapping[str, object]:
    """The event and the listed fields, with the number of fields that did not pass."""
    event, error = line.pop("event", None), _exception(line.pop("exc_info", None))
    kept = {k: v for k, v in line.items() if k in FIELDS and (v is None or FIELDS[k](v))}
    dropped = len(line) - len(kept) + (not isinstance(event, LogEvent))
    named = {"event": event.value if isinstance(event, LogEvent) else LogEvent.UNNAMED.value}
    told = {} if error is None else {"error": type_name(error), "where": places(error)}
    return {**named, **kept, **told, **({"dropped": dropped} if dropped else {})}


def _exception(given: object) -> BaseException | None:
    """The exception in any of the forms that `exc_info` takes."""
    if isinstance(given, tuple) and len(given) == 3:
        given = given[1]
    elif given is True:
        given = sys.exc_info()[1]
    return given if isinstance(given, BaseException) else None


class _Wordless(logging.Handler):
    """Takes what libraries log and passes on everything but the words."""

    def emit(self, record: logging.LogRecord) -> None:
        write: Callable[..., None] = structlog.get_logger().log
        write(record.levelno, LogEvent.LIBRARY, logger=record.name, exc_info=record.exc_info)


def _take_over(level: int) -> None:
    """One handler for all of standard logging, warnings, and exceptions that nobody caught."""
    logging.raiseExceptions = False  # else a failing handler prints the record, arguments and all
    logging.lastResort = None
    logging.captureWarnings(capture=True)
    logging.root.handlers[:] = [_Wordless()]
    logging.root.setLevel(level)
    for known in logging.root.manager.loggerDict.values():
        if isinstance(known, logging.Logger):
            known.handlers.clear()
            known.propagate = True
            known.setLevel(logging.NOTSET)  # Bolt gives its loggers levels of their own
    sys.excepthook = _uncaught
    sys.unraisablehook = lambda args: _uncaught(args.exc_type, args.exc_value, args.exc_traceback)
    threading.excepthook = lambda args: _uncaught(args.exc_type, args.exc_value, args.exc_traceback)


def _uncaught(kind: type[BaseException], error: BaseException | None, _trace: TracebackType | None) -> None:
    get_logger("python").error(LogEvent.UNCAUGHT, error or kind())


_structure(
    logging.WARNING
)  # structlog's own defaults print every field: no command may forget the allow-list
