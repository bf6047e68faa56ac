"""The diagram in docs/ matches the stage table."""

import runpy
from pathlib import Path

_DOCS = Path(__file__).parents[3] / "docs"


def test_the_committed_diagram_is_up_to_date() -> None:
    """To update it: python docs/make_stage_diagram.py"""
    made = runpy.run_path(str(_DOCS / "make_stage_diagram.py"))["diagram"]()

    assert (_DOCS / "application-stages.md").read_text(encoding="utf-8") == made
    assert made.count(" --> ") == 1 + 72 + 6
