"""The response_url endpoint: five answers in 30 minutes, ephemeral by default."""

import time

from aiohttp import web

from playground.json_fields import Json, obj, parse, text, truthy
from playground.message_drafts import RefusedError, draft_of
from playground.rules import Grant, ResponseUrls
from playground.workspace import Workspace, WorkspaceMessage


def post_app_message(workspace: Workspace, body: Json, channel: str, user: str) -> WorkspaceMessage:
    """Post an app's message from an ack or a response_url. Raises RefusedError."""
    draft = draft_of(body, workspace.files)
    visible_to = None if body.get("response_type") == "in_channel" else user
    return workspace.post(channel, workspace.team.bot_user, draft, visible_to=visible_to)


def apply_response(workspace: Workspace, grant: Grant, body: Json) -> None:
    """Apply a response_url body. A replaced message keeps its visibility. Raises RefusedError."""
    original = workspace.find(grant.channel, grant.original) if grant.original else None
    if truthy(body.get("delete_original")):
        if original is not None:
            workspace.remove(original)
    elif truthy(body.get("replace_original")) and original is not None:
        workspace.rewrite(original, draft_of(body, workspace.files))
    else:
        post_app_message(workspace, body, grant.channel, grant.user)


class Hooks:
    """POST /hooks/KEY."""

    def __init__(self, workspace: Workspace, urls: ResponseUrls) -> None:
        """Store the workspace and the issued URLs."""
        self._workspace = workspace
        self._urls = urls

    async def serve(self, request: web.Request) -> web.Response:
        """Handle one answer and record it in the traffic."""
        raw = await request.text()
        started = time.perf_counter()
        try:
            body = obj(parse(raw))
        except ValueError:
            body = {}
        traffic = self._workspace.traffic
        now = self._workspace.clock()
        name = text(body.get("response_type")) or "ephemeral"
        number = traffic.begin(now, "response_url", name, body)
        status, reply = self._take(request.match_info["key"], body)
        traffic.finish(
            number,
            status=status,
            answer=reply,
            elapsed_ms=(time.perf_counter() - started) * 1000,
            error=text(reply.get("error")),
        )
        if status == 200:
            return web.Response(text="ok")
        return web.json_response(reply, status=status)

    def _take(self, key: str, body: Json) -> tuple[int, Json]:
        grant, error = self._urls.grant_for(key)
        if grant is None:
            return 404, {"ok": False, "error": error}
        if not body:
            return 400, {"ok": False, "error": "invalid_payload"}
        try:
            apply_response(self._workspace, grant, body)
        except RefusedError as refused:
            return 400, {
                "ok": False,
                "error": refused.error,
                "response_metadata": {"messages": refused.problems},
            }
        grant.uses += 1
        return 200, {"ok": True}
