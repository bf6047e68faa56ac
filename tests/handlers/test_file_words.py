"""What is wrong with a file is told in the same words in Slack and on the terminal."""

import pytest

from bot.cli.sentences import operator_sentence
from bot.codefiles.errors import Fault, UnreadableFile
from bot.domain.codes.files import Skipped, SkipReason
from handlers.views.codes.load import sentence_for_loading
from handlers.views.file_words import fault_words, left_out_words
from handlers.views.plain import as_text


@pytest.mark.parametrize("fault", [fault for fault in Fault if fault is not Fault.NOT_FOUND])
def test_a_refused_file_is_told_alike_in_slack_and_on_the_terminal(fault: Fault) -> None:
    """With its line; a file that is not there is the terminal's alone, which names the path."""
    error = UnreadableFile(fault, 17, member="f.txt")
    card = sentence_for_loading(error)

    assert card is not None
    for told in (as_text(card), operator_sentence(error)):
        assert f"{fault_words(error)} Nothing was changed." in told
    assert fault_words(error).endswith(" (line 17).")


@pytest.mark.parametrize("reason", list(SkipReason))
def test_every_reason_for_leaving_a_row_out_has_words(reason: SkipReason) -> None:
    """Never the bare word of the program, and no ellipsis where all of them are named."""
    told = left_out_words([Skipped(7, reason)], 1)

    assert told.startswith("1 left out: line 7: ")
    assert not told.endswith("...")
