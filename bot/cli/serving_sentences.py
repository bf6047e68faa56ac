"""What a starting bot says on the terminal. Apart from the other sentences, which know every room."""

from collections.abc import Sequence


def missing_settings(names: Sequence[str]) -> str:
    """`codedesk run` without what it needs."""
    return (
        f"codedesk run needs {' and '.join(names)} (in the environment or in .env). "
        "Without a Slack account, try: codedesk playground"
    )


def run_ready(host: str, port: int, *, socket: bool) -> str:
    """Printed once, when `codedesk run` answers."""
    health = f"health at http://{host}:{port}/readyz"
    if socket:
        return f"CodeDesk is connected by Socket Mode; {health}. Stop with Ctrl-C."
    return f"CodeDesk listens at http://{host}:{port}/slack/events; {health}. Stop with Ctrl-C."


def playground_ready(url: str) -> str:
    """Printed once, when the playground answers."""
    return f"The playground is open at {url}  Try /cpt 97140 there. Stop with Ctrl-C."
