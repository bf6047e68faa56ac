"""Commands that are registered and not built yet: each answers truthfully what works today."""

from bot.services.asking import Asked
from handlers.views.coming import deadlines_card
from handlers.views.kit import Answer


async def deadlines(text: str, asked: Asked) -> Answer:  # noqa: ARG001
    """`/deadlines`, whatever stands behind it."""
    return deadlines_card()
