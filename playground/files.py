"""The workspace's files, uploaded by people and the bot. In memory only; the oldest are dropped."""

import mimetypes
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import PurePath
from urllib.parse import quote

from playground.json_fields import Json, obj, objs, text
from playground.rules import Clock

LARGEST = 50_000_000
"""Maximum bytes of one file."""
_KEEP = 200_000_000

_PRETTY = {
    "csv": "CSV",
    "txt": "Plain Text",
    "png": "PNG",
    "jpg": "JPEG",
    "pdf": "PDF",
    "zip": "Zip",
    "xlsx": "Excel",
}
_IMAGES = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg", b"GIF8": "image/gif"}


@dataclass(frozen=True, slots=True)
class WorkspaceFile:
    """One file. `channels` are the channels it was shared in. `shown` is its Web API and payload form."""

    id: str
    user: str
    data: bytes
    shown: Json
    channels: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """The name with its extension."""
        return text(self.shown.get("name"))

    @property
    def picture(self) -> str:
        """The media type if the first bytes are an image that the page may show, or ''."""
        return next((kind for head, kind in _IMAGES.items() if self.data.startswith(head)), "")


@dataclass(frozen=True, slots=True)
class PendingUpload:
    """An announced upload. Its bytes arrive at its own URL."""

    file_id: str
    name: str
    length: int


@dataclass(slots=True)
class WorkspaceFiles:
    """All files by id. `site` is the workspace URL with a trailing slash."""

    clock: Clock
    team: str
    site: Callable[[], str] = lambda: "/"
    _held: dict[str, WorkspaceFile] = field(default_factory=dict)
    _announced: dict[str, PendingUpload] = field(default_factory=dict)

    def add(self, name: str, data: bytes, user: str, *, file_id: str = "", title: str = "") -> WorkspaceFile:
        """Add a file. The oldest files are dropped when the total is too large."""
        made = WorkspaceFile(file_id or _new_id(), user, data, {})
        made = WorkspaceFile(made.id, user, data, self._shown(made, name, title or name))
        self._held[made.id] = made
        while sum(len(held.data) for held in self._held.values()) > _KEEP:
            del self._held[next(iter(self._held))]
        return made

    def find(self, file_id: str) -> WorkspaceFile | None:
        """The file with this id, or None."""
        return self._held.get(file_id)

    def by(self, user: str) -> dict[str, Json]:
        """A user's own files in payload form."""
        return {held.id: held.shown for held in self._held.values() if held.user == user}

    def share(self, file: WorkspaceFile, title: str, channel: str | None) -> WorkspaceFile:
        """Set the title and share the file in a channel."""
        channels = file.channels | ({channel} if channel else set())
        shown = file.shown | {"title": title or file.shown["title"], "channels": sorted(channels)}
        new = WorkspaceFile(file.id, file.user, file.data, shown, channels)
        self._held[file.id] = new
        return new

    def announce_upload(self, name: str, length: int) -> tuple[str, str]:
        """Announce an upload. Returns the secret part of its URL and the file id."""
        key, file_id = secrets.token_urlsafe(18), _new_id()
        self._announced[key] = PendingUpload(file_id, name, length)
        while len(self._announced) > 1000:
            del self._announced[next(iter(self._announced))]
        return key, file_id

    def take_upload(self, key: str) -> PendingUpload | None:
        """The upload announced under this key, or None. Each key works once."""
        return self._announced.pop(key, None)

    def image_problems(self, blocks: object) -> list[str]:
        """Slack's problem lines for image blocks whose file is missing or not an image."""
        problems: list[str] = []
        for path, image in _images(blocks):
            wanted = obj(image.get("slack_file"))
            file = self.find(file_id_of(wanted))
            if file is None or not file.picture:
                problems.append(f"[ERROR] invalid slack file [json-pointer:{path}/slack_file]")
        return problems

    def _shown(self, file: WorkspaceFile, name: str, title: str) -> Json:
        ending = PurePath(name).suffix[1:].lower()
        address = f"{self.site()}files-pri/{self.team}-{file.id}"
        now = int(self.clock())
        return {
            "id": file.id,
            "created": now,
            "timestamp": now,
            "name": name,
            "title": title,
            "mimetype": file.picture or mimetypes.guess_type(name)[0] or "application/octet-stream",
            "filetype": {"txt": "text"}.get(ending, ending or "binary"),
            "pretty_type": _PRETTY.get(ending, ending.upper() or "Binary"),
            "user": file.user,
            "user_team": self.team,
            "editable": False,
            "size": len(file.data),
            "mode": "hosted",
            "is_external": False,
            "is_public": False,
            "url_private": f"{address}/{quote(name, safe='')}",
            "url_private_download": f"{address}/download/{quote(name, safe='')}",
            "channels": [],
            "file_access": "visible",
        }


def file_id_of(slack_file: Json) -> str:
    """The id in a `slack_file` object that has an id or a file URL."""
    address = text(slack_file.get("url")).partition("files-pri/")[2].partition("/")[0]
    return text(slack_file.get("id")) or address.partition("-")[2]


def _images(blocks: object) -> Iterable[tuple[str, Json]]:
    for index, block in enumerate(objs(blocks)):
        path = f"/blocks/{index}"
        inside = objs(block.get("elements")) if block.get("type") == "context" else []
        candidates = [(path, block), (f"{path}/accessory", obj(block.get("accessory")))]
        candidates += [(f"{path}/elements/{number}", element) for number, element in enumerate(inside)]
        yield from ((where, held) for where, held in candidates if held.get("type") == "image")


def _new_id() -> str:
    return f"F{secrets.token_hex(5).upper()}"
