"""Whatever is typed: one ephemeral answer within Slack's limits, never an exception, never silence."""

import json
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handlers.dispatch import CommandDispatcher
from handlers.slack.answer import Answer
from handlers.views.blocks import BLOCKS_LIMIT
from playground import BILLING, DANA, LEE
from tests.e2e.conftest import OpenWorkspace
from tests.e2e.forging import type_raw
from tests.e2e.surface import COMMANDS
from tests.handlers.slack_limits import agreed_by_slack_sdk

NASTY = (
    "",
    "   ",
    "99999",
    "zzz",
    "x" * 10_000,
    "97140 " * 1_600,
    "\U0001f600\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "\u202e97140\u202c \u200f54.5M",
    "<!channel> <!here> <!everyone>",
    "<@U123> <#C123|general> <https://evil.example|97140>",
    "*bold* _it_ ~st~ `code` ```pre```",
    "&lt;!channel&gt; &amp;amp;",
    "97140 on 2026-02-30",
    "97140 on 31/31/31",
    "M54.5 on 0000-00-00",
    "97140\x00M54.50",
    "'; DROP TABLE code; --",
    "97140' OR '1'='1",
    "%s %d {0} ${x} $(id) `id`",
    "payload",
    "payload={}",
    "\u0661\u0662\u0663\u0664\u0665",
    "９７１４０",
    "-59",
    "compare",
    "compare 97140",
    "mod",
    "pos",
    "pos 999",
    "together",
    "97140 together",
    "min",
    "50 min",
    "99999999999999999999 min",
)
_PIECES = st.sampled_from(
    (
        *(
            "97140",
            "97110-59",
            "99213",
            "J1885",
            "3074F",
            "0592T",
            "592T",
            "97I40",
            "M54.5",
            "M54.50",
            "S43.421",
        ),
        *(
            "W21.89A",
            "T07XXXXD",
            "A0100",
            "GP",
            "59",
            "25",
            "compare",
            "together",
            "units",
            "note",
            "mod",
            "pos",
        ),
        *(
            "modifiers",
            "categories",
            "50 min",
            "on",
            "2026-02-03",
            "2/30/26",
            "x2",
            "dx",
            ",",
            ";",
            "-",
            "<!here>",
        ),
        *("more", "help", "\u202e", "\x00", "&amp;", "🙂", "low back pain", "10", "as of"),
    )
)
TYPED = st.one_of(st.text(max_size=200), st.lists(_PIECES, max_size=8).map(" ".join))


@pytest.mark.parametrize("command", COMMANDS)
async def test_nasty_text_is_met_with_one_ephemeral_card_over_http(
    open_workspace: OpenWorkspace, command: str
) -> None:
    """Through signed HTTP: 200, ephemeral, a sentence; nothing public, and no mention comes alive."""
    async with open_workspace() as workspace:
        public = workspace.slack.messages(BILLING, None)
        for text in NASTY:
            status, body = await type_raw(workspace, text, command=command)
            if command == "/claim" and not text.strip():
                assert (status, body) == (200, ""), "a form opens instead: tests/e2e/test_forms.py"
                continue
            answer = json.loads(body)

            assert status == 200, text[:40]
            assert answer["response_type"] == "ephemeral"
            assert answer["blocks"], text[:40]
            assert "<!" not in body, text[:40]
            assert "<@" not in body, text[:40]
            assert "our side" not in body, text[:40]
            assert "://evil" not in "".join(_links(answer["blocks"]))
        assert workspace.slack.messages(BILLING, None) == public
        assert workspace.slack.messages(BILLING, LEE) == public
        shown = await workspace.slack.slash(f"{command} *97140* <b> & `x`", user=DANA)
        assert shown.error == "", "the playground could not draw it"


@given(command=st.sampled_from(COMMANDS), text=TYPED)
@settings(deadline=None, max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_any_text_is_answered_within_slacks_limits(
    dispatcher: CommandDispatcher, command: str, text: str
) -> None:
    """A property over all commands: a card, at most 50 blocks, each of which Slack would take."""
    answer = await dispatcher.answer(command, text, workspace="T1", user="U1")

    check_limits(answer)
    assert "our side" not in str(answer.drawn), "an exception was caught by the last net"


async def test_every_example_in_every_help_works_when_sent(dispatcher: CommandDispatcher) -> None:
    """What COMMAND help shows can be copied: no example is met with 'I couldn't'."""
    for name, command in dispatcher.commands.items():
        check_limits(await dispatcher.answer(name, "help", workspace="T1", user="U1"))
        help_ = command.help
        assert help_.examples, name
        for line, _ in help_.examples:
            answer = await dispatcher.answer_line(line, workspace="T1", user="U1")
            check_limits(answer)
            assert answer.text != "CodeDesk could not answer", line


async def test_every_button_of_an_answer_leads_to_an_answer(dispatcher: CommandDispatcher) -> None:
    """Command lines in buttons and selects are canonical: pressing them is never met with an error."""
    pressed = 0
    for start in (
        "/cpt 97140",
        "/cpt 99213",
        "/icd M54.5",
        "/icd S43.421",
        "/icd M25.561",
        "/explain",
        "/cpt mod 25",
    ):
        answer = await dispatcher.answer_line(start, workspace="T1", user="U1")
        for line in _lines(answer):
            reached = await dispatcher.answer_line(line, workspace="T1", user="U1")
            pressed += 1
            check_limits(reached)
            assert reached.text != "CodeDesk could not answer", f"{start} -> {line}"
    assert pressed > 20


def check_limits(answer: Answer) -> None:
    """Slack's limits, looked at apart from those that made the card. Source: docs.slack.dev, Block Kit."""
    assert 1 <= len(answer.blocks) <= BLOCKS_LIMIT
    assert answer.text.strip()
    for drawn in agreed_by_slack_sdk(answer):
        actions = [e.get("action_id") for e in drawn.get("elements", ()) if "action_id" in e]
        assert len(actions) == len(set(actions)), drawn
        for text in _texts(drawn):
            assert 0 < len(text) <= 3000, drawn
        assert all(len(f["text"]) <= 2000 for f in drawn.get("fields", ()))


def _texts(drawn: object) -> Iterator[str]:
    if isinstance(drawn, dict):
        if isinstance(drawn.get("text"), str):
            yield drawn["text"]
        for value in drawn.values():
            yield from _texts(value)
    elif isinstance(drawn, list):
        for value in drawn:
            yield from _texts(value)


def _lines(answer: Answer) -> Iterator[str]:
    for block in answer.drawn:
        elements = block.get("elements", ())
        assert isinstance(elements, list | tuple)
        for element in elements:
            if str(element.get("action_id", "")).startswith("run"):
                options = element.get("options") or [element]
                yield from (option["value"] for option in options)


def _links(blocks: list[dict[str, object]]) -> Iterator[str]:
    for block in blocks:
        for text in _texts(block):
            if "<http" in text:
                yield text
