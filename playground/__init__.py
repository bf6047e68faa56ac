"""A local Slack workspace for development and tests: a strict stand-in for Slack's APIs, with a web page."""

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
