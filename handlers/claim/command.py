"""`/claim`: a pasted claim in, a card out."""

from bot.services.claims.check_claim import NothingLoaded, ReferenceDataSource, check_text
from bot.services.library.code_library import CodeLibrary
from bot.services.lookup.procedures import ProcedureCatalog, StarterCatalog
from bot.services.ports.request_context import RequestContext
from handlers.slack.answer import Answer
from handlers.views.claim.card import claim_card
from handlers.views.claim.welcome import welcome_card

_STARTER = StarterCatalog()
_NO_BOOKS = NothingLoaded()


async def answer(
    text: str,
    request: RequestContext,
    *,
    code_library: CodeLibrary,
    reference: ReferenceDataSource = _NO_BOOKS,
    catalog: ProcedureCatalog = _STARTER,
) -> Answer:
    """The card for `/claim text`. Raises what read_claim raises for what cannot be read."""
    if not text.strip(" .,;"):
        return welcome_card()
    return claim_card(
        check_text(text, request, code_library=code_library, catalog=catalog, library=reference)
    )
