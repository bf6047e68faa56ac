"""Fixtures for all tests with faults."""

from collections.abc import Iterator

import pytest
import structlog

from bot import logs


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """Silence the log, because these failures are intended. Restored for later tests."""
    before = structlog.get_config()
    logs.configure("CRITICAL")
    yield
    structlog.configure(**before)
