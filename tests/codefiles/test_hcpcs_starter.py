"""The HCPCS starter that ships: whole, well formed, and each row with its source."""

from collections import Counter
from datetime import date
from importlib.resources import files

import msgspec
import pytest

from bot.codefiles.hcpcs_starter import hcpcs_starter, read_rows
from bot.domain.codes.cpt.grammar import CodeKind, read_code
from bot.domain.codes.cpt.modifier_forms import CPT_MODIFIERS
from bot.domain.codes.hcpcs.starter import Wording

_CODES = ("G2211", "G2212", "G0008", "J3301", "E0601", "A4253", "T1015", "Q0091", "G0480", "L3908", "H0004")
_MODIFIERS = ("FR", "FT", "FS", "PO", "PN", "JG", "TB", "JW", "JZ", "SA", "U1", "KF", "KX", "E1", "FA", "QW")
HEAD = "code\tname\twording\tbegins\tends\tinstead\talso\tsource\tas_of\n"


def written(name: str) -> str:
    return (files("bot") / "data" / "hcpcs" / name).read_text(encoding="utf-8")


def test_a_fresh_install_names_what_practices_bill() -> None:
    starter = hcpcs_starter()

    assert len(starter.codes) >= 300
    assert len(starter.modifiers) >= 150
    for code in _CODES:
        assert code in starter.codes
    for modifier in _MODIFIERS:
        assert modifier in starter.modifiers


def test_every_row_has_the_form_of_its_kind_and_stands_once() -> None:
    starter = hcpcs_starter()

    for name, known in (("starter_codes.tsv", starter.codes), ("starter_modifiers.tsv", starter.modifiers)):
        assert Counter(row.code for row in read_rows(written(name))).most_common(1)[0][1] == 1
        assert list(known) == sorted(known)
    for code in starter.codes:
        read = read_code(code)
        assert read is not None
        assert read.kind is CodeKind.HCPCS
    for modifier in starter.modifiers:
        assert len(modifier) == 2
        assert modifier.isalnum()
        assert modifier.isupper()
        assert modifier not in CPT_MODIFIERS


def test_every_row_says_where_it_comes_from_and_as_of_when() -> None:
    for row in hcpcs_starter():
        assert row.name
        assert row.source.startswith("CMS HCPCS")
        assert date(2026, 1, 1) <= row.as_of <= date(2026, 12, 1)


def test_what_ended_says_so_and_what_took_its_place_is_still_in_force() -> None:
    starter = hcpcs_starter()

    assert starter.codes["J1030"].ends == date(2024, 3, 31)
    assert starter.codes["J1030"].instead == ("J1010",)
    assert starter.codes["J1030"].ended(date(2024, 4, 1))
    assert not starter.codes["J1030"].ended(date(2024, 3, 31))
    for row in starter:
        for other in row.instead:
            found = starter.find(other)
            assert row.ends is not None
            assert found is None or found.ends is None


def test_a_code_is_not_yet_there_before_its_first_day() -> None:
    visit = hcpcs_starter().codes["G2211"]

    assert visit.not_yet(date(2020, 12, 31))
    assert not visit.not_yet(date(2021, 1, 1))


def test_official_names_and_our_own_words_are_told_apart() -> None:
    starter = hcpcs_starter()

    assert starter.codes["E0601"].wording is Wording.CMS
    assert starter.codes["G2211"].wording is Wording.OURS


def test_the_files_say_that_they_are_public_and_whose_they_are() -> None:
    for name in ("starter_codes.tsv", "starter_modifiers.tsv"):
        head = [line for line in written(name).splitlines() if line.startswith("#")]
        assert "Public domain" in head[0]
        assert any("CMS" in line for line in head)


@pytest.mark.parametrize(
    "line",
    [
        "G0001\tname\tAMA\t\t\t\t\tCMS HCPCS\t2026-01-01\n",  # no such wording
        "G0001\tname\tCMS\tsoon\t\t\t\tCMS HCPCS\t2026-01-01\n",  # no date
        "G0001\tname\tCMS\t\t\t\t\t\t2026-01-01\n",  # no source
        "G0001\tname\tCMS\t\t\t\t\tCMS HCPCS\t\n",  # no 'as of'
    ],
)
def test_a_row_without_its_source_or_date_is_refused(line: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        read_rows(HEAD + line)
