"""What a starting bot prints. It is separate from the other sentences because their imports are heavy."""

from collections.abc import Sequence


def missing_settings(names: Sequence[str]) -> str:
    """The error if `codedesk run` lacks required settings."""
    return (
        f"codedesk run needs {' and '.join(names)} (in the environment or in .env). "
        "Without a Slack account, try: codedesk playground"
    )


def run_ready(host: str, port: int, *, socket: bool) -> str:
    """Printed once, when `codedesk run` is ready."""
    health = f"health at http://{host}:{port}/readyz"
    if socket:
        return f"CodeDesk is connected by Socket Mode; {health}. Stop with Ctrl-C."
    return f"CodeDesk listens at http://{host}:{port}/slack/events; {health}. Stop with Ctrl-C."


def playground_ready(url: str) -> str:
    """Printed once, when the playground is ready."""
    return f"The playground is open at {url}  Try /cpt 97140 there. Stop with Ctrl-C."
