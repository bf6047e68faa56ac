"""Loaded codes beside the starters: which codes are searched, and by which names."""

from datetime import date

from bot.domain.codes.cpt.starter import STARTER
from bot.domain.codes.hcpcs.starter import StarterRow, Wording
from bot.domain.codes.listing import Listing
from bot.domain.codes.releases import System
from bot.domain.codes.search.entries import SearchEntry
from bot.domain.codes.search.listed import ListedCodes

ROW = StarterRow(
    "E9999", "Invented sled", Wording.OURS, None, None, (), ("toboggan",), "CMS", date(2026, 1, 1)
)


def found(codes: ListedCodes) -> dict[str, SearchEntry]:
    """The entries by code."""
    return {entry.code: entry for entry in codes.entries(STARTER, [ROW])}


def test_the_hcpcs_starter_is_searched_while_no_list_is_loaded() -> None:
    entry = found(ListedCodes())["E9999"]

    assert entry.name == "Invented sled"
    assert [text for _, text in entry.texts] == ["toboggan"]


def test_a_loaded_code_keeps_its_printed_name_and_is_found_by_the_starter_s_words() -> None:
    codes = ListedCodes()
    codes.take(System.HCPCS, [(Listing("E9999", long="Invented sled of the list"), ())])
    entry = found(codes)["E9999"]
    assert entry.name == "Invented sled of the list"
    assert "toboggan" in [text for _, text in entry.texts]


def test_a_code_with_its_short_descriptor_alone_is_written_out() -> None:
    codes = ListedCodes(lambda text: (f"{text} in full",))
    codes.take(
        System.CPT, [(Listing("99901", short="Inv kite"), ()), (Listing("99902", long="Invented sled"), ())]
    )
    entries = found(codes)

    assert [text for _, text in entries["99901"].texts] == ["Inv kite in full"]
    assert entries["99902"].texts == ()
