"""The page's endpoints: JSON answers, user actions by POST, and one event stream of changes."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict, replace

from aiohttp import web

from playground.action_sender import ActionResult
from playground.element_actions import ElementActions, ElementUse
from playground.json_fields import Json, obj, parse, text
from playground.user_actions import UserActions
from playground.workspace import Chosen, Holder, HomeView, WorkspaceMessage

_KEEP_ALIVE = 15.0
Serve = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Ui:
    """The page's endpoints. The page keeps no state that it could not load again."""

    def __init__(self, user_actions: UserActions, presses: ElementActions) -> None:
        """Store the possible user actions."""
        self._acts = user_actions
        self._presses = presses
        self._workspace = user_actions.workspace
        self._closing = asyncio.Event()

    def routes(self) -> list[web.RouteDef]:
        """All routes under /ui/."""
        return [
            web.get("/ui/workspace", self.workspace),
            web.get("/ui/channel/{channel}", self.channel),
            web.get("/ui/home", self.home),
            web.get("/ui/traffic", self.traffic),
            web.get(r"/ui/traffic/{number:\d{1,12}}", self.exchange),
            web.get("/ui/changes", self.changes),
            web.post("/ui/enter", self._action_route(self._enter)),
            web.post("/ui/press", self._action_route(self._press)),
            web.post("/ui/suggest", self.suggest),
            web.post("/ui/call", self._action_route(self._call)),
            web.post("/ui/open_home", self._action_route(self._open_home)),
            web.post("/ui/clear_traffic", self.clear_traffic),
        ]

    def close(self) -> None:
        """End the event streams; otherwise the server could not stop at once."""
        self._closing.set()

    async def workspace(self, request: web.Request) -> web.Response:
        """Team, people, channels, commands, and whether a bot is connected."""
        held = self._workspace
        user = request.query.get("as", "")
        transport = self._acts.dispatcher.transport
        channels = [
            {
                "id": channel.id,
                "name": channel.name,
                "topic": channel.topic,
                "is_im": channel.is_im,
                "members": sorted(channel.members),
                "latest": max((m.version for m in held.messages(channel.id, user)), default=0),
            }
            for channel in held.channels.values()
        ]
        return web.json_response(
            {
                "team": asdict(held.team),
                "people": [asdict(person) for person in held.people.values()],
                "channels": channels,
                "commands": [asdict(command) for command in self._acts.commands],
                "shortcuts": [asdict(shortcut) for shortcut in self._acts.shortcuts],
                "examples": self._examples(),
                "connected": transport.via if transport else None,
                "version": held.version,
            }
        )

    async def channel(self, request: web.Request) -> web.Response:
        """A channel's messages as one person sees them."""
        user = request.query.get("as", "")
        channel = request.match_info["channel"]
        if channel not in self._workspace.channels or user not in self._workspace.people:
            raise web.HTTPNotFound
        shown = [self._message(message, user) for message in self._workspace.messages(channel, user)]
        return web.json_response({"messages": shown})

    async def home(self, request: web.Request) -> web.Response:
        """One person's Home tab, or null."""
        user = request.query.get("as", "")
        home = self._acts.home(user)
        return web.json_response({"view": self._home(home, user) if home else None})

    async def traffic(self, _request: web.Request) -> web.Response:
        """The traffic without bodies, oldest first."""
        held = self._workspace.traffic.exchanges()
        return web.json_response({"exchanges": [asdict(replace(e, request=None, answer=None)) for e in held]})

    async def exchange(self, request: web.Request) -> web.Response:
        """One request with its answer."""
        number = int(request.match_info["number"])
        found = next((e for e in self._workspace.traffic.exchanges() if e.id == number), None)
        if found is None:
            raise web.HTTPNotFound
        return web.json_response(asdict(found))

    async def clear_traffic(self, _request: web.Request) -> web.Response:
        """Clear the side panel."""
        self._workspace.traffic.clear()
        return web.json_response({"ok": True})

    async def changes(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events: the version and the changes since the last event."""
        response = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        )
        await response.prepare(request)
        changed = asyncio.Event()
        unwatch = self._workspace.watch(changed.set)
        sent = -1
        try:
            while not self._closing.is_set():
                changed.clear()
                sent = await self._send_changes(response, sent)
                await self._first_of(changed.wait(), self._closing.wait())
        except ConnectionError:
            pass
        finally:
            unwatch()
        return response

    async def _send_changes(self, response: web.StreamResponse, sent: int) -> int:
        version = self._workspace.version
        if version == sent:
            await response.write(b": still here\n\n")
            return sent
        topics = [topic for topic, at in self._workspace.topics.items() if at > sent]
        data = json.dumps({"version": version, "topics": topics})
        await response.write(f"id: {version}\ndata: {data}\n\n".encode())
        return version

    async def _first_of(self, *waits: Awaitable[bool]) -> None:
        tasks = [asyncio.ensure_future(wait) for wait in waits]
        try:
            await asyncio.wait(tasks, timeout=_KEEP_ALIVE, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()

    def _action_route(self, action: Callable[[Json], Awaitable[ActionResult]]) -> Serve:
        async def serve(request: web.Request) -> web.Response:
            try:
                delivery = await action(obj(parse(await request.text())))
            except ValueError:
                return web.json_response({"ok": False, "error": "bad_request"}, status=400)
            except LookupError:
                return web.json_response({"ok": False, "error": "gone"}, status=409)
            return web.json_response(
                {"ok": not delivery.error, "error": delivery.error, "elapsed_ms": delivery.elapsed_ms}
            )

        return serve

    async def _enter(self, body: Json) -> ActionResult:
        typed = text(body.get("text"))
        if not typed.strip():
            raise ValueError("empty")
        return await self._acts.enter(typed, text(body.get("user")), text(body.get("channel")))

    async def _call(self, body: Json) -> ActionResult:
        ts = text(body.get("ts"))
        message = self._workspace.find(text(body.get("channel")), ts) if ts else None
        if ts and message is None:
            raise LookupError("no such message")
        return await self._acts.call(text(body.get("callback_id")), text(body.get("user")), message)

    async def suggest(self, request: web.Request) -> web.Response:
        """The bot's typeahead answer: options or groups, or none after an error."""
        try:
            body = obj(parse(await request.text()))
            shown = await self._presses.suggest(self._holder(body), _press(body))
        except ValueError:
            return web.json_response({"ok": False, "error": "bad_request"}, status=400)
        except LookupError:
            return web.json_response({"ok": False, "error": "gone"}, status=409)
        return web.json_response({"ok": not shown.error, "error": shown.error, **shown.answer})

    async def _press(self, body: Json) -> ActionResult:
        return await self._presses.press(self._holder(body), _press(body))

    def _holder(self, body: Json) -> Holder:
        """The message, view or Home tab that the page refers to. Raises LookupError."""
        user = text(body.get("user"))
        home = self._acts.home(user) if body.get("surface") == "home" else None
        modal = self._workspace.modals.find(text(body.get("view_id")))
        holder = home or modal or self._workspace.find(text(body.get("channel")), text(body.get("ts")))
        if holder is None:
            raise LookupError("no such message or view")
        return holder

    async def _open_home(self, body: Json) -> ActionResult:
        return await self._acts.open_home(text(body.get("user")), text(body.get("tab")) or "home")

    def _message(self, message: WorkspaceMessage, user: str) -> Json:
        return {
            "ts": message.ts,
            "channel": message.channel,
            "user": message.user,
            "kind": message.kind,
            "text": message.text,
            "blocks": list(message.blocks),
            "files": list(message.files),
            "ephemeral": message.is_ephemeral,
            "threaded": message.thread_ts is not None,
            "edited": message.edited_ts is not None,
            "version": message.version,
            "chosen": values_json(self._workspace.chosen(user, message.ts)),
        }

    def _examples(self) -> list[str]:
        """Examples for an empty channel: lines for known commands, or else the first commands."""
        names = [command.name for command in self._acts.commands]
        return [line for line in self._acts.examples if line.split(" ", 1)[0] in names] or names[:3]

    def _home(self, home: HomeView, user: str) -> Json:
        chosen = values_json(self._workspace.chosen(user, text(home.view.get("id"))))
        return {"blocks": home.view.get("blocks"), "version": home.version, "chosen": chosen}


def _press(body: Json) -> ElementUse:
    block_id = text(body.get("block_id")) or None
    return ElementUse(
        text(body.get("user")),
        text(body.get("action_id")),
        body.get("value"),
        block_id,
        body.get("entered") is not False,
    )


def values_json(chosen: Chosen) -> list[Json]:
    """A person's chosen values, for the page."""
    return [
        {"block_id": block_id, "action_id": action_id, "entry": entry}
        for (block_id, action_id), entry in chosen.items()
    ]
