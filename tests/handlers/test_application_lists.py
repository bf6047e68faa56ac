"""A list shows its filters and the words it ignored."""

import pytest

from bot.domain.applications.confidentiality import ViewingPlace
from bot.domain.applications.parse import ListApplications, read_question
from bot.services.applications.queries import Page
from handlers.views.applications.lists import list_card
from tests.handlers.slack_limits import drawn


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("list", "*Applications under way*"),
        ("list all", "*All applications*"),
        ("list mine", "*Your applications*"),
        ("list review", "*In Review*"),
        (
            "list mine stalled review meeting May 2027",
            "*Your applications · in Review · aiming at Panel meeting May 2027 · nothing has happened for 30 days*",
        ),
        ("list all panel", "*All applications · in Panel*"),
    ],
)
def test_an_empty_list_names_everything_that_it_was_narrowed_by(line: str, title: str) -> None:
    """Users must see that the list is filtered."""
    assert f"{title}  None" in _words(line, Page((), 0, 0))


def test_words_that_narrow_nothing_are_named() -> None:
    """With the words that work."""
    words = _words("list foo", Page((), 0, 0))
    assert "I couldn't read `foo`" in words
    assert "`phase review`" in words
    assert "couldn't read" not in _words("list mine review", Page((), 0, 0))


def test_a_page_behind_the_last_one_leads_back_to_the_first() -> None:
    """There are results, but not on this page."""
    words = _words("list mine page 4", Page((), 23, 60))
    assert "23 in all, and none on page 4." in words
    assert "/application list mine'" in words


def _words(line: str, page: Page) -> str:
    asked = read_question(line)
    assert isinstance(asked, ListApplications)
    return str(drawn(list_card(asked, page, ViewingPlace.ALONE)))
