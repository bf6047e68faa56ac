"""The page's endpoints for modals: show the stack, submit, close."""

from aiohttp import web

from playground.json_fields import Json, obj, parse, text
from playground.modal_stacks import Modal
from playground.submissions import Submissions
from playground.ui import values_json
from playground.workspace import Workspace


class ModalUi:
    """Endpoints for one person's stack of views."""

    def __init__(self, workspace: Workspace, submissions: Submissions) -> None:
        """Store the workspace and the submissions."""
        self._workspace = workspace
        self._submissions = submissions

    def routes(self) -> list[web.RouteDef]:
        """All routes, under /ui/."""
        return [
            web.get("/ui/modal", self.modal),
            web.post("/ui/submit", self.submit),
            web.post("/ui/close", self.close),
        ]

    async def modal(self, request: web.Request) -> web.Response:
        """The top view of a person's stack, or null."""
        user = request.query.get("as", "")
        top = self._workspace.modals.top(user)
        depth = len(self._workspace.modals.of(user))
        return web.json_response({"modal": self._shown(top, depth) if top else None})

    async def submit(self, request: web.Request) -> web.Response:
        """Submit the top view."""
        try:
            user, modal, _ = await self._read_request(request)
            done = await self._submissions.submit(modal, user)
        except (LookupError, ValueError):
            return web.json_response({"ok": False, "error": "gone"}, status=409)
        return web.json_response({"ok": not done.error, "error": done.error, "errors": dict(done.errors)})

    async def close(self, request: web.Request) -> web.Response:
        """Close the top view, or the whole stack."""
        try:
            user, modal, body = await self._read_request(request)
            await self._submissions.close(modal, user, whole_stack=body.get("every") is True)
        except (LookupError, ValueError):
            return web.json_response({"ok": False, "error": "gone"}, status=409)
        return web.json_response({"ok": True, "error": ""})

    async def _read_request(self, request: web.Request) -> tuple[str, Modal, Json]:
        body = obj(parse(await request.text()))
        modal = self._workspace.modals.find(text(body.get("view_id")))
        if modal is None:
            raise LookupError("no such view")
        return text(body.get("user")), modal, body

    def _shown(self, modal: Modal, depth: int) -> Json:
        chosen = values_json(self._workspace.chosen(modal.user, modal.id))
        names = ("id", "title", "submit", "close", "blocks")
        return {name: modal.view.get(name) for name in names} | {
            "depth": depth,
            "chosen": chosen,
            "errors": dict(modal.errors),
            "trouble": modal.trouble,
            "version": modal.version,
        }
