"""What several tests of the Slack side need."""

import logging
from collections.abc import Iterator

import pytest
import structlog


@pytest.fixture
def at_info() -> Iterator[None]:
    """Log from INFO on, as in production."""
    before = structlog.get_config()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.INFO))
    yield
    structlog.configure(**before)
