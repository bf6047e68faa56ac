"""A world for each test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.fetching.world import World, fetching_world


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """Sites without anything on them, and nothing loaded."""
    async with fetching_world(tmp_path / "downloads") as made:
        yield made
