"""`/application ...` text as typed requests. Any other text gets an answer too."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.applications.errors import NoSuchApplication, NotATarget
from bot.domain.applications.parse import (
    AddApplicationNote,
    ApplicationRequest,
    AssignOwner,
    ChangeMeeting,
    CloseApplication,
    ExportApplication,
    ListApplications,
    NewApplication,
    ReopenApplication,
    ShowApplication,
    ShowBoard,
    ShowWelcome,
    UnknownSubcommand,
    read_question,
)
from bot.domain.applications.stages import Phase
from bot.domain.applications.targets import PanelMeeting, Quarter


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("", ShowWelcome()),
        ("new", NewApplication()),
        ("board", ShowBoard()),
        ("export", ExportApplication()),
        ("export A-12", ExportApplication(12)),
        ("show A-12", ShowApplication(12)),
        ("a 012", ShowApplication(12)),
        ("show a12 history before 40", ShowApplication(12, history=True, before=40)),
        ("list", ListApplications()),
        ("mine", ListApplications(mine=True)),
        ("list stalled page 3", ListApplications(stalled=True, page=3)),
        ("list phase review", ListApplications(phase=Phase.REVIEW)),
        ("panel", ListApplications(phase=Phase.PANEL)),
        ("list all meeting May 2027", ListApplications(include_closed=True, target=PanelMeeting(2027, 5))),
        ("list 2027-q2", ListApplications(target=Quarter(2027, 2))),
        ("list mine, in review", ListApplications(mine=True, phase=Phase.REVIEW)),
        ("list panel meeting May 2027", ListApplications(target=PanelMeeting(2027, 5))),
        ("closed", ListApplications(phase=Phase.END)),
        ("list foo of @maria", ListApplications(ignored="foo @maria")),
        ("assign A-12 <@U0MARIA01|maria>", AssignOwner(12, "U0MARIA01")),
        ("assign A-12 maria", AssignOwner(12)),
        ("assign A-12 <@U0MARIA01> <@U0LEE0001>", AssignOwner(12)),
        ("note A-12 waiting for A-3", AddApplicationNote(12, "waiting for A-3")),
        ("retarget A-12 to 2027-10", ChangeMeeting(12, PanelMeeting(2027, 9))),
        ("retarget A-12", ChangeMeeting(12)),
        ("close A-12", CloseApplication(12)),
        ("reopen A-12", ReopenApplication(12)),
        ("fetch A-12", UnknownSubcommand("fetch A-12")),
    ],
)
def test_each_line_is_read_as_it_is_meant(text: str, question: ApplicationRequest) -> None:
    """Also without a hyphen, in lower case, with filler words."""
    assert read_question(text) == question


@pytest.mark.parametrize(
    "text", ["show", "show me", "note hello", "close B-3", "export draft", "assign <@U0LEE0001>"]
)
def test_where_an_id_should_stand_and_none_does_it_is_asked_for(text: str) -> None:
    """It is never taken as another application's id."""
    with pytest.raises(NoSuchApplication):
        read_question(text)


@pytest.mark.parametrize("text", ["retarget A-12 next week", "list meeting 2027-03", "retarget A-12 2027-Q7"])
def test_a_meeting_that_is_none_is_said(text: str) -> None:
    """It never falls back to another meeting."""
    with pytest.raises(NotATarget):
        read_question(text)


@given(
    st.text(max_size=60),
    st.sampled_from(["", "show ", "list ", "assign A-1 ", "retarget A-1 ", "note A-1 ", "export "]),
)
def test_any_text_is_read_or_refused_in_words(text: str, verb: str) -> None:
    """No other exception for any text."""
    try:
        read_question(verb + text)
    except (NoSuchApplication, NotATarget):
        return


@given(
    st.builds(
        ListApplications,
        mine=st.booleans(),
        include_closed=st.booleans(),
        phase=st.none() | st.sampled_from(Phase),
        target=st.none() | st.builds(PanelMeeting, st.just(2027), st.sampled_from([2, 5, 9])),
    )
)
def test_a_list_s_canonical_line_asks_for_the_same_list(asked: ListApplications) -> None:
    """The button for its next page then shows the same list."""
    assert read_question(asked.line) == asked
