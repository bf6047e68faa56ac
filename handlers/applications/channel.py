"""Post an application's card in its private channel, and report the result."""

from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.applications.confidentiality import ViewingPlace
from bot.services.ports.applications import PostedCard
from bot.services.request_context import RequestContext
from handlers.applications.services import ApplicationServices
from handlers.slack.posting import post, update_view, whisper_in
from handlers.slack.screen_types import FormSubmission
from handlers.views.applications.card import card_answer
from handlers.views.applications.channel_card import ChannelCardResult, in_channel, only_you


async def post_card(
    office: ApplicationServices, asked: RequestContext, client: AsyncWebClient, number: int, channel: str
) -> ChannelCardResult:
    """Post the card and keep it up to date. Not posted in an open channel or where a card already exists."""
    place = await office.places.place(asked.workspace, channel)
    if place is not ViewingPlace.PRIVATE:
        return ChannelCardResult.NOT_KNOWN if place is ViewingPlace.UNKNOWN else ChannelCardResult.OPEN
    if await office.cards.stands_in(asked.workspace, number, channel):
        return ChannelCardResult.STANDS
    seq = await office.cards.newest(asked.workspace, number)
    there = RequestContext(asked.workspace, asked.user, asked.today, channel=channel)
    showing = await office.showing(there, number, posted=True)
    if (posted := await post(client, channel, card_answer(showing))) is None:
        return ChannelCardResult.REFUSED
    card = PostedCard(asked.workspace, number, posted.channel, posted.ts)
    await office.cards.adopt(card, told=seq, shows=seq)
    return ChannelCardResult.POSTED


async def post_new(
    office: ApplicationServices, asked: RequestContext, client: AsyncWebClient, number: int, channel: str
) -> None:
    """Post a new application's card. If that fails, notify its creator by direct message."""
    outcome = await post_card(office, asked, client, number, channel)
    if outcome is not ChannelCardResult.POSTED:
        await post(client, asked.user, only_you(in_channel(f"A-{number}", channel, outcome)))


async def post_and_tell(
    office: ApplicationServices, submission: FormSubmission, number: int, channel: str, origin: str
) -> None:
    """Post the card in the channel chosen in a form. Report the result where the form was opened."""
    asked, client = submission.asked, submission.client
    said = in_channel(f"A-{number}", channel, await post_card(office, asked, client, number, channel))
    here, _, ts = origin.partition("@")
    if ts:
        done = await whisper_in(client, here, asked.user, only_you(said))
    elif origin.startswith("V"):
        done = await update_view(client, origin, await office.alone(asked, number, said=said))
    else:
        done = False
    if not done:
        await post(client, asked.user, only_you(said))
