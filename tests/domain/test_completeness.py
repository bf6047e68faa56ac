"""Signs that a list of codes was cut off between two lines."""

import pytest

from bot.domain.codes.completeness import lack, shrunk
from bot.domain.codes.releases import System

HCPCS = sorted(f"{letter}{number:04d}" for letter in "ABCEGHJKLMPQRSTUV" for number in range(5000, 5400))
CPT = sorted(
    [f"{number:05d}" for number in range(100, 99608, 9)]
    + ["99607"]
    + [f"{number:04d}{series}" for series in "FTUM" for number in range(1, 400)]
)


@pytest.mark.parametrize(("system", "codes"), [(System.HCPCS, HCPCS), (System.CPT, CPT)])
def test_a_whole_list_lacks_nothing_and_one_cut_anywhere_shows_it(system: System, codes: list[str]) -> None:
    """Near its start, in the middle, among its last codes."""
    assert lack(system, codes) is None
    for share in (0.01, 0.5, 0.9, 0.96):
        kept = codes[: int(share * len(codes))]
        found = lack(system, kept)

        assert found
        assert (found.count, found.last) == (len(kept), kept[-1])


def test_a_list_with_its_lettered_codes_behind_the_numbers_is_missed_them() -> None:
    """However the file is sorted."""
    numbers = [code for code in CPT if code.isdecimal()]

    assert lack(System.CPT, numbers)


def test_a_list_far_shorter_than_the_one_before_it_is_not_trusted() -> None:
    """A year takes hundreds out of ten thousand, never a tenth."""
    every_other = [code for at, code in enumerate(CPT) if at % 9 or code == "99607"]
    found = lack(System.CPT, every_other, len(CPT))

    assert lack(System.CPT, every_other) is None
    assert found
    assert found.before == len(CPT)
    assert lack(System.CPT, CPT, len(CPT) + 80) is None


def test_only_lists_of_codes_that_are_published_whole_are_judged() -> None:
    """A team's own may be as short as it likes."""
    assert lack(System.OWN, ["KITE-1"]) is None
    assert not shrunk(3, 40)
    assert shrunk(500_000, 620_000)
    assert not shrunk(600_000, 620_000)
