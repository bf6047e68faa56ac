"""What a biller sees of `/claim` and `/cpt ... together`."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.codes.claim.claim import ClaimSetting
from bot.domain.codes.claim.reference_data import ReferenceData
from bot.services.claims.check_claim import ReferenceDataSource
from bot.services.ports.request_context import RequestContext
from handlers.slack.answer import Answer
from handlers.views.claim import HELP
from tests.fakes_claim import MemoryPairs, pair
from tests.handlers.claim_library import INVENTED, NOTHING, ask
from tests.handlers.slack_limits import commands, drawn, refused, words

SKETCH = "/claim 97140 97530 x2 dx M54.5 on 2026-02-03"
WRONG = (
    "/claim 20610-LT 97010 99213-59 97110 x9 90840 97110 x9 76942 97110-CQ-Z7 71046-26-TC ptr C "
    "dx W21.89XA M25.561 S43.421 M54.5 F45.41 H42 on 2026-03-30"
)


def lines(answer: Answer) -> list[str]:
    """The lines of the first paragraph."""
    text: str = drawn(answer)[0]["text"]["text"]
    return text.split("\n")


def test_the_sketch_s_claim_is_told_line_by_line() -> None:
    """The verdict of all first, then each line and diagnosis with what mends it."""
    first, one, two, diagnosis = lines(ask(SKETCH))

    assert "1 conflict, 1 to look at again" in first
    assert "Feb 3, 2026" in first
    assert "look again" in one
    assert "NCCI pair with line 2 (practitioner, 2026 Q1)" in one
    assert "no problem found" in two
    assert "MUE (4 a day)" in two
    assert "conflict" in diagnosis
    assert "M54.50" in diagnosis


def test_what_was_not_checked_is_always_told() -> None:
    """Payer policy and coverage never are; what is not loaded is named."""
    for library, missing in ((NOTHING, "NCCI pairs, MUE"), (INVENTED, "NCCI add-on codes")):
        told = words(ask(SKETCH, library))
        assert "payer policy, LCD/NCD, authorization" in told
        assert missing in told


def test_nothing_loaded_gives_no_verdict_on_pairs_or_units() -> None:
    """The headline says that the claim can't be cleared, and for want of which files; no line speaks of them."""
    card = ask("/claim 97140-GP 97112-GP x40 dx M54.50 on 2026-04-03", NOTHING)

    assert lines(card)[0].startswith("*Can't clear this claim: NCCI, MUE and code validity aren't loaded.*")
    assert not any("NCCI" in line or "MUE" in line for line in lines(card)[1:])


def test_a_finding_stands_before_what_was_not_checked() -> None:
    """The worst of found, not checked, and passed."""
    first = lines(ask("/claim 97140-GP dx M54.5 on 2026-04-03", NOTHING))[0]
    assert first.startswith("*1 conflict*. Can't clear this claim: MUE")


def test_with_all_that_it_needs_loaded_a_claim_passes() -> None:
    """Nothing is missing: then, and only then, no problem was found in what was checked."""
    assert lines(ask("/claim 97140-GP x1 on 2026-02-03"))[0].startswith(
        "*No problem found in what was checked*"
    )


def test_a_quarter_that_has_ended_is_told_first() -> None:
    """An undated claim is answered from it all the same."""
    assert "NCCI pairs 2026 Q1 ended on Mar 31, 2026" in lines(ask("/claim 97140 97530"))[0]


@pytest.mark.parametrize("line", [SKETCH, WRONG, f"{WRONG} more", "/claim 97140", "/claim M54.50", "/claim"])
@pytest.mark.parametrize("library", [INVENTED, NOTHING])
def test_a_card_has_at_most_six_lines_before_more_and_fits_slack(
    line: str, library: ReferenceDataSource
) -> None:
    """Read on a phone between two calls."""
    card = ask(line, library)

    assert refused(card) == []
    if not line.endswith("more"):
        assert len([each for each in lines(card) if "ended on" not in each]) <= 6


def test_more_tells_every_line_and_every_finding() -> None:
    """What the short card left out."""
    short, full = words(ask(WRONG)), words(ask(f"{WRONG} more"))

    assert any(command.endswith(" more") for command in commands(ask(WRONG)))
    assert "Line 9" in full
    assert "Dx F" in full
    assert len(full) > len(short)


def test_buttons_and_share_carry_codes_dates_and_units_alone() -> None:
    """Free text beside the codes is not carried on."""
    card = ask("/claim left knee 97140 GP x2 please dx M54.5 for the appeal on 2026-02-03")

    carried = [command.removesuffix(" more") for command in commands(card) if command.startswith("/claim")]
    assert carried[0] == "/claim 97140-GP x2 dx M54.5 on 2026-02-03"
    assert all(
        re.fullmatch(r"/claim [0-9A-Z-]+ x\d+( ptr [A-L ]+)? dx [A-Z0-9.]+ on \d{4}-\d\d-\d\d", command)
        for command in carried
    )
    assert "Not used: left, knee, please, the, appeal" in words(card)


def test_a_button_checks_the_claim_again_with_the_diagnosis_set_right() -> None:
    """M54.5 becomes one of its three codes."""
    card = ask("/claim 97140-GP dx M54.5 on 2026-04-03", NOTHING)
    better = next(command for command in commands(card) if "M54.50" in command)

    assert "conflict" not in lines(ask(better, NOTHING))[0]


@pytest.mark.parametrize("line", [example for example, _ in HELP.examples])
def test_every_example_of_the_help_is_a_claim_that_is_checked(line: str) -> None:
    """As it stands."""
    card = ask(line)

    assert card.text.startswith("Claim check: ")
    assert "other words" not in words(card)


FORBIDDEN = re.compile(r"\bclean\b|will be denied|will be paid|guarantee", re.IGNORECASE)


@pytest.mark.parametrize("library", [INVENTED, NOTHING])
def test_no_text_calls_a_claim_clean_or_foretells_a_payer(library: ReferenceDataSource) -> None:
    """Verdicts are three, and none of them is the payer's."""
    for line in (
        SKETCH,
        WRONG,
        f"{WRONG} more",
        "/claim",
        "/cpt 97530 97140 76942 20610 together",
        "/claim x",
    ):
        assert not FORBIDDEN.search(words(ask(line, library)))


def test_no_sentence_in_the_views_says_so_either() -> None:
    """Those that no example above reaches."""
    from pathlib import Path

    import handlers.views.claim as views

    folder = Path(views.__file__).parent
    assert (folder / "findings.py").exists(), "the sentences have moved"
    for file in (*folder.glob("*.py"), folder.parent / "cpt" / "together.py", folder.parent / "fee_words.py"):
        assert not FORBIDDEN.search(file.read_text(encoding="utf-8")), file.name


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("/claim hello", "no procedure or diagnosis code"),
        ("/claim " + "97110 " * 51, "51 lines"),
        ("/claim 97110 dx " + " ".join(f"M25.5{n}" for n in range(50, 63)), "13 diagnoses"),
        ("/claim 97110 x0", "1 to 9,999"),
        ("/claim 2/3/26 97110 2/4/26 97140", "Feb 3, 2026, Feb 4, 2026"),
        ("/claim 97I40", "97140"),
        ("/claim 97110 on 2026-02-30", "isn't a day"),
    ],
)
def test_what_cannot_be_read_is_told_with_an_example(line: str, says: str) -> None:
    """One sentence, and something that works."""
    assert says in words(ask(line))


def test_more_lines_than_paper_holds_are_told() -> None:
    """Six on a CMS-1500, fifty electronically."""
    assert "CMS-1500 takes 6 lines" in words(ask("/claim " + "97110 " * 7))


def test_together_answers_only_from_a_loaded_file() -> None:
    """And says how to get it."""
    card = ask("/cpt 97530 97140 together on 2026-02-03", NOTHING)

    assert "no NCCI file" in words(card)
    assert "codedesk codes load" in words(card)


def test_together_says_that_no_row_is_not_permission() -> None:
    """In the line of the pair, and in the small print."""
    card = ask("/cpt 97110 97530 together on 2026-02-03")

    assert lines(card)[0] == "*No problem found in what was checked*"
    assert "not permission" in lines(card)[1]
    assert "practitioner, 2026 Q1" in words(card)


def test_together_tells_column_and_indicator() -> None:
    """Whichever code is named first."""
    for codes in ("97140 97530", "97530 97140"):
        first, told, *_ = lines(ask(f"/cpt {codes} together on 2026-02-03"))
        assert first == "*1 to look at again*"
        assert "look again" in told
        assert "`97140` is column 2 of `97530`, indicator 1" in told


def test_together_s_buttons_lead_to_answers() -> None:
    """Share included."""
    card = ask("/cpt 97530 97140-59 together outpatient on 2026-02-03")

    assert "/cpt 97530 97140-59 together outpatient on 2026-02-03" in commands(card)
    assert all(refused(ask(command)) == [] for command in commands(card))


PIECES = (
    "97110 97140-59 M5450 M54.5 S43.421 W21.89XA A0100 GP 59 x2 *3 units dx ptr A B C 1 2/3/26 2026-02-03 outpatient "
    "J1885 60 mg 97I40 20610-LT M25.561 together units min 45 more <!channel> <@U1> *b* `c` $85.00 90840 99213-59"
)


@given(
    st.sampled_from(["/claim", "/cpt units", "/cpt"]),
    st.one_of(st.text(max_size=100), st.lists(st.sampled_from(PIECES.split()), max_size=20).map(" ".join)),
    st.sampled_from([INVENTED, NOTHING]),
)
def test_any_text_gives_a_card_within_slack_s_limits(
    command: str, text: str, library: ReferenceDataSource
) -> None:
    """No exception but our own, no mention alive, no button too long."""
    card = ask(f"{command} {text}", library)

    assert refused(card) == []
    assert all(line.startswith("/") and len(line) <= 2000 for line in commands(card))
    assert not FORBIDDEN.search(words(card))
    for alive in ("<!channel>", "<@U1>"):
        assert alive not in words(card)


def test_fifty_lines_and_twelve_diagnoses_fit() -> None:
    """The largest claim, in full."""
    many = " ".join(f"97110-GP-CQ-59-KX x9 ptr ABC 9921{n % 5 + 1}-59" for n in range(25))
    card = ask(f"/claim {many} dx {' '.join(f'M25.5{n}' for n in range(60, 72))} more")

    assert refused(card) == []


class _Partly:
    """One of the quarter's four NCCI files."""

    def reference(self, on: date | None, setting: ClaimSetting, asked: RequestContext) -> ReferenceData:
        """As the Protocol says."""
        return ReferenceData(pairs=MemoryPairs(pair("97530", "97140"), whole=False))


def test_a_pair_that_59_passes_is_mentioned_where_ncci_is_only_partly_loaded() -> None:
    """Before any other remark; that the missing parts were not checked is told as well."""
    card = ask("/claim 97140-59 97530 on 2026-02-03", _Partly())

    assert "`59` bypasses it" in lines(card)[1]
    assert "not loaded for Feb 3, 2026: CPT, NCCI pairs in part, MUE" in words(card)


def test_a_long_list_of_sources_waits_behind_more() -> None:
    """Which editions were asked is told at once; their days and the rules on the full card."""
    short, full = ask(SKETCH), ask(f"{SKETCH} more")
    sources, whole = (drawn(card)[-1]["elements"][0]["text"] for card in (short, full))

    assert "NCCI pairs 2026 Q1 · MUE 2026 Q1" in sources
    assert len(sources) < 200 < len(whole)
    assert "Jan 1, 2026 to Mar 31, 2026" in whole
    assert any(line.endswith(" more") for line in commands(short))
