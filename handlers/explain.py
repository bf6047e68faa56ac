"""`/explain`: CPT versus ICD, told in general or with the codes that were named."""

from bot.services.asking import Asked
from bot.services.shelf import Shelf
from handlers.views.explain import systems_card
from handlers.views.kit import Answer


async def answer(text: str, asked: Asked, *, shelf: Shelf) -> Answer:
    """The card for `/explain text`."""
    return systems_card()
