"""The sample workspace: a small, clearly fictional practice, always the same."""

from playground.rules import Clock
from playground.workspace import Channel, Person, Workspace, WorkspaceTeam

TEAM = "T0MAPLEST"
APP = "A0C0DEDSK"
BOT_USER = "U0C0DEDSK"
BOT = "B0C0DEDSK"

DANA = "U0DANA001"
MARIA = "U0MARIA01"
LEE = "U0LEE0001"
PRIYA = "U0PRIYA01"

BILLING = "C0BILLING"
CODING = "C0CODINGQ"
GENERAL = "C0GENERAL"
BALANCE = "C0BALANCE"

_PEOPLE = (
    Person(DANA, "dana", "Dana Whitfield", "Billing lead"),
    Person(MARIA, "maria", "Maria Okafor", "Certified coder"),
    Person(LEE, "lee", "Lee Tran", "Front desk"),
    Person(PRIYA, "priya", "Priya Raman", "Physical therapist"),
)


def make_sample_workspace(clock: Clock, app_name: str = "CodeDesk") -> Workspace:
    """A fresh workspace: four people, four channels (three with the app, one private), no messages."""
    everyone = frozenset(person.id for person in _PEOPLE)
    team = WorkspaceTeam(
        TEAM, "Maple Street Billing (playground)", "maple-street-playground", APP, app_name, BOT_USER, BOT
    )
    channels = [
        Channel(BILLING, "billing", "Claims, denials and what the payers said", everyone | {BOT_USER}),
        Channel(CODING, "coding-questions", f"Which code fits? ({app_name} is not a member here)", everyone),
        Channel(GENERAL, "general", "Everybody at Maple Street", everyone | {BOT_USER}),
        Channel(
            BALANCE,
            "remote-balance",
            "Private: the team of the code applications",
            frozenset({DANA, MARIA, PRIYA, BOT_USER}),
            is_private=True,
        ),
    ]
    channels += [
        Channel(f"D{person.id[1:]}", app_name, f"You and {app_name}", frozenset({person.id, BOT_USER}), True)
        for person in _PEOPLE
    ]
    return Workspace(
        team=team,
        people={person.id: person for person in _PEOPLE},
        channels={channel.id: channel for channel in channels},
        clock=clock,
    )
