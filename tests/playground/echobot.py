"""A small bot for the playground's tests: slack_bolt over signed HTTP or a socket."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from playground import BOT_USER, TEAM, AppCommand, Playground
from tests.playground.cards import CARD, FINDER, Body, button, form, option, plain

COMMANDS = (
    AppCommand("/echo", "[words]", "Say it back, to you alone"),
    AppCommand("/shout", "[words]", "Say it back to the whole channel"),
    AppCommand("/tell", "", "Show the command to everyone, and answer nothing"),
    AppCommand("/card", "", "A message with buttons and menus"),
    AppCommand("/silent", "", "Ack and say nothing"),
    AppCommand("/find", "", "A message with a field that searches"),
    AppCommand("/form", "", "Open a form"),
    AppCommand("/plain", "", "Ack with plain text"),
    AppCommand("/broken", "", "Ack with blocks that Slack refuses"),
    AppCommand("/crash", "", "Answer with status 500"),
    AppCommand("/sleep", "", "Never ack in time"),
)


@dataclass
class EchoBot:
    """Records what the bot received."""

    app: AsyncApp
    url: str = ""
    heard: list[Body] = field(default_factory=list)
    retries: list[tuple[str, str]] = field(default_factory=list)
    refuse_events: int = 0
    linger: float = 0.3
    offers: Body | None = None
    view: Body = field(default_factory=form)
    reply: Body = field(default_factory=dict)


def build(playground: Playground) -> EchoBot:
    """The bot with its listeners, not yet connected."""

    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=None, team_id=TEAM, bot_user_id=BOT_USER, bot_token=playground.bot_token
        )

    app = AsyncApp(
        name="echo",  # without it, Bolt searches all modules for its caller
        signing_secret=playground.signing_secret,
        authorize=authorize,
        client=AsyncWebClient(token=playground.bot_token, base_url=playground.api_url, retry_handlers=[]),
        process_before_response=True,
    )
    bot = EchoBot(app)
    _commands(bot)
    _actions(bot)
    _views(bot)
    _events(bot)
    return bot


def _commands(bot: EchoBot) -> None:
    @bot.app.command("/echo")
    async def echo(ack: Any, command: Body) -> None:
        bot.heard.append(command)
        await ack(response_type="ephemeral", text=f"you said: {command['text']}")

    @bot.app.command("/shout")
    async def shout(ack: Any, command: Body) -> None:
        await ack(response_type="in_channel", text=f"{command['text']}!")

    @bot.app.command("/tell")
    async def send_event(ack: Any) -> None:
        await ack({"response_type": "in_channel"})

    @bot.app.command("/card")
    async def card(ack: Any) -> None:
        await ack(response_type="ephemeral", text="97140", blocks=CARD)

    @bot.app.command("/find")
    async def find(ack: Any) -> None:
        await ack(response_type="in_channel", text="find", blocks=FINDER)

    @bot.app.command("/silent")
    async def silent(ack: Any, body: Body) -> None:
        bot.heard.append(body)
        await ack()

    @bot.app.command("/plain")
    async def plain(ack: Any) -> None:
        await ack("just text")

    @bot.app.command("/broken")
    async def broken(ack: Any) -> None:
        await ack(text="x", blocks=[{"type": "carousel"}])

    @bot.app.command("/sleep")
    async def sleep(ack: Any) -> None:
        await asyncio.sleep(bot.linger)
        await ack("too late")


def _actions(bot: EchoBot) -> None:
    @bot.app.action("share")
    async def share(ack: Any, body: Body, respond: Any) -> None:
        bot.heard.append(body)
        await ack()
        await respond(response_type="in_channel", replace_original=False, text=body["actions"][0]["value"])

    @bot.app.action("replace")
    async def swap(ack: Any, body: Body, respond: Any) -> None:
        bot.heard.append(body)
        await ack()
        await respond(replace_original=True, text="replaced")

    @bot.app.action("delete")
    async def remove(ack: Any, body: Body, respond: Any) -> None:
        bot.heard.append(body)
        await ack()
        await respond(delete_original=True)

    @bot.app.action("slow")
    async def slow(ack: Any) -> None:
        await asyncio.sleep(bot.linger)
        await ack()

    @bot.app.options("find")
    @bot.app.options("find_asking")
    @bot.app.options("code")
    @bot.app.options("also")
    async def offer(ack: Any, body: Body) -> None:
        bot.heard.append(body)
        if body["value"] == "slow":
            await asyncio.sleep(bot.linger)
        given = bot.offers or {
            "options": [option(f"{body['value']} {n}", f"{body['value']}-{n}") for n in (1, 2)]
        }
        await ack(**given)

    @bot.app.action("find")
    @bot.app.action("find_asking")
    @bot.app.action("pick")
    @bot.app.action("more")
    async def pick(ack: Any, body: Body) -> None:
        bot.heard.append(body)
        await ack()


def _views(bot: EchoBot) -> None:
    @bot.app.command("/form")
    async def show(ack: Any, command: Body, client: AsyncWebClient) -> None:
        await client.views_open(trigger_id=command["trigger_id"], view=bot.view)
        await ack()

    @bot.app.action("deeper")
    async def deeper(ack: Any, body: Body, client: AsyncWebClient) -> None:
        bot.heard.append(body)
        await client.views_push(
            trigger_id=body["trigger_id"], view=form(title=plain("Deeper"), notify_on_close=True)
        )
        await ack()

    @bot.app.action("rewrite")
    async def rewrite(ack: Any, body: Body, client: AsyncWebClient) -> None:
        bot.heard.append(body)
        held = body["view"]
        view = form(title=plain("Rewritten"))
        await client.views_update(view_id=held["id"], hash=held["hash"], view=view)
        await ack()

    @bot.app.action("title")
    @bot.app.action("category")
    async def told(ack: Any, body: Body) -> None:
        bot.heard.append(body)
        await ack()

    @bot.app.view("application")
    async def submitted(ack: Any, body: Body) -> None:
        bot.heard.append(body)
        await ack(**bot.reply)

    @bot.app.view_closed("application")
    async def closed(ack: Any, body: Body) -> None:
        bot.heard.append(body)
        await ack()


def _events(bot: EchoBot) -> None:
    @bot.app.shortcut(re.compile(""))
    async def called(ack: Any, body: Body) -> None:
        bot.heard.append(body)
        await ack()

    @bot.app.event("app_home_opened")
    async def home(event: Body, client: AsyncWebClient) -> None:
        bot.heard.append(event)
        blocks = [
            {"type": "header", "text": {"type": "plain_text", "text": "Your desk"}},
            {"type": "actions", "elements": [button("Refresh", "replace")]},
            *({"type": "section", "text": {"type": "mrkdwn", "text": f"line {n}"}} for n in range(12)),
        ]
        await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})

    @bot.app.event("app_mention")
    async def mention(event: Body, client: AsyncWebClient) -> None:
        bot.heard.append(event)
        await client.chat_postMessage(channel=event["channel"], text=f"heard <@{event['user']}>")


@asynccontextmanager
async def serving(bot: EchoBot) -> AsyncIterator[EchoBot]:
    """The bot on a free local port, until the block ends."""

    async def events(request: web.Request) -> web.StreamResponse:
        if "X-Slack-Retry-Num" in request.headers:
            headers = request.headers
            bot.retries.append((headers["X-Slack-Retry-Num"], headers["X-Slack-Retry-Reason"]))
        if bot.refuse_events and request.content_type == "application/json":
            bot.refuse_events -= 1
            return web.Response(status=503)
        if "crash" in (await request.text())[:600]:
            return web.Response(status=500)
        return await to_aiohttp_response(await bot.app.async_dispatch(await to_bolt_request(request)))

    application = web.Application()
    application.router.add_post("/slack/events", events)
    runner = web.AppRunner(application, shutdown_timeout=0.2)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    bot.url = f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
    try:
        yield bot
    finally:
        await runner.cleanup()
