"""The cards of `/cpt`, as people read them."""

import re

import pytest

from bot.domain.codes.cpt.modifiers import MODIFIERS
from bot.domain.codes.cpt.place_of_service import PLACES
from bot.domain.codes.cpt.starter import STARTER
from handlers.slack.answer import Answer
from tests.handlers.ask_cpt import COMMANDS, EMPTY, EXAMPLES, ask
from tests.handlers.slack_limits import commands, drawn, refused, words


@pytest.mark.parametrize("code", STARTER)
def test_every_starter_code_has_a_card_of_at_most_six_lines_before_more(code: str) -> None:
    """The answer first, the source last, and Share leads to the same card."""
    card = ask(f"/cpt {code}")
    lines = [
        line
        for block in drawn(card)
        if block["type"] == "section"
        for line in block["text"]["text"].split("\n")
    ]

    assert refused(card) == []
    assert lines[0].startswith(f"*`{code}`*")
    assert len(lines) <= 6
    assert f"/cpt {code}" in commands(card)
    assert "starter set" in words(card).split("\n")[-1]
    assert "not checked: whether this code is valid today (Nov 21, 2026)" in words(card)


@pytest.mark.parametrize("code", STARTER)
def test_more_shows_every_trap(code: str) -> None:
    """What did not fit into six lines."""
    card = ask(f"/cpt {code} more")

    assert refused(card) == []
    assert all(trap in words(card).replace("`", "") for trap in STARTER[code].traps)


@pytest.mark.parametrize("modifier", MODIFIERS)
def test_every_modifier_has_a_card(modifier: str) -> None:
    """By its bare name."""
    card = ask(f"/cpt {modifier}")

    assert refused(card) == []
    assert MODIFIERS[modifier].meaning in words(card)


@pytest.mark.parametrize("place", PLACES)
def test_every_place_has_a_card(place: str) -> None:
    """With its name."""
    card = ask(f"/cpt pos {place}")

    assert refused(card) == []
    assert PLACES[place].name in words(card)


@pytest.mark.parametrize("line", [line for line in EXAMPLES if "A-12" not in line])
def test_every_help_example_works_as_it_stands(line: str) -> None:
    """Copied and sent, it is answered and not asked about; tests/e2e/test_applications.py has an A-12."""
    card = ask(line)

    assert refused(card) == []
    assert "could not" not in card.text


def _everything(seeds: tuple[str, ...]) -> dict[str, Answer]:
    """All command lines that buttons reach from `seeds`, with their cards, of the commands answered here.

    Times lead on to longer times through the whole day; the first hour shows all there is to see.
    """
    seen: dict[str, Answer] = {}
    waiting = list(seeds)
    while waiting:
        line = waiting.pop()
        if (
            line not in seen
            and line.split(" ")[0] in COMMANDS
            and not re.search(r" (?:[6-9]\d|\d{3,}) min", line)
        ):
            seen[line] = ask(line)
            waiting += commands(seen[line])
    return seen


def test_every_button_leads_to_an_answer() -> None:
    """Pressed one after the other, from the first cards to the last."""
    reached = _everything((*COMMANDS, "/cpt 99214 25 min", *(f"/cpt {code}" for code in STARTER)))

    assert len(reached) > 300
    for line, card in reached.items():
        assert refused(card) == [], line
        assert "could not" not in card.text, line


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("/cpt 592T", "Did you mean `0592T`?"),
        ("/cpt 97I40", "Did you mean `97140`?"),
        ("/cpt 3074-F", "Did you mean `3074F`?"),
        ("/cpt 9711059", "Did you mean `97110-59`?"),
        ("/cpt 971400", "Did you mean `97140`?"),
        ("/cpt 97140 45", "/cpt 97140 45 min"),
        ("/cpt 10", "a modifier I recognize"),
        ("/cpt pos 28", "not a place of service"),
    ],
)
def test_a_slip_of_the_finger_is_met_with_what_was_meant(line: str, said: str) -> None:
    """As a sentence and as a button that works."""
    card = ask(line)

    assert said in words(card)
    assert commands(card)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            "/cpt 12345",
            "the right form (CPT Category I, Surgery range (skin and breast)), but it is not loaded",
        ),
        ("/cpt 99091", "the right form (CPT Category I, Medicine range)"),
        ("/cpt G0447", "HCPCS Level II, G codes"),
        ("/cpt 99999", "outside of every CPT range"),
        ("/cpt D0120", "American Dental Association"),
    ],
)
def test_a_code_that_is_not_loaded_is_neither_valid_nor_wrong(line: str, said: str) -> None:
    """And how to load it is told as it is today."""
    card = ask(line)

    assert said in words(card)
    assert "codedesk codes load" in words(card)


def test_a_dotless_code_of_two_meanings_shows_both() -> None:
    """A0100 is the form of a transport code, and typhoid without its dot."""
    card = ask("/cpt A0100")

    assert "HCPCS Level II, A codes" in words(card)
    assert "*`A01.00`*  Invented fever &lt;here&gt; (billable)" in words(card)
    assert "/icd A01.00" in commands(card)
    assert "may also be" not in words(ask("/cpt A0100", EMPTY))


def test_a_diagnosis_typed_into_cpt_is_led_to_icd() -> None:
    """With the date of service that was named."""
    card = ask("/cpt M54.50 on 2026-05-01")

    assert "Invented back pain, unspecified" in words(card)
    assert "/icd M54.50 on 2026-05-01" in commands(card)


def test_a_procedure_with_its_diagnosis_leads_on_to_explain() -> None:
    """Both stood in one line."""
    assert "/explain 97140 M54.50" in commands(ask("/cpt 97140 M54.50"))


def test_a_modifier_that_does_not_fit_is_looked_at_again() -> None:
    """A visit never takes 59."""
    assert "*Look again* at `59`" in words(ask("/cpt 99213-59"))
    assert "Look again" not in words(ask("/cpt 99213-25"))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            "/cpt 90837 50 min",
            "50 minutes don't fit `90837`; they fit *`90834`*: one unit for 38 to 52 minutes.",
        ),
        ("/cpt 97140 22 min", "22 minutes of `97140` make *1 unit*: 8 to 22 minutes do."),
        ("/cpt 97140 7 min", "too short for a unit"),
        ("/cpt 99213 25 min", "25 minutes meet `99213`, which needs 20. `99214` needs 30 minutes."),
        ("/cpt 99214 25 min", "25 minutes don't meet `99214`, which needs 30. By time they reach *`99213`*"),
        ("/cpt 99205 80 min", "What goes beyond may be *1 unit* of `99417`"),
        ("/cpt 90839 100 min", "100 minutes are `90839` and *1 unit* of `90840`."),
        ("/cpt 97161 35 min", "20 minutes are typical, and decide nothing"),
        ("/cpt 97010 20 min", "`97010` is not billed by time"),
        ("/cpt 99213 25 min on 2020-01-02", "I can't say for that date"),
        ("/cpt 12345 20 min", "it is not loaded"),
    ],
)
def test_a_time_is_answered_by_the_rule_of_its_code(line: str, said: str) -> None:
    """Verdict first."""
    assert said in words(ask(line))


def test_two_visits_are_compared_by_what_sets_them_apart() -> None:
    """First line the answer."""
    card = ask("/cpt compare 99213 99214")

    assert words(card).startswith("By time `99214` needs 10 minutes more than `99213`")
    assert [block for block in drawn(card) if block.get("fields")]


def test_an_old_date_of_service_is_told_that_another_time_rule_held() -> None:
    """99213 had no 20 minutes in 2019."""
    assert "began on Jan 1, 2021; on May 5, 2019 another held" in words(ask("/cpt 99213 on 2019-05-05"))
    assert "another held" not in words(ask("/cpt 99213"))


def test_more_codes_than_fit_are_counted_and_not_dropped_silently() -> None:
    """Ten are shown."""
    card = ask("/cpt " + " ".join(sorted(STARTER)[:15]))

    assert refused(card) == []
    assert "I show the first 10 codes; 5 more did not fit" in words(card)


def test_the_words_of_a_search_are_never_repeated() -> None:
    """Nothing that was typed comes back, except codes."""
    for line in ("/cpt zebra therapy", "/cpt 97140 zebra"):
        assert "zebra" not in words(ask(line))
        assert not any("zebra" in command for command in commands(ask(line)))


def test_only_the_ama_s_own_text_would_carry_its_copyright_line() -> None:
    """The starter set is our own words."""
    assert "©" not in words(ask("/cpt 97140"))
    assert "not AMA text" in words(ask("/cpt 97140"))
    assert "not CMS text" in words(ask("/cpt J1885"))


def test_what_is_loaded_says_from_when_to_when_and_that_it_has_ended() -> None:
    """April 2026 ended on 30 September."""
    assert "`Invented 2026`  from Apr 1, 2026, *ended* Sep 30, 2026" in words(ask("/codes"))
    assert "Download: FY2027, in force since Oct 1, 2026" in words(ask("/codes"))
    assert "not loaded: no diagnosis code can be answered" in words(ask("/codes", EMPTY))


def test_a_place_that_did_not_exist_yet_is_not_passed_off_as_valid() -> None:
    """Telehealth at home was 02 until 2022."""
    assert "began on Jan 1, 2022, so it did not exist on May 4, 2021" in words(
        ask("/cpt pos 10 on 2021-05-04")
    )
    assert "did not exist" not in words(ask("/cpt pos 10 on 2022-01-01"))
    assert "did not exist on Dec 1, 2014" in words(ask("/cpt XS on 2014-12-01"))


def test_an_ambulance_line_has_origin_and_destination_in_place_of_a_modifier() -> None:
    """From residence to hospital; behind another code RH is nothing that is known."""
    assert "where the ride began" in words(ask("/cpt A0428-RH", EMPTY))
    assert "isn't a modifier I recognize" in words(ask("/cpt 97140-RH"))


def test_more_codes_than_can_be_compared_are_counted() -> None:
    """Three stand side by side."""
    assert "1 more did not fit" in words(ask("/cpt compare 99212 99213 99214 99215"))
