"""Block Kit validation as strict as Slack's: allowed places, lengths, and supported elements."""

from playground.blockkit.surfaces import (
    controls,
    find_control,
    home_problems,
    message_problems,
    view_problems,
    with_defaults,
)

__all__ = ["controls", "find_control", "home_problems", "message_problems", "view_problems", "with_defaults"]
