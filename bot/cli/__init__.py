"""The `codedesk` command. It imports only the requested command."""

import sys

from bot.cli.app import make_app
from bot.cli.errors import speaking


def main() -> None:
    """Entry point. A known error prints one sentence to standard error and exits with code 1, without a stack trace."""
    app = make_app(sys.argv[1] if len(sys.argv) > 1 else "")
    with speaking():
        app()
