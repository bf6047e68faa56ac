"""A Slack workspace in a box: a strict stand-in of Web API, commands, buttons and App Home, and a page."""

from playground.acts import Command, Shortcut
from playground.presses import NoSuchControlError
from playground.seed import BALANCE, BILLING, BOT_USER, CODING, DANA, GENERAL, LEE, MARIA, PRIYA, TEAM
from playground.server import EVENTS, SCOPES, Playground
from playground.stacks import Modal
from playground.stage import Delivery
from playground.submissions import Submission
from playground.suggestions import Suggestion
from playground.traffic import Exchange
from playground.workspace import HomeView, Message

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
    "Command",
    "Delivery",
    "Exchange",
    "HomeView",
    "Message",
    "Modal",
    "NoSuchControlError",
    "Playground",
    "Shortcut",
    "Submission",
    "Suggestion",
]
