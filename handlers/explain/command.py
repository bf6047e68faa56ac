"""`/explain`: CPT versus ICD, told in general or with the codes that were named."""

from bot.domain.codes.parse_explain import read_explain
from bot.services.library.code_library import CodeLibrary
from bot.services.lookup.explain import explain
from bot.services.lookup.procedures import ProcedureCatalog, StarterCatalog
from bot.services.ports.request_context import RequestContext
from handlers.slack.answer import Answer
from handlers.views.explain import alone_card, beside, claim_card, left_out, no_code, systems_card

_STARTER = StarterCatalog()


async def answer(
    text: str, asked: RequestContext, *, shelf: CodeLibrary, catalog: ProcedureCatalog = _STARTER
) -> Answer:
    """The card for `/explain text`. Raises NotUnderstood and NotADate for what cannot be read."""
    question = read_explain(text, asked.today, catalog.codes(asked.workspace))
    if not question.billed and not question.diagnoses:
        return beside(systems_card(asked.today), no_code() if question.unread else None)
    explained = explain(question, asked, catalog=catalog, shelf=shelf)
    both = explained.procedures and explained.diagnoses
    card = claim_card(explained) if both else alone_card(explained)
    return beside(card, left_out() if question.unread else None)
