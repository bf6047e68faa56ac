"""The `codedesk` command. It imports only the command that was typed."""

import sys

from bot.cli.app import make_app
from bot.cli.errors import speaking


def main() -> None:
    """Entry point: a known error is one sentence on standard error and exit code 1, never a stack trace."""
    app = make_app(sys.argv[1] if len(sys.argv) > 1 else "")
    with speaking():
        app()
