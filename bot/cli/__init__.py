"""The `codedesk` command. Only the command that is asked for is imported (docs/decisions/0009)."""

import gc
import sys

from bot.cli.app import make_app
from bot.cli.errors import speaking

_GO_ON_IMPORTING = ("run", "playground")
"""They begin a child first; bot.wiring switches collection on once their library is open."""


def main() -> None:
    """Entry point: a known error is one sentence on standard error and exit code 1, never a stack trace."""
    asked = sys.argv[1] if len(sys.argv) > 1 else ""
    app = make_app(asked)
    if asked not in _GO_ON_IMPORTING:
        gc.freeze()  # modules stay until the end: no collection needs to look at them
        gc.enable()
    with speaking():
        app()
