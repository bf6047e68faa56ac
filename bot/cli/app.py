"""The table of contents of the command line."""

from importlib import import_module

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
"""Where each command stands in bot.cli: as `app` where it is a group, else as a function of its name."""

_HIDDEN = {"prepare"}


def make_app(asked: str = "") -> typer.Typer:
    """The command line, with the command `asked` alone where there is one of that name: others cost seconds."""
    app = typer.Typer(
        name="codedesk",
        help="The billing team's code desk inside Slack. Start with: codedesk playground",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    app.callback()(_codedesk)
    for name in [asked] if asked in _MODULES else _MODULES:
        module = import_module(f"bot.cli.{_MODULES[name]}")
        if hasattr(module, "app"):
            app.add_typer(module.app, name=name)
        else:
            app.command(name, hidden=name in _HIDDEN)(getattr(module, name))
    return app


def _codedesk() -> None:
    """Nothing of its own. With it, a command line of one command still takes that command's name."""
