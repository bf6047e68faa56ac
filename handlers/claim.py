"""`/claim`: a pasted claim in, a card out."""

from bot.services.asking import Asked
from bot.services.check_claim import ClaimBooks, NothingLoaded, check_text
from bot.services.look_up_procedures import ProcedureCatalog, StarterCatalog
from bot.services.shelf import Shelf
from handlers.views.claim.card import claim_card
from handlers.views.claim.welcome import welcome_card
from handlers.views.kit import Answer

_STARTER = StarterCatalog()
_NO_BOOKS = NothingLoaded()


async def answer(
    text: str,
    asked: Asked,
    *,
    shelf: Shelf,
    books: ClaimBooks = _NO_BOOKS,
    catalog: ProcedureCatalog = _STARTER,
) -> Answer:
    """The card for `/claim text`. Raises what read_claim raises for what cannot be read."""
    if not text.strip(" .,;"):
        return welcome_card()
    return claim_card(check_text(text, asked, shelf=shelf, catalog=catalog, library=books))
