"""Whatever is typed, a card comes back that Slack shows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.handlers.ask_cpt import ask
from tests.handlers.slack_limits import commands, refused, words

PIECES = """
    97140 97110-59 97110GP J1885 592T 97I40 A0100 D0120 M54.50 Z00.00 59 GP 45 25 min 50min 60 mg together vs compare
    modifiers mod pos 10 28 note units categories ranges letters on 2026-02-30 2/3/26 2020-01-01 for more x2 at & , /
    - + therapy <!channel> <@U123> *bold* `code` &amp; 0592T 3074F 1hr 99417 90840 99205 99213 ()
    ' " 99999999999 ™ ١٢٣ 🙂
"""
LINES = st.one_of(st.text(max_size=120), st.lists(st.sampled_from(PIECES.split()), max_size=14).map(" ".join))


@given(st.sampled_from(["/cpt", "/explain", "/codes", "/claim", "/deadlines"]), LINES)
def test_any_text_gives_a_card_within_slack_s_limits(command: str, text: str) -> None:
    """No exception but the expected ones, and those have their sentence."""
    card = ask(f"{command} {text}")

    assert refused(card) == []
    assert all(line.startswith("/") and len(line) <= 2000 for line in commands(card))
    for alive in ("<!channel>", "<@U123>"):
        assert alive not in words(card)


@pytest.mark.parametrize(
    "text", ["97140 " * 500, "x" * 10_000, "9" * 3000, "M54.50 " * 400, "GP " * 1000, "-" * 3000]
)
@pytest.mark.parametrize("command", ["/cpt", "/explain"])
def test_very_long_texts_are_answered_too(command: str, text: str) -> None:
    """Slow or endless answers would be worse than none."""
    assert refused(ask(f"{command} {text}")) == []
