"""What was read besides codes, said back: the place of service and the payer."""

from bot.domain.codes.cpt.place_of_service import PLACES
from handlers.views.blocks import esc


def place_and_payer(place: str, payer: str) -> str:
    """` · POS 11 (office) · Medicare`, or nothing."""
    named = PLACES.get(place)
    where = f" · POS {esc(place)}" + (f" ({esc(named.name)})" if named else "") if place else ""
    return where + (f" · {esc(payer)}" if payer else "")
