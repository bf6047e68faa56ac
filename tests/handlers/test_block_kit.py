"""Blocks as Slack gets them: what slack_sdk's models read is what we wrote, and nothing over a limit is sent."""

from collections.abc import Sequence
from datetime import UTC, datetime

import msgspec
import pytest

from bot.services.ports.request_context import RequestContext
from handlers.dispatch import CommandDispatcher, SlashCommandHandler
from handlers.slack.answer import Answer, CommandButton
from handlers.slack.block_kit import (
    ActionsBlock,
    Block,
    ButtonElement,
    CheckboxesElement,
    ConfirmObject,
    ContextBlock,
    DividerBlock,
    HeaderBlock,
    InputBlock,
    InputElement,
    MrkdwnField,
    MrkdwnText,
    Option,
    OverflowMenuElement,
    Plain24,
    Plain30,
    Plain75,
    Plain100,
    Plain150,
    Plain300,
    Plain2000,
    PlainTextInputElement,
    RadioButtonsElement,
    SectionBlock,
    StaticSelectElement,
    View,
    blocks_json,
    view_json,
)
from handlers.slack.ids import Action
from handlers.views.blocks import actions, button, choice, context, divider, finder, section, select
from handlers.views.help import Help
from handlers.views.modal_blocks import (
    FormOption,
    channel_input,
    code_input,
    codes_input,
    day_input,
    file_input,
    form,
    person_input,
    radio_input,
    select_input,
    selects_input,
    sure,
    text_input,
    ticks_input,
)
from tests.fakes import FakeClock
from tests.handlers.slack_limits import agreed_by_slack_sdk, read_by_slack_sdk

_OPTIONS = [FormOption("a", "A"), FormOption("b", "B", "about it")]
CARD = Answer(
    "Everything",
    (
        HeaderBlock(Plain150("Header")),
        section("text", fields=["one", "two"]),
        section("text", accessory=OverflowMenuElement("a", [Option(Plain75("Open", emoji=True), "v")])),
        section("text", accessory=button("b", "a", "v", style="danger", confirm=sure("t", "sure?", "Yes"))),
        context("small", "print"),
        divider(),
        actions(CommandButton("Open", "/cpt 97140"), share="/cpt 97140"),
        ActionsBlock([select("Pick", "s", [Option(Plain75("A"), "a")])]),
        choice("Pick", [CommandButton("A", "/icd M54.5"), CommandButton("B", "/icd M54.2")]),
        finder(Action.FIND_ICD, "Type"),
    ),
)
FIELDS: Sequence[Block] = (
    text_input("b1", "Words", most=20, lines=True, initial="x", hint="h", placeholder="p"),
    day_input("b2", "Day", optional=True),
    select_input("b3", "One", _OPTIONS, initial="a"),
    selects_input("b4", "Several", _OPTIONS, initial=("a", "b")),
    radio_input("b5", "One in sight", _OPTIONS, initial="b"),
    ticks_input("b6", "Boxes", _OPTIONS, initial=("a",)),
    code_input("b7", "Code", Action.FIND_CPT),
    codes_input("b8", "Codes", Action.FIND_ICD, most=3),
    person_input("b9", "Person", initial="U1"),
    channel_input("b10", "Channel", here=True, reply=True, initial="C1"),
)


def test_slack_sdk_reads_every_block_of_a_card_as_we_wrote_it() -> None:
    """Key by key: a second description of Block Kit that is not ours."""
    assert len(agreed_by_slack_sdk(CARD)) == len(CARD.blocks)


def test_slack_sdk_reads_every_field_of_a_form_as_we_wrote_it() -> None:
    """All but file_input, which its models do not have."""
    written = view_json(form("Title", FIELDS, callback="c", ids="A-1"))

    assert read_by_slack_sdk(written) == written


def test_a_file_input_is_written_as_slack_documents_it() -> None:
    """Source: docs.slack.dev, Block Kit, file input element."""
    (block,) = msgspec.json.decode(blocks_json([file_input("b", "Files", endings=["csv"], most=2)]))

    assert block["element"] == {
        "type": "file_input",
        "action_id": "value",
        "max_files": 2,
        "filetypes": ["csv"],
    }


def _button(text: str = "x", id_: str = "a", value: str = "v") -> Block:
    return ActionsBlock([ButtonElement(Plain75(text), id_, value)])


def _options(count: int) -> list[Option]:
    return [Option(Plain75("x"), str(n)) for n in range(count)]


def _confirm(title: int = 1, text: int = 1, confirm: int = 1) -> Block:
    asks = ConfirmObject(
        Plain100("x" * title), Plain300("x" * text), Plain30("x" * confirm), Plain30("x"), style="danger"
    )
    return ActionsBlock([ButtonElement(Plain75("x"), "a", confirm=asks)])


def _input(element: InputElement, *, label: int = 1, hint: int = 1) -> Block:
    return InputBlock("b", Plain2000("x" * label), element, hint=Plain2000("x" * hint))


LIMITS = [
    *((3000, lambda n: SectionBlock(MrkdwnText("x" * n))),),
    *((2000, lambda n: SectionBlock(MrkdwnText("x"), fields=[MrkdwnField("x" * n)])),),
    *((10, lambda n: SectionBlock(MrkdwnText("x"), fields=[MrkdwnField("x")] * n)),),
    *((10, lambda n: ContextBlock([MrkdwnText("x")] * n)),),
    *((150, lambda n: HeaderBlock(Plain150("x" * n))),),
    *((25, lambda n: ActionsBlock([ButtonElement(Plain75("x"), str(k)) for k in range(n)])),),
    *((75, lambda n: _button(text="x" * n)), (255, lambda n: _button(id_="x" * n))),
    *((2000, lambda n: _button(value="x" * n)),),
    *(
        (100, lambda n: _confirm(title=n)),
        (300, lambda n: _confirm(text=n)),
        (30, lambda n: _confirm(confirm=n)),
    ),
    *((5, lambda n: ActionsBlock([OverflowMenuElement("a", _options(n))])),),
    *((100, lambda n: ActionsBlock([StaticSelectElement("a", _options(n))])),),
    *((75, lambda n: ActionsBlock([StaticSelectElement("a", [Option(Plain75("x" * n), "v")])])),),
    *((150, lambda n: ActionsBlock([StaticSelectElement("a", [Option(Plain75("x"), "v" * n)])])),),
    *((150, lambda n: ActionsBlock([select("x" * n, "a", _options(1))])),),
    *((10, lambda n: _input(RadioButtonsElement("a", _options(n)))),),
    *((10, lambda n: _input(CheckboxesElement("a", _options(n)))),),
    *((3000, lambda n: _input(PlainTextInputElement("a", max_length=n))),),
    *((2000, lambda n: _input(PlainTextInputElement("a"), label=n)),),
    *((2000, lambda n: _input(PlainTextInputElement("a"), hint=n)),),
]
"""Slack's limit, and a block with so many characters, elements or options."""


@pytest.mark.parametrize(("most", "make"), LIMITS)
def test_a_block_at_its_limit_is_sent_and_one_over_it_never(most: int, make: object) -> None:
    """Each limit of Slack's that a card of ours could meet."""
    assert callable(make)
    blocks_json([make(most)])
    with pytest.raises(msgspec.ValidationError):
        blocks_json([make(most + 1)])


def test_fifty_blocks_make_a_message_and_a_hundred_a_view() -> None:
    """One more is not sent."""
    blocks_json([DividerBlock()] * 50)
    view_json(View("home", [DividerBlock()] * 100))
    with pytest.raises(msgspec.ValidationError):
        blocks_json([DividerBlock()] * 51)
    with pytest.raises(msgspec.ValidationError):
        view_json(View("home", [DividerBlock()] * 101))


@pytest.mark.parametrize(
    "view",
    [
        View("modal", [DividerBlock()], title=Plain24("x" * 25)),
        View("modal", [DividerBlock()], title=Plain24("x"), submit=Plain24("x" * 25)),
        View("modal", [DividerBlock()], title=Plain24("x"), close=Plain24("x" * 25)),
        View("modal", [DividerBlock()], title=Plain24("x"), private_metadata="x" * 3001),
        View("modal", [DividerBlock()], title=Plain24("x"), callback_id="x" * 256),
        View("modal", [], title=Plain24("x")),
    ],
)
def test_a_view_over_a_limit_is_never_opened(view: View) -> None:
    """Titles, buttons, what comes back with it; and a view without blocks."""
    with pytest.raises(msgspec.ValidationError):
        view_json(view)


async def test_an_answer_over_a_limit_becomes_an_apology() -> None:
    """Slack would show nothing at all; the asker reads a sentence with a reference instead."""

    async def too_much(text: str, request: RequestContext) -> Answer:
        return Answer("Too much", tuple([divider()] * 51))

    commands = {"cpt": SlashCommandHandler(too_much, Help("/cpt", "", ()))}

    answer = await CommandDispatcher(commands, FakeClock(datetime(2026, 12, 1, tzinfo=UTC))).answer(
        "cpt", "97140", workspace="T1", user="U1"
    )

    assert answer.failed
    assert len(answer.drawn) < 50
