"""The cards of `/cpt` and `/claim` where files are loaded: whose words, which day, what it pays, whose licence."""

from datetime import date
from pathlib import Path

import pytest

from bot.domain.codes.claim.claim import ClaimSetting
from bot.domain.text import clean
from bot.services.claims.reference_data import LoadedDoses, LoadedReferenceData
from bot.services.library.code_library import CodeLibrary
from bot.services.library.code_status import lack_of
from bot.services.lookup.catalog import LoadedCatalog
from handlers.claim import command as claim_command
from handlers.cpt import command as cpt_command
from handlers.explain import command as explain_command
from handlers.slack.answer import Answer
from tests.fakes_diagnoses import april_diagnoses
from tests.handlers.slack_limits import commands, words
from tests.services.loaded_library import (
    ADD_ONS,
    HCPCS_Q4,
    KITES,
    MUE,
    PAIRS_F1,
    SLEDS,
    code_library_of,
    fees,
    hcpcs,
    pairs,
    request_of,
    with_diagnoses,
)
from tests.services.loaded_library import (
    cpt as cpt_file,
)

LICENSED = [
    (
        "2026 LONGULT.txt",
        cpt_file(("97140", "AMA words for manual therapy"), ("99901", "AMA words for <kites>")),
    ),
    ("ours.csv", b"Code,Description\nKITE-1,Our kite visit\n"),
    ("ccipra-v323r0-f1.TXT", PAIRS_F1),
    ("MCR_MUE_PractitionerServices_Eff_10-01-2026.csv", MUE),
    ("AOC_V2026Q4-MCR.csv", ADD_ONS),
    ("PPRRVU2026_Oct_nonQPP.csv", fees()),
]
PUBLIC = [("HCPC2026_OCT_ANWEB.csv", HCPCS_Q4)]


async def ask(code_library: CodeLibrary, line: str, workspace: str = KITES) -> Answer:
    """The card for a command line, as the desk binds it."""
    name, _, text = line.partition(" ")
    text, who, catalog = clean(text), request_of(workspace), LoadedCatalog(code_library)
    reference = LoadedReferenceData(code_library)
    if name == "/claim":
        return (
            await claim_command.answer(
                text, who, code_library=code_library, reference=reference, catalog=catalog
            )
        ).checked()
    if name == "/explain":
        return (await explain_command.answer(text, who, code_library=code_library, catalog=catalog)).checked()
    doses = LoadedDoses(code_library)
    return (
        await cpt_command.answer(
            text, who, code_library=code_library, catalog=catalog, reference=reference, doses=doses
        )
    ).checked()


async def told(code_library: CodeLibrary, line: str, workspace: str = KITES) -> str:
    """All words of the card."""
    return words(await ask(code_library, line, workspace))


@pytest.fixture
async def code_library(tmp_path: Path) -> CodeLibrary:
    """Everything loaded for one workspace, HCPCS for everybody."""
    return await code_library_of(tmp_path, (KITES, LICENSED), (None, PUBLIC))


async def test_a_loaded_code_is_told_in_its_own_words_with_its_day(code_library: CodeLibrary) -> None:
    """CMS's name, validity, the edition; what to watch out for stays ours."""
    card = await told(code_library, "/cpt J1885 on 2026-11-03")
    assert "Injection, invented ketorolac, per 15 mg" in card
    assert "Valid on Nov 3, 2026, in use since Jan 1, 1996" in card
    assert "HCPCS Level II 2026 Q4 (Oct 1, 2026 to Dec 31, 2026)" in card
    assert "Watch out for" in card
    assert "American Medical Association" not in card


async def test_a_day_that_nothing_is_loaded_for_is_not_guessed(code_library: CodeLibrary) -> None:
    """The words of another edition are named as that edition's."""
    card = await told(code_library, "/cpt J1885 on 2019-05-01")
    assert "not loaded for May 1, 2019" in card
    assert "Valid on" not in card
    assert "HCPCS Level II 2026 Q4 called it" in card


async def test_the_ama_s_text_stands_beside_its_copyright_line(code_library: CodeLibrary) -> None:
    """And only there: another workspace reads our own words, without it."""
    mine, theirs = await told(code_library, "/cpt 97140"), await told(code_library, "/cpt 97140", SLEDS)
    assert "AMA words for manual therapy" in mine
    assert "CPT copyright 2025 American Medical Association. All rights reserved." in mine
    assert "AMA words" not in theirs
    assert "American Medical Association" not in theirs
    assert "starter set" in theirs


@pytest.mark.parametrize(
    "line",
    [
        "/cpt 99901",
        "/cpt 99901 97140",
        "/cpt compare 99901 97140",
        "/cpt kites",
        "/cpt 97530 97140 together on 2026-11-03",
        "/cpt units 97140 45 99901 20",
        "/claim 97530, 97140 x9, 99901 on 2026-11-03",
        "/explain 99901 M54.50",
        "/cpt KITE-1",
        "/cpt kite visit",
        "/cpt 9990",
    ],
)
async def test_no_answer_shows_another_workspace_what_it_has_not_licensed(
    code_library: CodeLibrary, line: str
) -> None:
    """Not a word, not a pair, not a limit, not a fee, not a code of it."""
    try:
        card = await told(code_library, line, SLEDS)
    except Exception as error:  # what can't be read is told with suggestions, which may not name it either
        card = repr(error)
    for secret in (
        "AMA words",
        "Our kite",
        "Invented rationale",
        "MUE (4",
        "$",
        "American Medical",
        "'99901'",
    ):
        assert secret not in card


async def test_a_fee_stands_on_the_card_with_its_year(code_library: CodeLibrary) -> None:
    """Behind More all of it; the reading alone by its modifier."""
    short, full = await told(code_library, "/cpt 97140"), await told(code_library, "/cpt 97140 more")
    assert "$28.06 in the office, $24.72 in a facility (Medicare 2026 Q4, national" in short
    assert "RVUs: work" not in short
    assert "RVUs: work 0.43" in full
    assert "$8.68" in await told(code_library, "/cpt 71046-26")


async def test_without_a_fee_schedule_more_says_how_to_get_one(tmp_path: Path) -> None:
    """Once, and not on every card."""
    code_library = await code_library_of(tmp_path, (None, PUBLIC))
    assert "codedesk codes load" not in await told(code_library, "/cpt J1885")
    full = await told(code_library, "/cpt J1885 more")
    assert full.count("PPRRVU") == 1
    assert "codedesk codes load" in full


async def test_an_ended_code_leads_on_to_its_successor(code_library: CodeLibrary) -> None:
    """Its last day is said, and a button opens what replaced it."""
    answer = await ask(code_library, "/cpt J9999")
    assert "*Not valid on Nov 21, 2026*: its last day was Sep 30, 2026. See `J1886`." in words(answer)
    assert "/cpt J1886" in str(answer.drawn)


async def test_a_code_that_the_loaded_set_lacks_is_said_to_be_missing(code_library: CodeLibrary) -> None:
    """That is more than its form tells."""
    assert "*Not in HCPCS Level II 2026 Q4*" in await told(code_library, "/cpt J1234")


async def test_a_list_that_seems_cut_off_says_nothing_of_codes_that_it_lacks(tmp_path: Path) -> None:
    """A handful of codes is no HCPCS list: the card and the claim say so, and no code is called missing."""
    code_library = await code_library_of(tmp_path, (None, PUBLIC), judge=lack_of)
    lacking = await told(code_library, "/cpt J1234")
    claimed = await told(code_library, "/claim J1234 on 2026-11-03")

    assert "*HCPCS Level II 2026 Q4 as it is loaded seems cut off* (5 codes, the last K0001)" in lacking
    assert "Not in" not in lacking
    assert "HCPCS Level II 2026 Q4 seems cut off: load it again" in claimed
    assert "conflict" not in claimed
    assert "Valid on" in await told(code_library, "/cpt J1885")


async def test_a_team_s_own_code_is_opened_by_its_own_name(code_library: CodeLibrary) -> None:
    """Whatever form it has, with More, with a date."""
    assert "Our kite visit" in await told(code_library, "/cpt kite-1")
    assert "Our kite visit" in await told(code_library, "/cpt KITE-1 on 2026-11-03")


async def test_what_a_file_says_is_text_and_never_markup(code_library: CodeLibrary) -> None:
    """Names are escaped."""
    assert "&lt;kites&gt;" in await told(code_library, "/cpt 99901")


async def test_a_search_names_whose_words_it_shows(code_library: CodeLibrary) -> None:
    """CMS's and the AMA's editions, and our own for the rest."""
    card = await told(code_library, "/cpt manual therapy")
    assert "AMA words for manual therapy" in card
    assert "CPT copyright 2025" in card
    assert "K0001" in await told(code_library, "/cpt wheelchair", SLEDS)


async def test_a_claim_is_checked_against_every_loaded_file(tmp_path: Path) -> None:
    """Pair, limit, add-on, fee status and validity, each with its quarter, and nothing more than was checked."""
    parts = [
        (f"ccipra-v323r0-f{n}.TXT", pairs(f"9{n}999\t97140\t\t20200101\t*\t1\tInvented")) for n in (2, 3, 4)
    ]
    code_library = await code_library_of(tmp_path, (KITES, [*LICENSED, *parts]), (None, PUBLIC))
    with_dx = with_diagnoses(code_library, april_diagnoses())
    card = await told(with_dx, "/claim 97530 x5, 97140, 97546, J9999 dx M54.50 on 2026-11-03 more")
    assert "NCCI pair with line 1 (practitioner, 2026 Q4)" in card
    assert "5 units in the day, MUE 4 a day (practitioner, 2026 Q4)" in card
    assert "an add-on without its primary: `97545`" in card
    assert "not valid after Sep 30, 2026. See `J1886`" in card
    assert "not in CPT 2026." in card  # 97530, which the invented CPT lacks
    assert "Medicare fee schedule, 2026 Q4" in card
    for word in ("clean", "will be denied"):
        assert word not in card


async def test_with_one_part_of_a_quarter_no_row_means_not_checked(code_library: CodeLibrary) -> None:
    """A pair that is found is told; two codes without one may have theirs in the missing part."""
    together = await told(code_library, "/cpt 97530 97140 99213 together on 2026-11-03")
    assert together.count("*not checked*: a part of the quarter") == 2
    assert "look again" in together
    assert "only part 1 of 4" in together
    claimed = await told(code_library, "/claim 97140, 99213 on 2026-11-03")
    assert "NCCI pairs in part" in claimed.split("not loaded for Nov 3, 2026")[1].split("\n")[0]


async def test_a_dose_is_counted_by_a_loaded_name(tmp_path: Path) -> None:
    """A drug that the starter set does not know."""
    drug = hcpcs(("J0171", "Injection, invented adrenalin, 0.1 mg", "20110101", ""))
    code_library = await code_library_of(tmp_path, (None, [("HCPC2026_OCT_ANWEB.csv", drug)]))
    assert "3 units" in await told(code_library, "/cpt units J0171 0.3 mg on 2026-11-03")


async def test_outpatient_claims_ask_their_own_files(code_library: CodeLibrary) -> None:
    """A practitioner's pairs say nothing of a hospital's claim."""
    assert "no NCCI file for outpatient claims" in await told(
        code_library, f"/cpt 97530 97140 together {ClaimSetting.OUTPATIENT} on {date(2026, 11, 3)}"
    )


async def test_a_loaded_drug_without_a_dose_in_its_name_is_not_called_missing(
    code_library: CodeLibrary,
) -> None:
    """E0143 is in the quarter's file; its name states no dose, and that is what is said. Minutes go the same way."""
    dose = await told(code_library, "/cpt units E0143 10 mg on 2026-11-03")
    minutes = await told(code_library, "/cpt units 99901 20 on 2026-11-03")
    absent = await told(code_library, "/cpt units J9998 10 mg on 2026-11-03")

    assert "`E0143`: loaded, but neither" in dose
    assert "`99901`: loaded, but neither" in minutes
    assert "`J9998`: not loaded" in absent


async def test_a_dose_is_told_with_the_file_that_names_it(code_library: CodeLibrary) -> None:
    """A drug that the starter set does not know, counted by CMS's own words of that quarter."""
    card = await told(code_library, "/cpt units J0135 50 mg on 2026-11-03")

    assert "3 units" in card
    assert "doses as HCPCS Level II 2026 Q4 names them" in card


async def test_the_ama_s_line_stands_where_only_another_year_s_text_is_shown(
    code_library: CodeLibrary,
) -> None:
    """2025 is not loaded, and the card quotes what 2026 calls the code."""
    card = await told(code_library, "/cpt 97140 on 2025-12-31")

    assert "CPT 2026 called it: AMA words for manual therapy" in card
    assert "American Medical Association" in card


async def test_the_dates_that_a_later_file_prints_are_told_for_a_day_without_a_file(
    code_library: CodeLibrary,
) -> None:
    """No guess about the day itself; what the file states of the code's life is a fact."""
    card = await told(code_library, "/cpt J1885 on 2025-12-31")

    assert "can't say whether it was valid" in card
    assert "HCPCS Level II 2026 Q4 called it" in card
    assert "in use since Jan 1, 1996" in card


async def test_codes_side_by_side_carry_the_printed_names_and_say_whose_the_rest_is(
    code_library: CodeLibrary,
) -> None:
    """The AMA's name with its line, our own comparison named as ours."""
    card = await told(code_library, "/cpt compare 97140 97110 on 2026-11-03")

    assert "AMA words for manual therapy" in card
    assert "What sets them apart is in our own words." in card


async def test_a_card_that_shows_all_offers_no_more(code_library: CodeLibrary) -> None:
    """*More* leads to it, and not from it to itself."""
    short = commands(await ask(code_library, "/cpt 97140 on 2026-11-03"))
    full = commands(await ask(code_library, "/cpt 97140 more on 2026-11-03"))

    assert "/cpt 97140 more on 2026-11-03" in short
    assert "/cpt 97140 more on 2026-11-03" not in full


async def test_a_team_s_own_list_is_named_without_days_that_nobody_wrote(code_library: CodeLibrary) -> None:
    """It holds for any day; each of its codes has days of its own."""
    card = await told(code_library, "/claim KITE-1 97140 on 2026-11-03")

    assert "team's own codes ours" in card
    assert "1900" not in card
