"""Everything that Slack can send to the bot: its commands, forms, buttons and shortcuts, read from the code.

A form and a button each need a forged example here. `test_surface.py` fails where one is missing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bot.services.library.code_library import CodeLibrary
from bot.services.team.roles import TeamRoles
from bot.services.team.team_cache import TeamCache
from handlers import make_dispatcher
from handlers.slack.ids import Action, FormId
from handlers.views.applications import forms as app_forms
from handlers.views.applications import new_form
from handlers.views.applications.step_form import number_field
from handlers.views.claim import form as claim_form
from handlers.views.codes import fetch as fetch_form
from handlers.views.codes import load as load_form
from handlers.views.codes import roles as role_form
from handlers.views.deadlines import buttons as mark_forms
from handlers.views.deadlines import channels as channel_form
from handlers.views.deadlines import meetings as date_forms
from tests.fakes import FakeClock, FakeDatabase

CANARY = "Zyxwvut"
PATIENT = f"John {CANARY} 01/02/1960"


def _commands() -> tuple[str, ...]:
    clock, database = FakeClock(datetime(2026, 11, 21, tzinfo=UTC)), FakeDatabase()
    dispatcher = make_dispatcher(
        code_library=CodeLibrary(),
        clock=clock,
        team_cache=TeamCache(database, clock),
        roles=TeamRoles(database, clock),
    )
    return tuple(f"/{name}" for name in dispatcher.commands)


COMMANDS = _commands()
"""Every slash command, as a person types it."""


@dataclass(frozen=True, slots=True)
class ForgedForm:
    """A submission that no page of ours would send: patient data in each text field, a foreign value in each choice.

    `ids` is metadata as the real form carries it. `texts` are all text fields; `choices` are the other fields.
    """

    ids: str
    texts: tuple[str, ...] = ()
    choices: Mapping[str, Mapping[str, object]] = field(default_factory=dict)

    def values(self) -> dict[str, dict[str, object]]:
        """The state of the view by block id."""
        typed: dict[str, dict[str, object]] = {name: {"value": PATIENT} for name in self.texts}
        return typed | {name: dict(entry) for name, entry in self.choices.items()}


def _option(value: str) -> dict[str, object]:
    return {"selected_option": {"text": {"type": "plain_text", "text": "x"}, "value": value}}


_PERSON = {"selected_user": CANARY.lower()}
_DAY = {"selected_date": f"{CANARY}-02-30"}
_STEP = "1 1 assess_need>pre_submission -"

FORGED_FORMS: Mapping[FormId, ForgedForm] = {
    FormId.SHARE: ForgedForm(f"/cpt {PATIENT}", choices={"share_in": {"selected_conversation": CANARY}}),
    FormId.CLAIM: ForgedForm(
        "",
        (claim_form.DATE, claim_form.modifiers_field(1)),
        {claim_form.code_field(1): _option(f"/cpt {CANARY}"), claim_form.SETTING: _option(CANARY)},
    ),
    FormId.LOAD: ForgedForm(
        "",
        (load_form.NAME,),
        {load_form.FILES: {"files": [{"id": CANARY}]}, load_form.EFFECTIVE: _DAY},
    ),
    FormId.FETCH: ForgedForm(
        "",
        choices={
            fetch_form.SETS: {"selected_options": [{"value": CANARY}]},
            fetch_form.LICENSE: {"selected_options": [{"value": CANARY}]},
        },
    ),
    FormId.ROLE: ForgedForm("", choices={role_form.PERSON: _PERSON, role_form.ROLE: _option(CANARY)}),
    FormId.SUBSCRIBE: ForgedForm(
        "",
        (channel_form.LEADS, channel_form.ZONE),
        {channel_form.CHANNEL: {"selected_conversation": CANARY}, channel_form.HOUR: _option(CANARY)},
    ),
    FormId.MEETING_DATE: ForgedForm(
        "2027-02", choices={date_forms.WHICH: _option(CANARY), date_forms.DAY: _DAY}
    ),
    FormId.DATE: ForgedForm("panel:2027-02:meeting", choices={date_forms.DAY: _DAY}),
    FormId.SNOOZE: ForgedForm("C1 1.1 panel:2027-02:meeting", choices={mark_forms.DAY: _DAY}),
    FormId.ASSIGN: ForgedForm("C1 1.1 panel:2027-02:meeting", choices={mark_forms.PERSON: _PERSON}),
    FormId.APP_NEW: ForgedForm("", (new_form.SERVICE,), {new_form.KIND: _option(CANARY)}),
    FormId.APP_OPEN: ForgedForm("new I 1 97140", (new_form.TITLED, new_form.why_field("97140"))),
    FormId.APP_STEP: ForgedForm(_STEP, choices={"target": _option(CANARY), number_field(1): _option(CANARY)}),
    FormId.APP_NOTE: ForgedForm("1 1 - -", (app_forms.TEXT,)),
    FormId.APP_EVIDENCE: ForgedForm("1 1 coi -", (app_forms.TEXT, app_forms.LINKED)),
    FormId.APP_SOCIETY: ForgedForm(
        "1 1 - -", (app_forms.SOCIETY, app_forms.ROLE, app_forms.ANSWERED), {app_forms.ON: _DAY}
    ),
    FormId.APP_ARTICLE: ForgedForm(
        "1 1 - -",
        (app_forms.TEXT, app_forms.AUTHORS, app_forms.JOURNAL, app_forms.POPULATION),
        {app_forms.DESIGN: _option(CANARY)},
    ),
    FormId.APP_CONSIDER: ForgedForm(
        "1 1 - -", (app_forms.WHY_NOT,), {app_forms.CODE: _option(f"/cpt {CANARY}")}
    ),
    FormId.APP_MEMBER: ForgedForm("1 1 - -", choices={app_forms.PERSON: _PERSON}),
    FormId.APP_SIGN: ForgedForm("1 1 U0LEE0001 -", choices={app_forms.ON: _DAY}),
    FormId.APP_ASSIGN: ForgedForm("1 1 - -", choices={app_forms.PERSON: _PERSON}),
    FormId.APP_EDIT: ForgedForm("1 1 - -", (app_forms.TEXT, app_forms.LINKED)),
    FormId.APP_CODES: ForgedForm(
        "1 1 - -",
        choices={f"{app_forms.CATEGORY}1": _option("I"), f"{app_forms.KIND}1": _option(CANARY)},
    ),
    FormId.APP_TARGET: ForgedForm("1 1 - -", choices={"target": _option(CANARY)}),
    FormId.APP_MINIMUM: ForgedForm("1 1 - -", choices={app_forms.TEXT: {"value": "ten"}}),
}
"""One submission of each form."""

FORGED_PRESSES: Mapping[Action, tuple[str, ...]] = {
    Action.RUN: (f"/cpt {PATIENT}", "/nothing"),
    Action.PICK: (f"/icd {PATIENT}", f"share /cpt {PATIENT}"),
    Action.FIND_ICD: (f"/icd {PATIENT}",),
    Action.FIND_CPT: (f"/cpt {PATIENT}",),
    Action.SHARE: (f"/cpt {PATIENT}", "/codes admins"),
    Action.REMIND_DONE: ("panel:2019-02:meeting",),
    Action.REMIND_REOPEN: ("panel:2019-02:meeting",),
    Action.REMIND_SNOOZE: ("99 panel:2027-02:meeting", "3 panel:2019-02:meeting"),
    Action.REMIND_ASSIGN: ("U0NOBODY1", f"<@{CANARY}>"),
    Action.REMIND_MENU: ("explode panel:2027-02:meeting", "done panel:2019-02:meeting"),
    Action.REMIND_ITEM: ("campaign:2027-01-01 get_release explode", "campaign:2027-03-01 get_release done"),
    Action.REMIND_AGAIN: ("C0NOWHERE", f"<#{CANARY}>"),
    Action.APP_STEP: ("1 7 assess_need>not_pursued", "1 1 submitted>staff_review"),
    Action.APP_UNDO: ("1 1", "99 1"),
    Action.APP_PAGE: ("1 secrets 0", "99 checklist 0"),
    Action.APP_FORM: ("1 1 everything -", "99 1 note -"),
    Action.APP_ENTRY: ("1 explode coi 0", "99 tick coi 0"),
    Action.APP_LIST: ("-1", "99999999999"),
}
"""Values of each button, of the form that it takes, but that no button of ours carries."""


def missing(
    known: type[Action] | type[FormId], examples: Mapping[FormId, object] | Mapping[Action, object]
) -> list[str]:
    """The members of `known` that have no forged example."""
    return [member.name for member in known if member not in examples]
