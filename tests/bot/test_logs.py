"""Nothing that somebody typed comes out of a log, whichever way it goes in."""

import asyncio
import gc
import io
import json
import logging
import re
import sys
import threading
import warnings
from collections.abc import Iterator

import pytest
import structlog

from bot.logs import LogEvent, configure, get_logger, reference

CANARY = "Jane Doe 123-45-6789"
LIBRARIES = [
    "slack_bolt",
    "slack_bolt.AsyncApp",
    "slack_sdk.web.async_client",
    "aiohttp.access",
    "aiohttp.server",
    "asyncio",
    "sqlalchemy.engine.Engine",
    "apscheduler.executors.default",
    "aiosqlite",
    "alembic",
    "some_later_library",
]


@pytest.fixture
def out() -> Iterator[io.StringIO]:
    """The configured log's output; everything global is put back afterwards."""
    loggers = [logging.getLogger(name) for name in LIBRARIES]
    before = [
        (logger, list(logger.handlers), logger.propagate, logger.level) for logger in [*loggers, logging.root]
    ]
    hooks = sys.excepthook, sys.unraisablehook, threading.excepthook
    last, raising = logging.lastResort, logging.raiseExceptions
    structured = structlog.get_config()
    stream = io.StringIO()
    for logger in loggers:
        logger.addHandler(logging.StreamHandler(stream))
        logger.setLevel(logging.ERROR)
    configure("DEBUG", stream)
    yield stream
    structlog.configure(**structured)
    logging.captureWarnings(capture=False)
    for logger, handlers, propagate, own in before:
        logger.handlers[:], logger.propagate = handlers, propagate
        logger.setLevel(own)
    logging.lastResort, logging.raiseExceptions = last, raising
    sys.excepthook, sys.unraisablehook, threading.excepthook = hooks


def lines(out: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_a_single_word_passes_no_field_either(out: io.StringIO) -> None:
    """A name needs no space to be a name: fields of words take members of enums only."""
    get_logger().info(LogEvent.ANSWERED, action="jane", reason="doe", kind="jane", job="doe", command="/jane")

    assert clean_of_canary(out, "jane|doe")


def clean_of_canary(out: io.StringIO, canary: str = "Jane|Doe|6789") -> bool:
    text = re.sub(r'"time": "[^"]*"', "", out.getvalue())  # a clock shows any four digits now and then
    return bool(text) and not re.search(canary, text)


def fail() -> None:
    try:
        int(CANARY)
    except ValueError as error:
        raise LookupError(CANARY) from error


@pytest.mark.parametrize("name", LIBRARIES)
def test_a_library_is_heard_without_its_words(out: io.StringIO, name: str) -> None:
    """Message, arguments, extra fields and exception text of any library are dropped; level and type stay."""
    logger = logging.getLogger(name)
    logger.info("body: " + CANARY)  # noqa: G003
    logger.warning("body: %s", CANARY, extra={"body": CANARY, "count": CANARY})
    logger.debug("%d", CANARY)
    try:
        fail()
    except LookupError:
        logger.exception(CANARY, stack_info=True)

    assert clean_of_canary(out)
    assert [(name, "library")] * 4 == [(line["logger"], line["event"]) for line in lines(out)]
    assert lines(out)[-1]["error"] == "LookupError < ValueError"


def test_our_own_events_keep_listed_fields_and_count_the_others(out: io.StringIO) -> None:
    """A field that is not on the list, or whose value is not of its form, is dropped and counted."""
    get_logger().info(
        LogEvent.ANSWERED,
        command="/cpt",
        duration_ms=0.4,
        text=CANARY,
        action=CANARY,
        count=1234567890,
        status=200,
    )

    (line,) = lines(out)
    assert clean_of_canary(out)
    assert (line["command"], line["duration_ms"], line["status"], line["dropped"]) == ("/cpt", 0.4, 200, 3)


@pytest.mark.parametrize(
    "field",
    [
        "level",
        "logger",
        "command",
        "action",
        "job",
        "system",
        "edition",
        "status",
        "reason",
        "kind",
        "count",
        "reference",
        "workspace",
        "version",
        "mode",
        "host",
        "port",
        "error",
        "where",
        "event_id",
        "text",
        "body",
        "time",
        "exc_info",
        "stack",
        "stack_info",
    ],
)
def test_no_field_takes_free_text(out: io.StringIO, field: str) -> None:
    """Whatever field a canary is put into, it does not come out."""
    structlog.get_logger().warning(LogEvent.ANSWERED, **{field: CANARY})

    assert clean_of_canary(out)


def test_an_event_that_nobody_named_has_no_words(out: io.StringIO) -> None:
    """A message in the place of an event is replaced, with its percent arguments."""
    structlog.get_logger().warning(f"looked up {CANARY}")
    structlog.get_logger().warning("looked up %s", CANARY)
    structlog.contextvars.bind_contextvars(question=CANARY)
    get_logger().warning(LogEvent.ANSWERED)
    structlog.contextvars.clear_contextvars()

    assert clean_of_canary(out)
    assert [line["event"] for line in lines(out)] == ["unnamed", "unnamed", "answered"]


def test_an_exception_tells_its_type_and_place_and_nothing_else(out: io.StringIO) -> None:
    """The place names our file, line and function, without the machine's folders."""
    try:
        fail()
    except LookupError as error:
        get_logger().error(LogEvent.REQUEST_FAILED, error, reference="K7QD-29XM")

    (line,) = lines(out)
    assert clean_of_canary(out)
    assert line["reference"] == "K7QD-29XM"
    assert re.fullmatch(r"bot/test_logs\.py:\d+ fail", str(line["where"][-1]))  # type: ignore[index]


def test_warnings_come_without_their_text(out: io.StringIO) -> None:
    """Python's warnings go the same way as everybody's messages."""
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(capture=False)
        logging.captureWarnings(capture=True)
        warnings.warn(CANARY, stacklevel=1)

    assert clean_of_canary(out)
    assert lines(out)[0]["logger"] == "py.warnings"


def test_a_forgotten_task_and_a_broken_callback_keep_their_secrets(
    out: io.StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    """asyncio's own exception handler reports types only."""

    async def breaking() -> None:
        fail()

    async def main() -> None:
        asyncio.get_running_loop().call_soon(fail)
        asyncio.get_running_loop().call_exception_handler({"message": CANARY, "body": CANARY})
        task = asyncio.create_task(breaking(), name=CANARY)
        await asyncio.wait([task])
        del task
        gc.collect()

    asyncio.run(main())

    assert clean_of_canary(out)
    assert {"asyncio"} == {line["logger"] for line in lines(out)}
    assert "Jane" not in "".join(capsys.readouterr())


def test_what_nobody_catches_keeps_its_secrets(out: io.StringIO, capsys: pytest.CaptureFixture[str]) -> None:
    """The main thread, other threads and finalisers log the type of an uncaught exception."""

    class Broken:
        def __del__(self) -> None:
            fail()

    try:
        fail()
    except LookupError as error:
        sys.excepthook(type(error), error, error.__traceback__)
    thread_hook, finaliser_hook = threading.excepthook, sys.unraisablehook
    thread_hook(threading.ExceptHookArgs((ValueError, ValueError(CANARY), None, None)))
    assert finaliser_hook is sys.unraisablehook
    Broken()
    gc.collect()

    assert clean_of_canary(out)
    assert [line["event"] for line in lines(out)] == ["uncaught"] * 3
    assert "Jane" not in "".join(capsys.readouterr())


def test_a_handler_that_fails_prints_nothing(out: io.StringIO, capsys: pytest.CaptureFixture[str]) -> None:
    """Standard logging prints a record that it could not format; not here."""
    logging.getLogger("late").addHandler(logging.StreamHandler(io.StringIO()))
    arguments = (CANARY,)
    logging.getLogger("late").warning("%d %d", *arguments)
    logging.getLogger("late").handlers.clear()

    assert "Jane" not in "".join(capsys.readouterr())
    assert clean_of_canary(out)


def test_libraries_are_quiet_below_a_warning_in_production(out: io.StringIO) -> None:
    """At INFO only our own events are heard; a library's wordless INFO lines would tell nobody anything."""
    configure("INFO", out)
    logging.getLogger("aiohttp.access").info(CANARY)
    get_logger().info(LogEvent.STARTED)

    assert [line["event"] for line in lines(out)] == ["started"]


def test_a_reference_can_be_read_out() -> None:
    """Two groups of four, no letter that is misheard, and no two alike."""
    seen = {reference() for _ in range(2_000)}

    assert len(seen) == 2_000
    assert all(re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}", one) for one in seen)


def test_a_command_that_forgot_to_configure_leaks_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    """The allow-list stands from the import on; `configure` only says how much is heard and where."""
    try:
        fail()
    except LookupError as error:
        get_logger().error(LogEvent.REQUEST_FAILED, error, text=CANARY)
    get_logger().info(LogEvent.ANSWERED, text=CANARY)
    printed = "".join(capsys.readouterr())

    assert "Jane" not in printed
    assert printed.count("\n") == 1
