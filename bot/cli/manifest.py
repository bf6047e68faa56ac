"""`codedesk manifest`: print the Slack app's manifest for pasting."""

import json
from typing import Annotated

import typer

from handlers.slack import manifest as manifests


def manifest(
    url: Annotated[str | None, typer.Option(help="The bot's public https address, for HTTP")] = None,
    prefix: Annotated[str, typer.Option(help="Put before each command, such as x-")] = "",
) -> None:
    """Print the manifest: for Socket Mode, or for HTTP with --url."""
    made = manifests.load()
    made = manifests.with_prefix(made, prefix) if prefix else made
    made = manifests.for_http(made, url) if url else manifests.for_socket_mode(made)
    print(json.dumps(made, indent=2))
