"""`/codes`: which code sets answer, and until when they hold."""

from bot.services.asking import Asked
from bot.services.shelf import Shelf
from handlers.views.codes import loaded_card
from handlers.views.kit import Answer


async def answer(text: str, asked: Asked, *, shelf: Shelf) -> Answer:
    """The list of releases that the asker's workspace is answered from; `text` asks for what comes later."""
    return loaded_card(shelf.releases(asked.workspace), asked.today, asked_for_more=bool(text))
