"""What a biller types, and the code that comes first."""

from dataclasses import replace

import pytest

from bot.domain.codes.search.build import build
from bot.domain.codes.search.entries import SearchEntry, TextOrigin
from bot.domain.codes.search.index import Index
from bot.domain.codes.search.result import Filters
from bot.domain.codes.search.tables import tables
from bot.domain.codes.search.term import How
from tests.domain.search.small import HCPCS, ICD, codes, small


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("pain knee right", "M25.561"),
        ("right knee pain", "M25.561"),
        ("rt knee pain", "M25.561"),
        ("left shoulder pain", "M25.512"),
        ("knee pain", "M25.569"),
        ("low back pain", "M54.50"),
        ("lumbago", "M54.50"),
        ("htn", "I10"),
        ("hypertension", "I10"),
        ("hypertention", "I10"),
        ("diabtes type 2", "E11.9"),
        ("dm2", "E11.9"),
        ("Type II diabetes", "E11.9"),
        ("heart attack", "I21.9"),
        ("attack of the heart", "I21.9"),
        ("haert attack", "I21.9"),
        ("gall bladder stone", "K80.2"),
        ("anaemia", "D64.9"),
        ("reflux w/o esophagitis", "K21.9"),
        ("reflux with oesophagitis", "K21.0"),
        ("kidney failure acute", "N17.9"),
        ("gastroesophageal reflux without esophagitis", "K21.9"),
        ("hepatitis a", "B15"),
        ("hepatitis b", "B16"),
        ("sleep apnea", "G47.33"),
        ("sleep apnea newborn", "P28.3"),
        ("gestational diabetes", "O24.4"),
        ("ketorolac", "J1885"),
    ],
)
def test_the_right_code_stands_on_the_first_line(typed: str, first: str) -> None:
    """Any order, slips, abbreviations, lay words, sides, denials."""
    assert first == codes(typed)[0]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("m54.50", "M54.50"),
        ("M5450", "M54.50"),
        (" m54 .50 ", "M54.50"),
        ("s93.401a", "S93.401A"),
        ("i10", "I10"),
    ],
)
def test_a_code_is_found_however_it_is_written(typed: str, found: str) -> None:
    """Any case, with or without the dot."""
    assert found == codes(typed)[0]


def test_the_beginning_of_a_code_lists_what_stands_below() -> None:
    """`M25.56` is the header, then its codes in order."""
    assert codes("M2556") == ["M25.56", "M25.561", "M25.562", "M25.569"]


def test_a_dotless_code_may_be_of_either_system() -> None:
    """`B15` begins a diagnosis and a supply; asking one system leaves the other out."""
    assert {"B15", "B1500"} == set(codes("B15"))
    assert codes("B15", systems=[ICD]) == ["B15"]
    assert codes("B15", systems=[HCPCS]) == ["B1500"]


def test_a_billable_code_stands_before_its_header() -> None:
    """A header cannot be billed, so it waits."""
    found = codes("secondary hypertension")
    assert found.index("I15.9") < found.index("I15")


def test_the_initial_encounter_is_shown_unless_another_is_asked_for() -> None:
    """Of the 7th characters A comes first."""
    assert codes("right ankle sprain")[0] == "S93.401A"
    assert codes("right ankle sprain init enc")[0] == "S93.401A"
    assert codes("right ankle sprain subsequent")[0] == "S93.401D"
    assert codes("sequela of right ankle sprain")[0] == "S93.401S"


def test_of_fetuses_the_untold_is_shown_unless_another_is_asked_for() -> None:
    """'0' is what a single pregnancy takes: a 7th character that says that nothing is told."""
    assert codes("breech")[0] == "O32.1XX0"
    assert codes("breech other fetus")[0] == "O32.1XX9"


def test_a_thing_stands_before_its_attachments_unless_they_are_asked_for() -> None:
    """What a name of HCPCS begins with is the thing, what follows its comma is told of it."""
    assert codes("walker") == ["E0130", "E0156"]
    assert codes("walker attachment")[0] == "E0156"
    assert codes("walker seat")[0] == "E0156"


def test_sides_share_a_line_led_by_the_one_that_was_asked_for() -> None:
    """'M25.56- knee pain: right, left, unspecified'."""
    hit = small().search("left knee pain").hits[0]
    assert (hit.code, hit.family) == ("M25.562", "M25.56")
    assert {"M25.561", "M25.569", "M25.56"} == {m.code for m in hit.members}
    assert {"right", "unspecified", ""} == {m.differs for m in hit.members}


def test_no_code_stands_on_two_lines() -> None:
    """Ten lines are ten choices."""
    shown = [c for h in small().search("pain").hits for c in (h.code, *(m.code for m in h.members))]
    assert len(shown) == len(set(shown))


def test_the_wrong_side_never_outranks_the_unsided() -> None:
    """Right asked: the unspecified knee comes before the left one."""
    found = codes("right knee pain")
    assert found.index("M25.569") < found.index("M25.562")


def test_words_may_be_unfinished_while_typing() -> None:
    """Typeahead: the last word is a beginning."""
    assert codes("pain in right kn", typing=True)[0] == "M25.561"
    assert codes("hyperten", typing=True)[0] == "I10"
    assert codes("hy", typing=True)[0] == "I10"


def test_filters_narrow_what_is_found() -> None:
    """Billable alone, a chapter, a category, a system."""
    assert "I15" not in codes("hypertension", filters=Filters(billable=True))
    assert {c[0] for c in codes("pain", filters=Filters(prefix="m"))} == {"M"}
    assert {"K21.9", "K21.0", "K21"} == set(codes("reflux", filters=Filters(prefix="K21")))
    assert codes("ketorolac", systems=[ICD]) == []
    assert codes("pain", systems=["no such system"]) == []


def test_what_a_team_uses_rises_among_equals_only() -> None:
    """A watched shoulder leads 'joint pain', never 'knee pain'."""
    boosts = {"M25.519": 1.0}
    assert codes("pain in joint", boosts=boosts).index("M25.519") <= codes("pain in joint").index("M25.519")
    assert codes("right knee pain", boosts={"M25.511": 1000.0})[0] == "M25.561"
    assert codes("diabetes", boosts={"E10.9": 1.0})[0] == "E10.9"


def test_a_watched_completion_is_the_one_shown() -> None:
    """A team that bills follow-ups sees D first."""
    assert codes("right ankle sprain", boosts={"S93.401D": 1.0})[0] == "S93.401D"


def test_a_teams_own_abbreviation_is_understood() -> None:
    """Given with the question, for this question."""
    assert codes("zqx", abbreviations={"zqx": ("low back pain",)})[0] == "M54.50"
    assert codes("zqx") == []


def test_each_hit_says_why_where_it_is_not_plain() -> None:
    """Abbreviation, correction, inclusion term, index term."""
    result = small().search("htn")
    assert [(r.said, r.meant, r.how) for r in result.hits[0].why.readings] == [
        ("htn", "hypertension", How.ABBREVIATION)
    ]
    assert [(r.said, r.meant, r.how) for r in small().search("hypertention").readings] == [
        ("hypertention", "hypertension", How.TYPO)
    ]
    assert small().search("pyrexia").hits[0].why.text == "Pyrexia NOS"
    assert small().search("cholelithiasis").hits[0].why.kind is TextOrigin.INDEX
    assert small().search("pain in right knee").hits[0].why.readings == ()


def test_words_that_nothing_is_known_of_are_named() -> None:
    """The answer says what it left out."""
    assert small().search("knee pain xqzwv").dropped == ("xqzwv",)


def test_a_list_ends_where_only_noise_is_left() -> None:
    """Nothing is shown for the sake of ten lines that the best line puts in the shade."""
    assert "G47.33" not in codes("right knee pain in the adult")
    assert "M25.562" in codes("right knee pain in the adult")


def test_a_completion_that_denies_what_was_asked_stands_behind_the_one_that_grants_it() -> None:
    """'with tophus' and 'without tophus' hold the same words."""
    gout = SearchEntry(ICD, "M1A.9", "Chronic gout, unspecified", billable=False)
    ends = (("0", "without tophus (tophi)"), ("1", "with tophus (tophi)"))
    whole = [
        replace(gout, code=f"M1A.9XX{end}", billable=True, completes="M1A.9", completion=meant)
        for end, meant in ends
    ]
    index = Index(build([gout, *whole], tables()))
    assert index.search("chronic gout").hits[0].code == "M1A.9XX0"
    assert index.search("chronic gout with tophus").hits[0].code == "M1A.9XX1"
    assert index.search("chronic gout without tophus").hits[0].code == "M1A.9XX0"


def test_a_letter_and_very_long_words_are_answered_too() -> None:
    """One letter begins many words; of five thousand letters none is guessed at."""
    assert codes("d", typing=True)
    assert codes("p" * 5000) == []
    assert codes(("p" * 100) + " right knee pain")[0] == "M25.561"


def test_an_abbreviation_is_no_slip_for_another_word_of_the_tables() -> None:
    """'stonx' is close to 'stone', a calculus, and so understood; where it is an abbreviation, that alone is meant."""
    assert "K80.2" in codes("stonx")
    assert "K80.2" not in codes("stonx", abbreviations={"stonx": ("low back pain",)})


def test_boosts_that_changed_are_taken_from_another_mapping() -> None:
    """Each mapping is looked up once; the next one counts as well."""
    for side, other, boosts in (
        ("M25.511", "M25.512", {"M25.511": 1.0}),
        ("M25.512", "M25.511", {"M25.512": 1.0}),
    ) * 2:
        found = codes("shoulder pain", boosts=boosts)
        assert found.index(side) < found.index(other)


def test_the_index_knows_how_many_codes_it_holds() -> None:
    """Completions and headers included."""
    assert len(small()) == 38 + 6 + 3 + 4


def _indexed(*names: tuple[str, str], rows: str = "", common: str = "") -> Index:
    entries = [SearchEntry(ICD, code, name, billable=True) for code, name in names]
    return Index(
        build(entries, tables(abbreviations="fh\tfamily history\nca\tcancer", lay=rows, common=common))
    )


@pytest.mark.parametrize(
    "typed", ["family history colon cancer", "fh colon cancer", "fh colon ca", "colon ca fh"]
)
def test_abbreviations_are_parts_of_what_the_tables_know(typed: str) -> None:
    """A row says it in full, a biller in letters."""
    index = _indexed(
        ("Z80.0", "Family history of malignant neoplasm of digestive organs"),
        ("C18.9", "Malignant neoplasm of colon, unspecified"),
        ("Z80.3", "Family history of malignant neoplasm of breast"),
        rows="family history colon cancer\tfamily history of malignant neoplasm of digestive organs",
    )

    assert index.search(typed).hits[0].code == "Z80.0"


def test_a_common_diagnosis_leads_also_where_it_takes_a_seventh_character() -> None:
    """The table of common codes names them whole, as they are billed."""
    entries = [
        SearchEntry(ICD, code, f"Laceration of {part}", billable=False)
        for code, part in (("S61.210", "right finger"), ("S61.219", "left finger"))
    ]
    whole = [
        replace(e, code=f"{e.code}A", billable=True, completes=e.code, completion="initial encounter")
        for e in entries
    ]
    index = Index(build([*entries, *whole], tables(common="S61.219A")))

    assert index.search("laceration finger").hits[0].code == "S61.219A"


def test_an_unlikely_correction_makes_no_saying() -> None:
    """'brase' is nearer to 'brace' than to 'broke': a broken knee is not what was asked for."""
    index = _indexed(
        ("S82.0", "Fracture of patella"),
        ("L1830", "Knee orthosis, immobilizer"),
        ("W18.0", "Fall when something broke"),
        rows="broken knee\tfracture of patella\nbrace\torthosis",
    )

    assert [hit.code for hit in index.search("knee brase").hits] == ["L1830"]


def test_an_abbreviation_is_no_slip_for_another() -> None:
    """'aka' is the leg above the knee, not 'ama' misspelt, though a saying about 'ama' would take two words."""
    entries = [
        SearchEntry(ICD, "Z89.612", "Acquired absence of left leg above knee", billable=True),
        SearchEntry(ICD, "Z53.29", "Procedure not carried out by the decision of somebody", billable=True),
    ]
    given = tables(
        abbreviations="aka\tacquired absence of leg above knee",
        lay="left ama\tprocedure not carried out",
    )

    assert Index(build(entries, given)).search("aka left").hits[0].code == "Z89.612"


def test_a_word_that_stands_in_the_question_is_no_slip_of_another_one() -> None:
    """'scaly' is one letter from 'scalp', which was asked as well."""
    index = _indexed(
        ("L21.0", "Seborrhea capitis"),
        ("S01.0", "Open wound of scalp"),
        ("S00.0", "Scald of scalp"),
        rows="scaly scalp\tseborrhea capitis",
    )

    assert index.search("scaly scalp").hits[0].code == "L21.0"


def test_a_body_mass_index_is_found_by_its_whole_number() -> None:
    """Charts write 27.5; the table has a row for each whole number."""
    entries = [
        SearchEntry(ICD, f"Z68.{n}", f"Body mass index [BMI] {n}.0-{n}.9, adult", billable=True)
        for n in (26, 27, 28)
    ]
    given = tables(abbreviations="bmi 27\tbody mass index 27.0-27.9, adult")

    assert Index(build(entries, given)).search("BMI 27.5").hits[0].code == "Z68.27"
