"""What cards and `/explain` say by the billing rules, and statements that were wrong once."""

import asyncio

import pytest

from bot.domain.codes.billing.find_topic import EVERY_TOPIC, find_topic
from bot.domain.codes.billing.topic import BillingTopic
from bot.domain.codes.cpt.modifiers import MODIFIERS
from handlers.cpt import command as cpt_command
from handlers.explain import command as explain_command
from tests.handlers.claim_library import CODE_LIBRARY, REQUEST
from tests.handlers.slack_limits import words


def said(line: str) -> str:
    """All words of a card of `/cpt` or `/explain`."""
    name, _, text = line.partition(" ")
    command = cpt_command if name == "/cpt" else explain_command
    return words(asyncio.run(command.answer(text, REQUEST, code_library=CODE_LIBRARY)).checked())


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("/cpt compare 97014 G0283", "the payer decides which"),
        ("/cpt compare 99213 99203", "one is for a new patient, the other for an established one"),
        ("/cpt compare 99205 99215", "one is for a new patient, the other for an established one"),
        ("/cpt compare 97161 97162", "one untimed unit each"),
        ("/cpt compare 97165 97167", "one untimed unit each"),
        ("/cpt compare 99396 G0439", "one untimed unit each"),
        ("/cpt compare 99213 99214", "10 minutes more"),
        ("/cpt compare 98001 98005", "one is for a new patient, the other for an established one"),
        ("/cpt compare 99387 99397", "one is for a new patient, the other for an established one"),
        ("/cpt compare 99395 99396", "the age on the date of service decides"),
        (
            "/cpt compare 90834 90837",
            "The time decides: `90834` takes 38 to 52 minutes, `90837` takes 53 minutes or more.",
        ),
        ("/cpt compare 99406 99407", "On one day: only one of the two tobacco counseling codes"),
        ("/cpt compare 99213 20610", "On one day: a visit on the day of a procedure takes 25"),
        ("/cpt compare 97110 97150", "On one day: group and one-on-one therapy need their own times"),
        ("/cpt 99215 55 min", "from 89 minutes with 99205 and 69 with 99215"),
        ("/cpt 99205 75 min", "from 89 minutes with 99205 and 69 with 99215"),
        ("/cpt 90839 29 min", "they fit *`90832`*"),
        ("/cpt 99201", "Evaluation and Management range"),
        ("/cpt 97150", "not one-on-one"),
        ("/cpt J1885 15 mg 60 mg vial", "`JW` on a line of its own: *3 units*"),
        ("/cpt J1885 15 mg waste 30", "`JW` on a line of its own: *2 units*"),
        ("/cpt J1885 60 mg 60 mg vial", "`JZ`"),
        ("/explain", "PLA codes each quarter"),
        ("/cpt 99213 more", "takes 25"),
        ("/cpt 96372 more", "`99211` isn't billed with"),
        ("/cpt 90471 more", "once a visit"),
        ("/cpt 99213 20610 together", "takes 25"),
        ("/cpt 99406 99407 together", "*conflict*"),
    ],
)
def test_statements(line: str, expected: str) -> None:
    """Each looked up in its document."""
    assert expected in said(line)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "/explain 99213 20610-RT",
            "*Look again*  `99213` with `20610-RT`: a visit on the day of a procedure takes 25",
        ),
        ("/explain 90791 90837", "*Conflict*"),
        ("/explain 99213 M54.5", "*Conflict*  `M54.5`"),
        ("/explain 99396 90471 Z00.00", "a vaccine"),
    ],
)
def test_explain_with_two_codes_uses_the_claim_check(line: str, expected: str) -> None:
    """The same rules; the finding stands first."""
    assert expected in said(line)


@pytest.mark.parametrize("topic", EVERY_TOPIC, ids=lambda topic: topic.name)
def test_every_topic_is_five_lines_with_its_source(topic: BillingTopic) -> None:
    """Found by its name and by all that it is also called."""
    assert len(topic.lines) == 5
    assert topic.source
    for name in (topic.name, *topic.also):
        assert find_topic(f"what is {name}?") is topic, name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("modifer 25", "Modifier 25"),
        ("what does MUE mean", "MUE"),
        ("explain ncci edits", "NCCI"),
        ("medicaly unlikely edits", "MUE"),
        ("incident-to", "Incident-to"),
        ("split/shared visits", "Split or shared visit"),
        ("tele health", "Telehealth"),
        ("advance beneficiary notice", "ABN"),
    ],
)
def test_topics_are_found_with_slips(text: str, name: str) -> None:
    """As people type them."""
    found = find_topic(text)
    assert found
    assert found.name == name


@pytest.mark.parametrize("text", ["97140 M54.50", "", "low back pain", "J1885", "dx", "97140"])
def test_codes_and_other_words_are_no_topic(text: str) -> None:
    """They go on to the codes."""
    assert find_topic(text) is None


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("/cpt 97014 97112 together medicare", "takes G0283 in its place"),
        ("/cpt 97014 97112 together medicare", "· Medicare"),
        ("/cpt units 97110-CQ 23, 97140 15", "`CQ`: minutes are counted together first"),
        ("/cpt units 97530 GO CO 20 min, 97535 GO 18 min", "`CO`: minutes are counted together first"),
        ("/explain 97014 medicare", "*Conflict*  `97014`: Medicare takes G0283"),
        ("/explain 99233-FS pos office", "POS 11 (office)"),
        ("/explain 99233-FS pos office", "a split or shared visit"),
        ("/explain 97110 97112", "*Can't clear these codes: NCCI"),
        ("/explain modifier GA", "Not with GZ: GA says that an ABN is signed"),
        ("/explain what is modifier 57", "It says: the visit at which a major operation was decided"),
        ("/explain KX modifier", "Modifier KX"),
        ("/explain timely filling", "one calendar year"),
        ("/explain can you tell me about incident to billing", "Incident-to"),
        ("/cpt mod GZ", "not with GA"),
        ("/cpt mod AS", "no assistant at surgery here"),
        ("/cpt pos 12", "a split or shared visit"),
        ("/cpt pos 21", "no TC from a practice"),
    ],
)
def test_payers_places_and_modifiers_are_read_by_every_command(line: str, expected: str) -> None:
    """One table, whichever card asks it."""
    assert expected in said(line)


@pytest.mark.parametrize("modifier", sorted(MODIFIERS))
def test_any_starter_modifier_is_told_in_five_lines_with_its_source(modifier: str) -> None:
    """Meaning, place, and what to watch out for."""
    if modifier in ("25", "59"):  # those have a topic
        return
    told = said(f"/explain modifier {modifier}")
    assert told.count("•") == 5
    assert "HCPCS Level II" in told
