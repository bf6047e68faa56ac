"""What all runs under faults share."""

from collections.abc import Iterator

import pytest
import structlog

from bot import logs


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """What fails is logged, and here it is meant to fail; whatever test comes next in this process hears all again."""
    before = structlog.get_config()
    logs.configure("CRITICAL")
    yield
    structlog.configure(**before)
