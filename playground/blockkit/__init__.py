"""Block Kit validation as strict as Slack's: allowed places, lengths, and supported elements."""

from playground.blockkit.surfaces import (
    controls,
    dress,
    find_control,
    home_problems,
    message_problems,
    view_problems,
)

__all__ = ["controls", "dress", "find_control", "home_problems", "message_problems", "view_problems"]
