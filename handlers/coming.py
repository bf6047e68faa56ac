"""Commands that are registered and not built yet: each answers truthfully what works today."""

from bot.services.asking import Asked
from handlers.views.coming import application_card, deadlines_card
from handlers.views.kit import Answer


async def application(text: str, asked: Asked) -> Answer:  # noqa: ARG001 - the form of every command
    """`/application`, whatever stands behind it."""
    return application_card()


async def deadlines(text: str, asked: Asked) -> Answer:  # noqa: ARG001
    """`/deadlines`, whatever stands behind it."""
    return deadlines_card()
