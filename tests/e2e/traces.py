"""What the process leaves behind: its log, and the files of a data folder."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

import structlog

from bot import logs


@contextmanager
def logged() -> Iterator[StringIO]:
    """Everything that the process logs; the loggers are put back afterwards."""
    structured, handlers, level = structlog.get_config(), list(logging.root.handlers), logging.root.level
    stream = StringIO()
    logs.configure("DEBUG", stream)
    try:
        yield stream
    finally:
        structlog.configure(**structured)
        logging.root.handlers[:], logging.root.level = handlers, level


def holding(folder: Path, words: str) -> list[Path]:
    """The files of a folder in which these words stand."""
    return [path for path in folder.rglob("*") if path.is_file() and words.encode() in path.read_bytes()]
