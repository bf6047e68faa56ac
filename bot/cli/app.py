"""The table of contents of the command line."""

import typer

from bot.cli import ask, codes, db, doctor, manifest, prepare, serve

app = typer.Typer(
    name="codedesk",
    help="The billing team's code desk inside Slack. Start with: codedesk playground",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command("playground")(serve.playground)
app.command("run")(serve.run)
app.command("ask")(ask.ask)
app.add_typer(codes.app, name="codes")
app.add_typer(db.app, name="db")
app.command("doctor")(doctor.doctor)
app.command("manifest")(manifest.manifest)
app.command("prepare", hidden=True)(prepare.prepare)
