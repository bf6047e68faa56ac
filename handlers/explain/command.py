"""`/explain`: CPT versus ICD, told in general or with the codes that were named."""

from bot.domain.codes.billing.find_topic import find_modifier, find_topic, topic_among
from bot.domain.codes.parse_explain import read_explain
from bot.services.claims.check_claim import NothingLoaded, ReferenceDataSource
from bot.services.claims.explain import explain
from bot.services.library.code_library import CodeLibrary
from bot.services.lookup.procedures import ProcedureCatalog, StarterCatalog
from bot.services.ports.request_context import RequestContext
from handlers.slack.answer import Answer
from handlers.views.explain import (
    alone_card,
    claim_card,
    left_out,
    modifier_topic_card,
    no_code,
    systems_card,
    topic_card,
    with_note,
)

_STARTER, _NO_FILES = StarterCatalog(), NothingLoaded()
_OWN_TOPIC = ("25", "59")
"""Modifiers that have a topic of their own."""


async def answer(
    text: str,
    request: RequestContext,
    *,
    code_library: CodeLibrary,
    catalog: ProcedureCatalog = _STARTER,
    reference: ReferenceDataSource = _NO_FILES,
) -> Answer:
    """The card for `/explain text`. Raises NotUnderstood and NotADate for what cannot be read."""
    modifier = find_modifier(text)
    if modifier and modifier not in _OWN_TOPIC:
        return modifier_topic_card(modifier)
    if topic := find_topic(text):
        return topic_card(topic)
    question = read_explain(text, request.today, catalog.codes(request.workspace))
    if not question.billed and not question.diagnoses:
        if topic := topic_among(text):
            return topic_card(topic)
        return with_note(systems_card(request.today), no_code() if question.unread else None)
    explained = explain(question, request, catalog=catalog, code_library=code_library, library=reference)
    both = explained.procedures and explained.diagnoses
    card = claim_card(explained) if both else alone_card(explained)
    return with_note(card, left_out() if question.unread else None)
