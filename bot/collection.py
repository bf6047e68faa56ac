"""Garbage collection, set once by each process as it begins."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_THRESHOLDS = (100_000, 10, 10)


def collect_seldom() -> None:
    """Look for garbage after 100,000 new objects instead of 700.

    A process begins with objects that all stay: modules, and in the worker the rows of code files. Python's own
    thresholds collect 430 times while a bot imports, and find nothing: 0.3 s of 1.3 s.
    """
    gc.set_threshold(*_THRESHOLDS)


@contextmanager
def kept_for_good() -> Iterator[None]:
    """Make objects that all stay: nothing is collected meanwhile, and nothing walks over them afterwards.

    A copy of the process shares their memory, because nothing touches them.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
