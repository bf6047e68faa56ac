"""A Slack workspace in a box: a strict stand-in of Web API, commands, buttons and App Home, and a page."""

from playground.action_sender import ActionResult
from playground.element_actions import NoSuchControlError
from playground.modal_stacks import Modal
from playground.sample_workspace import (
    BALANCE,
    BILLING,
    BOT_USER,
    CODING,
    DANA,
    GENERAL,
    LEE,
    MARIA,
    PRIYA,
    TEAM,
)
from playground.server import EVENTS, SCOPES, Playground
from playground.submissions import SubmissionResult
from playground.suggestions import Suggestion
from playground.traffic import TrafficEntry
from playground.user_actions import AppCommand, AppShortcut
from playground.workspace import HomeView, WorkspaceMessage

__all__ = [
    "BALANCE",
    "BILLING",
    "BOT_USER",
    "CODING",
    "DANA",
    "EVENTS",
    "GENERAL",
    "LEE",
    "MARIA",
    "PRIYA",
    "SCOPES",
    "TEAM",
    "ActionResult",
    "AppCommand",
    "AppShortcut",
    "HomeView",
    "Modal",
    "NoSuchControlError",
    "Playground",
    "SubmissionResult",
    "Suggestion",
    "TrafficEntry",
    "WorkspaceMessage",
]
