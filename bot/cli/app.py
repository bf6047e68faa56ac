"""The list of commands."""

from collections.abc import Iterable
from importlib import import_module
from typing import Annotated

import typer

_MODULES = {
    "playground": "serve",
    "run": "serve",
    "ask": "ask",
    "codes": "codes",
    "admins": "admins",
    "db": "db",
    "purge": "purge",
    "doctor": "doctor",
    "manifest": "manifest",
    "prepare": "prepare",
}
"""The module of each command in bot.cli. A group is its `app`; a command is a function with its name."""

_HIDDEN = {"prepare"}
_VERSION = "--version"


def make_app(asked: str = "") -> typer.Typer:
    """The command line. With a command's name, only that command is imported, because importing all takes seconds."""
    app = typer.Typer(
        name="codedesk",
        help="The billing team's code desk inside Slack. Start with: codedesk playground",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    app.callback()(_codedesk)
    for name in _modules_for(asked):
        module = import_module(f"bot.cli.{_MODULES[name]}")
        if hasattr(module, "app"):
            app.add_typer(module.app, name=name)
        else:
            app.command(name, hidden=name in _HIDDEN)(getattr(module, name))
    return app


def _modules_for(asked: str) -> Iterable[str]:
    if asked == _VERSION:
        return ()
    return (asked,) if asked in _MODULES else _MODULES


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version  # noqa: PLC0415 - no other command needs it

        print(f"codedesk {version('codedesk')}")
        raise typer.Exit


def _codedesk(
    _version: Annotated[
        bool,
        typer.Option(_VERSION, callback=_print_version, is_eager=True, help="Print the version and exit."),
    ] = False,
) -> None:
    """Do nothing. With a callback, a group keeps its subcommand's name even if it has only one."""
