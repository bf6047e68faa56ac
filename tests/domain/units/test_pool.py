"""Medicare's 8-minute rule, with the manual's own examples, and the midpoint rule beside it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.codes.units.pool import Minutes, Pool, midpoint_units, pool, units_of


def shared(**minutes: int) -> Pool:
    """The pool of codes given as `c97110=24`."""
    return pool(tuple(Minutes(code.removeprefix("c"), each) for code, each in minutes.items()))


def units(of: Pool) -> dict[str, int]:
    """Units by code."""
    return {share.code: share.units for share in of.shares}


def test_the_manual_s_first_example_gives_the_longer_service_the_second_unit() -> None:
    """24 minutes of 97112 and 23 of 97110: 47 in all, 3 units, 2 of 97112."""
    day = shared(c97112=24, c97110=23)

    assert (day.minutes, day.units, units(day)) == (47, 3, {"97112": 2, "97110": 1})
    assert day.tied == ()


def test_the_manual_s_second_example_is_a_tie_for_the_biller_to_decide() -> None:
    """20 and 20: 3 units, two of either one, never three of one."""
    day = shared(c97112=20, c97110=20)

    assert (day.units, sorted(units(day).values())) == (3, [1, 2])
    assert (day.tied, day.tied_units) == (("97112", "97110"), 1)


def test_of_equal_rests_the_longer_service_stands_first_and_the_tie_is_told() -> None:
    """9 and 24 both leave 9 minutes over."""
    day = shared(c97140=9, c97110=24)

    assert units(day) == {"97140": 0, "97110": 2}
    assert (set(day.tied), day.tied_units) == ({"97140", "97110"}, 1)


def test_the_manual_s_third_example_compares_what_is_left_over() -> None:
    """33 of 97110 and 7 of 97140: two full units, and 7 is more than 3."""
    assert units(shared(c97110=33, c97140=7)) == {"97110": 2, "97140": 1}


def test_the_manual_s_fourth_example_leaves_the_shortest_service_without_a_unit() -> None:
    """18, 13, 10 and 8: 49 minutes are 3 units, and the ultrasound gets none."""
    day = shared(c97110=18, c97140=13, c97116=10, c97035=8)

    assert (day.minutes, day.units) == (49, 3)
    assert units(day) == {"97110": 1, "97140": 1, "97116": 1, "97035": 0}


def test_the_manual_s_fifth_example_bills_one_of_three_equal_services() -> None:
    """Three times 7: 21 minutes are one unit of any of them."""
    day = shared(c97112=7, c97110=7, c97140=7)

    assert (day.units, sum(units(day).values())) == (1, 1)
    assert (set(day.tied), day.tied_units) == ({"97112", "97110", "97140"}, 1)


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [(0, 0), (7, 0), (8, 1), (22, 1), (23, 2), (37, 2), (38, 3), (52, 3), (53, 4), (67, 4), (68, 5), (82, 5),
     (83, 6), (97, 6), (98, 7), (112, 7), (113, 8), (127, 8)],
)  # fmt: skip
def test_the_manual_s_table_is_kept(minutes: int, expected: int) -> None:
    """8 to 22 are one unit, and each further unit is 15 minutes wide."""
    assert units_of(minutes) == expected


def test_the_midpoint_is_never_pooled() -> None:
    """33 and 7: Medicare gives 3, the midpoint rule 2, since 7 minutes pass no midpoint."""
    day = shared(c97110=33, c97140=7)

    assert (day.units, day.midpoint) == (3, 2)
    assert (shared(c97112=24, c97110=23).midpoint, shared(c97110=7, c97140=7).midpoint) == (4, 0)


DAYS = st.lists(st.integers(0, 180), min_size=1, max_size=12).map(
    lambda minutes: pool(tuple(Minutes(f"9{n:04}", each) for n, each in enumerate(minutes)))
)


@given(DAYS)
def test_shares_add_up_and_no_code_gets_more_than_its_minutes(day: Pool) -> None:
    """Total, allocation, and at most one begun quarter hour for each code."""
    assert sum(share.units for share in day.shares) == day.units == units_of(day.minutes)
    assert all(share.units <= -(-share.minutes // 15) for share in day.shares)
    assert all(share.units >= share.minutes // 15 for share in day.shares)
    assert day.low <= day.minutes <= day.high
    assert units_of(day.low) == units_of(day.high) == day.units


@given(DAYS)
def test_a_code_with_more_minutes_left_over_is_never_passed_over(day: Pool) -> None:
    """Most minutes first; where two are the same, that is called a tie."""
    got = [share.rest for share in day.shares if share.extra]
    passed = [share.rest for share in day.shares if not share.extra]

    assert not got or not passed or min(got) >= max(passed)
    assert bool(day.tied) is bool(got and passed and min(got) == max(passed))


@given(DAYS)
def test_the_midpoint_looks_at_each_code_alone(day: Pool) -> None:
    """However the day is mixed."""
    assert day.midpoint == sum(midpoint_units(share.minutes) for share in day.shares)


@given(st.integers(0, 600))
def test_for_one_code_alone_both_rules_agree(minutes: int) -> None:
    """They part only where several codes share a day."""
    assert units_of(minutes) == midpoint_units(minutes)


def test_a_code_with_fewer_minutes_over_has_no_part_in_a_tie() -> None:
    """9 and 24 both leave 9 minutes, 3 leaves 3: the last unit goes to one of the first two."""
    day = shared(c97140=9, c97110=24, c97116=3)

    assert (day.units, set(day.tied), day.tied_units) == (2, {"97140", "97110"}, 1)
