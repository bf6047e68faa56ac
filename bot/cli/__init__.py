"""The `codedesk` command. Each command imports what it needs when it runs, so that --help is quick."""

from bot.cli.app import app
from bot.cli.errors import speaking


def main() -> None:
    """Entry point: a known error is one sentence on standard error and exit code 1, never a stack trace."""
    with speaking():
        app()
