"""The cards of /icd, from the text that a biller types to the blocks that Slack draws."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.codefiles.icd10cm_tabular import read_tabular
from bot.domain.codes.icd.problems import TooManyCodes
from bot.domain.errors import CodeDeskError, NotADate
from bot.domain.text import clean
from bot.services.library.code_library import CodeLibrary
from bot.services.ports.request_context import RequestContext
from handlers.icd.command import answer
from handlers.slack.answer import Answer
from handlers.views.icd import HELP
from handlers.views.icd.errors import sentence_for_icd
from handlers.views.plain import as_text
from tests.codefiles.invented import INVENTED_TABULAR
from tests.fakes_diagnoses import INVENTED, MemoryDiagnoses, april_diagnoses
from tests.handlers.slack_limits import drawn

_AFTER = RequestContext("T1", "U1", date(2026, 11, 21))
_DURING = RequestContext("T1", "U1", date(2026, 6, 1))
_INVENTED = read_tabular(INVENTED_TABULAR)


@pytest.fixture(scope="module")
def april() -> CodeLibrary:
    return CodeLibrary([april_diagnoses()])


@pytest.fixture(scope="module")
def small() -> CodeLibrary:
    return CodeLibrary([MemoryDiagnoses(INVENTED, _INVENTED.blocks, _INVENTED.diagnoses)])


def _check_limits(card: Answer) -> None:
    blocks = drawn(card)
    assert 0 < len(blocks) <= 50
    for block in blocks:
        elements = block.get("elements", [])
        assert isinstance(elements, list)
        ids = [e["action_id"] for e in elements if "action_id" in e]
        assert len(ids) == len(set(ids))
        text = block.get("text")
        assert not isinstance(text, dict) or 0 < len(text["text"]) <= 3000


def _lines(card: Answer) -> list[str]:
    """The command lines of all buttons and options."""
    found: list[str] = []
    for block in drawn(card):
        elements = block.get("elements", [])
        assert isinstance(elements, list)
        for element in elements:
            found += [element["value"]] if "value" in element else []
            found += [option["value"] for option in element.get("options", [])]
    return found


async def _text(code_library: CodeLibrary, text: str, asked: RequestContext = _AFTER) -> str:
    card = await answer(text, asked, code_library=code_library)
    _check_limits(card)
    return as_text(card)


async def test_an_ended_release_says_so_before_anything_else(april: CodeLibrary) -> None:
    """Today is in FY2027, and FY2027 is not loaded."""
    said = await _text(april, "M54.50")

    assert said.startswith("ICD-10-CM April 2026 ended on Sep 30, 2026. FY2027 isn't loaded")
    assert "billable in April 2026" in said


async def test_a_date_in_its_time_is_answered_without_a_warning(april: CodeLibrary) -> None:
    """The small print names code set, edition and date of service."""
    said = await _text(april, "M54.50 on 2026-06-01")

    assert said.startswith("M54.50  Low back pain, unspecified  · billable\n")
    assert "ICD-10-CM April 2026, in force Apr 1, 2026 to Sep 30, 2026 · date of service Jun 1, 2026" in said


@pytest.mark.parametrize("on", ["2026-11-21", "2026-10-01", "2026-03-31", "2021-09-30"])
async def test_a_date_outside_of_what_is_loaded_is_not_answered(april: CodeLibrary, on: str) -> None:
    """Not from the newest release, not from a guess."""
    said = await _text(april, f"M54.50 on {on}")

    assert "is not loaded, so I can't say whether M54.50 could be billed on that day" in said
    assert "Loaded: ICD-10-CM April 2026" in said


async def test_what_is_known_without_the_release_is_told_as_known(april: CodeLibrary) -> None:
    """M54.5 could be billed through September 2021."""
    said = await _text(april, "M54.5 on 2021-09-30")

    assert "not loaded" in said
    assert (
        "could be billed through Sep 30, 2021; since Oct 1, 2021 it is a header: M54.50 M54.51 M54.59" in said
    )


async def test_a_header_offers_the_codes_below_it(april: CodeLibrary) -> None:
    """Three buttons, each a whole command line that keeps the date."""
    card = await answer("m54.5 on 6/1/2026", _AFTER, code_library=april)

    assert "not billable: it is a header since Oct 1, 2021" in as_text(card)
    assert {f"/icd {c} on 2026-06-01" for c in ("M54.50", "M54.51", "M54.59")} <= set(_lines(card))


async def test_a_few_seventh_characters_are_buttons_and_many_are_a_select(april: CodeLibrary) -> None:
    """A, D and S fit a row; a fracture's sixteen do not."""
    few, many = [drawn(await answer(c, _AFTER, code_library=april)) for c in ("S43.421", "S52.501")]

    assert "static_select" not in str(few)
    assert "static_select" in str(many)
    assert all(f"/icd S52.501{c}" in str(many) for c in "ABCDEFGHJKMNPQRS")


async def test_the_other_side_and_the_other_encounter_are_one_press_away(april: CodeLibrary) -> None:
    """From right to left, from D to A."""
    lines = _lines(await answer("S43.421D", _AFTER, code_library=april))

    assert {"/icd S43.422D", "/icd S43.429D", "/icd S43.421A", "/icd S43.421S"} <= set(lines)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("W21.89A", "W21.89XA  Striking against or struck by other sports equipment, initial encounter"),
        ("T07XXXXD", "It has 8 characters, and a code has 7 at most. Did you mean:\nT07.XXXD"),
        ("M54.50A", "M54.50 is complete as it is"),
        ("M54.5O", "Did you mean:\nM54.50"),
        ("592T", "has the form of a procedure code (CPT)"),
        ("97I40", "has the form of a procedure code (CPT)"),
    ],
)
async def test_malformed_codes_are_met_with_what_was_meant(april: CodeLibrary, typed: str, said: str) -> None:
    """The right code, with a button."""
    assert said in await _text(april, typed)


async def test_a_dotless_code_of_hcpcs_form_shows_both_readings(april: CodeLibrary) -> None:
    """The diagnosis, and the door to /cpt; with its dot there is nothing to ask."""
    said = await _text(april, "A0100")

    assert "A01.00  Typhoid fever, unspecified" in said
    assert "A0100 has the form of an HCPCS Level II code as well. HCPCS is not loaded" in said
    assert "/cpt A0100" in said
    assert "HCPCS" not in await _text(april, "A01.00")


async def test_a_card_is_short_and_more_tells_all(april: CodeLibrary) -> None:
    """At most six lines before *More*; behind it every note with its place."""
    card = await answer("M54.50", _DURING, code_library=april)
    before = [b for b in drawn(card) if b["type"] == "section"]
    full = await _text(april, "M54.50 more", _DURING)

    assert sum(str(b["text"]).count("\\n") + 1 for b in before) <= 6
    assert "/icd M54.50 more" in _lines(card)
    assert "Excludes2 at chapter 13" in full
    assert "Use an external cause code" in full


async def test_codes_together_are_looked_at_again_and_never_denied(april: CodeLibrary) -> None:
    """Excludes1 with its guideline; what was not checked is said."""
    said = await _text(april, "R26.2 R26.81 together")

    assert "Look again  R26.2 with R26.81" in said
    assert "Excludes1 at R26.2: unsteadiness on feet (R26.81)" in said
    assert "I.A.12.a" in said
    assert "Not checked: code first" in said
    assert "denied" not in said


async def test_several_codes_keep_their_order_and_their_faults(april: CodeLibrary) -> None:
    """A header, a billable code and a malformed one in one card."""
    said = await _text(april, "M54.5 I10 W21.89A")

    assert said.index("M54.5  ") < said.index("I10  ") < said.index("W21.89A is not in this list")
    assert "/icd M54.5 I10 W21.89A together" in said


async def test_ten_codes_together_fit_one_card(april: CodeLibrary) -> None:
    """Forty-five pairs; those to look at come first."""
    codes = "E11.9 E10.9 R73.9 M54.50 S39.012A R26.2 R26.81 I10 W21.89A M54.5"

    assert "Look again" in (await _text(april, f"{codes} together")).split("No problem")[0]
    await _text(april, codes)


@pytest.mark.parametrize(
    "code", ["V43.52XA", "C50", "T81", "I69.323", "O31.01X0", "Z00.00", "QA0", "V00", "E11", "S06.1X7"]
)
async def test_even_the_most_annotated_codes_fit_a_card(april: CodeLibrary, code: str) -> None:
    """V00-V99 alone prints two pages of definitions."""
    await _text(april, code)
    await _text(april, f"{code} more")


@pytest.mark.parametrize("line", [line for line, _ in HELP.examples])
async def test_every_example_of_the_help_works(april: CodeLibrary, line: str) -> None:
    """And is answered with a code, not with an excuse."""
    said = await _text(april, line.removeprefix("/icd "))

    assert "Chapter" in said or "billable" in said or "Look again" in said


async def test_long_notes_are_split_and_never_cut(april: CodeLibrary) -> None:
    """The last of the definitions of V00-V99 is there, and no ellipsis."""
    said = await _text(april, "V43.52XA more")

    assert "A military vehicle is any motorized vehicle" in said
    assert "…" not in said


async def test_every_button_leads_to_an_answer(april: CodeLibrary) -> None:
    """A press runs its command line again; none leads astray."""
    pressed = 0
    for text in ("M54.5", "S52.501A", "W21.89A", "M54.50 on 2021-09-30", "T78.1XXA", "low back pain"):
        for line in _lines(await answer(text, _AFTER, code_library=april)):
            if line.startswith("/icd ") and line != "/icd help":
                said = await _text(april, line.removeprefix("/icd "))
                pressed += 1
                assert "is not in this list" not in said
    assert pressed > 20


async def test_nothing_loaded_is_said_with_how_to_load(small: CodeLibrary) -> None:
    """An empty shelf invents nothing."""
    said = await _text(CodeLibrary(), "M54.50")

    assert "No ICD-10-CM is loaded" in said


async def test_words_are_not_repeated(april: CodeLibrary) -> None:
    """What was typed may be anything; it is not shown, kept or carried in a button."""
    card = await answer("Mrs Miller's back pain", _AFTER, code_library=april)

    assert "Miller" not in str(drawn(card)) + card.text


async def test_errors_are_raised_as_types_and_told_in_words(april: CodeLibrary) -> None:
    """The desk turns them into a card."""
    with pytest.raises(NotADate):
        await answer("M54.50 on 2026-02-30", _AFTER, code_library=april)
    with pytest.raises(TooManyCodes) as refused:
        await answer(" ".join(f"A{n:02}" for n in range(12)), _AFTER, code_library=april)

    told = sentence_for_icd(refused.value)
    assert told
    assert "12 codes" in as_text(told)
    assert sentence_for_icd(NotADate("x")) is None


_CODEISH = st.from_regex(r"[A-Ba-b][0-9OIl][0-9](\.?[0-9XAaDOIl]{0,6})?", fullmatch=True)
_HOSTILE = st.sampled_from(
    [
        "<!channel>",
        "<@U123>",
        "*A00*",
        "`A00`",
        "A00.1<b>",
        "\u202eA00",
        "A00\0",
        "😀",
        "&lt;A00",
        "' OR 1=1",
        "more",
        "together",
        "with",
        "on 2026-06-01",
        "97140",
    ]
)


@settings(deadline=None)
@given(
    st.lists(st.one_of(_CODEISH, _HOSTILE, st.text(max_size=12)), max_size=9),
    st.sampled_from([_AFTER, _DURING]),
)
async def test_any_text_gives_a_card_within_the_limits_or_an_expected_error(
    parts: list[str], asked: RequestContext
) -> None:
    """Nothing public, nothing broken, nothing alive in the text."""
    code_library = CodeLibrary([MemoryDiagnoses(INVENTED, _INVENTED.blocks, _INVENTED.diagnoses)])
    try:
        card = await answer(clean(" ".join(parts)), asked, code_library=code_library)
    except CodeDeskError:
        return

    _check_limits(card)
    shown = str(drawn(card))
    assert "<!" not in shown
    assert "<@" not in shown
    assert len(card.text) < 100
