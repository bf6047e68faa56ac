"""Post an application's card in its private channel, and report the result."""

from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.applications.confidentiality import ViewingPlace
from bot.services.ports.applications import PostedCard
from bot.services.ports.request_context import RequestContext
from handlers.applications.services import ApplicationServices
from handlers.slack.posting import post, update_view, whisper_in
from handlers.slack.screen_types import FormSubmission
from handlers.views.applications.card import card_answer
from handlers.views.applications.channel_card import ChannelCardResult, in_channel, only_you


async def post_card(
    applications: ApplicationServices,
    request: RequestContext,
    client: AsyncWebClient,
    number: int,
    channel: str,
) -> ChannelCardResult:
    """Post the card and keep it up to date. Not posted in an open channel or where a card already exists."""
    place = await applications.channel_privacy.place(request.workspace, channel)
    if place is not ViewingPlace.PRIVATE:
        return ChannelCardResult.NOT_KNOWN if place is ViewingPlace.UNKNOWN else ChannelCardResult.OPEN
    if await applications.cards.is_in_channel(request.workspace, number, channel):
        return ChannelCardResult.STANDS
    seq = await applications.cards.newest_event(request.workspace, number)
    channel_request = RequestContext(request.workspace, request.user, request.today, channel=channel)
    card_context = await applications.card_context(channel_request, number, posted=True)
    if (posted := await post(client, channel, card_answer(card_context))) is None:
        return ChannelCardResult.REFUSED
    card = PostedCard(request.workspace, number, posted.channel, posted.ts)
    await applications.cards.track(card, news_up_to=seq, shows=seq)
    return ChannelCardResult.POSTED


async def post_new(
    applications: ApplicationServices,
    request: RequestContext,
    client: AsyncWebClient,
    number: int,
    channel: str,
) -> None:
    """Post a new application's card. If that fails, notify its creator by direct message."""
    outcome = await post_card(applications, request, client, number, channel)
    if outcome is not ChannelCardResult.POSTED:
        await post(client, request.user, only_you(in_channel(f"A-{number}", channel, outcome)))


async def post_and_report(
    applications: ApplicationServices, submission: FormSubmission, number: int, channel: str, origin: str
) -> None:
    """Post the card in the channel chosen in a form. Report the result where the form was opened."""
    request, client = submission.request, submission.client
    notice = in_channel(
        f"A-{number}", channel, await post_card(applications, request, client, number, channel)
    )
    here, _, ts = origin.partition("@")
    if ts:
        done = await whisper_in(client, here, request.user, only_you(notice))
    elif origin.startswith("V"):
        done = await update_view(
            client, origin, await applications.private_card(request, number, notice=notice)
        )
    else:
        done = False
    if not done:
        await post(client, request.user, only_you(notice))
