"""What each audience may see, and what may not be typed."""

from dataclasses import fields as fields_of
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.applications.application import Application, ApplicationMember, Category
from bot.domain.applications.confidentiality import (
    Audience,
    Field,
    ViewingPlace,
    audience_in,
    audience_of,
    fields_for,
    visible,
    visible_evidence,
)
from bot.domain.applications.errors import NotALink, TextMissing, UnderConfidentiality
from bot.domain.applications.facts import StepFacts
from bot.domain.applications.papers import Evidence, Papers
from bot.domain.applications.stages import ShareClass, Stage
from bot.domain.applications.transitions import TABLE
from bot.domain.applications.wording import (
    Confidential,
    checked_line,
    checked_link,
    checked_text,
    refuse_confidential,
)
from bot.domain.errors import CodeDeskError, LooksLikePatientData, TooLong
from tests.domain.applications.examples import FALL, NOW, application, at, posted, step

_SECRET = "Remote balance assessment"


def _standing(stage: Stage) -> Application:
    of = application(Category.III)
    code = replace(of.codes[0], stage=stage, number="0999T", existing="0592T", target=FALL)
    return replace(
        of,
        codes=(code,),
        members=(ApplicationMember("U2", "U1", NOW),),
        channel="C1",
        material="https://docs.example.com/a",
        submitted_at=NOW,
    )


@pytest.mark.parametrize("place", [ViewingPlace.PUBLIC, ViewingPlace.SHARED, ViewingPlace.UNKNOWN])
@pytest.mark.parametrize("stage", list(Stage))
def test_where_outsiders_may_read_nothing_but_id_and_owner_is_shown(
    stage: Stage, place: ViewingPlace
) -> None:
    """At any stage and for any user, including the owner, and also in an unknown channel."""
    of = _standing(stage)
    for user in ("U1", "U2", "U9"):
        seen = visible(of, audience_of(of, user, place))
        assert seen.fields == {Field.ID, Field.OWNER}
        told = [getattr(seen, f.name) for f in fields_of(seen)]
        assert _SECRET not in map(str, told)
        assert (seen.title, seen.phase, seen.target, seen.material) == (None, None, None, None)
        assert (seen.stages, seen.codes, seen.members) == ((), (), ())


@pytest.mark.parametrize("stage", list(Stage))
def test_others_of_the_workspace_learn_of_a_pending_one_only_that_it_is(stage: Stage) -> None:
    """Title and stage if the class allows; whom to ask always."""
    seen = visible(_standing(stage), Audience.WORKSPACE)
    share = TABLE[stage].share

    assert {Field.ID, Field.OWNER} <= seen.fields
    pending = share in (ShareClass.NEED_TO_KNOW, ShareClass.RESTRICTED)
    assert (seen.title is None) == pending
    assert (seen.stages == ()) == pending
    assert Field.STEPS not in seen.fields
    assert seen.material is None


@pytest.mark.parametrize("stage", list(Stage))
def test_the_named_see_title_and_stage_always_and_can_work(stage: Stage) -> None:
    """But no outcome, records or notes while it is confidential."""
    seen = visible(_standing(stage), Audience.NAMED)

    assert seen.title == _SECRET
    assert seen.stages == (stage,)
    assert Field.STEPS in seen.fields
    if TABLE[stage].share is ShareClass.RESTRICTED:
        assert not seen.fields & {Field.NOTES, Field.PAPERS, Field.OUTCOME, Field.NUMBER}
        assert seen.confidential


def test_a_stricter_class_never_shows_an_outsider_more() -> None:
    """From public to restricted, others in the workspace see less and less, apart from the team's own plans."""
    order = [
        ShareClass.PUBLIC,
        ShareClass.PUBLIC_SUMMARY_ONLY,
        ShareClass.NEED_TO_KNOW,
        ShareClass.RESTRICTED,
    ]
    stages = {TABLE[s].share: s for s in Stage}
    seen = [fields_for(_standing(stages[share]), Audience.WORKSPACE) for share in order]

    for wider, narrower in pairwise(seen):
        assert narrower <= wider


def test_a_number_is_told_only_when_the_ama_has() -> None:
    """While awaiting publication no number is shown, even if the row has one."""
    assert visible(_standing(Stage.AWAIT_PUBLICATION), Audience.NAMED).codes[0].number is None
    assert visible(_standing(Stage.AWAIT_PUBLICATION), Audience.WORKSPACE).codes[0].number is None
    assert visible(_standing(Stage.CAT3_RELEASED), Audience.WORKSPACE).codes[0].number == "0999T"


def test_one_pending_code_keeps_the_whole_application_close() -> None:
    """Two codes: one effective, one back in review."""
    of = posted(Stage.ACCEPTED, Category.I, Category.I)
    codes = (replace(of.codes[0], stage=Stage.EFFECTIVE), replace(of.codes[1], stage=Stage.STAFF_REVIEW))

    assert visible(replace(of, codes=codes), Audience.WORKSPACE).title is None


def test_only_the_application_s_own_private_channel_reads_as_the_named() -> None:
    """A posted message is visible to everyone there, no matter who requested it."""
    of = _standing(Stage.SUBMITTED)

    assert audience_in(of, "C1", ViewingPlace.PRIVATE) is Audience.NAMED
    assert audience_in(of, "C2", ViewingPlace.PRIVATE) is Audience.WORKSPACE
    assert audience_in(of, "C1", ViewingPlace.UNKNOWN) is Audience.OPEN
    assert audience_in(of, "C1", ViewingPlace.ALONE) is Audience.OPEN
    assert audience_of(of, "U2", ViewingPlace.ALONE) is Audience.NAMED
    assert audience_of(of, "U9", ViewingPlace.ALONE) is Audience.WORKSPACE


def test_wording_that_was_drafted_is_not_shown_after_submission() -> None:
    """Links remain visible."""
    papers = Papers(
        evidence=(
            Evidence("descriptor#1", "Remote assessment of balance", None, "U1", NOW, 1),
            Evidence("descriptor#1", None, "https://docs.example.com/d", "U1", NOW, 2),
            Evidence("coi", "all signed", None, "U1", NOW, 3),
        )
    )

    drafted = visible_evidence(at(Stage.PRE_SUBMISSION), Audience.NAMED, papers)
    assert [e.id for e in drafted] == [1, 2, 3]
    assert [e.id for e in visible_evidence(at(Stage.SUBMITTED), Audience.NAMED, papers)] == [2, 3]
    assert visible_evidence(at(Stage.SUBMITTED), Audience.WORKSPACE, papers) == ()


_PANEL = [
    "The advisor's comments were mixed",
    "advisors objected to the second code",
    "Ballot 2 looks better",
    "the agenda item says two codes",
    "Panel voted 11-4",
    "the e-mail reads: accepted with changes",
    "comments from the AAOS advisor",
]
_WORDING = [
    "descriptor: Remote assessment of balance, each 15 minutes",
    'new wording is "remote assessment"',
    "Remote assessment; each additional 15 minutes",
    "(List separately in addition to code for primary procedure)",
    "Assessment, including gait analysis, when performed",
]
_LOBBYING = ["call the advisor tomorrow", "Reach out to two panel members before May", "e-mail Panel chair"]
_HARMLESS = [
    "Conflict forms of all three presenters are in",
    "Booked flights to the May meeting",
    "Waiting for staff since Tuesday",
    "Maria owns the fee schedule",
    "Outcome e-mail expected in three weeks",
    "Contact payers about 97140 next week",
    "the panel meeting is in Chicago",
]


@pytest.mark.parametrize(
    ("text", "kind"),
    [(t, Confidential.PANEL_MATERIAL) for t in _PANEL]
    + [(t, Confidential.WORDING) for t in _WORDING]
    + [(t, Confidential.LOBBYING) for t in _LOBBYING],
)
def test_after_submission_what_is_confidential_is_not_typed_into_slack(text: str, kind: Confidential) -> None:
    """The error has the kind and never the text. A first draft may contain it."""
    refuse_confidential(text, at(Stage.PRE_SUBMISSION))
    with pytest.raises(UnderConfidentiality) as refused:
        refuse_confidential(text, at(Stage.SUBMITTED))
    assert refused.value.kind == kind


@pytest.mark.parametrize("text", _HARMLESS)
def test_what_a_team_writes_every_day_is_let_pass(text: str) -> None:
    """At any stage."""
    for stage in (Stage.SUBMITTED, Stage.AGENDA_ITEM, Stage.DECIDED_UNNOTIFIED):
        refuse_confidential(text, at(stage))


def test_what_the_team_drafted_is_recognised_in_other_words_around_it() -> None:
    """For example the team's own descriptor, pasted into a note after submission."""
    draft = "Quantitative assessment of postural sway by wearable sensor, remote, with physician review"
    note = "For the invoice: quantitative assessment of postural sway by wearable sensors, remote, physician review"

    refuse_confidential(note, at(Stage.SUBMITTED))
    with pytest.raises(UnderConfidentiality):
        refuse_confidential(note, at(Stage.SUBMITTED), [draft])
    refuse_confidential("Invoice for the sensors is paid", at(Stage.SUBMITTED), [draft])


def test_a_draft_after_an_earlier_round_keeps_the_panel_s_confidence() -> None:
    """After withdrawal wording may be drafted again, but advisor comments may not be shared."""
    again = step(at(Stage.SUBMITTED), "submitted>withdrawn")
    again = step(again, "withdrawn>pre_submission", StepFacts(target=FALL))
    refuse_confidential(_WORDING[0], again)
    with pytest.raises(UnderConfidentiality):
        refuse_confidential(_PANEL[0], again)


def test_text_is_bounded_plain_and_without_patient_data() -> None:
    """Checked before it is stored."""
    assert checked_text("  one \u00a0 two\n\n three\x00 ", 100, "note") == "one two\n\nthree"
    assert checked_line("one\ntwo", 100, "title") == "one two"
    assert checked_text("", 10, "answer", required=False) == ""
    with pytest.raises(TextMissing):
        checked_text(" \u200b\n ", 10, "note")
    with pytest.raises(TooLong):
        checked_text("x" * 11, 10, "note")
    with pytest.raises(TooLong):
        checked_text(" " * 10_000_000, 10, "note")
    with pytest.raises(LooksLikePatientData):
        checked_text("call John Smith 01/02/1960", 100, "note")


@pytest.mark.parametrize(
    "link",
    [
        "https://pubmed.ncbi.nlm.nih.gov/31234567/",
        "<https://doi.org/10.1056/NEJMoa2034577|doi>",
        "https://docs.google.com/document/d/1AbC/edit#heading=h.x",
        "https://doi.org/10.1136/123456789",
    ],
)
def test_links_of_every_day_are_kept(link: str) -> None:
    """Slack's brackets are removed. Article numbers are not patient data."""
    assert checked_link(link).startswith("https://")
    assert "|" not in checked_link(link)


@pytest.mark.parametrize(
    "link",
    ["http://x.example", "javascript:alert(1)", "https://", "https://x", "https://a:b@x.example", "https://x .example",
     "https://[bad", "", "https://x.example/a b"],
)  # fmt: skip
def test_what_is_no_plain_https_address_is_refused(link: str) -> None:
    """With a password, without a host, or with another scheme."""
    with pytest.raises(NotALink):
        checked_link(link)


def test_a_link_may_not_carry_a_patient() -> None:
    """A user types the part after the question mark."""
    with pytest.raises(LooksLikePatientData):
        checked_link("https://ehr.example.com/open?mrn=00123456")


@given(st.text(max_size=300))
def test_any_text_is_kept_or_refused_in_our_own_way(text: str) -> None:
    """No input raises any other error."""
    for check in (lambda t: checked_text(t, 200, "note"), checked_link):
        try:
            told = check(text)
        except CodeDeskError:
            continue
        assert "\x00" not in told
    for stage in (Stage.PRE_SUBMISSION, Stage.SUBMITTED):
        try:
            refuse_confidential(text, at(stage), ["Remote assessment of balance by sensor"])
        except UnderConfidentiality:
            continue
