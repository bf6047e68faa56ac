"""How much a team's use of a code lifts it, and what is counted at all."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.codes.code_uses import FULL, HALF_LIFE, CodeUse, boosts, by_system
from bot.domain.codes.releases import System

NOW = datetime(2026, 11, 21, 14, 30, tzinfo=UTC)
CODES = st.sampled_from(("97140", "M54.50", "I10", "J1885", "0592T"))
USES = st.integers(1, 10**9)
AGES = st.timedeltas(timedelta(0), timedelta(days=4000))


def _use(uses: int, age: timedelta = timedelta(0), code: str = "M54.50") -> CodeUse:
    return CodeUse(System.ICD10CM, code, uses, NOW - age)


def _lift(uses: int, age: timedelta = timedelta(0)) -> float:
    return boosts([_use(uses, age)], NOW).get("M54.50", 0.0)


@settings(deadline=None)
@given(st.lists(st.builds(CodeUse, st.sampled_from(System), CODES, USES, AGES.map(lambda age: NOW - age))))
def test_every_lift_lies_between_nothing_and_one(used: list[CodeUse]) -> None:
    """And is told of no code that was not used."""
    lifted = boosts(used, NOW)

    assert all(0 < value <= 1 for value in lifted.values())
    assert set(lifted) <= {use.code for use in used}


@settings(deadline=None)
@given(USES, USES, AGES)
def test_more_uses_never_lift_less(one: int, other: int, age: timedelta) -> None:
    """At the same age."""
    assert _lift(min(one, other), age) <= _lift(max(one, other), age)


@settings(deadline=None)
@given(USES, AGES, AGES)
def test_a_later_use_never_lifts_less(uses: int, one: timedelta, other: timedelta) -> None:
    """At the same number of uses."""
    assert _lift(uses, max(one, other)) <= _lift(uses, min(one, other))


@settings(deadline=None)
@given(USES, AGES)
def test_a_clock_that_is_ahead_counts_as_now(uses: int, ahead: timedelta) -> None:
    """Another process's clock may be; its use lifts no code above what a use of this moment would."""
    assert _lift(uses, -ahead) == _lift(uses)


def test_the_first_uses_tell_most() -> None:
    """The figures that the docstring names."""
    assert [_lift(n) for n in (1, 10, FULL, 10 * FULL)] == [0.176, 0.61, 1.0, 1.0]


def test_a_code_that_nobody_opens_any_more_sinks_by_half_and_in_the_end_altogether() -> None:
    """Half after a half-life, a quarter after two."""
    assert [_lift(FULL, n * HALF_LIFE) for n in (0, 1, 2)] == [1.0, 0.5, 0.25]
    assert boosts([_use(FULL, 20 * HALF_LIFE), _use(0)], NOW) == {}


def test_the_same_code_of_two_systems_is_lifted_by_the_higher() -> None:
    """A search does not ask by which system it was opened."""
    twice = [CodeUse(System.HCPCS, "A0100", 1, NOW), CodeUse(System.ICD10CM, "A0100", FULL, NOW)]

    assert boosts(twice, NOW) == boosts(reversed(twice), NOW) == {"A0100": 1.0}


def test_codes_are_told_apart_by_their_form() -> None:
    """Each once, ascending, so that all processes write them in one order."""
    codes = ["M54.50", "J1885", "97140", "I10", "0592T", "D0120", "3074F", "97140"]

    assert by_system(codes) == {
        System.ICD10CM: ("I10", "M54.50"),
        System.HCPCS: ("D0120", "J1885"),
        System.CPT: ("0592T", "3074F", "97140"),
    }


def test_what_has_no_canonical_form_is_not_counted() -> None:
    """Words, numbers and codes as somebody typed them: only an answer's own writing is."""
    typed = ["low back pain", "m54.50", "97140-59", "j1885", "123-45-6789", "12345678", "", "97I40"]

    assert by_system(typed) == {}


@settings(deadline=None)
@given(st.text(max_size=20))
def test_any_text_is_counted_as_itself_or_not_at_all(text: str) -> None:
    """Nothing is made of it."""
    assert list(by_system([text]).values()) in ([], [(text,)])
