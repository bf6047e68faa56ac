"""Whatever is typed is answered, within the limit, without repeats."""

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.codes.search.result import Filters
from tests.domain.search.small import small

_SNIPPETS = st.sampled_from(
    [
        "pain",
        "knee",
        "rt",
        "w/o",
        "type ii",
        "M54",
        "m545",
        "(",
        ",",
        "no",
        "diabtes",
        "\x00",
        "%",
        "a",
        "2nd",
        "stone",
    ]
)
_TEXT = st.one_of(st.text(max_size=200), st.lists(_SNIPPETS, max_size=30).map(" ".join))


@given(
    text=_TEXT, limit=st.integers(-5, 200), typing=st.booleans(), fold=st.booleans(), billable=st.booleans()
)
@settings(max_examples=300, deadline=None)
def test_any_text_is_answered_within_the_limit(
    text: str, limit: int, typing: bool, fold: bool, billable: bool
) -> None:
    """No exception, no repeated code, best first, and only what was asked for."""
    result = small().search(text, limit=limit, typing=typing, fold=fold, filters=Filters(billable=billable))

    found = [hit.code for hit in result.hits]
    assert len(found) == len(set(found)) <= max(0, min(limit, 100))
    assert [h.score for h in result.hits] == sorted((h.score for h in result.hits), reverse=True)
    assert all(h.billable for h in result.hits) or not billable


@given(
    prefix=st.text(max_size=8),
    boosts=st.dictionaries(st.text(max_size=8), st.floats(allow_nan=False), max_size=5),
)
@settings(deadline=None)
def test_any_filter_and_any_boost_is_taken(prefix: str, boosts: dict[str, float]) -> None:
    """They come from people and from stored counts."""
    result = small().search("pain in knee", filters=Filters(prefix=prefix), boosts=boosts)

    assert all(h.code.replace(".", "").startswith(prefix.upper().replace(".", "")) for h in result.hits)


def test_a_very_long_text_is_cut_and_answered() -> None:
    """Pasted notes do no harm."""
    assert small().search("pain in right knee " * 2000).hits[0].code == "M25.561"
