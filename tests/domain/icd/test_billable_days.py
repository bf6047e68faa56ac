"""When a code could be billed, by the Medicare code editor's lists since 2015."""

from datetime import date

import pytest

from bot.codefiles.billable_spans import BillableSpans
from bot.codefiles.shipped import SPANS, shipped, shipped_spans
from bot.domain.codes.icd.billable_days import ICD10_BEGAN, BillableDays, answers, past_code

_THROUGH = date(2027, 3, 31)
_INVENTED = BillableSpans(
    b"code\tfirst_day\tlast_day\n"
    b"A00\t20151001\t20160930\n"
    b"A000\t20161001\t20270331\n"
    b"A01\t20151001\t20160930\n"
    b"A01\t20161001\t20170930\n"
    b"A01\t20181001\t20270331\n"
    b"T81320A\t20241001\t20270331\n"
    b"T81320D\t20241001\t20270331\n"
    b"T8132XA\t20151001\t20240930\n",
    _THROUGH,
)


def test_runs_that_adjoin_are_one_and_a_gap_stays() -> None:
    """Some lists were cut in two without a change."""
    assert _INVENTED.days("A01") == (
        BillableDays(date(2015, 10, 1), date(2017, 9, 30)),
        BillableDays(date(2018, 10, 1), _THROUGH),
    )


@pytest.mark.parametrize("code", ["A", "A02", "A00.1", "B99", "", "Å00", "A01\t2015"])
def test_what_never_was_a_billable_code_has_no_days(code: str) -> None:
    """A header, a code to come, or no code at all."""
    assert _INVENTED.days(code) == ()


def test_the_last_day_of_the_newest_list_is_no_end() -> None:
    """The list ends on March 31 because an update comes; its codes do not."""
    assert past_code("A00.0", date(2020, 1, 1), _INVENTED).runs == (BillableDays(date(2016, 10, 1), None),)


def test_a_code_that_was_divided_names_the_codes_that_followed() -> None:
    """Those below it that began on the next day."""
    old = past_code("A00", date(2016, 9, 30), _INVENTED)

    assert (old.billable, old.successors) == (True, ("A00.0",))
    assert not past_code("A00", date(2016, 10, 1), _INVENTED).billable


def test_a_completed_code_is_followed_by_those_with_its_7th_character() -> None:
    """T81.32XA by T81.320A, not by T81.320D."""
    assert past_code("T81.32XA", date(2024, 1, 15), _INVENTED).successors == ("T81.320A",)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2015, 9, 30), False),
        (ICD10_BEGAN, True),
        (_THROUGH, True),
        (date(2027, 4, 1), False),
    ],
)
def test_the_lists_answer_for_their_own_days_alone(day: date, expected: bool) -> None:
    """Before October 1, 2015 claims took ICD-9-CM."""
    assert answers(_INVENTED, day) is expected


def test_every_line_of_the_real_file_is_found_again() -> None:
    """By its code, among 85,122 lines."""
    spans = shipped_spans()
    lines = [line.split("\t") for line in shipped(SPANS).decode().splitlines()[1:]]

    assert len(lines) == 85_122
    for code, first, last in lines:
        begins, ends = date.fromisoformat(first), date.fromisoformat(last)
        assert any(run.hold(begins) and run.hold(ends) for run in spans.days(code)), code


@pytest.mark.parametrize(
    ("day", "count"),
    [(date(2015, 10, 1), 69_823), (date(2021, 10, 1), 72_748), (date(2026, 10, 1), 74_879)],
)
def test_on_each_day_as_many_codes_are_billable_as_the_lists_had(day: date, count: int) -> None:
    """Counted in CMS's own lists."""
    spans = shipped_spans()

    assert sum(any(run.hold(day) for run in spans.days(code)) for code in spans.starting("")) == count
