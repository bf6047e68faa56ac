"""Block Kit as strictly as Slack takes it: what may stand where, how long, and what is drawn."""

from playground.blockkit.surfaces import (
    controls,
    dress,
    find_control,
    home_problems,
    message_problems,
    view_problems,
)

__all__ = ["controls", "dress", "find_control", "home_problems", "message_problems", "view_problems"]
