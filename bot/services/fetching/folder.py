"""Where downloads are stored: one private folder for each address, with the file under its published name.

A file stays for some days, because the next workspace may need it too.
"""

import hashlib
import re
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

import msgspec

from bot.domain.codes.fetching.hosts import file_name

_STATE = "state.json"
_UNSAFE = re.compile(r"[^A-Za-z0-9._ ()+-]")
_KEPT_SECONDS = 7 * 24 * 3600.0


class DownloadState(msgspec.Struct, frozen=True):
    """What the server said about a file, and whether the download is complete."""

    url: str
    etag: str = ""
    last_modified: str = ""
    size: int = 0
    whole: bool = False

    def strong_validator(self) -> str:
        """The value for If-Range: a strong ETag, else the last-modified date, else ''.

        A weak ETag could match another file.
        """
        return self.etag if self.etag and not self.etag.startswith("W/") else self.last_modified

    def unless_changed(self) -> dict[str, str]:
        """Request headers that make the server answer 304 if the file is unchanged."""
        if self.etag:
            return {"If-None-Match": self.etag}
        return {"If-Modified-Since": self.last_modified} if self.last_modified else {}

    def same_as(self, other: "DownloadState") -> bool:
        """Whether the file is unchanged, for a server that ignores conditional requests."""
        if self.etag or other.etag:
            return self.etag == other.etag
        return bool(self.last_modified) and (self.last_modified, self.size) == (
            other.last_modified,
            other.size,
        )


@dataclass(frozen=True, slots=True)
class DownloadFolder:
    """Downloads under `root`. The folder is created if it is missing."""

    root: Path

    def path(self, url: str) -> Path:
        """The path of the file of `url`, complete or not."""
        name = _UNSAFE.sub("_", file_name(url)).lstrip(". ")[-120:]
        return self._folder(url) / (name or "file.zip")

    def size(self, url: str) -> int:
        """How many bytes of it are stored."""
        try:
            return self.path(url).stat().st_size
        except OSError:
            return 0

    def state(self, url: str) -> DownloadState | None:
        """What is known about the stored bytes; None if nothing is."""
        try:
            state = msgspec.json.decode((self._folder(url) / _STATE).read_bytes(), type=DownloadState)
        except (OSError, msgspec.DecodeError):
            return None
        if state.whole and state.size and self.size(url) != state.size:
            return None
        return state

    def keep(self, url: str, state: DownloadState) -> None:
        """Save what the server said."""
        folder = self._folder(url)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        (folder / _STATE).write_bytes(msgspec.json.encode(state))

    def append(self, url: str, chunk: bytes) -> None:
        """Add bytes to the file."""
        with self.path(url).open("ab") as file:
            file.write(chunk)

    def forget(self, url: str) -> None:
        """Delete the file and its state."""
        shutil.rmtree(self._folder(url), ignore_errors=True)

    def clean(self) -> None:
        """Delete downloads that have not been used for some days."""
        oldest = time.time() - _KEPT_SECONDS
        for folder in self.root.glob("*"):
            state = folder / _STATE
            if folder.is_dir() and (not state.exists() or state.stat().st_mtime < oldest):
                shutil.rmtree(folder, ignore_errors=True)

    def _folder(self, url: str) -> Path:
        return self.root / hashlib.sha256(url.encode()).hexdigest()[:16]
