"""Which topic a question to `/explain` is about."""

# ruff: noqa: E501 - questions a line read best
import pytest

from bot.domain.codes.billing.find_topic import find_modifier, find_topic, topic_among


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("modifier 25", "Modifier 25"), ("what is modifer 25?", "Modifier 25"), ("mod 25", "Modifier 25"), ("NCCI", "NCCI"),
        ("what's ncci", "NCCI"), ("ncci edit", "NCCI"), ("CCI edits", "NCCI"), ("nccii", "NCCI"), ("MUE", "MUE"), ("MUEs", "MUE"),
        ("medicaly unlikely edits", "MUE"), ("global period", "Global period"), ("gloabl period", "Global period"),
        ("global days", "Global period"), ("8-minute rule", "8-minute rule"), ("8 minute rule", "8-minute rule"),
        ("the eight minute rule", "8-minute rule"), ("8 min rule", "8-minute rule"), ("split/shared", "Split or shared visit"),
        ("split shared visit", "Split or shared visit"), ("incident to", "Incident-to"), ("incident-to billing", "Incident-to"),
        ("incident too", "Incident-to"), ("LCD", "LCD and NCD"), ("what is an LCD?", "LCD and NCD"), ("NCDs", "LCD and NCD"),
        ("abn", "ABN"), ("advance benficiary notice", "ABN"), ("telehealth", "Telehealth"), ("telehelth", "Telehealth"),
        ("tele health", "Telehealth"), ("medical neccesity", "Medical necessity"), ("timely filling", "Timely filing"),
        ("prior auth", "Prior authorization"), ("pre-authorization", "Prior authorization"), ("RVU", "RVU and fee schedule"),
        ("place of service", "Place of service"), ("add on code", "Add-on code"), ("what does cob mean", "Coordination of benefits and MSP"),
        ("E/M", "E/M level"), ("excludes 1", "Excludes1 and Excludes2"), ("7th character", "7th character and placeholder X"),
        ("upcodeing", "Upcoding and downcoding"), ("hcc", "Risk adjustment (HCC)"), ("how does timely filing work", "Timely filing"),
    ],
)  # fmt: skip
def test_topics_are_found_by_name_slip_and_question(text: str, name: str) -> None:
    """As billers type them."""
    found = find_topic(text)
    assert found
    assert found.name == name


@pytest.mark.parametrize(
    "text", ["97140 M54.50", "M54.50", "modifier 24", "9 minute rule", "low back pain", "mod KX", "", "xyz"]
)
def test_nothing_else_is_taken_for_a_topic(text: str) -> None:
    """A number that differs is another thing, and a code is a code."""
    assert find_topic(text) is None


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("modifier 24", "24"), ("what is modifier GA", "GA"), ("mod kx", "KX"), ("modifier-59", "59"), ("the 57 modifier", "57"),
        ("XS modifier", "XS"), ("modifier ZZ", None), ("what is a modifier", None), ("mod: JW", "JW"),
    ],
)  # fmt: skip
def test_any_starter_modifier_is_found(text: str, named: str | None) -> None:
    """Behind the word or in front of it."""
    assert find_modifier(text) == named


def test_a_topic_among_other_words() -> None:
    """Asked only where no code was named."""
    found = topic_among("can you explain prior authorization for an MRI")
    assert found
    assert found.name == "Prior authorization"
    assert topic_among("hello there") is None
