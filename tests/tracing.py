"""Which of the project's files and functions a piece of work enters, in order."""

import inspect
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).parents[1]
PARTS = ("bot", "handlers", "storage")
_RESUMED = inspect.CO_COROUTINE | inspect.CO_GENERATOR | inspect.CO_ASYNC_GENERATOR
_LAMBDA = "<lambda>"


@dataclass(slots=True)
class Walk:
    """Every function that was entered, by its file (`handlers/cpt/command.py`); a coroutine counts once."""

    entered: list[tuple[str, str]] = field(default_factory=list)

    @property
    def calls(self) -> int:
        """How many functions were entered."""
        return len(self.entered)

    @property
    def files(self) -> list[str]:
        """The files in the order in which they were first entered."""
        return list(dict.fromkeys(file for file, _ in self.entered))


@contextmanager
def traced(root: Path = ROOT, ignoring: str = "apscheduler") -> Iterator[Walk]:
    """Notes every call in this process; what a caller in a file named like `ignoring` began is left out."""
    walk, known = Walk(), set[FrameType]()  # frames are kept, so none is taken for another
    prefixes = tuple(f"{root}/{part}/" for part in PARTS)

    def note(frame: FrameType, event: str, _argument: object) -> None:
        code = frame.f_code
        if event != "call" or not code.co_filename.startswith(prefixes):
            return
        if code.co_name.startswith("<") and code.co_name != _LAMBDA:
            return  # a module, a class body or a comprehension
        if code.co_flags & _RESUMED:
            if frame in known:
                return
            known.add(frame)
        if not _is_below(frame, ignoring):
            walk.entered.append((code.co_filename.removeprefix(f"{root}/"), code.co_qualname))

    threading.setprofile(note)
    sys.setprofile(note)
    try:
        yield walk
    finally:
        sys.setprofile(None)
        threading.setprofile(None)


def _is_below(frame: FrameType | None, name: str) -> bool:
    while frame is not None:
        if name in frame.f_code.co_filename:
            return True
        frame = frame.f_back
    return False
