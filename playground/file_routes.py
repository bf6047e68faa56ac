"""Files over HTTP: private URLs for the bot, upload URLs, and files for the page."""

from collections.abc import AsyncIterator

from aiohttp import web

from playground.files import LARGEST, WorkspaceFile
from playground.json_fields import Json
from playground.web_api import AppTokens
from playground.workspace import Workspace


class FileRoutes:
    """All routes that carry file contents."""

    def __init__(self, workspace: Workspace, tokens: AppTokens) -> None:
        """Store the workspace and the tokens that may read files."""
        self._workspace = workspace
        self._tokens = tokens

    def routes(self) -> list[web.RouteDef]:
        """The routes for the bot and for the page."""
        return [
            web.get("/files-pri/{key}/{name}", self.private),
            web.get("/files-pri/{key}/download/{name}", self.private),
            web.post("/upload/{key}", self.upload),
            web.get("/ui/file/{id}", self.shown),
            web.post("/ui/upload", self.upload_from_page),
        ]

    async def private(self, request: web.Request) -> web.StreamResponse:
        """url_private: the file for the bot's token with files:read; a redirect to sign-in for others."""
        file = self._workspace.files.find(request.match_info["key"].partition("-")[2])
        scheme, _, bearer = request.headers.get("Authorization", "").partition(" ")
        allowed = scheme.lower() == "bearer" and bearer.strip() == self._tokens.bot
        if not allowed or "files:read" not in self._tokens.scopes:
            raise web.HTTPFound("/?signed_out")
        if file is None:
            raise web.HTTPNotFound
        self._note("web_api", f"GET {file.name}", {"file": file.id}, 200, {"bytes": len(file.data)})
        return web.Response(body=file.data, content_type=str(file.shown["mimetype"]))

    async def upload(self, request: web.Request) -> web.StreamResponse:
        """Receive the bytes of an upload announced with files.getUploadURLExternal, raw or as a form."""
        announced = self._workspace.files.take_upload(request.match_info["key"])
        if announced is None:
            raise web.HTTPNotFound
        data = await _bytes_of(request)
        whole = data is not None and len(data) == announced.length
        status = 200 if whole else 400
        self._note("web_api", f"upload {announced.name}", {"bytes": len(data or b"")}, status, "")
        if data is None or not whole:
            return web.Response(status=400, text="the length is not what was announced")
        bot = self._workspace.team.bot_user
        self._workspace.files.add(announced.name, data, bot, file_id=announced.file_id)
        return web.Response(text=f"OK - {len(data)}")

    async def shown(self, request: web.Request) -> web.StreamResponse:
        """A file for the page, if the user may see it. Images are shown; other files are downloads."""
        file = self._workspace.files.find(request.match_info["id"])
        if file is None or not self._may_see(file, request.query.get("as", "")):
            raise web.HTTPNotFound
        headers = {} if file.picture else {"Content-Disposition": "attachment"}
        return web.Response(
            body=file.data, content_type=file.picture or "application/octet-stream", headers=headers
        )

    async def upload_from_page(self, request: web.Request) -> web.StreamResponse:
        """Receive a file that a user picked for a form. The name is in the query, the body is raw bytes."""
        user, name = request.query.get("as", ""), request.query.get("name", "")
        if user not in self._workspace.people or not name or len(name) > 255:
            raise web.HTTPBadRequest
        data = await _whole(request.content.iter_chunked(65536))
        if data is None:
            raise web.HTTPRequestEntityTooLarge(LARGEST, LARGEST)
        return web.json_response({"file": self._workspace.files.add(name, data, user).shown})

    def _may_see(self, file: WorkspaceFile, user: str) -> bool:
        """Whether the user may see the file: its owner, members of its channels, or anyone for unshared bot files."""
        channels = (self._workspace.channels.get(channel) for channel in file.channels)
        shared = any(channel is not None and user in channel.members for channel in channels)
        unshared_by_bot = file.user == self._workspace.team.bot_user and not file.channels
        return file.user == user or shared or unshared_by_bot

    def _note(self, kind: str, name: str, request: Json, status: int, answer: object) -> None:
        traffic = self._workspace.traffic
        number = traffic.begin(self._workspace.clock(), kind, name, request)
        traffic.finish(number, status=status, answer=answer, elapsed_ms=0.0)


async def _bytes_of(request: web.Request) -> bytes | None:
    """The first part of a form, or the raw body. None if it is too long."""
    if request.content_type != "multipart/form-data":
        return await _whole(request.content.iter_chunked(65536))
    async for part in await request.multipart():
        if hasattr(part, "read_chunk"):
            return await _whole(_chunks(part))
    return None


async def _chunks(part: object) -> AsyncIterator[bytes]:
    while chunk := await part.read_chunk(65536):  # type: ignore[attr-defined]
        yield chunk


async def _whole(chunks: AsyncIterator[bytes]) -> bytes | None:
    held = bytearray()
    async for chunk in chunks:
        held += chunk
        if len(held) > LARGEST:
            return None
    return bytes(held)
